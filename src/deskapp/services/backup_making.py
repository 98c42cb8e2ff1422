"""One backup into one folder: written aside, proven, brought to the disk, and only then given its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp import __version__
from deskapp.domain.backup import Backup, Progress, Reason, backup_name, is_astray, may_go, silent
from deskapp.services.backup_trouble import check_room, trouble
from deskapp.services.shop import read_shop
from deskapp.store import backup_copy, backup_file, backup_folder, backup_photos, upgrade

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from pathlib import Path

    from deskapp.store.engine import ShopFile


def nothing() -> None:
    """Nobody waits for the beginning."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants a backup, why and when; `begun` is called once the state that is kept is certain."""

    now: datetime
    by: str = ""
    reason: Reason = Reason.HAND
    progress: Progress = silent
    begun: Callable[[], object] = nothing


def write_backup(file: ShopFile, folder: Path, order: Order) -> Backup:
    """A backup of an open shop; raises `DeskError` with nothing half-made left in the folder."""
    with trouble(folder):
        _keep_photos(file, folder, order.progress)
        backup, part = _copied(file, folder, order)
        with _whole_or_not(backup.path, part):
            backup_file.prove(part, backup.facts, order.progress)
            backup = _with_photos(file, backup, folder, backup_photos.names_of(part), order.progress)
            backup_file.sync(part)
            known = backup_folder.backups_in(folder, backup.uid, backup.stem)
            size, sha256 = part.stat().st_size, backup_file.fingerprint(part)
            backup = replace(backup, size=size, sha256=sha256, drilled_at=last_drill(known, order.now))
            if backup.encrypted:
                backup = replace(backup, by="", facts=backup.facts.without_names())
            order.progress(backup_file.WHOLE, backup_file.WHOLE)
            _give_name(backup, part)
        return backup


def copy_backup(file: ShopFile, backup: Backup, folder: Path, progress: Progress = silent) -> Backup:
    """The same backup in another folder, read again there before it gets its name.

    A photograph that was damaged in the first folder comes out of the shop.
    """
    with trouble(folder):
        _make_ready(folder, backup.path.stem, backup.size)
        names = backup_photos.names_of(backup.path)
        backup_photos.carry(backup.path.parent, folder, names, progress)
        backup = _with_photos(file, backup, folder, names, progress)
        path = backup_folder.free_name(folder, backup.path.stem)
        part = path.with_name(f"{path.name}.part")
        with _whole_or_not(path, part):
            if backup_file.copy_file(backup.path, part, progress) != backup.sha256:
                raise backup_file.BrokenCopy(backup_file.not_sound())
            twin = replace(backup, path=path)
            _give_name(twin, part)
        return twin


def thin(folder: Path, newest: Backup, now: datetime, zone: tzinfo) -> Iterator[Path]:
    """Take away what the ladder does not need of this file's backups; what is not the program's own stays."""
    with suppress(OSError):
        known = backup_folder.backups_in(folder, newest.uid, newest.stem) if newest.uid else ()
        going = may_go([one for one in known if not one.is_held(now)], now, zone)
        gone = [one.path for one in going if one.path != newest.path and backup_folder.remove(one)]
        if gone:
            backup_photos.thin(folder)
        yield from gone


def _copied(file: ShopFile, folder: Path, order: Order) -> tuple[Backup, Path]:
    """What the shop holds now, copied aside, and what is known of it."""
    with file.read() as connection:
        name = backup_name(file.path.stem, order.now, read_shop(connection).zone)
    path = backup_folder.free_name(folder, name)
    part = path.with_name(f"{path.name}.part")
    with _whole_or_not(path, part), file.lent() as driver, backup_copy.begun(driver, part):
        facts, uid = backup_file.facts_of(driver), backup_file.uid_of(driver)
        order.begun()
        backup_copy.copy_tables(driver, order.progress)
    backup = Backup(path, order.now, uid, file.path.stem, facts, size=0, sha256="", reason=order.reason)
    backup = replace(backup, by=order.by, program=__version__)
    return (replace(backup, encrypted=True) if file.key else backup), part


def _keep_photos(file: ShopFile, folder: Path, progress: Progress) -> None:
    """What is new goes beside the backups first: one with its name has all of its photographs."""
    with file.lent() as driver:
        size = backup_photos.size_in(driver)
        _make_ready(folder, file.path.stem, file.path.stat().st_size - size)
        if getattr(driver, "key", None) is None:
            backup_photos.keep(driver, folder, progress)


def _with_photos(file: ShopFile, backup: Backup, folder: Path, names: set[str], progress: Progress) -> Backup:
    """How many of those that it names lie there; what is not there yet is fetched from the shop."""
    if backup_photos.lacking(folder, names):
        with file.lent() as driver:
            backup_photos.keep(driver, folder, progress)
    return replace(backup, photos=len(names) - len(backup_photos.lacking(folder, names)))


def _make_ready(folder: Path, stem: str, needed: int) -> None:
    """The folder is made inside one that is there: a drive that is not plugged in is not made up."""
    folder.mkdir(exist_ok=True)
    check_room(folder, needed)
    backup_folder.forget_parts(folder, stem)


def last_drill(known: Iterable[Backup], now: datetime) -> datetime | None:
    """When a restore out of these was last tried."""
    tried = (one.drilled_at for one in known if one.drilled_at)
    return max((moment for moment in tried if not is_astray(moment, now)), default=None)


def _give_name(backup: Backup, part: Path) -> None:
    """The manifest first: a file with the name of a backup is one."""
    backup_folder.describe(backup)
    part.replace(backup.path)
    backup_file.sync_folder(backup.path.parent)


@contextmanager
def _whole_or_not(path: Path, part: Path) -> Iterator[None]:
    """Whatever happens, nothing is left that is not whole."""
    try:
        yield
    except BaseException:
        upgrade.remove(part)
        if not path.exists():
            with suppress(OSError):
                backup_folder.manifest_of(path).unlink(missing_ok=True)
        raise
