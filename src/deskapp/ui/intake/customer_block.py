"""Who brings it: found by phone or name, or written down anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from deskapp.domain.customer import Customer, CustomerDraft, CustomerMatch
from deskapp.domain.text import digits
from deskapp.i18n import _, ngettext
from deskapp.ui.intake.known_customer import KnownCustomer, Past
from deskapp.ui.intake.match_field import Answer, MatchField
from deskapp.ui.intake.match_list import Match
from deskapp.ui.intake.new_customer import NewCustomer
from deskapp.ui.intake.problems import Problems
from deskapp.ui.shared import style
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.fields import is_phone
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.tab_order import put_behind

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.enquiry import EnquiryDraft
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_FEWEST_DIGITS, _FEWEST_LETTERS = 3, 2


@dataclass(frozen=True, slots=True)
class Who:
    """The customer of an intake: one of the directory, or a new one."""

    customer_id: int | None = None
    draft: CustomerDraft | None = None


class CustomerBlock(Card):
    """One of three faces: the search, a customer of the directory, the fields of a new one.

    `settled` carries what is known about the customer when one was taken, None when there is none.
    `finished` asks for the cursor to go on to the next block.
    """

    settled = Signal(object)
    finished = Signal()

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._customer: Customer | None = None
        self._asked: int | None = None  # who is being taken
        self.search = MatchField(self._find, self._describe, _describe_new, _("e.g. 900142 or Wójcik"))
        hint = _("Digits anywhere in the number, or the beginning of a name. Enter takes, Ctrl+Enter is new.")
        self.search_row = FieldRow(_("&Phone or name"), self.search, hint=hint, parent=self)
        self.add(self.search_row)
        self.setAccessibleName(_("Customer"))
        self.search.taken.connect(self._take_match)
        self.search.new_asked.connect(self.begin_new)
        self.search.left.connect(self.begin_new)
        self._show(self.search_row)

    @cached_property
    def known(self) -> KnownCustomer:
        """The second face, made for the first customer who is taken."""
        made = KnownCustomer(self._context)
        made.change_asked.connect(self.search_again)
        self._put(made, made.change)
        return made

    @cached_property
    def new(self) -> NewCustomer:
        """The third face, made for the first customer who is written down."""
        made = NewCustomer(self._context)
        made.search_asked.connect(self.search_again)
        made.known_asked.connect(self.take)
        self._put(made, *made.stops())
        return made

    def _put(self, face: QWidget, *stops: QWidget) -> None:
        """Put a face under the search, for Tab too."""
        face.hide()
        self.add(face)
        put_behind(self.search, *stops)

    def _is_new(self) -> bool:
        """Whether the fields of a new customer are shown."""
        return "new" in self.__dict__ and not self.new.isHidden()

    def begin_new(self, typed: str = "") -> None:
        """Offer the fields of a new customer, the typed text in the one where it belongs."""
        self._asked = None
        self._show(self.new)
        self.new.begin(typed, is_phone=is_phone(typed))

    def begin_with(self, enquiry: EnquiryDraft) -> None:
        """Take whoever asked, or write down what is known of them."""
        if enquiry.customer_id is not None:
            self.take(enquiry.customer_id)
        elif enquiry.name or enquiry.phone or enquiry.email:
            self.begin_new()
            self.new.restore({"name": enquiry.name, "phones": enquiry.phone, "email": enquiry.email})
            self.new.double.look()

    def take(self, customer_id: int) -> None:
        """Take a customer of the directory."""
        self._asked = customer_id
        self._context.worker.submit(
            _past_of, self._context.desk, self._context.actor, customer_id,
            on_done=self._show_known, on_failed=self._context.show_error,
        )  # fmt: skip

    def search_again(self) -> None:
        """Go back to the search; what was typed is still there."""
        self._customer = self._asked = None
        self._show(self.search_row)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()
        self.settled.emit(None)

    def is_empty(self) -> bool:
        """Whether nothing was typed or taken."""
        written = "new" in self.__dict__ and not self.new.is_empty()
        return self._customer is None and not self.search.value() and not written

    def customer(self) -> Customer | None:
        """The customer of the directory that was taken."""
        return self._customer

    def read(self, problems: Problems) -> Who:
        """Who it is; text that was typed into the search alone makes a new customer."""
        self.search_row.clear()
        if known := self._customer.id if self._customer else self._asked:
            return Who(customer_id=known)
        if not self._is_new() and self.search.value():
            self.begin_new(self.search.value())
        if not self._is_new():
            problems.add(self.search_row, _("Who brings it? Type a phone number or a name."))
            return Who()
        return Who(draft=self.new.read(problems))

    def content(self) -> dict[str, Any]:
        """Who was taken, or what stands in the fields, for a draft."""
        if known := self._customer.id if self._customer else self._asked:
            return {"id": known}
        return {"new": self.new.content()} if self._is_new() else {"search": self.search.text()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Take or write what a draft holds."""
        if "id" in content:
            self.take(content["id"])
        elif "new" in content:
            self.begin_new()
            self.new.restore(content["new"])
        else:
            self.search.setText(content.get("search", ""))

    def row_of(self, field: str) -> FieldRow | None:
        """Where an error of the desk about a field belongs."""
        return self.new.row_of(field) if self._is_new() else None

    def _find(self, typed: str, answer: Answer) -> Job | None:
        if len(digits(typed)) < _FEWEST_DIGITS and len(typed) < _FEWEST_LETTERS:
            answer(())
            return None
        return self._context.read(self._context.desk.customers.match, typed, then=answer)

    def _describe(self, match: CustomerMatch) -> Match:
        parts = (match.phone, match.company, match.city)
        return Match(match.name, "  ·  ".join(filter(None, parts)), self._visits(match), "customer", match)

    def _visits(self, match: CustomerMatch) -> str:
        opened = ngettext("{count} open ticket", "{count} open tickets", match.open_tickets)
        said = [opened.format(count=match.open_tickets)] if match.open_tickets else []
        if match.last_visit:
            said.append(_("last visit {day}").format(day=self._context.formats.day(match.last_visit)))
        return "  ·  ".join(said)

    def _take_match(self, match: CustomerMatch) -> None:
        self.take(match.id)

    def _show_known(self, past: Past) -> None:
        self._customer, self._asked = past.customer, None
        self.known.show_past(past)
        self._show(self.known)
        self.settled.emit(past)
        self.finished.emit()

    def _show(self, face: QWidget) -> None:
        """Show one face; the new one first, so that the focus never has to flee from the window."""
        top = style.M if face is self.search_row else 2  # a button is higher than the words beside it
        self.body.setContentsMargins(style.L, top, style.L, style.M)
        face.show()
        made = [self.__dict__[name] for name in ("known", "new") if name in self.__dict__]
        for other in (self.search_row, *made):
            if other is not face:
                other.hide()


def _describe_new(typed: str) -> Match:
    return Match(_("New customer “{typed}”").format(typed=typed), side=_("Ctrl+Enter"), icon="plus")


def _past_of(desk: Desk, actor: Actor, customer_id: int) -> Past:
    customer = desk.customers.get(actor, customer_id)
    tickets = desk.tickets.of_customer(actor, customer_id)
    return Past(customer, tickets, desk.devices.of_customer(actor, customer_id))
