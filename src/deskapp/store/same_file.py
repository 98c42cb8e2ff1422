"""Noticing that a shop file was moved, renamed, replaced, deleted or written over while it is open.

SQLite itself goes on writing then, into a file that nobody finds again, or half into another one.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock
from typing import BinaryIO
from weakref import ref

from deskapp.errors import Moved, Overwritten, Stopped
from deskapp.i18n import _


class SameFile:
    """Which file on the disk a path led to first. Looking costs microseconds and opens nothing.

    `salt` is what the file begins with where it is encrypted: nobody may look into it as long as it is open;
    `log` whether this program keeps a log beside it.

    A copy put over the file keeps its place on the disk. Then the header tells: a file that is open keeps a
    log, which backups do not, and SQLite counts there, and never back. Of another file with a log that counts
    further, as of a copy that was worked with elsewhere, it cannot be told apart.
    """

    def __init__(self, path: Path, salt: bytes = b"", *, log: bool = True) -> None:
        self._path, self.salt = path, salt
        self._tells = log and not salt  # else the header says nothing
        self._written: tuple[int, int] | None = None
        self._header, self._looking = b"", Lock()
        self._bytes: BinaryIO | None = None
        self._handles: list[BinaryIO] = []
        self._first = _identity(path)
        self._ended = False
        _known.append(ref(self, _known.remove))

    def end(self) -> None:
        """The file was closed: a connection that somebody opened now would hold it for as long as we run."""
        self._ended = True

    def keep(self, handle: BinaryIO) -> BinaryIO:
        """Leave a handle on the file open until nobody here has it open: SQLite's locks would go with it."""
        self._handles.append(handle)
        return handle

    def let_go(self) -> None:
        """Close what was kept, unless the file is open here a second time."""
        other = _held(self._first) if self._first else None
        while self._handles:
            handle = self._handles.pop()
            if other:
                other.keep(handle)
            else:
                handle.close()

    def __del__(self) -> None:
        """A file that nobody closed is not held for as long as we run either."""
        self.end()
        self.let_go()

    def holds(self, found: tuple[int, int]) -> bool:
        """Whether this is the file that is open."""
        return not self._ended and self._first == found

    def look(self) -> None:
        """Raise `Moved` where the path leads elsewhere by now; a file that is not there yet may come.

        Raises `Overwritten` where it leads to the same place, and that holds another file.
        """
        if self._ended:
            raise Stopped(_("The shop file was closed meanwhile."))
        stat = _stat(self._path)
        found = (stat.st_dev, stat.st_ino) if stat else None
        if self._first is None:
            self._first = found
        elif found != self._first or stat is None:
            raise Moved(_sentence(self._path))
        elif (stat.st_mtime_ns, stat.st_size) != self._written:
            self._look_inside(stat)

    def _look_inside(self, stat: os.stat_result) -> None:
        """It was written to, by this program or another one."""
        with self._looking:
            try:
                header = self._read()
            except OSError:  # of the drive; the next look tells
                return
            if self._header and not _goes_on(self._header, header, tells=self._tells):
                raise Overwritten(_overwritten(self._path))
            self._header, self._written = header, (stat.st_mtime_ns, stat.st_size)

    def _read(self) -> bytes:
        if self._bytes is None:
            self._bytes = self.keep(self._path.open("rb", buffering=0))
        self._bytes.seek(0)
        return self._bytes.read(_HEADER)


_HEADER, _SALT, _WAY, _COUNT = 100, slice(16), 18, slice(24, 28)  # of the format of SQLite's files
_LOG = 2
_known: list[ref[SameFile]] = []


def held(path: Path) -> SameFile | None:
    """The file under this name, where this program has it open, by whatever name it was opened.

    Closing any handle on it past SQLite would take away the locks that SQLite holds on it.
    """
    found = _identity(path)
    return _held(found) if found else None


def _held(found: tuple[int, int]) -> SameFile | None:
    return next((one for known in tuple(_known) if (one := known()) and one.holds(found)), None)


def _identity(path: Path) -> tuple[int, int] | None:
    stat = _stat(path)
    return (stat.st_dev, stat.st_ino) if stat else None


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:  # gone, or its drive is
        return None


def _goes_on(before: bytes, now: bytes, *, tells: bool) -> bool:
    """Whether it can be the same file; one without a log may count back after a program was stopped."""
    if len(now) < len(before) or now[_SALT] != before[_SALT]:
        return False
    if not tells or before[_WAY] != _LOG:
        return True
    return now[_WAY] == _LOG and now[_COUNT] >= before[_COUNT]


def _overwritten(path: Path) -> str:
    words = _(
        "“{name}” was written over with another file while it was open, so nothing is saved any more."
        " Close the shop, then restore a backup; a file that is only copied there has to be copied once more."
    )
    return words.format(name=path.name)


def _sentence(path: Path) -> str:
    if path.exists():
        words = _(
            "Another file lies in the place of “{name}” since it was opened, so nothing is saved any more."
            " Put the one that was there back, or close the shop and open it again."
        )
    else:
        words = _(
            "“{name}” was moved, renamed or deleted while it was open, so nothing is saved any more."
            " Put it back to where it was, then go on; or close it and open it where it lies now."
        )
    return words.format(name=path.name)
