"""Fields that a shop adds of its own to items, tickets and customers, and the values they may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | bool
"""As the file holds it: yes and no as a bool, a date as ISO 8601, a number as its digits, else text."""

Values = Mapping[str, Value]
"""The values of one record by the keys of their fields; what is empty is left out."""

PREFIX = "own."
"""Before the key of a field, where the fields of a record that every shop has stand beside it."""

MOST_FIELDS, MOST_CHOICES = 40, 60
LONGEST_LABEL, LONGEST_UNIT, LONGEST_CHOICE, LONGEST_KEY = 60, 12, 60, 40
_MOST_DIGITS = 18


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"
    YES_NO = "yes_no"


class FieldOf(StrEnum):
    """What a field belongs to."""

    ITEM = "item"
    TICKET = "ticket"
    CUSTOMER = "customer"


KIND_LABELS = {
    FieldKind.TEXT: N_("Text"),
    FieldKind.NUMBER: N_("Number"),
    FieldKind.CHOICE: N_("Choice"),
    FieldKind.DATE: N_("Date"),
    FieldKind.YES_NO: N_("Yes or no"),
}
OF_LABELS = {
    FieldOf.ITEM: N_("Item"),
    FieldOf.TICKET: N_("Ticket"),
    FieldOf.CUSTOMER: N_("Customer"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the shop. `key` never changes; an empty one is made from the label.

    `item_type` is the key of the only type of items that has it, or several with spaces between; empty: every
    type. `unit` stands behind a number, `choices` are what a choice offers.
    """

    label: str
    kind: FieldKind = FieldKind.TEXT
    of: FieldOf = FieldOf.ITEM
    unit: str = ""
    choices: tuple[str, ...] = ()
    item_type: str = ""
    key: str = ""

    def is_for(self, item_type: str) -> bool:
        """Whether items of the type have it; an empty key stands for what has no type."""
        return self.item_type in {"", item_type} or item_type in self.item_type.split()


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A field with its value in one record."""

    field: Field
    value: Value


def checked(field: Field) -> Field:
    """The field as it can be kept; raises `Invalid` naming what cannot."""
    clean = replace(
        field,
        label=text.line(field.label, "label", LONGEST_LABEL),
        unit=text.line(field.unit, "unit", LONGEST_UNIT) if field.kind is FieldKind.NUMBER else "",
        choices=_checked_choices(field) if field.kind is FieldKind.CHOICE else (),
        item_type=field.item_type if field.of is FieldOf.ITEM else "",
    )
    if not clean.label:
        raise Invalid(_("A field needs a name."), "label")
    return clean


def _checked_choices(field: Field) -> tuple[str, ...]:
    cleaned = (text.line(choice, "choices", LONGEST_CHOICE) for choice in field.choices)
    choices = tuple(dict.fromkeys(choice for choice in cleaned if choice))
    if len(choices) < 2:  # one is no choice
        raise Invalid(_("Write at least two things to choose from, one on each line."), "choices")
    if len(choices) > MOST_CHOICES:
        raise Invalid(_("A field offers up to {count} things.").format(count=MOST_CHOICES), "choices")
    return choices


def key_of(label: str, taken: Iterable[str]) -> str:
    """A key made from a label that no other has."""
    plain = "_".join(text.words(label))[:LONGEST_KEY] or "field"
    known = set(taken)
    names = (plain, *(f"{plain}_{number}" for number in range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def of_record(fields: Iterable[Field], of: FieldOf, item_type: str = "") -> tuple[Field, ...]:
    """The fields that a record of that kind has."""
    return tuple(field for field in fields if field.of is of and field.is_for(item_type))


def checked_values(values: Values, fields: Iterable[Field], kept: Values | None = None) -> dict[str, Value]:
    """The values as they can be kept; raises `Invalid` whose field is `PREFIX` and the key.

    What `kept` holds under keys that the shop asks about no more stays, because a field that was taken
    away may come back; a value that stood there before is not refused when its choice is gone.
    """
    before = kept or {}
    known = {field.key: field for field in fields}
    for key in values:
        if key not in known and values[key] != before.get(key):
            message = _("The shop has no field “{key}” here.")
            raise Invalid(message.format(key=text.line(str(key)[:LONGEST_KEY], "key")), PREFIX + str(key))
    result = {key: value for key, value in before.items() if key not in known}
    for key, value in values.items():
        if key not in known:
            continue
        same = value == before.get(key) and type(value) is type(before.get(key))
        clean = value if same else checked_value(known[key], value)
        if clean is not None:
            result[key] = clean
    return result


def checked_value(field: Field, value: object) -> Value | None:
    """One value as it can be kept, None where it is empty."""
    if field.kind is FieldKind.YES_NO and isinstance(value, bool):
        return value
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise _wrong(field, _("“{label}” takes {kind}.").format(label=field.label, kind=_kind(field)))
    try:
        typed = text.line(str(value), field.label)
    except Invalid as error:
        raise _wrong(field, str(error)) from error
    return _READ[field.kind](field, typed) if typed else None


def _kind(field: Field) -> str:
    return _(KIND_LABELS[field.kind])


def _wrong(field: Field, sentence: str) -> Invalid:
    return Invalid(sentence, PREFIX + field.key)


def _as_text(_field: Field, typed: str) -> str:
    return typed


def _as_number(field: Field, typed: str) -> str:
    bare = typed.removesuffix(field.unit).strip().replace(",", ".")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        number = Decimal("NaN")
    if (
        not number.is_finite()
        or len(number.as_tuple().digits) > _MOST_DIGITS
        or abs(number.adjusted()) > _MOST_DIGITS
    ):
        message = _("“{text}” is not a number for “{label}”; write it like 2 or 1.5.")
        raise _wrong(field, message.format(text=typed, label=field.label))
    return plain_number(number)


def plain_number(number: Decimal) -> str:
    """The digits of a number, without needless zeros."""
    whole = number == number.to_integral_value()
    return str(int(number)) if whole else f"{number.normalize():f}"


def _as_choice(field: Field, typed: str) -> str:
    wanted = text.fold(typed)
    for choice in field.choices:
        if text.fold(choice) == wanted:
            return choice
    message = _("“{label}” is one of {choices}.")
    raise _wrong(field, message.format(label=field.label, choices=", ".join(field.choices)))


def _as_date(field: Field, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        message = _("“{text}” is not a date for “{label}”; write it like 2026-03-12.")
        raise _wrong(field, message.format(text=typed, label=field.label)) from None


def _as_yes_no(field: Field, typed: str) -> bool:
    said = text.fold(typed)
    if said in {"yes", "true", "1", text.fold(_("Yes"))}:
        return True
    if said in {"no", "false", "0", text.fold(_("No"))}:
        return False
    raise _wrong(field, _("“{label}” takes yes or no.").format(label=field.label))


_READ: Mapping[FieldKind, Callable[[Field, str], Value]] = {
    FieldKind.TEXT: _as_text,
    FieldKind.NUMBER: _as_number,
    FieldKind.CHOICE: _as_choice,
    FieldKind.DATE: _as_date,
    FieldKind.YES_NO: _as_yes_no,
}


def facts(values: Values, fields: Iterable[Field]) -> tuple[OwnFact, ...]:
    """The values that a record holds, in the order of the shop's fields."""
    return tuple(OwnFact(field, values[field.key]) for field in fields if field.key in values)


def searched(values: Values) -> list[str]:
    """By which texts a record is found through its own fields; nobody looks for a yes."""
    in_order = sorted(values.items())  # as the file keeps them
    return [value for _key, value in in_order if isinstance(value, str)]


def said(
    fact: OwnFact,
    day: Callable[[date], str] = date.isoformat,
    number: Callable[[Decimal], str] = plain_number,
) -> str:
    """A value as people read it; `day` and `number` write it as their language does."""
    value, field = fact.value, fact.field
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.DATE:
        return _read_or_as_is(value, lambda: day(date.fromisoformat(value)))
    if field.kind is FieldKind.NUMBER:
        shown = _read_or_as_is(value, lambda: number(Decimal(value)))
        return f"{shown} {field.unit}" if field.unit else shown
    return value


def _read_or_as_is(value: str, read: Callable[[], str]) -> str:
    """A field may have been of another kind when the value was written."""
    try:
        return read()
    except (ValueError, InvalidOperation):
        return value
