"""What a change of a ticket's fields is called, with the new values: “due Fri 13 Mar 17:00, person Tom”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import N_, _
from deskapp.services.customer import read_customer
from deskapp.services.person import people_names
from deskapp.services.shop import read_shop
from deskapp.services.ticket_history import FIELD_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.shop import Shop

_MOST_VALUES = 2  # of more fields a message names only which they are
_LONGEST_VALUE = 40

# Translators: these stand behind a ticket's number in a message: 26001198: due Fri 13 Mar 17:00.
_SAID = {
    "promised_at": (N_("due {value}"), N_("no due date")),
    "planned_at": (N_("planned for {value}"), N_("not planned")),
    "priority": (N_("priority {value}"), ""),
    "person_id": (N_("person {value}"), N_("nobody assigned")),
    "place": (N_("place {value}"), N_("no place")),
    "tags": (N_("tags {value}"), N_("no tags")),
    "customer_id": (N_("customer {value}"), N_("no customer")),
}


def change_words(tx: Connection, changed: Mapping[str, Any]) -> str:
    """The changed fields of tickets by column with their new values; of many fields the names alone."""
    if len(changed) > _MOST_VALUES:
        return ", ".join(_(FIELD_LABELS[name]) for name in FIELD_LABELS if name in changed)
    return ", ".join(_said(tx, changed))


def _said(tx: Connection, changed: Mapping[str, Any]) -> Iterator[str]:
    for name, value in changed.items():
        if name not in _SAID:
            yield _(FIELD_LABELS[name])
        elif value is None or value == "":
            yield _(_SAID[name][1])
        else:
            yield _(_SAID[name][0]).format(value=_short(_value(tx, name, value)))


def _value(tx: Connection, name: str, value: Any) -> str:
    if name in {"promised_at", "planned_at"}:
        return _moment(read_shop(tx), value)
    if name == "priority":
        return _(PRIORITY_LABELS[Priority(value)])
    if name == "person_id":
        return people_names(tx)[value]
    if name == "customer_id":
        return read_customer(tx, value).name
    return str(value)


def _moment(shop: Shop, moment: datetime) -> str:
    from babel import Locale
    from babel.dates import format_skeleton, format_time

    locale = Locale.parse(shop.language, sep="-" if "-" in shop.language else "_")
    local = moment.astimezone(shop.zone)
    day = format_skeleton("MMMEd", local, locale=locale).replace(",", "")
    return f"{day} {format_time(local, 'short', locale=locale)}"


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}…"
