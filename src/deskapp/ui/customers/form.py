"""Writing down a customer, or changing what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox

from deskapp.domain.account import iban_doubt, tax_id_doubt
from deskapp.domain.customer import (
    CHANNEL_LABELS,
    KIND_LABELS,
    LONGEST_NAME,
    Address,
    Contact,
    Customer,
    CustomerDraft,
    Email,
    checked,
)
from deskapp.domain.duplicate import Typed
from deskapp.domain.field import PREFIX, FieldOf, of_record
from deskapp.i18n import _
from deskapp.ui.customers.customer_field import CustomerField, payer_words
from deskapp.ui.customers.duplicates_hint import DuplicatesHint
from deskapp.ui.customers.lines_edit import LinesEdit, Piece
from deskapp.ui.customers.phones_edit import PhonesEdit
from deskapp.ui.shared.fields import ChoiceBox, TextArea, TextField, is_phone
from deskapp.ui.shared.long_choice import LongChoice
from deskapp.ui.shared.own_fields import OwnFields
from deskapp.ui.shared.record_form import RecordForm
from deskapp.ui.shared.regions import countries, paper_languages
from deskapp.ui.shared.tags_edit import TagsEdit

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LINES = (
    *("name", "company", "email", "street", "postcode", "city"),
    *("tax_id", "iban", "price_group", "alert"),
)
_CHOICES = ("kind", "channel", "country", "language")
_SEVERAL = ("emails", "addresses", "contacts")


class CustomerForm(RecordForm):
    """All that the directory holds about a customer."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._id: int | None = None
        self._payer_names: dict[int | None, str] = {}
        self.kind, self.channel = (
            ChoiceBox((key, _(label)) for key, label in labels.items())
            for labels in (KIND_LABELS, CHANNEL_LABELS)
        )
        self.name, self.company = TextField(longest=LONGEST_NAME), TextField(longest=LONGEST_NAME)
        self.phones, self.email, self.emails = PhonesEdit(), TextField(longest=254), _emails_edit()
        self.street, self.postcode, self.city = TextField(), TextField(longest=20), TextField()
        self.country = LongChoice([("", _("As the shop")), *countries()])
        self.addresses, self.contacts = _addresses_edit(), _contacts_edit()
        self.language = LongChoice([("", _("As the shop")), *paper_languages()])
        self.do_not_contact = QCheckBox(_("Not of our own accord"))
        self.payer_id = CustomerField(context, payer_words())
        self.price_group = TextField(longest=40)
        self.tax_id, self.iban = TextField(longest=40), TextField(longest=60)
        self.tags, self.alert = TagsEdit(), TextField()
        self.note = TextArea(lines=4)
        self.own = OwnFields(context.formats)
        self.hint = DuplicatesHint(context, self._typed_so_far)
        self.hint.watch(self.name, self.company, self.email, self.street, self.postcode)
        self.phones.edited.connect(self.hint.wait)
        self._lay_out_fields()
        self._say_doubts_when_left()

    def begin(self, customer: Customer | None, typed: str = "") -> None:
        """Begin with a customer of the directory, or with a new one and what was typed of them."""
        self._id = customer.id if customer else None
        self.hint.hush()
        self.heading.setText(_("Edit customer") if customer else _("New customer"))
        if customer:
            self._payer_names = {customer.draft.payer_id: customer.payer}
            self.load(customer.draft, customer.row_version)
        else:
            self.load(CustomerDraft(name=""))
            if is_phone(typed):
                self.phones.lines[0].edit.setText(typed)
                self.hint.look()
            else:
                self.name.setText(typed)
            self.begin_here(CustomerDraft(name=""))

    def begin_typing(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def fill(self, draft: CustomerDraft) -> None:
        for name in _LINES:
            self._line(name).setText(getattr(draft, name))
        self.phones.set_phones(draft.phones)
        for name in _SEVERAL:
            self._several(name).set_values(getattr(draft, name))
        for box, key in ((self.country, draft.country), (self.language, draft.language)):
            box.choose(key)
        self.kind.set_key(draft.kind)
        self.channel.set_key(draft.channel)
        self.do_not_contact.setChecked(draft.do_not_contact)
        self.payer_id.choose(draft.payer_id, self._payer_names.get(draft.payer_id, ""))
        self.tags.set_tags(draft.tags)
        self.note.set_value(draft.note)
        self.own.show_fields(of_record(self._context.fields, FieldOf.CUSTOMER))
        self.own.set_values(draft.fields)
        self._say_doubts()

    def typed(self) -> CustomerDraft:
        values: dict[str, Any] = {name: self._line(name).value() for name in _LINES}
        values |= {name: getattr(self, name).key() for name in _CHOICES}
        values |= {name: self._several(name).values() for name in _SEVERAL}
        return checked(
            CustomerDraft(
                **values,
                phones=self.phones.phones(),
                do_not_contact=self.do_not_contact.isChecked(),
                payer_id=self.payer_id.customer_id(),
                tags=self.tags.tags(),
                note=self.note.value(),
                fields=self.own.values(),
            )
        )

    def keep(self, draft: CustomerDraft, version: int | None) -> None:
        customers, act = self._context.desk.customers, self._context.act
        if self._id is None:
            act(customers.add, draft, then=self.kept, on_failed=self.refuse)
        else:
            act(customers.edit, self._id, draft, version, then=self.kept, on_failed=self.refuse)

    def audited(self) -> tuple[str, int] | None:
        return ("customer", self._id) if self._id else None

    def read_again(self) -> None:
        self._context.read(self._context.desk.customers.get, self._id, then=self._compare_with)

    def shown(self, field: str, draft: CustomerDraft) -> str:
        if field.startswith(PREFIX):
            return self.own.said(field.removeprefix(PREFIX), draft.fields)
        value = getattr(draft, field)
        if isinstance(value, tuple):
            return ", ".join(str(getattr(one, "shown", getattr(one, "address", one))) for one in value)
        if field == "payer_id":
            return self._payer_names.get(value, "")
        if field == "do_not_contact":
            return _("yes") if value else _("no")
        labels = {"kind": KIND_LABELS, "channel": CHANNEL_LABELS}.get(field)
        return _(labels[value]) if labels else super().shown(field, draft)

    def _compare_with(self, customer: Customer) -> None:
        self._payer_names[customer.draft.payer_id] = customer.payer
        self._payer_names[self.payer_id.customer_id()] = self.payer_id.name()
        self.compare(customer.draft, customer.row_version)

    def _say_doubts_when_left(self) -> None:
        for field in (self.tax_id, self.iban):
            field.editingFinished.connect(self._say_doubts)
        self.country.chosen.connect(self._say_doubts)

    def _say_doubts(self) -> None:
        """What is odd about the tax id and the IBAN; it can be kept all the same."""
        country = self.country.key() or self._context.shop.country
        self.form.row("tax_id").say_doubt(tax_id_doubt(self.tax_id.value(), country))
        self.form.row("iban").say_doubt(iban_doubt(self.iban.value()))

    def _several(self, name: str) -> LinesEdit:
        field = getattr(self, name)
        assert isinstance(field, LinesEdit)
        return field

    def _line(self, name: str) -> TextField:
        field = getattr(self, name)
        assert isinstance(field, TextField)
        return field

    def _typed_so_far(self) -> Typed:
        phones = tuple(line.edit.text() for line in self.phones.lines)
        said = [one.text() for one in (self.name, self.company, self.email, self.street, self.postcode)]
        return Typed(said[0], said[1], phones, (said[2],), said[3], said[4], self._id or 0)

    def _lay_out_fields(self) -> None:
        form = self.form
        form.add_widget(self.hint)
        form.add("name", _("Na&me"), self.name)
        form.add("company", _("C&ompany"), self.company)
        form.add_beside("kind", _("Person or firm"), self.kind)
        form.add("phones", _("Pho&nes"), self.phones)
        form.add("email", _("E-mai&l"), self.email)
        form.add("emails", _("Further e-mails"), self.emails)
        form.add("street", _("St&reet"), self.street)
        form.add("postcode", _("Postco&de"), self.postcode)
        form.add_beside("city", _("C&ity"), self.city, stretch=2)
        form.add("country", _("Co&untry"), self.country)
        form.add_beside("language", _("Lan&guage of papers"), self.language)
        form.add("addresses", _("Further addresses"), self.addresses)
        form.add("contacts", _("Contacts"), self.contacts)
        form.add("channel", _("Wants to hear from us"), self.channel)
        form.add_beside("do_not_contact", _("Contact"), self.do_not_contact)
        form.add("payer_id", _("Who pays"), self.payer_id)
        form.add_beside("price_group", _("Price group"), self.price_group)
        form.add("tax_id", _("Ta&x id"), self.tax_id)
        form.add("iban", _("IBAN"), self.iban)
        form.add("tags", _("Tags"), self.tags)
        form.add_part(self.own)
        form.add(
            "alert",
            _("&Alert"),
            self.alert,
            hint=_("Shown in amber whenever this customer is at the counter."),
        )
        form.add("note", _("Note"), self.note, hint=_("For the staff; no paper carries it."))


def _emails_edit() -> LinesEdit:
    pieces = (Piece("address", _("E-mail"), 254, width=3), Piece("label", _("billing, private …"), 20))
    return LinesEdit(pieces, Email, _("Add an e-mail"), _("Remove this e-mail"))


def _addresses_edit() -> LinesEdit:
    pieces = (
        Piece("street", _("Street"), 200, width=3),
        Piece("label", _("delivery, billing …"), 20),
        Piece("postcode", _("Postcode"), 20, 1),
        Piece("city", _("City"), 200, 1, 3),
        Piece("country", _("Country"), 2, 1),
    )
    return LinesEdit(pieces, Address, _("Add an address"), _("Remove this address"))


def _contacts_edit() -> LinesEdit:
    pieces = (
        Piece("name", _("Name"), LONGEST_NAME, width=3),
        Piece("role", _("what they do"), 60),
        Piece("phone", _("Phone"), 40, 1),
        Piece("email", _("E-mail"), 254, 1),
    )
    return LinesEdit(pieces, Contact, _("Add a contact"), _("Remove this contact"))
