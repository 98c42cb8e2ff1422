"""The people who work here, each with a role: added, renamed, gone and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.actor import Role
from deskapp.domain.pin import LOCK_CHOICES
from deskapp.i18n import _, ngettext
from deskapp.ui.people.pin_dialog import PinDialog
from deskapp.ui.people.recovery import RecoveryNotice
from deskapp.ui.people.row import LONGEST_NAME, PersonRow, role_choice
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import hairline
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.pin import PinState
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

_LOWEST_LIST, _WIDTH = 220, 640


class PeopleDialog(QDialog):
    """What is changed is kept at once, and can be undone in the main window."""

    def __init__(self, parent: QWidget, context: DeskContext, people: Sequence[Person]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("People"))
        self._context = context
        self.rows: dict[int, PersonRow] = {}
        self.banner, self._list = Banner(), QVBoxLayout()
        self.name, self.role = TextField(_("Name"), longest=LONGEST_NAME), role_choice()
        self.role.set_key(Role.TECHNICIAN.value)
        self.name.setAccessibleName(_("Name of a new person"))
        self.role.setAccessibleName(_("Role of a new person"))
        self._state: PinState | None = None
        self.minutes = ChoiceBox([(str(one), _locks(one)) for one in LOCK_CHOICES])
        self.minutes.setAccessibleName(_("When the window locks"))
        self.minutes.chosen.connect(self._keep_minutes)
        self.code = button(_("Recovery code…"), self._make_code, kind="quiet")
        self.add = button(_("Add person"), self._add)
        self.name.returnPressed.connect(self._add)
        self._lay_out()
        self._show(people)
        context.changed.connect(self._read)
        self._read()

    @classmethod
    def ask(cls, parent: QWidget, context: DeskContext) -> None:
        """Open it once the people are read."""
        context.read(context.desk.people.list, then=partial(cls._open, parent, context))

    @classmethod
    def _open(cls, parent: QWidget, context: DeskContext, people: Sequence[Person]) -> None:
        dialog = cls(parent, context, people)
        dialog.open()
        dialog.name.setFocus()

    def _read(self) -> None:
        self._context.read(self._context.desk.people.list, then=self._show)
        self._context.read(self._context.desk.pins.state, then=self._show_state)

    def _show(self, people: Sequence[Person]) -> None:
        """A row for each; rows stay what they are, so that nobody loses the field they type in."""
        there = {person.id for person in people}
        for gone in [one for one in self.rows if one not in there]:
            self.rows.pop(gone).deleteLater()
        for person in people:
            if person.id in self.rows:
                self.rows[person.id].show_person(person)
            else:
                self._add_row(person)
        self._show_pins()

    def _add_row(self, person: Person) -> None:
        row = PersonRow(self._context, person)
        row.failed.connect(self._say_wrong)
        row.pin_asked.connect(self._ask_pin)
        self.rows[person.id] = row
        self._list.insertWidget(self._list.count() - 1, row)

    def _add(self) -> None:
        self.banner.hush()
        self._context.act(
            self._context.desk.people.add,
            self.name.value(),
            Role(self.role.key()),
            then=self._added,
            on_failed=self._say_wrong,
        )

    def _added(self, person: Person) -> None:
        self.name.clear()
        self.name.setFocus()
        if person.id not in self.rows:
            self._add_row(person)

    def _ask_pin(self, person: Person) -> None:
        has_pin = self._state is not None and person.id in self._state.with_pin
        PinDialog(self, self._context, person, has_pin=has_pin).open()

    def _show_state(self, state: PinState) -> None:
        self._state = state
        self.minutes.set_key(str(state.lock_minutes))
        self._show_pins()

    def _show_pins(self) -> None:
        for person_id, row in self.rows.items():
            row.show_pin(there=self._state is not None and person_id in self._state.with_pin)

    def _keep_minutes(self, key: str) -> None:
        self._run(partial(self._context.desk.pins.lock_after, self._context.actor, int(key)), _nothing)

    def _make_code(self) -> None:
        self._run(partial(self._context.desk.pins.new_code, self._context.actor), self._show_code)

    def _show_code(self, code: str) -> None:
        RecoveryNotice(self, code, self._context.shop.name).open()

    def _run(self, work: Callable[[], object], then: Callable[[Any], object]) -> None:
        self.banner.hush()
        self._context.worker.submit(work, on_done=then, on_failed=self._say_wrong)

    def _say_wrong(self, error: DeskError) -> None:
        self.banner.say("error", str(error))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._list)
        self._list.setContentsMargins(0, 0, style.S, 0)
        self._list.setSpacing(style.S)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        area.setMinimumHeight(_LOWEST_LIST)
        new = QHBoxLayout()
        new.setSpacing(style.S)
        for part, share in ((self.name, 3), (self.role, 2), (self.add, 1)):
            new.addWidget(part, share)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        self.add.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        hint = _(
            "Owners may do everything. The front desk works with customers and money. Technicians work on"
            " their own tickets and see no sums and no addresses. Read-only looks."
        )
        for piece in (title(_("People")), muted(hint, wrap=True), self.banner, area, hairline()):
            column.addWidget(piece, 1 if piece is area else 0)
        column.addLayout(new)
        column.addWidget(hairline())
        lock = QHBoxLayout()
        lock.addWidget(self.minutes, 2)
        lock.addStretch(1)
        lock.addWidget(self.code)
        column.addLayout(lock)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)


def _locks(minutes: int) -> str:
    if not minutes:
        return _("Locks by key only")
    words = ngettext("Locks after {count} minute", "Locks after {count} minutes", minutes)
    return words.format(count=minutes)


def _nothing(_value: object) -> None:
    """What was kept shows by itself."""
