"""Keys that are typed while a page is being saved: they are for the page after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_POINTER = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick}


class HeldKeys(QObject):
    """Between `hold` and `pass_on` or `drop` a page hears no key and no click; keys are kept in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._kept: list[QKeyEvent] = []

    def hold(self, page: QWidget) -> None:
        """Keep from now on what is typed into this page."""
        self._page = page
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is a program

    def pass_on(self) -> None:
        """What was typed goes to where the keys are now."""
        kept = self._end()
        for event in kept:
            if field := QApplication.focusWidget():
                QApplication.postEvent(field, event)

    def drop(self) -> None:
        """The page is not done yet: what was typed for the next one is not for a field of this one."""
        self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        page = self._page
        if page is None or not isinstance(watched, QWidget) or not page.isAncestorOf(watched):
            return False
        if isinstance(event, QKeyEvent) and event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            self._kept.append(event.clone())
            return True
        return event.type() in _POINTER

    def _end(self) -> list[QKeyEvent]:
        self._page, kept, self._kept = None, self._kept, []
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # as above
        return kept
