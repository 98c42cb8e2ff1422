"""The few fields of a customer who is here for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.customer import LONGEST_NAME, CustomerDraft, checked
from deskapp.domain.duplicate import Typed
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.customers.duplicates_hint import DuplicatesHint
from deskapp.ui.intake.problems import Problems
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import PhoneEdit, TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.long_choice import LongChoice
from deskapp.ui.shared.plain import caption, section, set_name
from deskapp.ui.shared.regions import paper_languages
from deskapp.ui.shared.tab_order import put_behind

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class NewCustomer(QWidget):
    """`search_asked` goes back to the search, `known_asked` takes one who is in the directory already."""

    search_asked = Signal()
    known_asked = Signal(int)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.phone = PhoneEdit()
        self.name = TextField(longest=LONGEST_NAME)
        self.email = TextField(longest=254)
        self.company = TextField(longest=LONGEST_NAME)
        self.street = TextField()
        self.postcode = TextField(longest=20)
        self.city = TextField()
        self.language = LongChoice([("", _("As the shop"))])
        self.language.setMinimumContentsLength(len(_("As the shop")) * 4 // 5)
        self.double = DuplicatesHint(context, self._typed_so_far)
        self._rows = {
            "name": FieldRow(_("N&ame"), self.name),
            "phones": FieldRow(_("Phone"), self.phone),
            "email": FieldRow(_("&E-mail"), self.email),
            "company": FieldRow(_("Company"), self.company),
            "street": FieldRow(_("Street"), self.street),
            "postcode": FieldRow(_("Postcode"), self.postcode),
            "city": FieldRow(_("City"), self.city),
        }
        self.double.watch(self.phone, self.name, self.email, self.company, self.street, self.postcode)
        self.double.taken.connect(self.known_asked)
        self._lay_out()

    def begin(self, typed: str, *, is_phone: bool) -> None:
        """Put what was typed where it belongs and the cursor into the other field."""
        self.double.hush()
        self._offer_languages()
        mine, other = (self.phone, self.name) if is_phone else (self.name, self.phone)
        if typed:
            mine.setText(typed)
        (other if typed else self.name).setFocus(Qt.FocusReason.TabFocusReason)
        if is_phone:
            self.double.look()

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.language.key() and not any(field.text().strip() for field in self._fields())

    def read(self, problems: Problems) -> CustomerDraft:
        """What was typed; every reason against it at its field."""
        phone = self.phone.phone()
        draft = CustomerDraft(
            name=self.name.value(),
            phones=(phone,) if phone else (),
            company=self.company.value(),
            email=self.email.value(),
            street=self.street.value(),
            postcode=self.postcode.value(),
            city=self.city.value(),
            language=self.language.key(),
        )
        for row in self._rows.values():
            row.clear()
        try:
            return checked(draft)
        except Invalid as error:
            problems.add(self._rows.get(error.field, self._rows["name"]), str(error))
            return draft

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for a draft."""
        lines = {name: row.field for name, row in self._rows.items() if isinstance(row.field, QLineEdit)}
        return {"language": self.language.key()} | {name: line.text() for name, line in lines.items()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what a draft holds into the fields."""
        for name, row in self._rows.items():
            if isinstance(row.field, QLineEdit):
                row.field.setText(content.get(name, ""))
        self._offer_languages(content.get("language", ""))
        self.language.choose(content.get("language", ""))

    def row_of(self, field: str) -> FieldRow | None:
        """The row of a field by the name that errors use."""
        return self._rows.get(field)

    def stops(self) -> tuple[QWidget, ...]:
        """What stands in the order of Tab; the language follows once it can be chosen."""
        lines = (row.field for row in self._rows.values())
        return (self.language, self.double.use, *lines)

    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.phone, self.name, self.email, self.company, self.street, self.postcode, self.city)

    def _offer_languages(self, kept: str = "") -> None:
        """Once somebody is written down; Tab comes by last, which holds only within a window."""
        if self.language.count() == 1:
            self.language.set_choices([("", _("As the shop")), *paper_languages(kept)])
            put_behind(self.city, self.language)

    def _typed_so_far(self) -> Typed:
        said = [field.text() for field in (self.name, self.company, self.street, self.postcode)]
        return Typed(said[0], said[1], (self.phone.text(),), (self.email.text(),), said[2], said[3])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(section(_("New customer")))
        head.addStretch(1)
        head.addWidget(caption(_("Language of papers")))
        head.addWidget(self.language)
        set_name(self.language, _("Language of papers"))
        search = button(_("Search again"), self.search_asked.emit, kind="quiet", icon="search")
        search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        head.addWidget(search)
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.M)
        grid.setVerticalSpacing(style.S)
        for place, stretch in enumerate((3, 3, 2, 2)):
            grid.setColumnStretch(place, stretch)
        places = {
            "name": (0, 0, 2), "phones": (0, 2, 2), "email": (1, 0, 2), "company": (1, 2, 2),
            "street": (2, 0, 2), "postcode": (2, 2, 1), "city": (2, 3, 1),
        }  # fmt: skip
        for key, (line, place, span) in places.items():
            grid.addWidget(self._rows[key], line, place, 1, span, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.S)
        column.addLayout(head)
        column.addWidget(self.double)
        column.addLayout(grid)
