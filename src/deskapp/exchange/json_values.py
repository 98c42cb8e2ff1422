"""Single values of a JSON object, each refused with the name of its field where it does not fit."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deskapp.domain.money import Money, parse_money
from deskapp.domain.text import refuse_lost
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from deskapp.domain.shop import Shop

_LARGEST_WHOLE = 2**53  # what JSON and SQLite both keep exactly


def moment_from(typed: object, field: str, zone: ZoneInfo) -> datetime | None:
    """A moment in ISO 8601; without a zone it is the shop's, a bare date means five in the afternoon."""
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(str(typed)).replace(microsecond=0)
        if len(str(typed)) <= len("2026-03-12"):
            moment = moment.replace(hour=17)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = _("“{text}” is not a date and time; write it like 2026-03-12T17:00.")
        raise Invalid(message.format(text=typed), field) from None


def money(given: object, shop: Shop, field: str) -> Money:
    """An amount as text or number, or an object with `amount` and `currency`."""
    if isinstance(given, dict):
        if given.get("currency", shop.currency.code) != shop.currency.code:
            raise Invalid(_("The shop counts in {currency}.").format(currency=shop.currency.code), field)
        given = given.get("amount")
    try:
        return parse_money(str(given), shop.currency)
    except Invalid as error:
        raise Invalid(str(error), field) from error


def decimal(given: object) -> Decimal:
    """A quantity, with a point or a comma."""
    try:
        return Decimal(str(given).replace(",", "."))
    except InvalidOperation:
        raise Invalid(_("“{text}” is not a quantity.").format(text=given), "quantity") from None


def whole(given: object, field: str) -> int:
    """A whole number from 0 on."""
    try:
        number = int(str(given))
    except ValueError:
        number = -1
    if not 0 <= number <= _LARGEST_WHOLE:
        raise Invalid(_("“{field}” is a whole number.").format(field=field), field)
    return number


def text(given: Mapping[str, Any], field: str) -> str:
    """The text of a field; none is empty."""
    return as_text(given.get(field), field)


def texts(given: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(as_text(value, field) for value in several(given, field))


def as_text(value: object, field: str) -> str:
    """A text, or a number as it would be typed; a sign that no screen shows is refused."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Invalid(_("“{field}” is a text.").format(field=field), field)
    refuse_lost(str(value), field)
    return str(value)


def several(given: Mapping[str, Any], field: str) -> list[Any]:
    """The list of a field; none is empty."""
    value = given.get(field) or []
    if not isinstance(value, list):
        raise Invalid(_("“{field}” is a list.").format(field=field), field)
    return value


def yes_or_no(given: Mapping[str, Any], field: str) -> bool:
    """A switch that is off unless it is said."""
    value = given.get(field) or False
    if not isinstance(value, bool):
        raise Invalid(_("“{field}” is true or false.").format(field=field), field)
    return value


def json_object(given: object) -> dict[str, Any]:
    """A line as an object."""
    if not isinstance(given, dict):
        raise Invalid(_("A line is a JSON object."), "lines")
    return given


def refuse_unknown(given: Mapping[str, Any], known: frozenset[str], noun: str) -> None:
    """Refuse names that mean nothing; `noun` says in what."""
    if unknown := sorted(given.keys() - known):
        message = _("There is no “{field}” in {noun}; there is {known}.")
        names = ", ".join(sorted(known))
        raise Invalid(message.format(field=unknown[0], noun=noun, known=names), unknown[0])


def own_fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the shop's own fields; the desk refuses what does not fit them."""
    values = given.get("fields") or {}
    if not isinstance(values, dict):
        raise Invalid(_("“{field}” is a JSON object.").format(field="fields"), "fields")
    return values
