"""An encrypted shop under power cuts, and power cuts and kills while its file is written anew.

python -m tests.faults.keys work FILE SEED ACTS [WEAKNESS]
python -m tests.faults.keys encrypt|rekey|decrypt FILE [WEAKNESS]
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.encryption import Change
from deskapp.errors import DeskError
from deskapp.services import encryption
from deskapp.services.desk import Desk
from deskapp.store import encryption as encryption_of_store
from deskapp.store import key
from deskapp.store.driver import connect, sqlite
from deskapp.store.encryption import rewrite
from deskapp.store.shop_file import opens_with
from tests.builders import an_intake
from tests.faults import checker, shop, trace
from tests.faults.cuts import ACTS, NAME, ROOT, content, judge, new_shop, no_strace
from tests.faults.disk import cut_power
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

PASSPHRASE, OTHER = "correct horse battery", "a better horse by far"
DONE = b"DONE"
_held: list[key.Key] = []


def main(act: str, path: str, *words: str) -> None:
    """As the words of the command line say."""
    _open(Path(path))
    if act == "work":
        shop.main(path, *words)
        return
    with _weak(*words):
        change(Change(act), Path(path))
    os.write(1, DONE + b"\n")


def change(what: Change, path: Path) -> None:
    """As the program does it."""
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner, service = desk.actor(), desk.encryption
        begun = {
            Change.ENCRYPT: lambda: service.encrypt(owner, PASSPHRASE),
            Change.REKEY: lambda: service.rekey(owner, PASSPHRASE, OTHER),
            Change.DECRYPT: lambda: service.decrypt(owner, PASSPHRASE),
        }[what]()
    encryption.carry_out(begun, FixedClock(NOON))


def _weak(weakness: str = "") -> AbstractContextManager[object]:
    """The control: what the old file holds is overwritten with the new content."""
    return patch.object(encryption_of_store, "_put_over", _write_over) if weakness else nullcontext()


def _write_over(part: Path, path: Path, _driver: object = None, *, slowly: bool = False) -> None:
    new = part.read_bytes()
    with path.open("rb+") as file:
        for start in range(0, len(new), 1024):
            file.write(new[start : start + 1024])
            file.flush()
            if slowly:
                os.fsync(file.fileno())


def encrypted_shop(folder: Path) -> Path:
    """An encrypted shop with three tickets, whose key is known here."""
    path = filled_shop(folder)
    change(Change.ENCRYPT, path)
    _open(path)
    return path


def filled_shop(folder: Path) -> Path:
    """A plain shop with three tickets."""
    path = new_shop(folder)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        for _ticket in range(3):
            desk.tickets.take_in(desk.actor(), an_intake())
    return path


def _open(path: Path) -> None:
    """Hold the key of an encrypted file, whichever of the two passphrases it has."""
    salt = key.salt_of(path)
    if salt and key.known(salt) is None:
        for passphrase in (PASSPHRASE, OTHER):
            with_ = key.Key.of(passphrase, salt)
            if opens_with(path, with_):
                _held.append(key.know(with_))


# Power cuts at work ----------------------------------------------------------------------------


def at_work(trial: Trial, weakness: str = "") -> Tally:
    """Power cuts while tickets are written into an encrypted file."""
    path = encrypted_shop(trial.folder / (weakness or "work"))
    before = content(path.parent)
    words = ("-m", "tests.faults.keys", "work", str(path), str(trial.seed), str(ACTS), weakness)
    events = trace.traced([sys.executable, *words], path.parent, trial.folder / "work.log", cwd=ROOT)
    return Tally(cut_power(events, before, trial.count, judge(_is_whole), trial.seed))


def _is_whole(folder: Path, said: Sequence[bytes]) -> str:
    return checker.verdict(folder / NAME, [line for line in said if line.startswith(b"ACK")])


# Power cuts while the file is written anew -----------------------------------------------------


def rewritten(trial: Trial, *, straight: bool = False) -> Tally:
    """Each of the three changes, with a third of the power cuts."""
    verdicts: dict[str, int] = {}
    for what in Change:
        for verdict, count in _cut_while(trial, what, straight=straight).items():
            verdicts[verdict] = verdicts.get(verdict, 0) + count
    return Tally(verdicts)


def _cut_while(trial: Trial, what: Change, *, straight: bool) -> dict[str, int]:
    make = filled_shop if what is Change.ENCRYPT else encrypted_shop
    path = make(trial.folder / what.value)
    before = content(path.parent)
    words = ("-m", "tests.faults.keys", what.value, str(path), *(["straight"] if straight else []))
    events = trace.traced([sys.executable, *words], path.parent, trial.folder / f"{what}.log", cwd=ROOT)
    old = key.salt_in(before[NAME])
    return cut_power(events, before, max(trial.count // 3, 1), judge(partial(_old_or_new, old)), trial.seed)


def _old_or_new(old: bytes, folder: Path, said: Sequence[bytes]) -> str:
    """Whole, whichever of both it is; and the new one once that was said to be there."""
    path = folder / NAME
    if not path.exists():
        return f"{checker.LOST}: the shop file"
    try:
        _open(path)
    except DeskError as error:
        return f"{checker.BROKEN}: {error}"
    if DONE in said and key.salt_of(path) == old:
        return f"{checker.LOST}: what was said to be done"
    return _three_tickets(path)


def _three_tickets(path: Path) -> str:
    verdict = checker.verdict(path, [])
    if verdict != checker.OK:
        return verdict
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return checker.OK if desk.tickets.count(desk.actor(), "") == 3 else f"{checker.LOST}: tickets"


# Kills while the file is written anew ----------------------------------------------------------


def killed(trial: Trial, *, in_place: bool = False) -> Tally:
    """Kill the program while it encrypts a file."""
    original = filled_shop(trial.folder / "filled")
    return tally(_killed(trial, original, turn, in_place) for turn in range(trial.count))


def _killed(trial: Trial, original: Path, turn: int, in_place: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(original, folder))
        code = _IN_PLACE if in_place else _ENCRYPT
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(trial.chance(str(turn)).uniform(0, _LONGEST))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        return _old_or_new(b"", Path(folder), ())


_LONGEST = 0.12  # seconds; to encrypt so small a file takes about a tenth
_BEGIN = """
import sys
from pathlib import Path
from tests.faults import keys
made = keys.key.know(keys.key.Key.new(keys.PASSPHRASE))
path = Path(sys.argv[1])
"""
_ENCRYPT = f"{_BEGIN}print('begin', flush=True); keys.rewrite(path, made, lambda tx: None)"
_IN_PLACE = f"{_BEGIN}keys.in_place(path, made)"


def in_place(path: Path, made: key.Key) -> None:
    """The control: the new content is written over the old one."""
    copy = Path(shutil.copy(path, path.with_name("copy.desk")))
    rewrite(copy, made, lambda _tx: None)
    print("begin", flush=True)
    _write_over(copy, path, slowly=True)


# Bits that flip --------------------------------------------------------------------------------


def flipped(trial: Trial, *, plain: bool = False) -> Tally:
    """One bit anywhere in the file: SQLite itself says that the file is not what was written."""
    path = (filled_shop if plain else encrypted_shop)(trial.folder / "flipped")
    whole, chance = path.read_bytes(), trial.chance()
    return tally(_seen(path, whole, chance.randrange(len(whole) * 8)) for _turn in range(trial.count))


def _seen(path: Path, whole: bytes, place: int) -> str:
    content = bytearray(whole)
    content[place // 8] ^= 1 << place % 8
    path.write_bytes(content)
    with closing(connect(path, _held[-1] if key.salt_in(whole) else None)) as driver:
        try:
            said = driver.execute("PRAGMA cipher_integrity_check").fetchall()
            said += [row for row in driver.execute("PRAGMA integrity_check").fetchall() if row != ("ok",)]
        except (sqlite.DatabaseError, UnicodeDecodeError):
            return checker.OK
    return checker.OK if said else f"{checker.BROKEN}: not seen"


FAULTS = (
    Fault(
        "F03-key", "power cut while tickets are written into an encrypted file", 20, 10_000,
        at_work, partial(at_work, weakness="normal"), "synchronous = NORMAL", needs=no_strace,
    ),
    Fault(
        "F34-key", "power cut while a file is encrypted, rekeyed, decrypted", 12, 3_000,
        rewritten, partial(rewritten, straight=True), "written over the old file", needs=no_strace,
    ),
    Fault(
        "F02-key", "kill -9 while a file is encrypted", 3, 300,
        killed, partial(killed, in_place=True), "written over the old file", 20,
    ),
    Fault(
        "F31-key", "a bit flips anywhere in an encrypted file", 30, 3_000,
        flipped, partial(flipped, plain=True), "a plain file, by SQLite's own check",
    ),
)  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
