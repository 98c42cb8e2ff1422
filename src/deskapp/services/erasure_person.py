"""Who is meant by an erasure: a customer with all who were merged into them, and what gives them away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.traces import Traces, traces_of
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services.customer_names import unknown
from deskapp.services.erasure_others import Others, others_like
from deskapp.services.merged import living_id
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

_customer, _ticket, _device = schema.customer, schema.ticket, schema.device
_PARTS = (
    schema.customer_phone,
    schema.customer_email,
    schema.customer_address,
    schema.customer_contact,
)
_AS_NAME, _AS_EMAIL, _AS_STREET = ("name", "company"), ("email", "address"), ("street",)
_AS_CODE = ("tax_id", "iban", "serial", "imei", "frame_number")


@dataclass(frozen=True)
class Someone:
    """`ids` are the customer's first, then those within.

    `close` holds in their own records only, with companies and contacts; `far` gives them away anywhere.
    """

    ids: tuple[int, ...]
    name: str
    tickets: tuple[int, ...]
    devices: tuple[int, ...]
    close: Traces
    far: Traces
    words: Traces
    """Each word of their names alone."""
    others: Others
    """Living customers who have the same name, phone or e-mail."""
    spelled: tuple[str, ...]
    """Names, numbers, addresses and codes as they may lie in the file."""


def someone(connection: Connection, customer_id: int, *, as_it_stands: bool = False) -> Someone:
    """Everything that is needed to find a person; raises `DeskError` where they are not there any more.

    `as_it_stands` takes one who was merged into another alone.
    """
    row = connection.execute(select(_customer).where(_customer.c.id == customer_id)).first()
    if row is None:
        raise unknown(customer_id)
    if row.erased_at is not None:
        raise DeskError(_("Customer {id} was erased already.").format(id=customer_id))
    if not as_it_stands and (living := living_id(connection, customer_id)) != customer_id:
        message = _("{name} was merged into customer {other}; take that one, or undo the merge first.")
        raise DeskError(message.format(name=row.name or row.company, other=living))
    ids = (customer_id, *_inside(connection, customer_id))
    devices = _ids(connection, _device.c.id, _device.c.customer_id, ids)
    said = _said(connection, ids, devices)
    own = _own(connection, ids)
    far = traces_of(names=own.names, emails=own.emails, numbers=own.reached)
    codes = [*said.codes, *said.streets]
    close = traces_of(names=said.names, emails=said.emails, numbers=said.reached, said=codes, closely=True)
    return Someone(
        ids,
        row.name or row.company,
        _ids(connection, _ticket.c.id, _ticket.c.customer_id, ids),
        devices,
        close,
        far,
        traces_of(names=own.names, closely=True),
        others_like(connection, ids, own.names, own.emails, own.reached),
        tuple(said.spelled()),
    )


class _Said:
    """The values that were written down about somebody, now or before."""

    def __init__(self) -> None:
        self.names = set[str]()
        self.emails = set[str]()
        self.streets = set[str]()
        self.codes = set[str]()
        self.numbers = set[tuple[str, str]]()

    def add(self, field: str, value: Any) -> None:
        """What stands in a field; lists are those of the history."""
        if isinstance(value, list):
            for one in value:
                self.add({"phones": "typed", "emails": "email"}.get(field, field), one)
        elif isinstance(value, str) and value:
            self._add(field, value)

    def _add(self, field: str, value: str) -> None:
        if field in _AS_NAME:
            self.names.add(value)
        elif field in _AS_EMAIL:
            self.emails.add(value)
        elif field in _AS_STREET:
            self.streets.add(value)
        elif field in _AS_CODE:
            self.codes.add(value)
        elif field == "typed":
            self.numbers.add((value, ""))

    @property
    def reached(self) -> list[tuple[str, str]]:
        """Phones as typed and in normal form."""
        return [pair for pair in self.numbers if any(pair)]

    def spelled(self) -> Iterator[str]:
        """In the ways in which the file may hold them; short ones are in every file."""
        for one in (*self.names, *self.emails, *self.streets, *self.codes):
            yield from (way for way in (one, text.fold(one), text.index_text([one])) if len(way) >= 6)
        for pair in self.numbers:
            yield from (way for one in pair for way in (one, text.digits(one)) if len(way) >= 6)


def _said(connection: Connection, ids: Sequence[int], devices: Sequence[int]) -> _Said:
    said = _Said()
    for row in connection.execute(select(_customer).where(_customer.c.id.in_(ids))):
        _add_row(said, row)
    for table in _PARTS:
        for row in connection.execute(select(table).where(table.c.customer_id.in_(ids))):
            _add_row(said, row)
    for row in connection.execute(select(_device).where(_device.c.id.in_(devices))):
        _add_row(said, row)
    for kind, record_ids in (("customer", ids), ("device", devices)):
        _add_history(said, connection, kind, record_ids)
    return said


def _own(connection: Connection, ids: Sequence[int]) -> _Said:
    """What is the person's alone: neither the firm they work for nor whom they named to call."""
    own = _Said()
    for row in connection.execute(select(_customer).where(_customer.c.id.in_(ids))):
        own.add("name", row.name or row.company)
        own.add("email", row.email)
    for table in (schema.customer_phone, schema.customer_email):
        for row in connection.execute(select(table).where(table.c.customer_id.in_(ids))):
            _add_row(own, row)
    _add_history(own, connection, "customer", ids, ("name", "email", "phones", "emails"))
    return own


def _add_row(said: _Said, row: Any) -> None:
    values = row._asdict()
    number = values.get("typed") or values.get("phone") or ""
    if number or values.get("normal"):
        said.numbers.add((number, values.get("normal", "")))
    for field, value in values.items():
        if field != "typed":
            said.add(field, value)


def _add_history(
    said: _Said,
    connection: Connection,
    kind: str,
    record_ids: Sequence[int],
    only: Sequence[str] = (),
) -> None:
    value, audit = schema.audit_value, schema.audit
    of_them = select(audit.c.id).where(audit.c.kind == kind, audit.c.record_id.in_(record_ids))
    for row in connection.execute(select(value).where(value.c.audit_id.in_(of_them))):
        if only and row.field not in only:
            continue
        for side in (row.before, row.after):
            said.add(row.field, side)


def _inside(connection: Connection, customer_id: int) -> list[int]:
    """Those who were merged into a customer, through merges of merges too."""
    found: list[int] = []
    new = [customer_id]
    while new:
        into = select(_customer.c.id).where(_customer.c.merged_into.in_(new)).order_by(_customer.c.id)
        new = list(connection.execute(into).scalars())
        found += new
    return found


def _ids(connection: Connection, of: Any, owner: Any, ids: Sequence[int]) -> tuple[int, ...]:
    return tuple(connection.execute(select(of).where(owner.in_(ids)).order_by(of)).scalars())
