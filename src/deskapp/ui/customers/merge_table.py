"""The table of a merge: a column for each customer, a row for each field in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from deskapp.domain.customer import CHANNEL_LABELS, KIND_LABELS, CustomerDraft
from deskapp.domain.field import PREFIX, said
from deskapp.domain.merge import CHOSEN, JOINED, Side, join, lacking
from deskapp.errors import DeskError
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, caption, muted, set_tip
from deskapp.ui.shared.regions import countries, languages

if TYPE_CHECKING:
    from deskapp.ui.shared.formats import Formats

KEEP = ""
_LONGEST = 40  # characters of a value; the tip holds the rest


class MergeTable(QWidget):
    """`changed` tells that something else was chosen. The first customer is kept unless another is chosen."""

    changed = Signal()

    def __init__(self, formats: Formats, sides: Sequence[Side]) -> None:
        super().__init__()
        self._formats, self._sides = formats, sides
        self._touched: set[str] = set()
        self.rows: dict[str, list[Choice]] = {}
        self._groups: dict[str, QButtonGroup] = {}
        self.joined: dict[str, PlainLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.L)
        self._grid.setVerticalSpacing(style.S)
        self._add_heads()
        for name, label in CHOSEN.items():
            self._add_field(name, _(label))
        for name, label in self._own().items():
            self._add_own(name, label)
        for name, label in JOINED.items():
            self._add_joined(name, _(label))
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._show_defaults()

    def enter(self) -> None:
        """Go to the first row."""
        self._checked(KEEP).setFocus(Qt.FocusReason.TabFocusReason)

    def answer(self) -> tuple[int, list[int], dict[str, int]]:
        """Who is kept, who goes, and whose value counts for each field in which they differ."""
        kept = self._kept()
        ids = [side.customer.id for side in self._sides]
        gone = [one for one in ids if one != ids[kept]]
        places = {name: self._place(name) for name in self.rows if name != KEEP}
        return ids[kept], gone, {name: ids[place] for name, place in places.items()}

    def refusal(self) -> str:
        """Why they cannot be merged so, or nothing."""
        try:
            self._result()
        except DeskError as error:
            return str(error)
        return ""

    def step(self, choice: Choice, rows: int) -> None:
        """Go to the row that lies so many below."""
        names = list(self.rows)
        place = names.index(choice.name) + rows
        if 0 <= place < len(names):
            self._checked(names[place]).setFocus(Qt.FocusReason.TabFocusReason)

    def aside(self, choice: Choice, columns: int) -> None:
        """Choose the value that lies so many to the right."""
        row = self.rows[choice.name]
        place = row.index(choice) + columns
        if 0 <= place < len(row):
            row[place].click()
            row[place].setFocus(Qt.FocusReason.TabFocusReason)

    # Own --------------------------------------------------------------------------------------

    def _add_heads(self) -> None:
        self._add_row(KEEP, _("Who stays"), [side.customer.name for side in self._sides])
        line = self._grid.rowCount()
        for place, side in enumerate(self._sides, start=1):
            self._grid.addWidget(caption(self._known(side), tone="muted", wrap=True), line, place)
            self._grid.setColumnStretch(place, 1)

    def _add_field(self, name: str, label: str) -> None:
        values = [getattr(side.customer.draft, name) for side in self._sides]
        if len(set(values)) > 1:
            self._add_row(name, label, [_shown(side, name) or "–" for side in self._sides])

    def _own(self) -> dict[str, str]:
        """The shop's own fields that any of them has, with their names."""
        facts = (fact for side in self._sides for fact in side.customer.own)
        return {fact.field.key: fact.field.label for fact in facts}

    def _add_own(self, key: str, label: str) -> None:
        if len({side.customer.draft.fields.get(key) for side in self._sides}) > 1:
            self._add_row(PREFIX + key, label, [self._said_own(side, key) or "–" for side in self._sides])

    def _said_own(self, side: Side, key: str) -> str:
        facts = (fact for fact in side.customer.own if fact.field.key == key)
        return next((said(fact, self._formats.day, self._formats.number) for fact in facts), "")

    def _add_row(self, name: str, label: str, values: Sequence[str]) -> None:
        line, group = self._grid.rowCount(), QButtonGroup(self)
        self._grid.addWidget(muted(label), line, 0)
        self.rows[name], self._groups[name] = [], group
        for place, (value, side) in enumerate(zip(values, self._sides, strict=True)):
            choice = Choice(self, name, value)
            choice.setAccessibleName(f"{label}: {value}, {side.customer.name}")
            group.addButton(choice, place)
            self.rows[name].append(choice)
            self._grid.addWidget(choice, line, place + 1)
        group.idClicked.connect(lambda _place, name=name: self._chosen(name))

    def _add_joined(self, name: str, label: str) -> None:
        if any(getattr(side.customer.draft, name) for side in self._sides):
            line = self._grid.rowCount()
            self.joined[name] = PlainLabel(wrap=True)
            self._grid.addWidget(muted(label), line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(self.joined[name], line, 1, 1, len(self._sides))

    def _chosen(self, name: str) -> None:
        if name == KEEP:
            self._show_defaults()
        else:
            self._touched.add(name)
        self._show_joined()
        self.changed.emit()

    def _show_defaults(self) -> None:
        """The kept one's values, and where it has none the first other's; what was chosen stays."""
        kept = self._kept()
        order = [kept, *(place for place in range(len(self._sides)) if place != kept)]
        self.rows[KEEP][kept].setChecked(True)
        draft = self._sides[kept].customer.draft
        taken = {name: place for place in reversed(order[1:]) for name in lacking(draft, self._draft(place))}
        for name, row in self.rows.items():
            if name != KEEP and name not in self._touched:
                row[taken.get(name, kept)].setChecked(True)
        self._show_joined()

    def _show_joined(self) -> None:
        try:
            result = self._result()
        except DeskError:
            return
        for name, label in self.joined.items():
            label.setText(_said(name, result) or "–")

    def _result(self) -> CustomerDraft:
        kept, _gone, choices = self.answer()
        draft = self._draft(self._kept())
        for side in self._sides:
            one = side.customer
            if one.id != kept:
                draft, _joined = join(draft, one.draft, [name for name in choices if choices[name] == one.id])
        return draft

    def _draft(self, place: int) -> CustomerDraft:
        return self._sides[place].customer.draft

    def _kept(self) -> int:
        return max(0, self._place(KEEP))

    def _place(self, name: str) -> int:
        return self._groups[name].checkedId()

    def _checked(self, name: str) -> Choice:
        return self.rows[name][max(0, self._place(name))]

    def _known(self, side: Side) -> str:
        tickets = ngettext("{count} ticket", "{count} tickets", side.tickets).format(count=side.tickets)
        devices = ngettext("{count} device", "{count} devices", side.devices).format(count=side.devices)
        said = [tickets, devices]
        if side.last_visit:
            said.append(_("last visit {day}").format(day=self._formats.day(side.last_visit)))
        return "  ·  ".join(said)


class Choice(QRadioButton):
    """One customer's value of a field; arrows go to the one beside it and to the field below."""

    def __init__(self, table: MergeTable, name: str, words: str) -> None:
        super().__init__()
        self._table, self.name = table, name
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
        self.setText(short.replace("&", "&&"))
        set_tip(self, words if short != words else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if rows := {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key())):
            self._table.step(self, rows)
        elif columns := {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key())):
            self._table.aside(self, columns)
        else:
            super().keyPressEvent(event)


def _shown(side: Side, name: str) -> str:
    value = getattr(side.customer.draft, name)
    if name == "payer_id":
        return side.customer.payer
    if name in {"language", "country"}:
        return dict(languages() if name == "language" else countries()).get(value, str(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    labels = {"kind": KIND_LABELS, "channel": CHANNEL_LABELS}.get(name)
    return _(labels[value]) if labels and value else str(value or "")


def _said(name: str, draft: CustomerDraft) -> str:
    values = getattr(draft, name)
    if name == "note":
        return str(values)
    return ", ".join(
        getattr(one, "shown", None) or getattr(one, "address", None) or str(one) for one in values
    )
