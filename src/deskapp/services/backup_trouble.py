"""What is said when a backup cannot be written or read: a sentence for each thing that happens to drives."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.store.driver import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ENODEV, errno.ENXIO}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def trouble(folder: Path) -> Iterator[None]:
    """Turn what goes wrong with a folder for backups into a sentence."""
    try:
        yield
    except OSError as error:
        raise DeskError(_sentence(folder, error.errno, error.strerror or str(error))) from error
    except sqlite.OperationalError as error:
        number = _number(str(error), folder)
        if number is None:
            raise  # a bug, and nothing of the drive
        raise DeskError(_sentence(folder, number, str(error))) from error
    except sqlite.DatabaseError as error:
        raise DeskError(_broken(folder)) from error


def check_room(folder: Path, needed: int) -> None:
    """Refuse at once what would end with a full drive; `needed` in bytes."""
    import shutil

    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _number(said: str, folder: Path) -> int | None:
    """What SQLite's words mean as an error of the system; none where they are about something else."""
    if not folder.is_dir():
        return errno.ENODEV
    if "full" in said:
        return errno.ENOSPC
    if "readonly" in said or "unable to open" in said:
        return errno.EACCES
    return errno.EIO if "I/O" in said or "locked" in said or "busy" in said else None


def _sentence(folder: Path, number: int | None, reason: str) -> str:
    if number in _FULL:
        words = _("There is no room in “{folder}” for a backup; make room or choose another folder.")
    elif number in _GONE:
        words = _(
            "The folder “{folder}” for backups is not there; plug in its drive or choose another folder."
        )
    elif number in _CLOSED:
        words = _("You may not write into “{folder}”; choose another folder for backups.")
    else:
        words = _(
            "The backup in “{folder}” failed ({reason}); the ones before it are as they were."
            " Try again, or choose another folder."
        )
    return words.format(folder=str(folder), reason=reason)


def _broken(folder: Path) -> str:
    words = _("What was written to “{folder}” cannot be read again; choose a folder on another drive.")
    return words.format(folder=str(folder))
