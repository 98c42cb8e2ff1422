"""Writing down a customer, or changing what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.domain.customer import LONGEST_NAME, Customer, CustomerDraft, checked
from deskapp.i18n import _
from deskapp.ui.customers.phones_edit import PhonesEdit
from deskapp.ui.shared.fields import TextArea, TextField, is_phone
from deskapp.ui.shared.long_choice import LongChoice
from deskapp.ui.shared.record_form import RecordForm
from deskapp.ui.shared.regions import countries, languages

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LINES = ("name", "company", "email", "street", "postcode", "city", "tax_id", "alert")


class CustomerForm(RecordForm):
    """All that the directory holds about a customer."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._id: int | None = None
        self.name, self.company = TextField(longest=LONGEST_NAME), TextField(longest=LONGEST_NAME)
        self.phones, self.email = PhonesEdit(), TextField(longest=254)
        self.street, self.postcode, self.city = TextField(), TextField(longest=20), TextField()
        self.country = LongChoice([("", _("As the shop")), *countries()])
        self.language = LongChoice([("", _("As the shop")), *languages()])
        self.tax_id, self.alert = TextField(longest=40), TextField()
        self.note = TextArea(lines=4)
        self._lay_out_fields()

    def begin(self, customer: Customer | None, typed: str = "") -> None:
        """Begin with a customer of the directory, or with a new one and what was typed of them."""
        self._id = customer.id if customer else None
        self.heading.setText(_("Edit customer") if customer else _("New customer"))
        if customer:
            self.load(customer.draft, customer.row_version)
        else:
            self.load(CustomerDraft(name=""))
            if is_phone(typed):
                self.phones.lines[0].edit.setText(typed)
            else:
                self.name.setText(typed)

    def begin_typing(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def fill(self, draft: CustomerDraft) -> None:
        for name in _LINES:
            self._line(name).setText(getattr(draft, name))
        self.phones.set_phones(draft.phones)
        for box, key in ((self.country, draft.country), (self.language, draft.language)):
            box.choose(key)
        self.note.set_value(draft.note)

    def typed(self) -> CustomerDraft:
        lines: dict[str, Any] = {name: self._line(name).value() for name in _LINES}
        return checked(
            CustomerDraft(
                **lines,
                phones=self.phones.phones(),
                country=self.country.key(),
                language=self.language.key(),
                note=self.note.value(),
            )
        )

    def keep(self, draft: CustomerDraft, version: int | None) -> None:
        customers, act = self._context.desk.customers, self._context.act
        if self._id is None:
            act(customers.add, draft, then=self.kept, on_failed=self.refuse)
        else:
            act(customers.edit, self._id, draft, version, then=self.kept, on_failed=self.refuse)

    def read_again(self) -> None:
        self._context.read(self._context.desk.customers.get, self._id, then=self._compare_with)

    def shown(self, field: str, draft: CustomerDraft) -> str:
        if field == "phones":
            return ", ".join(phone.shown for phone in draft.phones)
        return super().shown(field, draft)

    def _compare_with(self, customer: Customer) -> None:
        self.compare(customer.draft, customer.row_version)

    def _line(self, name: str) -> TextField:
        field = getattr(self, name)
        assert isinstance(field, TextField)
        return field

    def _lay_out_fields(self) -> None:
        form = self.form
        form.add("name", _("Na&me"), self.name)
        form.add("company", _("C&ompany"), self.company)
        form.add("phones", _("Pho&nes"), self.phones)
        form.add("email", _("E-mai&l"), self.email)
        form.add("street", _("St&reet"), self.street)
        form.add("postcode", _("Postco&de"), self.postcode)
        form.add_beside("city", _("C&ity"), self.city, stretch=2)
        form.add("country", _("Co&untry"), self.country)
        form.add_beside("language", _("Lan&guage of papers"), self.language)
        form.add("tax_id", _("Ta&x id"), self.tax_id)
        form.add(
            "alert",
            _("&Alert"),
            self.alert,
            hint=_("Shown in amber whenever this customer is at the counter."),
        )
        form.add("note", _("Note"), self.note, hint=_("For the staff; no paper carries it."))
