"""A small list that lies on the window: type to narrow it, arrows and Enter to choose, Escape to leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.plain import PlainLabel, caption
from deskapp.ui.shell.hits import Hit, HitView

Offers = Callable[[str], Sequence[Hit]]
"""What is offered for the text that is typed."""

_WIDTH = 340
_LONGEST = 2000


class SetterPopup(QFrame):
    """`left` tells that it went away, with or without a choice.

    It is a piece of the window and no window of its own, so that the keys typed right after it was
    asked for reach it on every system.
    """

    left = Signal()

    def __init__(self, host: QWidget, heading: str, offers: Offers, placeholder: str = "") -> None:
        super().__init__(host)
        self.setProperty("kind", "popup")
        self._host = host
        self._back: QWidget | None = None
        self._corner = QPoint()
        self.heading: PlainLabel = caption(heading)
        self.field, self.list = QLineEdit(), HitView()
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.offer_again)
        self.list.clicked_hit.connect(self.pick)
        self.hide()
        self.ask(heading, offers, placeholder)

    def ask(self, heading: str, offers: Offers, placeholder: str = "", chosen: int = -1) -> None:
        """Ask something else in the same place; the offer at place `chosen` is the chosen one at first."""
        self._offers, self._first = offers, chosen
        self.heading.setText(heading)
        self.field.setAccessibleName(heading)
        self.field.setPlaceholderText(placeholder)
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.offer_again()

    def offer_again(self) -> None:
        """Offer what fits the typed text; what is known may have changed."""
        typed = self.field.text().strip()
        self.list.show_hits(self._offers(typed), -1 if typed else self._first)
        announce(self.field, self.list.spoken())
        self._place()

    def open_at(self, corner: QPoint, back: QWidget) -> None:
        """Show it with its top left at a point of the host; the focus goes to `back` afterwards."""
        self._corner, self._back = corner, back
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """What is offered, for a reader."""
        return [hit.title for hit in self.list.records.hits]

    def pick(self) -> None:
        """Take the chosen offer. One that asks for more keeps the popup open."""
        hit = self.list.hit()
        if hit is None or hit.run is None:
            return
        asked = self._offers
        hit.run()
        if self._offers is asked:
            self.leave()

    def leave(self) -> None:
        """Go away and give the focus back."""
        if not self.isHidden():
            back, self._back = self._back, None
            if back and self.isAncestorOf(self.window().focusWidget()):
                back.setFocus(Qt.FocusReason.PopupFocusReason)
            self.hide()
            self.left.emit()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._take_key(event.key())
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
                event.setAccepted(event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Tab})
                return event.isAccepted()
            if event.type() == QEvent.Type.FocusOut:
                self.leave()
        return super().eventFilter(watched, event)

    def _take_key(self, key: int) -> bool:
        if self.list.take_key(key):
            announce(self.field, self.list.spoken())
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.pick()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}  # there is nowhere else to go
        return True

    def _place(self) -> None:
        """Below its corner, or where it fits into the window."""
        self.list.setFixedHeight(self.list.height_of())
        size = self.sizeHint()
        width, height = max(_WIDTH, size.width()), size.height()
        x = min(self._corner.x(), self._host.width() - width - style.S)
        y = min(self._corner.y(), self._host.height() - height - style.S)
        self.setGeometry(max(style.S, x), max(style.S, y), width, height)

    def _lay_out(self) -> None:
        limit(self.field, _LONGEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.S, style.S, style.S, style.S)
        column.setSpacing(style.S)
        for piece in (self.heading, self.field, self.list):
            column.addWidget(piece)
