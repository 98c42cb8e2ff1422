"""Trade packs: what a shop of some trade begins with, as data that people edit, export and import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from deskapp.domain import field as own
from deskapp.domain import item_type as types
from deskapp.domain import text
from deskapp.domain.catalog import Kind
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.item_type import ItemType, Point
from deskapp.domain.shop import LONGEST_WORD, WORDS
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _

FORMAT = 1
MOST_SERVICES = 500
LONGEST_NAME, LONGEST_TERMS = 60, 2000
Plain = Mapping[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class PackService:
    """A service or part of a pack; amounts are decimals of whatever currency the shop counts in."""

    code: str
    name: str
    price: Decimal
    kind: Kind = Kind.SERVICE
    category: str = ""
    cost: Decimal | None = None
    minutes: int | None = None
    warranty: Warranty | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a trade brings, in one language; `words` go by the keys of `WORDS`."""

    key: str
    label: str
    words: Mapping[str, str] = field(default_factory=dict)
    item_types: tuple[ItemType, ...] = ()
    fields: tuple[Field, ...] = ()
    services: tuple[PackService, ...] = ()
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a shop has of its trade and changes by hand."""

    item_types: tuple[ItemType, ...] = ()
    fields: tuple[Field, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def pack_from(given: object, language: str) -> Pack:
    """The pack that a file describes, in a language such as `de_DE`; raises `Invalid` with what is wrong.

    A text is written as it is, or as an object with one text for each language.
    """
    reader = _Reader(language[:2])
    plain = reader.one(given, "pack", _PACK)
    if plain.get("format", FORMAT) != FORMAT:
        raise Invalid(_("This trade pack comes from a newer version of the program."), "format")
    pack = Pack(
        key=reader.line(plain, "key", LONGEST_NAME),
        label=reader.line(plain, "label", LONGEST_NAME),
        words=reader.words(plain),
        item_types=reader.each(plain, "item_types", _TYPE, reader.item_type),
        fields=reader.each(plain, "fields", _FIELD, reader.field),
        services=reader.each(plain, "services", _SERVICE, reader.service),
        terms=text.block(reader.said(plain, "terms"), "terms", LONGEST_TERMS),
    )
    _check(pack)
    return pack


def plain_of(pack: Pack) -> dict[str, Any]:
    """The pack as it is written to a file."""
    return {
        "format": FORMAT,
        "key": pack.key,
        "label": pack.label,
        "words": dict(pack.words),
        "item_types": [_plain_type(one) for one in pack.item_types],
        "fields": [_plain_field(one) for one in pack.fields],
        "services": [_plain_service(one) for one in pack.services],
        "terms": pack.terms,
    }


_PACK = frozenset({"format", "key", "label", "words", "item_types", "fields", "services", "terms"})
_TYPE = frozenset({"key", "label", "icon", "checklist", "accessories"})
_POINT = frozenset({"key", "label"})
_FIELD = frozenset({"key", "label", "kind", "of", "unit", "choices", "item_type"})
_SERVICE = frozenset({"code", "name", "price", "kind", "category", "cost", "minutes", "warranty"})
_WARRANTY = frozenset({"number", "unit"})


class _Reader:
    """Reads the pieces of a pack in one language and says of each what is wrong with it."""

    def __init__(self, language: str) -> None:
        self._language = language

    def one(self, given: object, name: str, known: frozenset[str]) -> Plain:
        if not isinstance(given, dict):
            raise Invalid(_("“{name}” of a trade pack is a JSON object.").format(name=name), name)
        if unknown := sorted(str(key) for key in given.keys() - known):
            message = _("A trade pack has no “{name}” in “{place}”.")
            raise Invalid(message.format(name=unknown[0][:LONGEST_NAME], place=name), name)
        return given

    def each(
        self, plain: Plain, name: str, known: frozenset[str], make: Callable[[Plain], Made]
    ) -> tuple[Made, ...]:
        given = plain.get(name, [])
        if not isinstance(given, list) or len(given) > MOST_SERVICES:
            message = _("“{name}” of a trade pack is a list of up to {count}.")
            raise Invalid(message.format(name=name, count=MOST_SERVICES), name)
        return tuple(make(self.one(one, name, known)) for one in given)

    def said(self, plain: Plain, name: str) -> str:
        """A text in this language, else in English, else in whatever there is."""
        return self._said(plain.get(name, ""), name)

    def line(self, plain: Plain, name: str, longest: int) -> str:
        return text.line(self.said(plain, name), name, longest)

    def lines(self, plain: Plain, name: str) -> tuple[str, ...]:
        given = plain.get(name, [])
        if not isinstance(given, list):
            message = _("“{name}” of a trade pack is a list of up to {count}.")
            raise Invalid(message.format(name=name, count=MOST_SERVICES), name)
        return tuple(self._said(one, name) for one in given)

    def words(self, plain: Plain) -> dict[str, str]:
        given = self.one(plain.get("words", {}), "words", frozenset(WORDS))
        return {key: word for key in WORDS if (word := self.line(given, key, LONGEST_WORD))}

    def item_type(self, plain: Plain) -> ItemType:
        return types.checked(
            ItemType(
                self.said(plain, "label"),
                self.said(plain, "icon"),
                self.each(plain, "checklist", _POINT, self._point),
                self.lines(plain, "accessories"),
                self.line(plain, "key", own.LONGEST_KEY),
            )
        )

    def field(self, plain: Plain) -> Field:
        return own.checked(
            Field(
                self.said(plain, "label"),
                _one_of(FieldKind, plain.get("kind", "text"), "kind"),
                _one_of(FieldOf, plain.get("of", "item"), "of"),
                self.said(plain, "unit"),
                self.lines(plain, "choices"),
                self.line(plain, "item_type", text.LONGEST_LINE),
                self.line(plain, "key", own.LONGEST_KEY),
            )
        )

    def service(self, plain: Plain) -> PackService:
        price = _decimal(plain.get("price"), "price")
        if price is None:
            raise Invalid(_("A catalog entry needs a price."), "price")
        return PackService(
            self.line(plain, "code", 30),
            self.line(plain, "name", text.LONGEST_LINE),
            price,
            _one_of(Kind, plain.get("kind", "service"), "kind"),
            self.line(plain, "category", 60),
            _decimal(plain.get("cost"), "cost"),
            _whole(plain["minutes"], "minutes") if "minutes" in plain else None,
            self._warranty(plain.get("warranty")),
        )

    def _point(self, plain: Plain) -> Point:
        return Point(self.line(plain, "key", own.LONGEST_KEY), self.said(plain, "label"))

    def _warranty(self, given: object) -> Warranty | None:
        if given is None:
            return None
        plain = self.one(given, "warranty", _WARRANTY)
        unit = _one_of(WarrantyUnit, plain.get("unit", "days"), "warranty")
        return Warranty(_whole(plain.get("number"), "warranty"), unit)

    def _said(self, given: object, name: str) -> str:
        if isinstance(given, dict) and given:
            given = given.get(self._language) or given.get("en") or next(iter(given.values()))
        if not isinstance(given, str):
            message = _("“{name}” of a trade pack is a text, or one text for each language.")
            raise Invalid(message.format(name=name), name)
        return given


def _one_of(kind: type[Made], given: object, name: str) -> Made:
    try:
        return kind(given)  # type: ignore[call-arg]  # each is an enumeration of texts
    except ValueError:
        message = _("“{value}” is no “{name}” that a trade pack knows.")
        raise Invalid(message.format(value=str(given)[:LONGEST_NAME], name=name), name) from None


def _decimal(given: object, name: str) -> Decimal | None:
    if given is None:
        return None
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and 0 <= number < Decimal(10) ** 9):
        message = _("“{value}” is no amount; a trade pack writes it like 79.00.")
        raise Invalid(message.format(value=str(given)[:LONGEST_NAME]), name)
    return number


def _whole(given: object, name: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise Invalid(_("“{field}” is a whole number.").format(field=name), name)
    return given


def _check(pack: Pack) -> None:
    """What only the whole can tell."""
    if not (pack.key and pack.label):
        raise Invalid(_("A trade pack needs a key and a name."), "key")
    if any(not (service.code and service.name) for service in pack.services):
        raise Invalid(_("A catalog entry needs a code and a name."), "code")
    _refuse_doubled([service.code.upper() for service in pack.services])
    _refuse_doubled([one.key for one in pack.item_types if one.key])
    _refuse_doubled([one.key for one in pack.fields if one.key])
    known = {one.key for one in pack.item_types} | {""}
    for one in pack.fields:
        if one.item_type not in known and not known.issuperset(one.item_type.split()):
            message = _("“{label}” belongs to an item type that the trade pack does not have.")
            raise Invalid(message.format(label=one.label), "item_type")


def _refuse_doubled(keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise Invalid(_("“{key}” is twice in the trade pack.").format(key=key), "key")


def _plain_type(one: ItemType) -> dict[str, Any]:
    points = [{"key": point.key, "label": point.label} for point in one.checklist]
    return {
        "key": one.key,
        "label": one.label,
        "icon": one.icon,
        "checklist": points,
        "accessories": list(one.accessories),
    }


def _plain_field(one: Field) -> dict[str, Any]:
    plain: dict[str, Any] = {"key": one.key, "label": one.label, "kind": one.kind.value, "of": one.of.value}
    more = {"unit": one.unit, "choices": list(one.choices), "item_type": one.item_type}
    return plain | {name: value for name, value in more.items() if value}


def _plain_service(one: PackService) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "code": one.code,
        "name": one.name,
        "price": f"{one.price:f}",
        "kind": one.kind.value,
        "category": one.category,
    }
    if one.cost is not None:
        plain["cost"] = f"{one.cost:f}"
    if one.minutes is not None:
        plain["minutes"] = one.minutes
    if one.warranty:
        plain["warranty"] = {"number": one.warranty.number, "unit": one.warranty.unit.value}
    return plain
