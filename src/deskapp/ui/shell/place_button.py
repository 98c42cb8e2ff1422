"""A line of the sidebar: an icon, a name that shortens itself, and a count at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.plain import PlainLabel, caption, set_tip
from deskapp.ui.shell.places import Place

_Modifier = Qt.KeyboardModifier
_AROUND = 24
"""Border and padding at both sides, as the sheet has them."""
_INDENT = 14
"""How much further a part of a view stands to the right, as the sheet has it."""
_MOST = 9999


class PlaceButton(QPushButton):
    """`asked` carries the place's key and how it was clicked or which of its keys was typed.

    That is `go`, `step` (an arrow came here), `add` (with Ctrl), `negate` (with Alt), `rename` (F2),
    `delete` (Del), `up` or `down` (Alt and an arrow). `menu_asked` carries the key and where on the
    screen its menu is wanted.
    """

    asked = Signal(str, str)
    menu_asked = Signal(str, object)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._count, self._narrow, self._tip = 0, False, ""
        self._how = "go"
        self.setProperty("kind", "place")
        self.setProperty("level", str(place.level))
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # its name gives way
        self._figure = _figure(self)
        self.clicked.connect(self._tell)
        self.use(place)

    def use(self, place: Place) -> None:
        """Stand for this place, which may have another name now."""
        self.place = place
        self.setIcon(icons.icon(place.icon, place.tone))
        self._show()

    def set_count(self, count: int | None) -> None:
        """Show a count; none is shown for zero, and dots for one that nobody knows."""
        self._count = count or 0
        self._figure.setText("…" if count is None else _short(count))
        self._show()

    def count(self) -> int:
        """The count that is shown."""
        return self._count

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, or all."""
        self._narrow = narrow
        self._figure.setVisible(not narrow)
        style.set_property(self, "level", "0" if narrow else str(self.place.level))
        self._show()

    def explain(self, tip: str) -> None:
        """Say more than fits on it, as a tip."""
        self._tip = tip
        self._show()

    def sizeHint(self) -> QSize:
        """As high as its words; the sidebar gives the width."""
        gives_way = self._narrow or self.place.saved
        return QSize(_AROUND if gives_way else self._wanted(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_AROUND, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._how = _how(event.modifiers())
        super().mouseReleaseEvent(event)
        self._how = "go"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._how = _how(event.modifiers())
            self.click()
            self._how = "go"
        elif act := _KEYS.get((Qt.Key(event.key()), event.modifiers() & ~_Modifier.KeypadModifier)):
            self.asked.emit(self.place.key, act)
        else:
            self.group().setProperty("by_arrow", event.key() in _ARROWS)
            super().keyPressEvent(event)
            self.group().setProperty("by_arrow", False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        corner = event.globalPos() if by_mouse else self.mapToGlobal(self.rect().bottomLeft())
        self.menu_asked.emit(self.place.key, corner)

    def _tell(self) -> None:
        by_arrow = bool(self.group().property("by_arrow"))
        self.asked.emit(self.place.key, "step" if by_arrow else self._how)

    def _show(self) -> None:
        name = self.place.label
        figure = self._figure.sizeHint().width() + style.XS if self._figure.full_text() else 0
        room = self.width() - self._around() - figure
        fitting = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, max(room, 0))
        self.setText("" if self._narrow else f" {fitting}".replace("&", "&&"))
        words = f"{name}  {self._count or ''}".rstrip()
        self.setAccessibleName(words)
        self.setAccessibleDescription(self._tip)
        cut = self._narrow or fitting != name
        set_tip(self, "\n".join(filter(None, (words if cut else "", self._tip))))

    def _around(self) -> int:
        """What border, icon and indentation take of the width."""
        space = self.fontMetrics().horizontalAdvance(" ")
        return _AROUND + _INDENT * self.place.level + self.iconSize().width() + 4 + space

    def _wanted(self) -> int:
        return self._around() + self.fontMetrics().horizontalAdvance(self.place.label)


def _how(modifiers: _Modifier) -> str:
    if modifiers & _Modifier.ControlModifier:
        return "add"
    return "negate" if modifiers & _Modifier.AltModifier else "go"


_ARROWS = {Qt.Key.Key_Up, Qt.Key.Key_Down}
_KEYS = {
    (Qt.Key.Key_F2, _Modifier.NoModifier): "rename",
    (Qt.Key.Key_Delete, _Modifier.NoModifier): "delete",
    (Qt.Key.Key_Up, _Modifier.AltModifier): "up",
    (Qt.Key.Key_Down, _Modifier.AltModifier): "down",
}


def _short(count: int) -> str:
    return "" if not count else str(count) if count <= _MOST else f"{count // 1000}k"


def _figure(parent: QWidget) -> PlainLabel:
    figure = caption()
    figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(parent)
    row.setContentsMargins(0, 0, style.S + 2, 0)
    row.addStretch(1)
    row.addWidget(figure)
    return figure
