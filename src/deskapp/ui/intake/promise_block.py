"""What was agreed at the counter: when, for how much at most, who takes it on, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QWidget

from deskapp.domain.field import PREFIX, FieldOf, Values, of_record
from deskapp.domain.money import Money
from deskapp.domain.permission import Action
from deskapp.domain.person import Person
from deskapp.domain.ticket import LONGEST_TERMS
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.intake.problems import Problems
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.fields import ChoiceBox, MoneyEdit, TextArea, TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.own_fields import OwnFields
from deskapp.ui.shared.plain import section
from deskapp.ui.shared.tags_edit import TagsEdit

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the block holds."""

    promised_at: datetime | None
    cost_limit: Money | None
    priority: Priority
    person_id: int | None
    place: str
    tags: tuple[str, ...]
    deposit: Money | None
    terms: str
    fields: Values


class PromiseBlock(Card):
    """Everything here may stay empty."""

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.promised = DateTimeEdit(context.formats)
        self.limit = MoneyEdit(context.shop.currency, context.formats)
        self.deposit = MoneyEdit(context.shop.currency, context.formats)
        self._shop_terms = context.shop.terms.strip()
        self.terms = TextArea(_("Printed on the claim ticket and signed"), 2, LONGEST_TERMS)
        self.terms.set_value(self._shop_terms)
        self._total: Money | None = None  # what the services come to
        self._wanted = ""  # the person of a draft, until the people are known
        self.priority = ChoiceBox((key.value, _(label)) for key, label in PRIORITY_LABELS.items())
        self.priority.set_key(Priority.NORMAL.value)
        self.person = ChoiceBox([("", _("Nobody yet"))])
        self.place = TextField(_("shelf, box …"), 60)
        self.tags = TagsEdit()
        self.setAccessibleName(_("Agreement"))
        self.promised_row = FieldRow(_("Pr&omised for"), self.promised, parent=self)  # as Tab comes by
        self.limit_row = FieldRow(_("Cost &limit"), self.limit, parent=self)
        self.deposit_row = FieldRow(_("Deposit received"), self.deposit, parent=self)
        for row in (self.limit_row, self.deposit_row):
            row.setVisible(context.may(Action.SEE_MONEY))
        self._priority_row = FieldRow(_("Priority"), self.priority, parent=self)
        self._person_row = FieldRow(_("Person"), self.person, parent=self)
        self.place_row = FieldRow(_("Place"), self.place, parent=self)
        self.tags_row = FieldRow(_("Tags"), self.tags, parent=self)
        self.own = OwnFields(context.formats, self)
        self.own.show_fields(of_record(context.fields, FieldOf.TICKET))
        self.terms_row = FieldRow(_("Terms"), self.terms, parent=self)
        for inner, row in ((self.promised.edit, self.promised_row), (self.tags.edit, self.tags_row)):
            inner.setAccessibleName(row.label.text().replace("&", ""))
        self.limit.textChanged.connect(self._say_limit)
        self._lay_out()

    def compare(self, total: Money | None) -> None:
        """The services come to this: tell where the customer wants to be asked first."""
        self._total = total
        self._say_limit()

    def _say_limit(self) -> None:
        try:
            limit = self.limit.money()
        except Invalid:
            return  # half typed
        above = limit is not None and self._total is not None and self._total.minor > limit.minor
        words = _("The services come to more: ask the customer first.")
        self.limit_row.say_doubt(words if above else "")

    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen."""
        typed = (*self._lines().values(), self.person.key(), self.terms.value() != self._shop_terms)
        normal = self.priority.key() == Priority.NORMAL.value
        return normal and not any(typed) and not self.tags.tags() and not self.own.is_typed()

    def read(self, problems: Problems) -> Agreement:
        """What was agreed; every reason against it at its field."""
        return Agreement(
            promised_at=problems.read(self.promised_row, self.promised.moment, None),
            cost_limit=problems.read(self.limit_row, self.limit.money, None),
            priority=Priority(self.priority.key()),
            person_id=int(self.person.key()) if self.person.key() else None,
            place=self.place.value(),
            tags=self.tags.tags(),
            deposit=problems.read(self.deposit_row, self.deposit.money, None),
            terms=self.terms.value(),
            fields=self._own_values(problems),
        )

    def row_of(self, field: str) -> FieldRow | None:
        """Where an error of the desk about a field belongs."""
        rows = {"place": self.place_row, "tags": self.tags_row, "deposit": self.deposit_row}
        return (rows | {"terms": self.terms_row}).get(field)

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for a draft."""
        chosen = {"priority": self.priority.key(), "person": self.person.key() or self._wanted}
        own = {} if self.terms.value() == self._shop_terms else {"terms": self.terms.value()}
        return {**self._lines(), **chosen, **own, "tags": list(self.tags.tags()), "own": self.own.content()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what a draft holds into the fields."""
        self.promised.edit.setText(content.get("promised", ""))
        for name in ("limit", "deposit", "place"):
            getattr(self, name).setText(content.get(name, ""))
        self.priority.set_key(content.get("priority", ""))
        self.tags.set_tags(tuple(content.get("tags", ())))
        self.own.set_values(content.get("own", {}))
        self.terms.set_value(content.get("terms", self._shop_terms))
        self._wanted = content.get("person", "")
        self.person.set_key(self._wanted)

    def _own_values(self, problems: Problems) -> Values:
        try:
            return self.own.values()
        except Invalid as error:
            problems.add(self.own.row(error.field.removeprefix(PREFIX)), str(error))
            return {}

    def _lines(self) -> dict[str, str]:
        fields = {
            "promised": self.promised.edit,
            "limit": self.limit,
            "deposit": self.deposit,
            "place": self.place,
        }
        return {name: field.text() for name, field in fields.items()}

    def show_people(self, people: Sequence[Person]) -> None:
        """Offer the people of the shop."""
        names = [(str(person.id), person.name) for person in people if person.active]
        self.person.set_choices([("", _("Nobody yet")), *names])
        if self._wanted:
            self.person.set_key(self._wanted)

    def _lay_out(self) -> None:
        self.add(section(_("Agreement")))
        self.add(self.promised_row)
        quick = QHBoxLayout()
        quick.setSpacing(style.XS)
        for words in (_("today 17:00"), _("tomorrow"), "+3d", "+1w"):
            quick.addWidget(self._quick(words))
        quick.addStretch(1)
        self.add(quick)
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.M)
        grid.setVerticalSpacing(style.S)
        rows = (
            self.limit_row, self.deposit_row, self._priority_row, self._person_row, self.place_row,
            self.tags_row,
        )  # fmt: skip
        for at, row in enumerate(rows):
            grid.addWidget(row, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(grid)
        self.add(self.own)
        self.add(self.terms_row)

    def _quick(self, words: str) -> QPushButton:
        made = button(words, partial(self.promised.edit.setText, words), kind="tag")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field understands the same words typed
        return made
