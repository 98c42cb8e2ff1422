"""What can be typed at the cursor of the filter, hanging under the word that is being typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskapp.domain.query import Completion
from deskapp.domain.query.operators import OPERATORS
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shell.hits import Hit, HitView
from deskapp.ui.tickets.filter_field import FilterField

_WIDEST, _NARROWEST = 360, 220
_MOVES = {QEvent.Type.Resize, QEvent.Type.Move}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class OfferList(QFrame):
    """Nothing is chosen until an arrow chooses it, so that Enter still goes to the list of tickets;
    Tab takes what is chosen, or the first. `closed` tells that the offers were put away.
    """

    closed = Signal()

    def __init__(self, field: FilterField, chips: QWidget, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("kind", "popup")
        self._field, self._chips, self._host, self._start = field, chips, host, 0
        self.view = HitView()
        self.view.setAccessibleName(_("What can come next"))
        self.view.clicked_hit.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XS, style.XS, style.XS, style.XS)
        column.addWidget(self.view)
        for piece in (*_up_to(field, host), chips):
            piece.installEventFilter(self)
        self.hide()

    def offer(self, hits: Sequence[Hit], start: int) -> None:
        """Hang these under the letter at `start`; none puts the list away."""
        self._start = start
        self.view.show_hits(hits)
        self.view.setCurrentIndex(QModelIndex())
        if hits:
            self.place()
        self.setVisible(bool(hits))
        if hits:
            self.raise_()

    def titles(self) -> list[str]:
        """What is offered."""
        return [hit.title for hit in self.view.records.hits] if self.isVisible() else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        if watched is not self._field and event.type() in _MOVES:
            self.place()  # a bar that comes or goes above moves the field
        elif watched is self._field and isinstance(event, QKeyEvent):
            return self._takes(event)
        elif watched is self._field and event.type() == QEvent.Type.FocusOut:
            self.hide()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key is for the offers; Escape would else be somebody's shortcut."""
        is_escape = event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and is_escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if is_escape:
            self.hide()
            return True
        if event.key() == Qt.Key.Key_Tab:
            return self._pick() or (self.view.take_key(Qt.Key.Key_Down) and self._pick())
        if event.key() in _ENTER:
            return self._pick()
        moved = self.view.take_key(event.key())
        if moved:
            announce(self._field, self.view.spoken())
        return moved

    def _pick(self) -> bool:
        hit = self.view.hit()
        if hit is None or hit.run is None:
            return False
        self.hide()
        hit.run()
        return True

    def place(self) -> None:
        """Hang under the field and under the chips, as they are now."""
        field, letters = self._field, self._field.fontMetrics()
        width = min(max(field.width() // 2, _NARROWEST), _WIDEST)
        corner = field.mapTo(self._host, QPoint(0, field.height() + style.XS))
        chips = self._chips.mapTo(self._host, QPoint(0, self._chips.heightForWidth(self._chips.width())))
        corner.setY(max(corner.y(), chips.y() + style.XS))  # what is typed so far stays to be seen
        start = letters.horizontalAdvance(field.text()[: self._start]) + style.XL
        left = corner.x() + min(start, max(field.width() - width, 0))
        room = self._host.height() - corner.y() - style.S
        self.setGeometry(left, corner.y(), width, min(self.view.height_of() + 2 * style.XS + 4, room))


def _up_to(field: QWidget, host: QWidget) -> Iterator[QWidget]:
    """A field and everything that it lies in, the host included."""
    piece: QWidget | None = field
    while piece is not None:
        yield piece
        piece = None if piece is host else piece.parentWidget()


def every_operator() -> tuple[Completion, ...]:
    """All that can stand before a colon, by the names in the language of the window."""
    return tuple(Completion(f"{one.local_name}:", _(one.label) or _("State")) for one in OPERATORS)
