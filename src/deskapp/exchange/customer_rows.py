"""From the rows of a table to customers, by a mapping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deskapp.domain.field import PREFIX, FieldKind, checked_value
from deskapp.domain.import_plan import RowProblem
from deskapp.errors import Invalid
from deskapp.exchange.customer_draft import Said, customer, label_of, nothing
from deskapp.exchange.customer_words import NOTE
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from deskapp.domain.customer_import import Record
    from deskapp.domain.field import Field
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.exchange.reader import Row

_LABELS = (  # what stands in the name of a column, and what it means for the phone in it
    ("fax", N_("fax")),
    *(
        (word, N_("mobile"))
        for word in ("mobil", "handy", "cell", "portable", "movil", "celular", "gsm", "komork")
    ),
    *((word, N_("work")) for word in ("work", "business", "geschaft", "arbeit", "buro", "dienst", "travail")),
    *((word, N_("home")) for word in ("home", "privat", "domicile", "casa")),
)
_PLAIN = frozenset(
    {"id", "name", "given", "family", "company", "postcode", "city", "country", "language", "tax_id", "alert"}
)
_SEVERAL = (("phones", "phone"), ("emails", "email"))
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FORMULAS = ("'=", "'+", "'-", "'@")
_FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


class Customers:
    """Turns the rows of one file into customers; `country` is where phones without a prefix are."""

    def __init__(
        self, header: Sequence[str], mapping: Mapping, country: str, fields: Sequence[Field] = ()
    ) -> None:
        self._header, self._country = list(header), country
        self._own = {PREFIX + field.key: field for field in fields}
        labels = [(word, _(label)) for word, label in _LABELS]
        self._takes = [
            (place, self._taker(fate, name, label_of(name, labels)))
            for place, (name, fate) in enumerate(zip(header, mapping.fates, strict=True))
            if fate
        ]
        self._names = {fate: name for name, fate in zip(header, mapping.fates, strict=True)}
        self._names |= {several: self._names.get(one, "") for several, one in _SEVERAL}

    def record(self, row: Row) -> Record | None:
        """The customer in a row, or what is wrong with it; nothing for a header that comes again."""
        original = tuple(row.cells)
        if row.problem:
            return [RowProblem(row.line, "", row.problem, original)]
        if row.cells == self._header:  # exports of many pages repeat it
            return None
        said = Said(row.line, original)
        for place, take in self._takes:
            cell = row.cells[place].strip()
            if cell in _FORMULA_ERRORS:
                self._tell_error(said, place, cell)
            elif cell and not nothing(cell):
                take(said, cell[1:] if cell.startswith(_FORMULAS) else cell)
        return customer(said, self._country, self._names)

    def _tell_error(self, said: Said, place: int, cell: str) -> None:
        """What a formula says that could not be worked out is no value."""
        name = self._header[place]
        sentence = _("In “{column}” stands “{value}”, an error of the spreadsheet; it is left empty.")
        said.doubt("", sentence.format(column=name, value=cell))

    def _taker(self, fate: str, name: str, label: str) -> Callable[[Said, str], None]:
        """What puts a cell of this column where it belongs."""
        if fate in _PLAIN:
            return _plain(fate, name)
        if fate in self._own:
            return _own(self._own[fate], fate, name)
        if fate == NOTE or fate.startswith(PREFIX):  # a field that the shop had once
            return lambda said, cell: said.notes.append(f"{name}: {cell}")
        return {
            "phone": lambda said, cell: said.phones.append((cell, label)),
            "email": lambda said, cell: said.emails.append((cell, label)),
            "note": lambda said, cell: said.notes.append(cell),
            "tags": lambda said, cell: said.tags.extend(cell.replace(";", ",").split(",")),
            "street": _street,
            "house": _house,
        }[fate]


def _plain(fate: str, name: str) -> Callable[[Said, str], None]:
    def take(said: Said, cell: str) -> None:
        setattr(said, fate, cell)
        if fate == "id":
            said.notes.append(f"{name}: {cell}")

    return take


def _own(field: Field, fate: str, name: str) -> Callable[[Said, str], None]:
    """What does not fit the field is kept in the note."""

    def take(said: Said, cell: str) -> None:
        day = _DAY.fullmatch(cell) if field.kind is FieldKind.DATE else None
        plain = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else cell
        try:
            value = checked_value(field, plain)
        except Invalid as error:
            sentence = _("{reason} It is kept in the note.").format(reason=error)
            said.doubt(fate, sentence, f"{name}: {cell}")
        else:
            said.own |= {} if value is None else {field.key: value}

    return take


def _street(said: Said, cell: str) -> None:
    said.street = f"{said.street}, {cell}" if said.street else cell


def _house(said: Said, cell: str) -> None:
    said.street = f"{said.street} {cell}" if said.street else cell
