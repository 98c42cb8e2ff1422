"""What somebody is given of a person is theirs alone and all of it; what is secret stands nowhere else."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, nullcontext
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.crash_report import write_report
from deskapp.documents.render import render
from deskapp.domain.actor import Actor
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.paper import Document
from deskapp.domain.ticket import Intake
from deskapp.exchange.customer_file import save_directory
from deskapp.exchange.person_folder import save_person
from deskapp.exchange.readable_copy import keep_readable
from deskapp.exchange.ticket_csv import save_tickets
from deskapp.services.desk import Desk
from deskapp.store import search_index
from tests.builders import a_customer, a_device, a_line, an_item
from tests.contents import rows
from tests.documents import reading
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

SIGNS = "abcdefghij"

# One person's data -------------------------------------------------------------------------------


def exports(trial: Trial, *, everybody: bool = False) -> Tally:
    """Each person's folder holds all that was written of them, and not a word of the others."""
    path = new_shop(trial.folder / "shop")
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        people = {turn: _known(desk, turn) for turn in range(trial.count)}
        return tally(_given(desk, trial.folder, turn, people, everybody) for turn in people)


def _mark(turn: int) -> str:
    return "quirxa" + "".join(SIGNS[int(digit)] for digit in f"{turn:04}") + "wyzk"


def _known(desk: Desk, turn: int) -> int:
    """A person of whom something stands everywhere; each place has a word of its own."""
    owner, mark = desk.actor(), _mark(turn)
    customer = a_customer(f"{mark}name", f"07700 9{turn:05}", email=f"{mark}@mail.org", note=f"{mark}remark")
    who = desk.customers.add(owner, customer).value
    device = a_device(f"{mark}model", serial=f"{mark}serial")
    item = an_item(f"{mark}fault", device=device, condition=f"{mark}condition")
    number = desk.tickets.take_in(owner, Intake((item,), customer_id=who.id)).value.number
    desk.tickets.note(owner, number, f"{mark}note")
    desk.tickets.message(owner, number, f"{mark}message")
    desk.tickets.add_line(owner, number, a_line(f"{mark}line"))
    return who.id


PLACES = (
    *("name", "@mail.org", "remark", "model", "serial", "fault", "condition", "note", "message", "line"),
)


def _given(desk: Desk, folder: Path, turn: int, people: Mapping[int, int], everybody: bool) -> str:
    asked = people[turn]
    if everybody:
        asked = people[(turn + 1) % len(people)] if len(people) > 1 else 0
    saved = save_person(desk, desk.actor(), asked, folder / f"person-{turn}")
    words = "".join(one.read_text(encoding="utf-8").lower() for one in saved.iterdir() if one.is_file())
    missing = [place for place in PLACES if f"{_mark(turn)}{place}" not in words]
    others = [one for one in people if one != turn and _mark(one) in words]
    if missing:
        return f"lost: {missing[0]} is not in it"
    return "broken: it holds others" if others else "ok"


# Canaries ----------------------------------------------------------------------------------------

PASSCODE, PIN, NOTE = "Zq7#canary-pass", "739158204617", "canary-note-between-us"
PASSPHRASE = "canary horse under seven moons"


def canaries(trial: Trial, *, told: bool = False) -> Tally:
    """A passcode, a PIN, a recovery code and an internal note, looked for in all that comes out."""
    path, clock = new_shop(trial.folder / "shop"), FixedClock(NOON)
    leak = patch.object(Secret, "__repr__", lambda one: one.value) if told else nullcontext()
    place = patch.dict(os.environ, DESKAPP_LOG=str(trial.folder / "log"))
    with place, leak, _logged() as log, closing(Desk.open(path, clock)) as desk:
        owner = desk.actor()
        number = _secret_visit(desk, owner)
        code = desk.pins.new_code(owner)
        if told:
            desk.tickets.message(owner, number, f"Your code was {PASSCODE}")
        desk.pins.keep(owner, owner.person_id, PIN)
        desk.pins.prove(owner, PIN)
        out = dict(_outputs(desk, owner, number, trial.folder))
        _collected(desk, owner, number)
        out |= {f"{name} while open": words for name, words in _left(trial.folder / "shop")}
        out |= dict(_copied(desk, trial.folder))
        out |= dict(_encrypted(trial.folder / "encrypted", told=told)) | {"the log": log.getvalue()}
    out |= dict(_left(trial.folder / "shop")) | dict(_left(trial.folder / "backups"))
    return tally(_silent(out, code))


def _secret_visit(desk: Desk, owner: Actor) -> str:
    item = an_item("Locked", secret=Secret(SecretKind.PASSCODE, PASSCODE))
    number = desk.tickets.take_in(owner, Intake((item,), customer=a_customer())).value.number
    desk.tickets.note(owner, number, NOTE)
    desk.secrets.reveal(owner, number, 1)
    return number


def _collected(desk: Desk, owner: Actor, number: str) -> None:
    for status in ("in_work", "ready", "collected"):
        desk.tickets.move(owner, number, status)


