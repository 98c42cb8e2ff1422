"""Shop files where they may not lie, that are taken away while they are open, and that may not be written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.errors import DeskError, Moved
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store import place, same_file
from deskapp.store.driver import connect
from tests.builders import an_intake
from tests.faults.cuts import NAME, new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.full_disk import no_small_disk
from tests.faults.own_folders import own_folders
from tests.faults.shop import NOON
from tests.processes import open_folder, run_without_rights

# Taken away ------------------------------------------------------------------------------------

TAKEN: Mapping[str, Callable[[Path], object]] = {
    "renamed": lambda path: path.rename(path.with_name("renamed.desk")),
    "deleted": lambda path: path.unlink(),
    "replaced": lambda path: Path(shutil.copy(path, path.with_name("other.desk"))).replace(path),
}


def taken_away(trial: Trial, *, unseen: bool = False) -> Tally:
    """Take the file away while it is open: nothing more is said to be saved, and what was saved is there."""
    kinds = list(TAKEN)
    with patch.object(same_file.SameFile, "look", lambda _self: None) if unseen else nullcontext():
        return tally(_taken(trial.folder / str(turn), kinds[turn % 3]) for turn in range(trial.count))


def _taken(folder: Path, kind: str) -> str:
    path = new_shop(folder / "shop")
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        desk.tickets.take_in(owner, an_intake())
        TAKEN[kind](path)
        try:
            desk.tickets.take_in(owner, an_intake())
        except Moved:
            pass
        except DeskError as error:
            return f"broken: {error}"
        else:
            return f"lost: a ticket that was said to be saved, after the file was {kind}"
    if kind == "renamed":
        with closing(Desk.open(path.with_name("renamed.desk"), FixedClock(NOON))) as found:
            return "ok" if found.tickets.count(found.actor()) == 1 else "lost: what was saved before"
    return "ok"


# Where they may not lie ------------------------------------------------------------------------

FOLDERS = (
    "Dropbox", "Dropbox (Northgate)", "OneDrive", "OneDrive - Northgate Ltd", "iCloudDrive", "Google Drive",
    "GoogleDrive-mia@example.com", "Nextcloud", "ownCloud", "MEGAsync", "Syncthing", ".stfolder",
)  # fmt: skip
KINDS = ("nfs4", "cifs", "smb2", "9p", "afpfs", "fuse.sshfs", "fuse.rclone", "davfs")


def refused(trial: Trial, *, unseen: bool = False) -> Tally:
    """Make a shop in a folder of a sync client and on a share: a sentence, and no file."""
    every = [(name, "") for name in FOLDERS] + [("plain", kind) for kind in KINDS]
    with patch.object(place, "check", lambda _path: None) if unseen else nullcontext():
        return tally(_refused(trial.folder / str(turn), *every[turn % 20]) for turn in range(trial.count))


def _refused(folder: Path, name: str, kind: str) -> str:
    inner = folder / ("shop" if name == ".stfolder" else name) / "desk"
    inner.mkdir(parents=True)
    if name == ".stfolder":
        (inner.parent / name).mkdir()
    with patch.object(place, "file_system", lambda _folder: kind) if kind else nullcontext():
        try:
            Desk.create(inner / NAME, shop_in("GB", "Northgate"), "Mia", FixedClock(NOON)).close()
        except DeskError:
            return "ok" if not list(inner.iterdir()) else "broken: something was made"
    return f"lost: made in {kind or name}"


# That may not be written -----------------------------------------------------------------------

OPEN = """
    import sys
    from contextlib import closing
    from pathlib import Path
    from deskapp.clock import FixedClock
    from deskapp.errors import DeskError
    from deskapp.services import restore
    from deskapp.services.desk import Desk
    from datetime import datetime, UTC
    if sys.argv[3] != "restore":  # a medium that may only be read is that for root too
        give_up_rights()
    path, target, clock = Path(sys.argv[1]), Path(sys.argv[2]), FixedClock(datetime(2026, 3, 10, tzinfo=UTC))
    try:
        if sys.argv[3] == "open":
            with closing(Desk.open(path, clock)) as desk:
                print("opened", desk.tickets.count(desk.actor()))
        elif sys.argv[3] == "look":
            print("read", restore.preview(path).facts.count("ticket"))
        else:
            restore.restore(path, target, clock)
            print("read", restore.preview(target).facts.count("ticket"))
    except DeskError as error:
        print("said", error)
