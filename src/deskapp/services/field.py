"""The shop's own fields: which there are, and their values in tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.field import (
    MOST_FIELDS,
    Field,
    FieldKind,
    FieldOf,
    OwnFact,
    Values,
    checked,
    checked_values,
    facts,
    of_record,
)
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.keyed_rows import keep
from deskapp.store import schema
from deskapp.store.kept import kept
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_field, _ticket, _item, _customer = schema.field, schema.ticket, schema.item, schema.customer
_ALL = Reading(select(_field).where(_field.c.binned_at.is_(None)).order_by(_field.c.position, _field.c.id))
_OF_TICKET = Reading(select(_ticket.c.fields).where(_ticket.c.id == bindparam("id")))


class Fields:
    """The fields that one shop added."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[Field, ...]:
        """All fields in the shop's order."""
        with self._file.read() as connection:
            return read_fields(connection)

    def keep(self, actor: Actor, fields: Sequence[Field], read: Sequence[Field]) -> Done[tuple[Field, ...]]:
        """Keep these fields in this order; `read` are those that were changed to them.

        A field that is not named any more is asked about no more; what records hold of it stays.
        """
        now = self._clock.now()
        with self._file.write() as tx:
            if read_fields(tx) != tuple(read):
                raise StaleWrite(_("The fields were changed elsewhere since you opened them."))
            steps = keep_fields(tx, fields, now)
            audit.record(tx, actor, now, "keep", (_field.name, None))
            return Done(read_fields(tx), Undo(_("Changed the shop's fields"), steps))

    def of_customers(self, actor: Actor, customer_ids: Sequence[int]) -> dict[int, tuple[OwnFact, ...]]:
        """The values that the directory shows of these customers."""
        with self._file.read() as connection:
            held = select(_customer.c.id, _customer.c.fields).where(_customer.c.id.in_(customer_ids))
            return {
                customer_id: own_facts(connection, FieldOf.CUSTOMER, values)
                for customer_id, values in connection.execute(held)
            }

    def of_tickets(self, actor: Actor, ticket_ids: Sequence[int]) -> dict[int, tuple[OwnFact, ...]]:
        """The values that a list shows of these tickets: their own, their items', their customer's."""
        with self._file.read() as connection:
            fields = read_fields(connection)
            return {
                ticket_id: facts(values, fields)
                for ticket_id, values in _values_of(connection, ticket_ids).items()
            }


@kept
def read_fields(connection: Unit) -> tuple[Field, ...]:
    """All fields in the shop's order, inside a unit that is already open."""
    return tuple(
        Field(
            row.label,
            FieldKind(row.kind),
            FieldOf(row.of),
            row.unit,
            tuple(row.choices),
            row.item_type,
            row.key,
        )
        for row in _ALL.all(connection)
    )


def keep_fields(tx: Connection, fields: Sequence[Field], now: datetime) -> tuple[UndoStep, ...]:
    """Bring the stored fields to these, inside a unit that is already open."""
    if len(fields) > MOST_FIELDS:
        raise Invalid(_("A shop has up to {count} fields of its own.").format(count=MOST_FIELDS), "fields")
    clean = [checked(field) for field in fields]
    _refuse_doubled(clean)
    return tuple(keep(tx, _field, [_columns(field) for field in clean], now))


def own_values(
    tx: Unit, of: FieldOf, given: Values, before: Values | None = None, item_type: str = ""
) -> dict[str, Any]:
    """The values of a record as they can be kept; raises `Invalid` naming the field that cannot."""
    if not given and not before:
        return {}
    return checked_values(given, of_record(read_fields(tx), of, item_type), before)


def own_facts(connection: Unit, of: FieldOf, values: Values) -> tuple[OwnFact, ...]:
    """The values of a record with their fields; of a type that it has no more too."""
    if not values:
        return ()
    return facts(values, (field for field in read_fields(connection) if field.of is of))


def ticket_values(tx: Connection, ticket_id: int) -> Values:
    """The values of the ticket's own fields."""
    return _OF_TICKET.value(tx, id=ticket_id) or {}


def _refuse_doubled(fields: Sequence[Field]) -> None:
    seen: set[tuple[str, str, str]] = set()
    for field in fields:
        name = (field.of, field.item_type, field.label)
        if name in seen:
            raise Invalid(_("There are two fields “{label}”.").format(label=field.label), "label")
        seen.add(name)


def _columns(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "of": field.of.value,
        "unit": field.unit,
        "choices": list(field.choices),
        "item_type": field.item_type,
    }


def _values_of(connection: Connection, ticket_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Where two items hold a value, the first one's is shown."""
    found: dict[int, dict[str, Any]] = {ticket_id: {} for ticket_id in ticket_ids}
    tickets = (
        select(_ticket.c.id, _ticket.c.fields, _customer.c.fields)
        .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
        .where(_ticket.c.id.in_(ticket_ids))
    )
    for ticket_id, own, customers in connection.execute(tickets):
        found[ticket_id] = {**(customers or {}), **own}
    items = (
        select(_item.c.ticket_id, _item.c.fields)
        .where(_item.c.ticket_id.in_(ticket_ids), _item.c.binned_at.is_(None))
        .order_by(_item.c.position)
    )
    for ticket_id, own in connection.execute(items):
        found[ticket_id] = {**own, **found[ticket_id]}
    return found
