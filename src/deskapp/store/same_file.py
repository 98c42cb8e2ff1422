"""Noticing that a shop file was moved, renamed, replaced or deleted while it is open.

SQLite itself goes on writing then, into a file that nobody finds again.
"""

from __future__ import annotations

from pathlib import Path
from weakref import ref

from deskapp.errors import Moved, Stopped
from deskapp.i18n import _


class SameFile:
    """Which file on the disk a path led to first. Looking costs microseconds and opens nothing.

    `salt` is what the file begins with where it is encrypted: nobody may look into it as long as it is open.
    """

    def __init__(self, path: Path, salt: bytes = b"") -> None:
        self._path, self.salt = path, salt
        self._first = _identity(path)
        self._ended = False
        _known.append(ref(self, _known.remove))

    def end(self) -> None:
        """The file was closed: a connection that somebody opened now would hold it for as long as we run."""
        self._ended = True

    def holds(self, found: tuple[int, int]) -> bool:
        """Whether this is the file that is open."""
        return not self._ended and self._first == found

    def look(self) -> None:
        """Raise `Moved` where the path leads elsewhere by now; a file that is not there yet may come."""
        if self._ended:
            raise Stopped(_("The shop file was closed meanwhile."))
        found = _identity(self._path)
        if self._first is None:
            self._first = found
        elif found != self._first:
            raise Moved(_sentence(self._path))


_known: list[ref[SameFile]] = []


def held(path: Path) -> SameFile | None:
    """The file under this name, where this program has it open, by whatever name it was opened.

    Closing any handle on it past SQLite would take away the locks that SQLite holds on it.
    """
    if (found := _identity(path)) is None:
        return None
    return next((one for known in tuple(_known) if (one := known()) and one.holds(found)), None)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:  # gone, or its drive is
        return None
    return stat.st_dev, stat.st_ino


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
