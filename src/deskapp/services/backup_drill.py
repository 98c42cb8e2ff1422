"""A restore that is tried, once a month and for no other reason than to know that it works."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from deskapp.domain.actor import Source
from deskapp.domain.backup import Backup, Progress, silent
from deskapp.errors import DeskError
from deskapp.i18n import _, ngettext
from deskapp.paths import data_folder
from deskapp.services import restore
from deskapp.services.check import without_content
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_photos

if TYPE_CHECKING:
    from deskapp.clock import Clock

_TRIAL, _ABANDONED = "deskapp-trial-", 6 * 3600  # seconds
_PAGE = 100
_SPARE = 4  # times the size of the backup: the copy, an upgrade, and what others need
_COUNTED = ("ticket", "item", "line", "customer", "device", "note", "message")


class NotProven(DeskError):
    """A backup out of which no shop could be made."""


def drill(backup: Backup, clock: Clock, progress: Progress = silent) -> None:
    """Restore a backup into a folder that is thrown away, and work with it; raises `NotProven`.

    It is opened as a shop is, checked throughout, counted against what was written beside it, and its first
    page of tickets is read.
    """
    place = _roomy(backup)
    _forget_abandoned(Path(place))
    with tempfile.TemporaryDirectory(prefix=_TRIAL, dir=place) as folder:
        copy = Path(folder) / backup.path.name
        try:
            restore.restore(backup.path, copy, clock, progress=progress, photos_in=None)
            names = _named(copy)
            _look_through(copy, backup, clock, without_content(len(names)))
            _look_at_photos(names, backup, progress)
        except DeskError as error:
            message = _("The backup “{name}” could not be restored: {reason} Make a new backup now.")
            raise NotProven(message.format(name=backup.path.name, reason=error)) from error


def _forget_abandoned(place: Path) -> None:
    """A program that was stopped left the whole shop there, for all to read who get at the disk."""
    for folder in place.glob(f"{_TRIAL}*"):
        with suppress(OSError):
            if time() - folder.stat().st_mtime > _ABANDONED:
                shutil.rmtree(folder, ignore_errors=True)


def _look_through(copy: Path, backup: Backup, clock: Clock, expected: str) -> None:
    with closing(Desk.open(copy, clock)) as desk:
        actor = desk.actor(source=Source.PROGRAM)
        for problem in desk.check(actor):
            if problem != expected:
                raise DeskError(problem)
        desk.tickets.rows(actor, "", limit=_PAGE)
        found = desk.backups.facts(actor)
        if any(found.count(table) != backup.facts.count(table) for table in _COUNTED):
            raise DeskError(_("It does not hold what was written into it."))


def _named(copy: Path) -> set[str]:
    with backup_file.opened(copy) as driver:
        return backup_photos.named(driver)


def _look_at_photos(names: set[str], backup: Backup, progress: Progress) -> None:
    """Each is read and compared, and none is copied; those that were lost before are not looked for again."""
    lost = backup_photos.spoiled(backup.path.parent, names, progress)
    known = len(backup_photos.names_of(backup.path)) - backup.photos
    if len(lost) > known:
        words = ngettext(
            "{count} photo beside it is missing or damaged.",
            "{count} photos beside it are missing or damaged.",
            len(lost) - known,
        )
        raise DeskError(words.format(count=len(lost) - known))


def _roomy(backup: Backup) -> str:
    """Where there is room to try; the folder of the backup is the last resort, because a stick is slow."""
    for usual in (tempfile.gettempdir(), str(data_folder())):
        if shutil.disk_usage(usual).free > _SPARE * backup.size:
            return usual
    return str(backup.path.parent)
