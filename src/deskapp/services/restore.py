"""Bringing a shop back from a backup: made whole aside, looked at, and only then put in its place.

The file that is there now is never written to and never lost: it stays beside, under another name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.domain.actor import Actor, Source
from deskapp.domain.backup import Backup, Facts, Preview, Progress, backup_name, silent
from deskapp.errors import Busy, DeskError, Encrypted
from deskapp.i18n import _, ngettext
from deskapp.services import anchor, erasure_list
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder, backup_photos, shop_file, upgrade
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.same_file import held

if TYPE_CHECKING:
    from deskapp.clock import Clock


def _program(desk: Desk) -> Actor:
    """Who restores at a window was asked there."""
    return desk.actor(source=Source.PROGRAM)


class Spoiled(DeskError):
    """A backup that is not, byte for byte, what was written once."""


@dataclass(frozen=True, slots=True)
class Restored:
    """Where the shop is now, and where what was there before; `erased` are the people erased once more.

    `photos_missing` is how many photographs are in none of the folders that were looked into.
    """

    path: Path
    before: Path | None = None
    erased: tuple[int, ...] = ()
    photos_missing: int = 0

    @property
    def remark(self) -> str:
        """What is said where photographs are missing, else nothing."""
        return missing_photos(self.photos_missing) if self.photos_missing else ""


def missing_photos(count: int) -> str:
    """What is said of a backup without all of its photographs."""
    return ngettext(
        "{count} photo does not lie beside the backup and stays away; copy the folder “photos” there too and"
        " restore again.",
        "{count} photos do not lie beside the backup and stay away; copy the folder “photos” there too and"
        " restore again.",
        count,
    ).format(count=count)


def preview(path: Path, today: Facts | None = None, photos_in: tuple[Path, ...] = ()) -> Preview:
    """What a backup holds, read from the file itself; raises `DeskError` where it is none."""
    with _readable(path) as driver:
        facts, uid = backup_file.facts_of(driver), backup_file.uid_of(driver)
        names = backup_photos.named(driver)
    for folder in (path.parent, *photos_in):
        names = backup_photos.lacking(folder, names)
    known = backup_folder.backup_at(path)
    spoiled = known is not None and _has_changed(known)
    stat = path.stat()
    made_at = known.made_at if known else datetime.fromtimestamp(int(stat.st_mtime), UTC)
    return Preview(path, made_at, facts, stat.st_size, known, today, uid, spoiled, len(names))


def check_unspoiled(path: Path) -> None:
    """Compare a backup with what is written beside it; raises `Spoiled` where a single bit differs."""
    known = backup_folder.backup_at(path)
    if known and _has_changed(known):
        message = _("“{name}” has changed since it was written; take another backup if there is one.")
        raise Spoiled(message.format(name=path.name))


def _has_changed(known: Backup) -> bool:
    """Compare its bytes; one that is open as a shop is none any more, and is not looked into."""
    return held(known.path) is not None or backup_file.fingerprint(known.path) != known.sha256


def restore(  # noqa: PLR0913  most are what somebody may ask for beside the usual
    backup: Path,
    target: Path,
    clock: Clock,
    *,
    progress: Progress = silent,
    anyway: bool = False,
    erased_in: tuple[Path, ...] = (),
    photos_in: tuple[Path, ...] | None = (),
    who: Callable[[Desk], Actor] = _program,
) -> Restored:
    """Make a new shop file of a backup; raises `DeskError` with nothing made.

    `anyway` takes a backup that has changed since it was written, where it can still be read. Whoever is
    on the lists of erasures beside the shop files `erased_in` is erased once more. Photographs come from
    beside the backup, else from the folders of backups `photos_in`; for a trial, with none, they stay away.
    `who` says who does it, once the shop can be looked into; it may refuse.
    """
    upgrade.check_free(target)
    with _made(backup, target, clock, progress, anyway=anyway, erased_in=erased_in, who=who) as (
        made,
        erased,
    ):
        missing = _put_photos_back(made, backup, photos_in, progress)
        upgrade.put_in_place(made, target)
        _keep_list(made, target)
    if photos_in is not None:
        anchor.remember(target, clock)
    return Restored(target, erased=erased, photos_missing=missing)


def swap(
    backup: Path,
    present: Path,
    clock: Clock,
    *,
    progress: Progress = silent,
    anyway: bool = False,
    photos_in: tuple[Path, ...] = (),
    who: Callable[[Desk], Actor] = _program,
) -> Restored:
    """Put the shop of a backup in the place of the present file, which stays beside it under another name.

    Raises `Busy` while anybody has the present file open; then, and whatever else fails, it stays in place.
    """
    if _same(backup, present):
        raise DeskError(_("“{name}” is the shop file itself; choose a backup.").format(name=backup.name))
    with _made(backup, present, clock, progress, anyway=anyway, erased_in=(present,), who=who) as (
        made,
        erased,
    ):
        missing = _put_photos_back(made, backup, photos_in, progress)
        before = set_aside(present, clock)
        try:
            upgrade.put_in_place(made, present)
        except OSError:
            _bring_back(before, present)
            raise
        _keep_list(made, present)
    anchor.remember(present, clock)
    return Restored(present, before, erased, missing)


def set_aside(path: Path, clock: Clock) -> Path | None:
    """Give a shop file that nobody has open another name, with all that SQLite keeps beside it.

    Where the drive can, the file keeps its old name too until another one gets it: without power in between
    there would be no shop under its name.
    """
    if not path.exists():
        return None
    _close_for_all(path)
    stem = backup_name(_("{name} before restore").format(name=path.stem), clock.now(), UTC)
    aside = backup_folder.free_name(path.parent, stem)
    for ending in _BESIDE:
        part = path.with_name(path.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    _name_too(path, aside)
    backup_file.sync_folder(path.parent)
    return aside


_BESIDE = ("-wal", "-shm", "-journal")


def _name_too(path: Path, aside: Path) -> None:
    try:
        os.link(path, aside)
    except OSError:  # FAT has no second names
        path.replace(aside)


def _bring_back(aside: Path | None, path: Path) -> None:
    if aside:
        for ending in ("", *_BESIDE):
            part = aside.with_name(aside.name + ending)
            with suppress(FileNotFoundError):
                part.replace(path.with_name(path.name + ending))
        aside.unlink(missing_ok=True)  # a second name of the same file is not taken away by a renaming


def _close_for_all(path: Path) -> None:
    """Make it one piece, and make sure that no other program has it open; a damaged one is left as it is."""
    try:
        shop_file.check_is_shop(path)
        with closing(ShopFile(path, foreign_keys=False, alone=True)) as file, file.write():
            pass
    except Busy as error:
        message = _("“{name}” is open in another program; close it there and try again.")
        raise Busy(message.format(name=path.name)) from error
    except Encrypted:
        raise  # nobody can tell whether it is open
    except DeskError:
        return


@contextmanager
def _made(
    backup: Path,
    target: Path,
    clock: Clock,
    progress: Progress,
    *,
    anyway: bool,
    erased_in: tuple[Path, ...],
    who: Callable[[Desk], Actor],
) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """The shop of a backup, upgraded and looked at, in a folder of its own beside its place."""
    if not anyway:
        check_unspoiled(backup)
    folder = target.with_name(f"{target.name}.part")
    with _told(backup, target):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            made = folder / target.name
            _copy(backup, made, progress)
            _gather_lists(made, (*erased_in, target, *_lists_beside(backup)))
            yield made, _settle(made, backup, clock, who)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _copy(backup: Path, made: Path, progress: Progress) -> None:
    with _readable(backup) as driver:
        driver.execute("BEGIN")
        facts = backup_file.facts_of(driver)
        backup_file.copy_state(driver, made, progress)
    backup_file.prove(made, facts, progress)


def _put_photos_back(made: Path, backup: Path, photos_in: tuple[Path, ...] | None, progress: Progress) -> int:
    return 0 if photos_in is None else backup_photos.put_back(made, (backup.parent, *photos_in), progress)


def _settle(made: Path, backup: Path, clock: Clock, who: Callable[[Desk], Actor]) -> tuple[int, ...]:
    """Bring it up to this schema, erase again who was erased since, and write down what was done."""
    with closing(Desk.open(made, clock)) as desk:
        if not upgrade.is_own(made):
            raise _strange(backup)
        actor = who(desk)
        erased = desk.privacy.replay_erasures(actor)
        desk.backups.note_restore(actor, backup.name)
    return erased


@contextmanager
def _readable(path: Path) -> Iterator[Any]:
    """A backup to read from; refused where it would run anything that this program did not write."""
    shop_file.check_is_backup(path)
    try:
        with backup_file.opened(path) as driver:
            if backup_file.runs_something(driver):
                raise _strange(path)
            yield driver
    except sqlite.DatabaseError as error:
        if isinstance(error, sqlite.OperationalError):
            raise  # of the drive, not of the file
        raise shop_file.damaged(path) from error


def _strange(path: Path) -> DeskError:
    message = _("“{name}” holds what Deskapp never writes into a shop; it was not opened.")
    return DeskError(message.format(name=path.name))


@contextmanager
def _told(backup: Path, target: Path) -> Iterator[None]:
    """One sentence for whatever a drive does."""
    try:
        yield
    except (OSError, sqlite.OperationalError) as error:
        message = _(
            "“{name}” could not be restored into “{folder}” ({reason}); nothing was changed."
            " Make room there, or choose another folder."
        )
        reason = getattr(error, "strerror", None) or str(error)
        said = message.format(name=backup.name, folder=str(target.parent), reason=reason)
        raise DeskError(said) from error


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _gather_lists(made: Path, files: Iterable[Path]) -> None:
    """Bring together who was erased, as far as the lists beside these shop files say."""
    notes = dict.fromkeys(note for file in files for note in erasure_list.read_list(file))
    if notes:
        erasure_list.write_list(made, tuple(notes))


def _lists_beside(backup: Path) -> tuple[Path, ...]:
    """The shop files, by name, whose lists lie in the folder of a backup."""
    lists = sorted(backup.parent.glob(f"*{erasure_list.ENDING}"))
    return tuple(one.with_name(one.name.removesuffix(erasure_list.ENDING)) for one in lists)


def _keep_list(made: Path, target: Path) -> None:
    if notes := erasure_list.read_list(made):
        erasure_list.write_list(target, notes)
