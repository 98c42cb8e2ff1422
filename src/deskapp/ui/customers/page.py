"""The directory of customers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from deskapp.domain.customer import IN_BIN, Customer, CustomerMatch
from deskapp.domain.duplicate import Lookalike
from deskapp.domain.field import FieldOf
from deskapp.domain.permission import Action
from deskapp.i18n import _
from deskapp.ui.customers.bin_button import BinButton
from deskapp.ui.customers.card import CustomerCard, Sheet, read_sheet
from deskapp.ui.customers.columns import customer_columns, customer_sentence
from deskapp.ui.customers.duplicates_hint import typed_of
from deskapp.ui.customers.form import CustomerForm
from deskapp.ui.customers.tag_choice import TagChoice
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.directory_page import DirectoryPage
from deskapp.ui.shared.only import only
from deskapp.ui.shared.own_values import OwnValues
from deskapp.ui.shared.record_list import RecordList

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class CustomersPage(DirectoryPage):
    """Who comes to this shop."""

    def __init__(self, context: DeskContext) -> None:
        self.card, self.form = CustomerCard(context), CustomerForm(context)
        customers, actor = context.desk.customers, context.actor

        self._sort = "name"

        def read(query: str, offset: int, limit: int) -> Sequence[CustomerMatch]:
            return customers.rows(actor, query, sort=self._sort, offset=offset, limit=limit)

        self.own = OwnValues(context, self.card, FieldOf.CUSTOMER)
        columns = (*customer_columns(context), *self.own.columns())
        count = partial(customers.count, actor)
        records = RecordList(_("Customers"), columns, context.worker, read, count, customer_sentence)
        super().__init__(context, records, self.card, self.form)
        self.new_button = button(_("New customer"), self.new_customer, icon="plus")
        self.export_button = icon_button("export", _("Export customers…"), self.export_list, keys="Ctrl+E")
        self.tags, self.bin = TagChoice(context, self.list.filter), BinButton(context, self.list.filter)
        self._dress()
        only(context, self.action, self.new_button)
        only(context, Action.EXPORT_LISTS, self.export_button)
        self.list.opened.connect(self._go_to_card)
        self.list.table.sort_asked.connect(self._sort_by)
        self.card.tag_asked.connect(self.tags.ask_for)
        context.changed.connect(self._renew_tags)
        context.shop_changed.connect(self._add_columns)
        self.own.read.connect(self.list.table.viewport().update)
        self.card.ticket_asked.connect(self.ticket_for_customer)
        self.card.edit_asked.connect(self.edit_customer)
        self.card.removal_asked.connect(self.delete_customer)
        self.card.return_asked.connect(self.restore_customer)
        self.card.export_asked.connect(self.export_person)
        self.card.erasure_asked.connect(self.erase_person)
        self.form.saved.connect(self._kept)
        self.form.hint.taken.connect(self.open_customer)
        self.add_key("F2", self.edit_customer)
        self.add_key("Del", self.delete_customer)

    def activate(self) -> None:
        super().activate()
        self.tags.renew()
        self.bin.renew()

    def open_customer(self, customer_id: int) -> None:
        """Show a customer, whether or not the list holds them."""
        self.open_record(customer_id)

    def new_customer(self, typed: str = "") -> None:
        """Write down a new customer, beginning with a phone number or a name that was typed."""
        self.edit_now(partial(self.form.begin, None, typed))

    def edit_customer(self) -> None:
        """Change the customer that is shown."""
        if self.card.sheet and self.is_reading() and not self.is_binned():
            self.edit_now(partial(self.form.begin, self.card.sheet.customer))

    def ticket_for_customer(self) -> None:
        """Take something in from the customer that is shown."""
        if self.card.sheet and self.shown is not None and not self.is_binned():
            self._context.open_intake(self.card.sheet.customer.id)

    def export_list(self) -> None:
        """Write the customers of the list to a file."""
        from deskapp.ui.customers.export import CustomerExport

        CustomerExport(self._context, self).ask_place(self.list.filter.text())

    def delete_customer(self) -> None:
        """Put the customer into the bin; that can be undone."""
        if self.shown is not None and self.is_reading() and not self.is_binned():
            self._context.act(self._context.desk.customers.bin, self.shown)

    def customer_bin(self) -> None:
        """List who lies in the bin."""
        self.bin.ask()
        self.list.enter()

    def restore_customer(self) -> None:
        """Take who is chosen in the list out of the bin; that can be undone."""
        chosen = self.list.table.selected_ids()
        if self.is_binned() and self.shown is not None:
            back = chosen if self.shown in chosen else [self.shown]
            self._context.act(self._context.desk.customers.restore, back)

    def is_binned(self) -> bool:
        """Whether the customer who is shown lies in the bin."""
        return bool(self.shown is not None and self.card.sheet and self.card.sheet.customer.binned)

    def export_person(self) -> None:
        """Write all that the shop holds of the customer into a folder for them."""
        from deskapp.ui.privacy.export_dialog import PersonExport

        if self.card.sheet and self.shown is not None:
            PersonExport(self, self._context, self.shown, self.card.sheet.customer.name).ask_place()

    def erase_person(self) -> None:
        """Show what erasing the customer would take, and ask."""
        from deskapp.ui.privacy.erase_dialog import EraseDialog

        if self.shown is not None and self.is_reading():
            EraseDialog.ask(self, self._context, self.shown)

    def find_duplicates(self) -> None:
        """Look for customers who may be one."""
        from deskapp.ui.customers.duplicates_dialog import DuplicatesDialog

        DuplicatesDialog(self, self._context).show()

    def merge_customer(self) -> None:
        """Merge the customers that are chosen in the list, or the one shown with who is most like them."""
        chosen = self.list.table.selected_ids()
        if len(chosen) > 1:
            self._ask_merge(chosen)
        elif self.card.sheet and self.shown is not None:
            like, typed = self._context.desk.duplicates.like, typed_of(self.card.sheet.customer)
            self._context.read(like, typed, then=partial(self._merge_with, self.shown))

    def _merge_with(self, shown: int, like: Sequence[Lookalike]) -> None:
        if like:
            self._ask_merge([shown, like[0].id])
        else:
            self._context.tell(
                _("Nobody is like this customer. Select two or more in the list, then merge them.")
            )

    def _ask_merge(self, ids: Sequence[int]) -> None:
        from deskapp.ui.customers.merge_dialog import MergeDialog

        MergeDialog.ask(self, self._context, ids, self._kept)

    def read_sheet(self, record: int) -> Sheet | None:
        record = self._context.desk.merges.living(self._context.actor, record)
        sheet = read_sheet(self._context.desk, self._context.actor, record)
        return None if sheet.customer.binned and not self.bin.isChecked() else sheet

    def show_sheet(self, sheet: Sheet) -> None:
        self.card.show_sheet(sheet)

    def settled(self, *, there: bool) -> None:
        binned = self.is_binned()
        self._context.commands.provide("customer", there=there and not binned)
        self._context.commands.provide("binned_customer", there=there and binned)

    def say_empty(self, query: str) -> None:
        if query.lower() == IN_BIN:
            words, hint = _("The bin is empty"), _("Who is deleted lies here and can come back.")
            self.list.empty.say("trash", words, hint, _("Clear filter"), self.list.clear_filter)
        elif query:
            words = _("Nobody matches “{query}”").format(query=query)
            hint = _("Part of a number or the beginning of a name is enough.")
            self.list.empty.say("search", words, hint, _("Clear filter"), self.list.clear_filter)
        else:
            hint = _("Intake fills this list by itself.")
            self.list.empty.say(
                "customers", _("No customers yet"), hint, self.offered(_("New customer")), self.new_customer
            )

    def _renew_tags(self) -> None:
        if self.isVisible():
            self.tags.renew()
            self.bin.renew()

    def _add_columns(self) -> None:
        """A field that the shop got since: a column that is shown where somebody chooses it."""
        table, known = self.list.table, {column.key for column in self.list.records.columns}
        added = [column for column in self.own.columns() if column.key not in known]
        self.list.records.add_columns(added)
        for place in range(len(known), len(known) + len(added)):
            table.setColumnHidden(place, True)

    def _sort_by(self, column: str, falling: bool) -> None:
        self._sort = f"-{column}" if falling else column
        self.list.list_now(self.list.table.current_id())

    def _kept(self, customer: Customer) -> None:
        self.kept(customer.id)

    def _go_to_card(self, _record: int) -> None:
        """Enter in the list: go on to the customer."""
        if self.is_binned():
            self._enter_side()
        else:
            self.card.new_ticket.setFocus(Qt.FocusReason.TabFocusReason)

    def _dress(self) -> None:
        self.list.filter.setPlaceholderText(_("Filter: a name, a company, part of a phone number"))
        self.list.filter.setAccessibleName(_("Filter customers"))
        self.list.tools.addWidget(self.tags)
        self.list.tools.addWidget(self.bin)
        self.list.tools.addWidget(self.export_button)
        self.list.tools.addWidget(self.new_button)
        self.nobody.say("customer", _("Nobody is chosen"))
