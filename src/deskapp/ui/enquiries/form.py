"""Writing down what somebody asks, or changing what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.customer import LONGEST_NAME
from deskapp.domain.enquiry import LONGEST_EMAIL, LONGEST_QUESTION, Enquiry, EnquiryDraft, checked
from deskapp.i18n import _
from deskapp.ui.customers.customer_field import CustomerField, owner_words
from deskapp.ui.shared.fields import PhoneEdit, TextArea, TextField, is_phone
from deskapp.ui.shared.record_form import RecordForm

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class EnquiryForm(RecordForm):
    """Short enough to be filled while somebody talks on the phone; only the question is needed."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._enquiry: Enquiry | None = None
        self.phone, self.name = PhoneEdit(), TextField(longest=LONGEST_NAME)
        self.email = TextField(longest=LONGEST_EMAIL)
        self.text = TextArea(_("As they ask it, and what you said"), lines=6, longest=LONGEST_QUESTION)
        self.customer = CustomerField(context, owner_words())
        self._lay_out_fields()

    def begin(self, enquiry: Enquiry | None, typed: str = "") -> None:
        """Begin with an enquiry of the book, or with a new one from a number or a name that was typed."""
        self._enquiry = enquiry
        if enquiry:
            self.heading.setText(_("Edit enquiry {number}").format(number=enquiry.number))
            self.load(enquiry.draft, enquiry.row_version)
            return
        self.heading.setText(_("New enquiry"))
        self.load(EnquiryDraft(""))
        (self.phone if is_phone(typed) else self.name).setText(typed)

    def begin_typing(self) -> None:
        field = self.name if self.phone.text() and not self.name.text() else self.phone
        field.setFocus()
        field.selectAll()

    def fill(self, draft: EnquiryDraft) -> None:
        self.phone.setText(draft.phone)
        self.name.setText(draft.name)
        self.email.setText(draft.email)
        self.text.set_value(draft.text)
        self.customer.choose(draft.customer_id, self._name_of(draft.customer_id))

    def typed(self) -> EnquiryDraft:
        who = (self.name.value(), self.phone.text(), self.email.value(), self.customer.customer_id())
        return checked(EnquiryDraft(self.text.value(), *who))

    def keep(self, draft: EnquiryDraft, version: int | None) -> None:
        enquiries, act = self._context.desk.enquiries, self._context.act
        if self._enquiry is None:
            act(enquiries.add, draft, then=self.kept, on_failed=self.refuse)
        else:
            act(enquiries.edit, self._enquiry.id, draft, version, then=self.kept, on_failed=self.refuse)

    def audited(self) -> tuple[str, int] | None:
        return ("enquiry", self._enquiry.id) if self._enquiry else None

    def read_again(self) -> None:
        if self._enquiry:
            self._context.read(self._context.desk.enquiries.get, self._enquiry.id, then=self._compare_with)

    def shown(self, field: str, draft: EnquiryDraft) -> str:
        return self._name_of(draft.customer_id) if field == "customer_id" else super().shown(field, draft)

    def _compare_with(self, enquiry: Enquiry) -> None:
        self._enquiry = enquiry
        self.compare(enquiry.draft, enquiry.row_version)

    def _name_of(self, customer_id: int | None) -> str:
        """What a customer is called, as far as this form has met them."""
        if customer_id is None:
            return ""
        if self._enquiry and self._enquiry.draft.customer_id == customer_id:
            return self._enquiry.customer
        return self.customer.name()

    def _lay_out_fields(self) -> None:
        form = self.form
        form.add("phones", _("Ph&one"), self.phone)
        form.add_beside("name", _("&Name"), self.name)
        form.add("email", _("E-&mail"), self.email)
        form.add("text", _("&Question"), self.text)
        hint = _("Whoever has this phone in the directory is found by themselves.")
        form.add("customer_id", _("C&ustomer"), self.customer, hint=hint)
