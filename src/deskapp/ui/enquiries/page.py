"""The book of enquiries: what was asked before there is a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from deskapp.domain.enquiry import Enquiry, EnquiryShow
from deskapp.i18n import _
from deskapp.ui.enquiries.card import EnquiryCard
from deskapp.ui.enquiries.columns import SHOW_LABELS, enquiry_columns, enquiry_sentence
from deskapp.ui.enquiries.form import EnquiryForm
from deskapp.ui.intake.start import Start
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.directory_page import DirectoryPage
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import set_name
from deskapp.ui.shared.record_list import RecordList

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class EnquiriesPage(DirectoryPage):
    """Begins with those that wait for an answer."""

    def __init__(self, context: DeskContext) -> None:
        self.card, self.form = EnquiryCard(context), EnquiryForm(context)
        self._enquiries, self._actor, self._show = context.desk.enquiries, context.actor, EnquiryShow.OPEN
        columns = enquiry_columns(context)
        records = RecordList(
            _("Enquiries"), columns, context.worker, self._rows, self._count, enquiry_sentence
        )
        super().__init__(context, records, self.card, self.form)
        self.show_box = ChoiceBox((one.value, _(label)) for one, label in SHOW_LABELS.items())
        self.new_button = button(_("New enquiry"), self.new_enquiry, icon="plus")
        self._dress()
        only(context, self.action, self.new_button)
        self._connect_card()
        self.add_key("F2", self.edit_enquiry)
        self.add_key("Del", self.delete_enquiry)

    def new_enquiry(self, typed: str = "") -> None:
        """Write down what somebody asks."""
        self.edit_now(partial(self.form.begin, None, typed))

    def edit_enquiry(self) -> None:
        """Change the enquiry that is shown."""
        if enquiry := self._chosen():
            self.edit_now(partial(self.form.begin, enquiry))

    def convert(self) -> None:
        """Begin the ticket that the enquiry that is shown becomes."""
        enquiry = self._chosen()
        if enquiry and enquiry.is_open:
            self._context.open_intake(start=Start(enquiry=enquiry))

    def close_or_open(self) -> None:
        """It was answered without a ticket, or somebody waits again."""
        if enquiry := self._chosen():
            act = self._enquiries.close if enquiry.is_open else self._enquiries.reopen
            self._context.act(act, enquiry.id)

    def delete_enquiry(self) -> None:
        """Put the enquiry into the bin; that can be undone."""
        if enquiry := self._chosen():
            self._context.act(self._enquiries.bin, enquiry.id)

    def read_sheet(self, record: int) -> Enquiry | None:
        enquiry = self._enquiries.get(self._actor, record)
        return None if enquiry.binned else enquiry

    def show_sheet(self, sheet: Enquiry) -> None:
        self.card.show_sheet(sheet)

    def settled(self, *, there: bool) -> None:
        enquiry = self.card.enquiry if there else None
        self._context.commands.provide("enquiry", there=bool(enquiry and enquiry.is_open))

    def say_empty(self, query: str) -> None:
        empty = self.list.empty
        if query:
            words = _("No enquiry matches “{query}”").format(query=query)
            hint = _("A word of the question, a name or part of a number is enough.")
            empty.say("search", words, hint, _("Clear filter"), self.list.clear_filter)
        elif self._show is EnquiryShow.CLOSED:
            empty.say("phone", _("No enquiry is closed yet"), _("Those that became a ticket stand here too."))
        else:
            hint = _("Write down what people ask before they bring anything; it takes no ticket number.")
            empty.say("phone", _("No open enquiries"), hint, self.offered(_("New enquiry")), self.new_enquiry)

    def _chosen(self) -> Enquiry | None:
        return self.card.enquiry if self.shown is not None and self.is_reading() else None

    def _rows(self, query: str, offset: int, limit: int) -> Sequence[Enquiry]:
        return self._enquiries.rows(self._actor, query, show=self._show, offset=offset, limit=limit)

    def _count(self, query: str) -> int:
        return self._enquiries.count(self._actor, query, self._show)

    def _list(self, key: str) -> None:
        self._show = EnquiryShow(key)
        self.list.list_now()

    def _kept(self, enquiry: Enquiry) -> None:
        self.kept(enquiry.id)

    def _go_to_card(self, _record: int) -> None:
        """Enter in the list: go on to the enquiry."""
        self.card.go_on()

    def _connect_card(self) -> None:
        self.show_box.chosen.connect(self._list)
        self.list.opened.connect(self._go_to_card)
        self.card.ticket_asked.connect(self.convert)
        self.card.edit_asked.connect(self.edit_enquiry)
        self.card.closing_asked.connect(self.close_or_open)
        self.card.removal_asked.connect(self.delete_enquiry)
        self.form.saved.connect(self._kept)

    def _dress(self) -> None:
        self.list.filter.setPlaceholderText(_("Filter: a word, a name, part of a number"))
        self.list.filter.setAccessibleName(_("Filter enquiries"))
        set_name(self.show_box, _("Which enquiries"))
        self.list.tools.addWidget(self.show_box)
        self.list.tools.addWidget(self.new_button)
        self.nobody.say("phone", _("No enquiry is chosen"))
