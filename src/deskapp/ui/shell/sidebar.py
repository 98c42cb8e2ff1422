"""The bar at the left: the one big button, the views of the queue with their counts, the other screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import caption, set_tip
from deskapp.ui.shell.places import RECORDS, SHOP, VIEWS, Place

WIDE, NARROW = 188, 60


class Sidebar(QFrame):
    """`chosen` carries the key of a place. Narrow, it shows icons alone."""

    chosen = Signal(str)

    def __init__(self, new_ticket: QAction) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.setAccessibleName(_("Places"))
        self.new_ticket = button(
            new_ticket.text().replace("&", ""), new_ticket.trigger, kind="primary", icon="plus"
        )
        self._follow(new_ticket)
        self._heads = [caption(_("Tickets")), caption(_("Records"))]
        self._buttons: dict[str, PlaceButton] = {}
        self._group = QButtonGroup(self)
        self._lay_out()
        self.set_narrow(narrow=False)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tickets lie in the views."""
        for key, count in counts.items():
            if key in self._buttons:
                self._buttons[key].set_count(count)

    def set_place(self, key: str) -> None:
        """Show where the window is, without going there."""
        self._buttons[key].setChecked(True)

    def place(self) -> str:
        """Where the window is."""
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    def button(self, key: str) -> PlaceButton:
        """The button of a place."""
        return self._buttons[key]

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, or icons and words."""
        self.setFixedWidth(NARROW if narrow else WIDE)
        for head in self._heads:
            head.setVisible(not narrow)
        for one in self._buttons.values():
            one.set_narrow(narrow=narrow)
        self.new_ticket.setText("" if narrow else _("New ticket"))

    def _follow(self, action: QAction) -> None:
        """The big button works when its command does."""
        set_tip(self.new_ticket, action.toolTip())
        self.new_ticket.setAccessibleName(_("New ticket"))
        self.new_ticket.setEnabled(action.isEnabled())
        action.enabledChanged.connect(self.new_ticket.setEnabled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.M, style.M, style.M)
        column.setSpacing(2)
        column.addWidget(self.new_ticket)
        for head, places in zip(self._heads, (VIEWS, RECORDS), strict=True):
            column.addSpacing(style.M)
            head.setContentsMargins(style.S + 2, 0, 0, 2)
            column.addWidget(head)
            self._add(column, places)
        column.addStretch(1)
        self._add(column, (SHOP,))

    def _add(self, column: QVBoxLayout, places: Iterable[Place]) -> None:
        for place in places:
            made = PlaceButton(place)
            made.clicked.connect(self._choose)
            self._group.addButton(made)
            self._buttons[place.key] = made
            column.addWidget(made)

    def _choose(self) -> None:
        self.chosen.emit(self.place())


class PlaceButton(QPushButton):
    """A line of the sidebar with its count at the right."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place, self._count = place, 0
        self.setProperty("kind", "place")
        self.setCheckable(True)
        self.setIcon(icons.icon(place.icon, place.tone))
        self._figure = _figure(self)
        self.set_narrow(narrow=False)

    def set_count(self, count: int) -> None:
        """Show a count; none is shown for zero."""
        self._count = count
        self._figure.setText(str(count) if count else "")
        self._name()

    def count(self) -> int:
        """The count that is shown."""
        return self._count

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone, or all."""
        self._narrow = narrow
        self.setText("" if narrow else f" {_(self._place.text)}")
        self._figure.setVisible(not narrow)
        self._name()

    def _name(self) -> None:
        words = f"{_(self._place.text)}  {self._count or ''}".rstrip()
        self.setAccessibleName(words)
        set_tip(self, words if self._narrow else "")


def _figure(parent: QWidget) -> QLabel:
    figure = caption()
    figure.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(parent)
    row.setContentsMargins(0, 0, style.S + 2, 0)
    row.addStretch(1)
    row.addWidget(figure)
    return figure
