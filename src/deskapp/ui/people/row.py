"""One person in the list of people: their name, their role, and whether they are still here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.actor import Role
from deskapp.domain.permission import ROLES
from deskapp.domain.person import ROLE_LABELS, Person
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox, TextField

if TYPE_CHECKING:
    from deskapp.domain.undo import Done
    from deskapp.ui.context import DeskContext

LONGEST_NAME = 80


class PersonRow(QWidget):
    """Keeps each change at once; `failed` carries why one could not be, and the field shows what stands."""

    failed = Signal(object)
    pin_asked = Signal(object)

    def __init__(self, context: DeskContext, person: Person) -> None:
        super().__init__()
        self._context = context
        self.name, self.role = TextField(longest=LONGEST_NAME), role_choice()
        self.gone = button("", self._turn, kind="quiet")
        self.pin = button(_("No PIN…"), lambda: self.pin_asked.emit(self.person), kind="quiet")
        self.show_person(person)
        self.name.editingFinished.connect(self._rename)
        self.role.chosen.connect(self._give_role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.name, 3)
        row.addWidget(self.role, 2)
        row.addWidget(self.pin)
        row.addWidget(self.gone, 1)

    def show_person(self, person: Person) -> None:
        """Show what stands in the shop file; what is being typed stays."""
        self.person = person
        if not self.name.hasFocus():
            self.name.setText(person.name)
        self.role.set_key(person.role.value)
        self.gone.setText(_("Has left") if person.active else _("Is back"))
        self.name.setEnabled(person.active)
        self.role.setEnabled(person.active)
        said = {"name": person.name}
        self.name.setAccessibleName(_("Name of {name}").format(**said))
        self.role.setAccessibleName(_("Role of {name}").format(**said))
        self.pin.setEnabled(person.active)
        self.pin.setAccessibleName(f"{self.pin.text()} {person.name}")
        self.gone.setAccessibleName(f"{self.gone.text()}: {person.name}")

    def show_pin(self, *, there: bool) -> None:
        """Show whether the person has one."""
        self.pin.setText(_("Has a PIN…") if there else _("No PIN…"))
        self.pin.setAccessibleName(f"{self.pin.text()} {self.person.name}")

    def _rename(self) -> None:
        if self.name.value() != self.person.name:
            self._act(self._context.desk.people.rename, self.name.value(), self.person.row_version)

    def _give_role(self, key: str) -> None:
        if key != self.person.role.value:
            self._act(self._context.desk.people.set_role, Role(key), self.person.row_version)

    def _turn(self) -> None:
        people = self._context.desk.people
        self._act(people.retire if self.person.active else people.bring_back)

    def _act(self, call: Callable[..., Done[Any]], *values: object) -> None:
        self._context.act(call, self.person.id, *values, then=self.show_person, on_failed=self._refuse)

    def _refuse(self, error: DeskError) -> None:
        self.name.setText(self.person.name)
        self.role.set_key(self.person.role.value)
        self.failed.emit(error)


def role_choice() -> ChoiceBox:
    """A choice of roles."""
    return ChoiceBox([(role.value, _(ROLE_LABELS[role])) for role in ROLES])
