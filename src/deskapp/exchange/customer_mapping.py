"""Which column of a customer list fills which field: guessed by its name and content, then said by people."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.field import PREFIX
from deskapp.exchange.customer_words import (
    FIELDS,
    LEFT_OUT,
    NOTE,
    SEVERAL,
    is_bare_name,
    is_of_tickets,
    is_secret,
    meaning,
)
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deskapp.domain.field import Field

_SAMPLES = 3
_LONGEST_SAMPLE = 60
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")
_PHONE = re.compile(r"(\+|00)[\d\s()/.-]{6,20}|\(?0\d{8,13}|\(?0\d{1,5}\)?[\s/-][\d\s/-]{4,16}")
_OTHER_HALF = {
    1: "family",
    -1: "given",
    0: "",
}  # by whether only the given name is said, or only the family's
_NAMES = frozenset({"name", "given", "family", "company"})
_REACHES = frozenset({"phone", "email", "street", "postcode", "city"})


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column of a file: its name, how many of the rows looked at fill it, and some of what it holds."""

    name: str
    filled: int
    samples: tuple[str, ...]
    looks_like: str = ""  # a field, by what it holds


@dataclass(frozen=True, slots=True)
class Mapping:
    """For each column in turn the field that it fills, `NOTE` or `LEFT_OUT`."""

    fates: tuple[str, ...]

    def with_fate(self, column: int, field: str) -> Mapping:
        """The mapping after somebody said what becomes of a column."""
        fates = list(self.fates)
        if field not in SEVERAL:
            fates = [NOTE if one == field else one for one in fates]
        fates[column] = field
        return replace(self, fates=tuple(fates))

    def places(self, field: str) -> tuple[int, ...]:
        """The columns that fill a field."""
        return tuple(place for place, fate in enumerate(self.fates) if fate == field)

    @property
    def problem(self) -> str:
        """Why no customers can be made with it, empty when they can."""
        if _NAMES.isdisjoint(self.fates):
            return _("Say which column holds the name or the company; without one there are no customers.")
        return ""


def looks(header: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[ColumnLook, ...]:
    """What each column holds in these rows."""
    columns: list[list[str]] = [[] for _name in header]
    for row in rows:
        for place, cell in enumerate(row[: len(columns)]):
            if cell.strip():
                columns[place].append(cell.strip())
    return tuple(_look(name, cells) for name, cells in zip(header, columns, strict=True))


def targets(fields: Iterable[Field]) -> dict[str, str]:
    """What may become of a column, with what people call it; the shop's own `fields` among them."""
    last = {NOTE, LEFT_OUT}
    own = {PREFIX + field.key: field.label for field in fields}
    plain = {key: _(label) for key, label in FIELDS.items() if key not in last}
    return plain | own | {key: _(FIELDS[key]) for key in FIELDS if key in last}


def guess(columns: Sequence[ColumnLook], fields: Iterable[Field] = ()) -> Mapping:
    """The likeliest mapping; no column that holds anything is left out unless it is a secret.

    A column that is called like one of the shop's own `fields` fills that.
    """
    own = {text.fold(field.label): PREFIX + field.key for field in fields}
    empty = not any(column.filled for column in columns)  # then there are only the names to go by
    fates = [_fate(column, own, empty=empty) for column in columns]
    other = _OTHER_HALF[min(fates.count("given"), 1) - min(fates.count("family"), 1)]
    if other:
        fates = [
            other if fate == "name" and is_bare_name(column.name) else fate
            for fate, column in zip(fates, columns, strict=True)
        ]
    taken: set[str] = set()
    for place, fate in enumerate(fates):
        if fate not in SEVERAL and fate in taken:
            fates[place] = NOTE
        taken.add(fate)
    return Mapping(tuple(fates))


def doubt(columns: Sequence[ColumnLook], mapping: Mapping) -> str:
    """Why this may be no list of customers, in a sentence; empty when it looks like one."""
    of_tickets = [column.name for column in columns if is_of_tickets(column.name)]
    fates = set(mapping.fates)
    if len(of_tickets) >= 2:
        shown = ", ".join(of_tickets[:4])
        words = _(
            "This looks like a list of tickets or articles, not of customers: it has the columns {columns}."
        )
        return words.format(columns=shown)
    if _NAMES.isdisjoint(fates):
        return _("This does not look like a list of customers: no column says a name or a company.")
    if _REACHES.isdisjoint(fates):
        return _("This does not look like a list of customers: it has no phone, e-mail or address.")
    return ""


def counts(mapping: Mapping) -> Counter[str]:
    """How many columns have which fate."""
    return Counter(mapping.fates)


def from_words(
    words: Sequence[str], header: Sequence[str], mapping: Mapping, fields: Iterable[Field] = ()
) -> Mapping:
    """The mapping with what was said as `Column=field`; raises `ValueError` with the word that is wrong."""
    known = {*targets(fields), "-"} - {LEFT_OUT}
    for word in words:
        name, _sign, field = word.rpartition("=")
        if name not in header or field not in known:
            raise ValueError(word)
        mapping = mapping.with_fate(list(header).index(name), LEFT_OUT if field == "-" else field)
    return mapping


def _look(name: str, cells: Sequence[str]) -> ColumnLook:
    samples = tuple(dict.fromkeys(_short(cell) for cell in cells[:50]))[:_SAMPLES]
    return ColumnLook(name, len(cells), samples, _content(cells[:200]))


def _short(cell: str) -> str:
    line = " ".join(cell[:200].split())
    return line if len(line) <= _LONGEST_SAMPLE else line[: _LONGEST_SAMPLE - 1] + "…"


def _content(cells: Sequence[str]) -> str:
    """The field that cells belong to by what they are, where nearly all of them say so."""
    if not cells:
        return ""
    for field, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        if sum(bool(pattern.fullmatch(cell)) for cell in cells) > 0.8 * len(cells):
            return field
    return ""


def _fate(column: ColumnLook, own: dict[str, str], *, empty: bool) -> str:
    if is_secret(column.name) or not (column.filled or empty):
        return LEFT_OUT
    return meaning(column.name) or own.get(text.fold(column.name)) or column.looks_like or NOTE