"""
CLOSED, HOT = 2, 3  # tickets of a file that was closed, and with what lies in its log
CASES: tuple[tuple[str, str, set[str]], ...] = (
    ("file may not be written", "open", {"said"}),
    ("folder may not be written", "open", {"said"}),
    ("file may not be read", "open", {"said"}),
    ("medium", "open", {"said"}),
    ("medium left open", "look", {"said", f"read {HOT}"}),
    ("medium", "restore", {f"read {CLOSED}"}),
)


def not_writable(trial: Trial, *, immutable: bool = False) -> Tally:
    """Open a file that may only be read: what is shown is what was saved last, or a sentence says why not."""
    with own_folders(trial.folder):
        if immutable:
            return tally([_not_writable(*CASES[4], immutable=True)])
        return tally(_not_writable(*CASES[turn % 6], immutable=False) for turn in range(trial.count))


def _not_writable(kind: str, act: str, wanted: set[str], *, immutable: bool) -> str:
    with open_folder() as outer:
        folder = outer / "medium"
        path = _prepared(folder, kind)
        (outer / "target").mkdir(mode=0o777)
        (outer / "target").chmod(0o777)
        try:
            if immutable:
                return _as_immutable(path)
            said = run_without_rights(OPEN, path, outer / "target" / "back.desk", act)
        except AssertionError as error:
            return f"broken: {str(error).strip().splitlines()[-1][:80]}"
        finally:
            _release(folder, kind)
    return "ok" if said in wanted or said.partition(" ")[0] in wanted else f"lost: {said[:300]}"


def _prepared(folder: Path, kind: str) -> Path:
    path = new_shop(folder)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        for _ticket in range(CLOSED):
            desk.tickets.take_in(desk.actor(), an_intake())
    if kind == "medium left open":
        _leave_open(path)
    for one in (folder, *folder.iterdir()):
        one.chmod(0o777)
    if kind.startswith("medium"):
        _mount("--bind", str(folder), str(folder))
        _mount("-o", "remount,ro,bind", str(folder))
    elif kind.startswith("folder"):
        folder.chmod(0o555)
    else:
        path.chmod(0o444 if "written" in kind else 0o000)
    return path


def _leave_open(path: Path) -> None:
    """A ticket further, which lies in the log beside the file, as a program leaves it that is killed."""
    code = (
        "import os, sys; from pathlib import Path; from deskapp.services.desk import Desk;"
        "from deskapp.clock import FixedClock; from tests.faults.shop import NOON;"
        "from tests.builders import an_intake; desk = Desk.open(Path(sys.argv[1]), FixedClock(NOON));"
        "desk.tickets.take_in(desk.actor(), an_intake()); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=Path(__file__).parents[2])
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)


def _as_immutable(path: Path) -> str:
    """The control: SQLite is told that nobody can have written."""
    with closing(connect(f"{path.as_uri()}?immutable=1", uri=True)) as driver:
        [count] = driver.execute("SELECT count(*) FROM ticket").fetchone()
    return "ok" if count == HOT else f"lost: it shows {count} tickets of {HOT}"


def _release(folder: Path, kind: str) -> None:
    if kind.startswith("medium"):
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.chmod(0o755)


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


FAULTS = (
    Fault(
        "F11", "file renamed, deleted or replaced while it is open", 6, 60,
        taken_away, partial(taken_away, unseen=True), "without looking", control_count=6,
    ),
    Fault(
        "F12", "shop in a folder of a sync client or on a share", 20, 20,
        refused, partial(refused, unseen=True), "without looking", control_count=20,
    ),
    Fault(
        "F13", "file, folder or medium that may only be read", 6, 24,
        not_writable, partial(not_writable, immutable=True), "immutable=1", control_count=6,
        needs=no_small_disk,
    ),
)  # fmt: skip