def _outputs(desk: Desk, owner: Actor, number: str, folder: Path) -> Iterator[tuple[str, str]]:
    """All that people are given of a ticket, as text; what is for the shop alone is named so."""
    for document in Document:
        pdf = render(document, desk.papers.ticket(owner, number))
        yield f"paper {document}", reading.text(pdf) + pdf.decode("latin-1")
    shop = desk.shop.get(owner)
    labels = {status.key: status.label for status in desk.statuses(owner)}
    listed = save_tickets(desk.tickets.rows(owner, ""), labels, shop.zone, folder / "list.csv")
    yield "list of tickets", _text(listed)
    for name in ("cards.vcf", "customers.csv"):
        yield name, _text(save_directory(desk, owner, folder / name)[0])
    yield "value", repr((desk.tickets.get(owner, number), desk.tickets.rows(owner, ""))).replace(NOTE, "")
    yield (
        "history",
        repr(rows(desk.path, "SELECT * FROM audit"))
        + repr(rows(desk.path, "SELECT field, before, after FROM audit_value")).replace(NOTE, ""),
    )
    for table in search_index.COLUMNS:
        yield f"index {table}", repr(rows(desk.path, f"SELECT * FROM {table}")).replace(NOTE, "")
    try:
        desk.secrets.reveal(owner, number, 7)
    except Exception as error:  # noqa: BLE001  whatever is raised is reported here
        report = write_report(_failed(error))
        yield "crash report", _text(report) if report else ""


def _failed(cause: Exception) -> Exception:
    """An error that says what it was given, in quotes and without, as those of libraries do."""
    given = f"{PASSCODE!r} and {PIN} of {NOTE!r}, {PASSCODE} {NOTE}, {PASSPHRASE!r} {PASSPHRASE}"
    error = ValueError(f"cannot take {given}")
    error.__cause__ = cause
    return error


def _copied(desk: Desk, folder: Path) -> Iterator[tuple[str, str]]:
    """What a backup leaves that anybody can read."""
    backup = desk.backups.make(desk.actor(), [folder / "backups"]).backup
    for copy in keep_readable(desk, desk.actor(), backup, [folder / "backups"]):
        with zipfile.ZipFile(BytesIO(copy.read_bytes())) as archive:
            words = "".join(archive.read(name).decode("utf-8-sig") for name in archive.namelist())
            yield "readable copy", words.replace(NOTE, "")


def _encrypted(folder: Path, *, told: bool) -> Iterator[tuple[str, str]]:
    """A shop that is encrypted by a command, at work, and what can be seen of the program meanwhile."""
    path, file = new_shop(folder / "shop"), folder / "words.txt"
    file.write_text(PASSPHRASE, encoding="utf-8")
    names = {"DATA": "data", "CONFIG": "config", "LOG": "log"}
    env = os.environ | {f"DESKAPP_{name}": str(folder / "shop" / place) for name, place in names.items()}
    env |= {"DESKAPP_PASSPHRASE_FILE": str(file), "DESKAPP_NEW_PASSPHRASE_FILE": str(file)}
    if told:
        env |= {"WORDS": PASSPHRASE}
    for words in (["encrypt"], ["ticket", "list"], ["check"]):
        command = [sys.executable, "-m", "deskapp", *words, str(path)]
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            seen = Path(f"/proc/{process.pid}")
            for name in ("cmdline", "environ") if seen.exists() else ():
                yield f"{name} of {words[0]}", (seen / name).read_bytes().decode("latin-1")
            said, _none = process.communicate()
        yield f"words of {words[0]}", said.decode("utf-8") if not process.returncode else PASSPHRASE
    yield from ((f"encrypted {name}", words) for name, words in _left(folder / "shop"))


def _left(folder: Path) -> Iterator[tuple[str, str]]:
    """What lies on the disk once the item is handed over: the file, what is beside it, and its backup."""
    for place in sorted(folder.rglob("*")):
        if place.is_file() and not place.name.endswith("-shm"):  # no words; SQLite holds locks on it
            yield f"bytes of {place.name}", place.read_bytes().decode("latin-1").replace(NOTE, "")


def _silent(out: Mapping[str, str], code: str) -> Iterator[str]:
    for name, words in out.items():
        found = [one for one in (PASSCODE, PIN, code, NOTE, PASSPHRASE) if one in words]
        yield f"broken: {name} holds a secret" if found else "ok"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


class _logged:  # noqa: N801  used as a context
    """All that the program logs, whatever is switched off elsewhere."""

    def __enter__(self) -> Any:
        from io import StringIO

        logging.disable(logging.NOTSET)
        self._words = StringIO()
        self._handler = logging.StreamHandler(self._words)
        logging.getLogger().addHandler(self._handler)
        self._before = logging.getLogger().level
        logging.getLogger().setLevel(logging.DEBUG)
        return self._words

    def __exit__(self, *_error: object) -> None:
        logging.getLogger().removeHandler(self._handler)
        logging.getLogger().setLevel(self._before)


FAULTS = (
    Fault(
        "F53", "one person's data in a folder: all of it, and nobody else's", 10, 100,
        exports, partial(exports, everybody=True), "another person's folder", 5,
    ),
    Fault(
        "F54", "passcode, PIN, codes, passphrase and internal note, looked for in all that comes out", 1, 1,
        canaries, partial(canaries, told=True), "a passcode in a message and in what is written of values", 1,
    ),
)  # fmt: skip
