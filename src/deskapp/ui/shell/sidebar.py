"""The bar at the left: the one big button, the views of the queue with their counts, the other screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import caption, set_tip
from deskapp.ui.shell.place_button import PlaceButton
from deskapp.ui.shell.places import RECORDS, SHOP, VIEWS, Place

WIDE, NARROW = 208, 60


class Sidebar(QFrame):
    """`chosen` carries the key of a place. Narrow, it shows icons alone.

    `asked` carries a key and what else is wanted of that place, as `PlaceButton.asked` says; `menu_asked`
    a key and where on the screen its menu is wanted.
    """

    chosen = Signal(str)
    asked = Signal(str, str)
    menu_asked = Signal(str, object)

    def __init__(self, new_ticket: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setAccessibleName(_("Places"))
        self.new_ticket = button(
            new_ticket.text().replace("&", ""), new_ticket.trigger, kind="primary", icon="plus"
        )
        self._follow(new_ticket)
        self._heads = [caption(_("Tickets")), caption(_("Saved views")), caption(_("Records"))]
        self._buttons: dict[str, PlaceButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._lead_tab)
        self._saved = QVBoxLayout()
        self._narrow = False
        self._lay_out()
        self.setFixedWidth(WIDE)
        self._show_heads()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tickets lie in the views."""
        for key, count in counts.items():
            if key in self._buttons:
                self._buttons[key].set_count(count)

    def set_views(self, views: Sequence[Place]) -> None:
        """Show these views of people below the built-in ones, in this order."""
        kept = {one.key: self._buttons.pop(one.key) for one in self.views()}
        before = list(kept.values())
        for place in views:
            made = kept.pop(place.key, None) or self._made(place)
            made.use(place)
            self._buttons[place.key] = made
            self._saved.addWidget(made)  # one that is there already goes to its new place
        for old in kept.values():
            if old.hasFocus():
                self._go_beside(old, before)
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._show_heads()

    def views(self) -> tuple[Place, ...]:
        """The views of people that are shown."""
        return tuple(one.place for one in self._buttons.values() if one.place.saved)

    def set_place(self, key: str) -> None:
        """Show where the window is, without going there; nothing where the sidebar has no such place."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            self._scroll.ensureWidgetVisible(self._buttons[key], 0, style.S)
        elif checked := self._group.checkedButton():
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def refuse(self, key: str, reason: str) -> None:
        """Close a place to the person who works here, with the reason in its tip; without one, open it."""
        if (found := self._buttons.get(key)) and (reason or not found.isEnabled()):
            found.setEnabled(not reason)
            set_tip(found, reason)

    def place(self) -> str:
        """Where the window is."""
        return next((key for key, one in self._buttons.items() if one.isChecked()), "")

    def place_of(self, key: str) -> Place | None:
        """The place with that key."""
        return self._buttons[key].place if key in self._buttons else None

    def button(self, key: str) -> PlaceButton:
        """The button of a place."""
        return self._buttons[key]

    def set_narrow(self, *, narrow: bool) -> None:
        """Show icons alone, or icons and words."""
        if narrow == self._narrow:  # it is asked at each step of a window that is being resized
            return
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._show_heads()
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
        places = QWidget()
        self._scroll = _scrolled(places)
        top, foot, column = _column(), _column(), _column(self)
        column.setContentsMargins(style.M, style.M, 0, style.M)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)
        top.setContentsMargins(0, 0, style.M, 0)
        top.addWidget(self.new_ticket)
        self._fill(_column(places))
        foot.setContentsMargins(0, style.S, style.M, 0)
        self._add(foot, (SHOP,))

    def _fill(self, inner: QVBoxLayout) -> None:
        inner.setContentsMargins(0, 0, style.M, 0)
        self._saved.setSpacing(0)
        self._add_head(inner, self._heads[0])
        self._add(inner, VIEWS)
        self._add_head(inner, self._heads[1])
        inner.addLayout(self._saved)
        self._add_head(inner, self._heads[2])
        self._add(inner, RECORDS)
        inner.addStretch(1)

    def _add_head(self, column: QVBoxLayout, head: QWidget) -> None:
        head.setContentsMargins(style.S + 2, style.XS, 0, 2)
        column.addSpacing(style.S)  # also where heads are hidden
        column.addWidget(head)

    def _add(self, column: QVBoxLayout, places: Iterable[Place]) -> None:
        for place in places:
            self._buttons[place.key] = self._made(place)
            column.addWidget(self._buttons[place.key])

    def _made(self, place: Place) -> PlaceButton:
        made = PlaceButton(place)
        if self._narrow:
            made.set_narrow(narrow=True)
        made.asked.connect(self._answer)
        made.menu_asked.connect(self.menu_asked)
        made.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus if self._group.buttons() else Qt.FocusPolicy.StrongFocus
        )
        self._group.addButton(made)
        return made

    def _lead_tab(self, _turned: QAbstractButton) -> None:
        """Tab leads to where the window is; from there the arrows go on."""
        here = self._group.checkedButton() or self._group.buttons()[0]
        for one in self._group.buttons():
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is here else Qt.FocusPolicy.ClickFocus)

    def _go_beside(self, gone: PlaceButton, before: Sequence[PlaceButton]) -> None:
        """The focus goes to the view that takes the place of one, else to the one above it."""
        place, there = before.index(gone), set(self._buttons.values())
        around = [*before[place + 1 :], *reversed(before[:place]), self._buttons[VIEWS[-1].key]]
        next(one for one in around if one in there).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(not self._narrow)
        self._heads[1].setVisible(not self._narrow and bool(self.views()))

    def _answer(self, key: str, act: str) -> None:
        if act in {"go", "step"}:
            self.chosen.emit(key)
            if act == "step":  # the next arrow goes on from here
                self._buttons[key].setFocus()
        else:
            self.asked.emit(key, act)


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(parent) if parent else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _scrolled(places: QWidget) -> QScrollArea:
    """The places, which scroll where the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(places)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
