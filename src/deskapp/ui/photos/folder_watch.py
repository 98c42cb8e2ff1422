"""The folder into which the counter's camera or phone puts its pictures, looked at while a page is open.

What lies there when the looking begins is old. A picture that comes is given once its size rests for two
looks in a row, because cameras and phones write for a while; one that could not be read is given again
when the file changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from shiboken6 import isValid

from deskapp import settings as settings_

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

SLOWLY_MS, SOON_MS = 3000, 700
_PATIENT_LOOKS = 8
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".heif")
Take = Callable[[list[Path]], object]


class Stamp(NamedTuple):
    """By what a file is known to be the same; `size` is in bytes."""

    size: int
    changed: int


class Arrivals:
    """What is new in a folder from one look to the next."""

    def __init__(self) -> None:
        self._known: dict[str, Stamp] | None = None
        self._growing: dict[str, Stamp] = {}
        self._refused: dict[str, Stamp] = {}

    def look(self, found: dict[str, Stamp]) -> list[str]:
        """The names of what came and is whole now, oldest first."""
        if self._known is None:
            self._known = dict(found)
            return []
        new = {
            name: stamp
            for name, stamp in found.items()
            if name not in self._known and self._refused.get(name) != stamp
        }
        whole = [name for name, stamp in new.items() if stamp.size and self._growing.get(name) == stamp]
        self._growing = {name: stamp for name, stamp in new.items() if name not in whole}
        self._known |= {name: new[name] for name in whole}
        return sorted(whole, key=lambda name: (new[name].changed, name))

    def is_waiting(self) -> bool:
        """Whether something is still being written."""
        return bool(self._growing)

    def refuse(self, name: str) -> None:
        """A file could not be read: it counts as new again once it is another one than now."""
        if self._known and name in self._known:
            self._refused[name] = self._known.pop(name)


class FolderWatch(QObject):
    """One for an open shop; `changed` tells that the folder is another one, `missing` whether it is gone,
    `looked` that it was looked at.
    """

    changed = Signal()
    missing = Signal(bool)
    looked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._take: Take | None = None
        self._arrivals = Arrivals()
        self._is_looking = self.is_missing = False
        self._caught_up: Callable[[], object] | None = None
        self._looks_left = 0
        self._watcher: QFileSystemWatcher | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def folder(self) -> str:
        """The folder of this computer; empty without one."""
        return self._context.settings.photo_folder

    def choose(self, folder: str) -> None:
        """Look at another folder from now on, or at none."""
        self._context.settings = replace(self._context.settings, photo_folder=folder)
        settings_.save(self._context.settings)
        self._begin_anew()
        self.changed.emit()

    def serve(self, take: Take) -> None:
        """Give what comes to this page from now on."""
        was_idle = not self._is_wanted()
        self._take = take
        if was_idle:
            self._begin_anew()

    def leave(self, take: Take) -> None:
        """The page goes away."""
        if self._take == take:
            self._take = None
            self._timer.stop()

    def catch_up(self, take: Take, call: Callable[[], object]) -> None:
        """Call once what lies in the folder now was given to this page: at once where there is none.

        A picture that is being written is waited for, but not one that never ends.
        """
        if self._take != take or not self.folder() or self.is_missing:
            call()
            return
        self._caught_up, self._looks_left = call, _PATIENT_LOOKS
        self._timer.stop()
        self.look()

    def refuse(self, path: Path) -> None:
        """A picture could not be read, perhaps because it was not whole yet."""
        self._arrivals.refuse(path.name)

    def look(self) -> None:
        """Look into the folder on the worker."""
        if self._is_looking or not (self._is_wanted() and self.folder()):
            return
        self._is_looking = True
        folder = self.folder()
        self._context.worker.submit(_pictures_in, folder, on_done=self._compare, on_finished=self._look_again)

    def _compare(self, answer: tuple[str, dict[str, Stamp] | None]) -> None:
        folder, found = answer
        if folder != self.folder() or not self._is_wanted():
            return
        self._tell_missing(gone=found is None)
        if found is None:
            self._arrivals = Arrivals()  # what lies there when it comes back is old too
            return
        names = self._arrivals.look(found)
        if names and self._take:
            self._take([Path(folder) / name for name in names])

    def _look_again(self) -> None:
        self._is_looking = False
        self.looked.emit()
        waits = self._arrivals.is_waiting()
        self._looks_left -= 1
        if self._caught_up and not (waits and self._looks_left > 0):
            call, self._caught_up = self._caught_up, None
            call()
        if self._is_wanted():
            self._timer.start(SOON_MS if waits else SLOWLY_MS)

    def _begin_anew(self) -> None:
        self._arrivals = Arrivals()
        self._listen()
        self._tell_missing(gone=False)
        self._timer.start(0)

    def _listen(self) -> None:
        """Be told of new files at once, where the system tells."""
        if self._watcher:
            self._watcher.deleteLater()
            self._watcher = None
        if self.folder() and Path(self.folder()).is_dir():
            self._watcher = QFileSystemWatcher([self.folder()], self)
            self._watcher.directoryChanged.connect(self._look_soon)

    def _look_soon(self) -> None:
        if self._is_wanted():
            self._timer.start(SOON_MS)

    def _tell_missing(self, *, gone: bool) -> None:
        if gone != self.is_missing:
            self.is_missing = gone
            self.missing.emit(gone)

    def _is_wanted(self) -> bool:
        """Whether a page is there to take what comes."""
        owner = getattr(self._take, "__self__", None)
        return self._take is not None and (not isinstance(owner, QObject) or isValid(owner))


def watch_of(context: DeskContext) -> FolderWatch:
    """The watch of the open shop."""
    found = context.findChild(FolderWatch)
    return found if isinstance(found, FolderWatch) else FolderWatch(context)


def _pictures_in(folder: str) -> tuple[str, dict[str, Stamp] | None]:
    """On the worker: the pictures of a folder, or none where it is gone."""
    found = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.lower().endswith(_ENDINGS) and not entry.name.startswith("."):
                    with suppress(FileNotFoundError):  # it was only passing by
                        if entry.is_file():
                            stat = entry.stat()
                            found[entry.name] = Stamp(stat.st_size, stat.st_mtime_ns)
    except OSError:
        return folder, None
    return folder, found
