"""The overview of a ticket: what was brought, and what was agreed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from deskapp.domain.field import FieldOf, of_record
from deskapp.i18n import _
from deskapp.ui.shared.card import hairline
from deskapp.ui.shared.fields import MoneyEdit, TextField
from deskapp.ui.shared.plain import strong
from deskapp.ui.shared.tab_order import put_before
from deskapp.ui.shared.tags_edit import TagsEdit
from deskapp.ui.tickets.facts import Facts, GrowingText, moment_field, write_line
from deskapp.ui.tickets.field_set import Bound, FieldSet
from deskapp.ui.tickets.item_card import ItemCard, changed_item, item_values
from deskapp.ui.tickets.own_facts import OwnFacts, bound_values, changed_values, others
from deskapp.ui.tickets.saver import Saver
from deskapp.ui.tickets.tab import Tab

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


class OverviewTab(Tab):
    """`step_asked` carries the position of an item whose status is to be changed."""

    step_asked = Signal(int)

    def __init__(self, context: DeskContext, saver: Saver) -> None:
        super().__init__()
        self._context, self._saver = context, saver
        self.cards: list[ItemCard] = []
        self.planned = moment_field(context.formats)
        self.place = TextField(_("Shelf, box …"), 60)
        self.tags = TagsEdit()
        self.limit = MoneyEdit(context.shop.currency, context.formats)
        self.deposit = MoneyEdit(context.shop.currency, context.formats)
        self.terms = GrowingText()
        for sum_ in (self.limit, self.deposit):
            sum_.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.facts = Facts()
        self.fields = FieldSet(self)
        self.own = OwnFacts(self.facts, self.fields, context.formats)
        self._bind()
        self._lay_out()

    def load(self, ticket: Ticket) -> None:
        self._show_items(ticket)
        self.facts.clear()
        self.fields.load(self._values(ticket))
        for card, item in zip(self.cards, ticket.items, strict=True):
            card.facts.clear()
            card.fields.load(item_values(item, self._context.fields))
        self.area.verticalScrollBar().setValue(0)

    def update_ticket(self, ticket: Ticket) -> None:
        if len(self.cards) != len(ticket.items):
            self.load(ticket)
            return
        self._show_items(ticket)
        self.fields.update(self._values(ticket))
        for card, item in zip(self.cards, ticket.items, strict=True):
            card.fields.update(item_values(item, self._context.fields))

    def leave(self) -> None:
        for fields in (self.fields, *(card.fields for card in self.cards)):
            fields.commit()

    def edit(self) -> None:
        """Go to the first value."""
        if self.cards:
            self.cards[0].fault.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_items(self, ticket: Ticket) -> None:
        self.own.show(of_record(self._context.fields, FieldOf.TICKET))
        while len(self.cards) < len(ticket.items):
            self._add_card()
        while len(self.cards) > len(ticket.items):
            self.cards.pop().deleteLater()
        for card, item in zip(self.cards, ticket.items, strict=True):
            card.show_item(item, several=len(ticket.items) > 1)
            card.secret.show_item(ticket.number, item)
            card.look_up(item, ticket.edit.customer_id)

    def _add_card(self) -> None:
        card = ItemCard(self._context, len(self.cards) + 1)
        card.step_asked.connect(self.step_asked)
        card.fields.changed.connect(partial(self._save_item, card))
        self._saver.watch(card.fields, partial(self._item_values, card))
        self.cards.append(card)
        self.column.insertWidget(len(self.cards) - 1, card)
        put_before(self.planned, *card.stops())

    def _item_values(self, card: ItemCard, ticket: Ticket) -> dict[str, Any]:
        return item_values(ticket.items[card.position - 1], self._context.fields)

    def _save_item(self, card: ItemCard, changes: dict[str, Any]) -> None:
        ticket = self._saver.ticket
        item = ticket.items[card.position - 1]
        card.facts.clear()
        call = self._context.desk.tickets.edit_item
        values = (item.position, changed_item(item, changes), item.row_version)
        self._saver.save(card.fields, card.facts, call, *values)

    def _save(self, changes: dict[str, Any]) -> None:
        ticket = self._saver.ticket
        self.facts.clear()
        call = self._context.desk.tickets.edit
        own = changed_values(ticket.edit.fields, changes)
        edit = replace(ticket.edit, **others(changes), fields=own)
        self._saver.save(self.fields, self.facts, call, edit, ticket.row_version)

    def _values(self, ticket: Ticket) -> dict[str, Any]:
        edit = ticket.edit
        return {
            "planned_at": edit.planned_at,
            "place": edit.place,
            "tags": edit.tags,
            "cost_limit": edit.cost_limit,
            "deposit": edit.deposit,
            "terms": edit.terms,
            **bound_values(edit.fields, self._context.fields),
        }

    def _bind(self) -> None:
        formats = self._context.formats
        fields = self.fields
        fields.bind(
            "planned_at",
            Bound(
                _("Planned"),
                self.planned.moment,
                self.planned.set_moment,
                lambda at: formats.moment(at) if at else "",
            ),
        )
        fields.bind("place", Bound(_("Place"), self.place.value, write_line(self.place)))
        fields.bind("tags", Bound(_("Tags"), self.tags.tags, self.tags.set_tags, ", ".join))
        fields.bind(
            "cost_limit",
            Bound(
                _("Cost limit"),
                self.limit.money,
                self.limit.set_money,
                lambda sum_: formats.money(sum_) if sum_ else "",
            ),
        )
        fields.changed.connect(self._save)
        fields.wrong.connect(self.facts.say_wrong)
        self._saver.watch(fields, self._values)
        self.planned.changed.connect(fields.commit)
        self.place.editingFinished.connect(fields.commit)
        self.tags.changed.connect(fields.commit)
        fields.bind(
            "deposit",
            Bound(
                _("Deposit"),
                self.deposit.money,
                self.deposit.set_money,
                lambda sum_: formats.money(sum_) if sum_ else "",
            ),
        )
        fields.bind("terms", Bound(_("Terms"), self.terms.value, self.terms.set_value))
        for one in (self.limit, self.deposit):
            one.editingFinished.connect(fields.commit)
        self.terms.left.connect(fields.commit)

    def _lay_out(self) -> None:
        self.facts.add("planned_at", _("P&lanned"), self.planned)
        self.facts.add("place", _("Pl&ace"), self.place)
        self.facts.add("tags", _("Ta&gs"), self.tags)
        self.facts.add("cost_limit", _("&Cost limit"), self.limit)
        self.facts.add("deposit", _("Deposit"), self.deposit)
        self.facts.add("terms", _("Terms"), self.terms)
        self.column.addWidget(hairline())
        self.column.addWidget(strong(_("Agreed and planned")))
        self.column.addWidget(self.facts)
