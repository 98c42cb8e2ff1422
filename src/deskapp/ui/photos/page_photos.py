"""The photographs of one intake page: which item takes what is pasted or shot, and when all are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from deskapp.ui.photos.folder_watch import watch_of

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.item_block import ItemBlock
    from deskapp.ui.photos.intake_photos import IntakePhotos


class PagePhotos(QObject):
    """Belongs to the item where the keys are, or were last."""

    def __init__(self, page: QWidget, context: DeskContext, items: Callable[[], Sequence[ItemBlock]]) -> None:
        super().__init__(page)
        self._page, self._items = page, items
        self._watch = watch_of(context)
        self._last: ItemBlock | None = None
        self._then: Callable[[], object] | None = None

    def ask_files(self) -> None:
        """Ask for picture files."""
        self._taker().ask_files()

    def paste(self) -> None:
        """Take what was copied."""
        self._taker().paste()

    def ask_folder(self) -> None:
        """Ask for the folder of the camera."""
        self._taker().ask_folder()

    def follow(self, widget: QWidget | None) -> None:
        """The focus went there."""
        for block in self._items():
            if widget is not None and block.isAncestorOf(widget):
                self._last = block

    def serve(self) -> None:
        """What comes into the watched folder from now on is for this page."""
        self._watch.serve(self._take)

    def leave(self) -> None:
        """The page goes away."""
        self._watch.leave(self._take)

    def when_read(self, call: Callable[[], object]) -> None:
        """Call once what the camera wrote is there and nothing is being read any more; the last one that
        asked is called.
        """
        self._then = call
        self._watch.catch_up(self._take, self._read)

    def is_busy(self) -> bool:
        """Whether a photo is still being read."""
        return bool(self._reading())

    def _read(self) -> None:
        for photos in self._reading():
            photos.rested.connect(self._go_on)
        self._go_on()

    def _go_on(self) -> None:
        if self._then and not self._reading():
            call, self._then = self._then, None
            call()

    def _reading(self) -> list[IntakePhotos]:
        return [block.photos for block in self._items() if block.photos and block.photos.is_reading()]

    def _take(self, files: Sequence[Path]) -> None:
        self._taker().take_watched(files)

    def _taker(self) -> IntakePhotos:
        self.follow(QApplication.focusWidget())
        items = self._items()
        block = self._last if self._last in items else items[0]
        assert block is not None
        assert block.photos is not None, "a page asks for photos of each item"
        return block.photos
