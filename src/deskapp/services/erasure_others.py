"""Other customers whom an erasure must not touch: those with the same name, phone or e-mail as the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from deskapp.domain import text
from deskapp.domain.traces import Traces, traces_of
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Table

    from deskapp.services.erasure_person import Someone

_customer, _phone, _email = schema.customer, schema.customer_phone, schema.customer_email
_ticket, _device, _draft = schema.ticket, schema.device, schema.draft
_NO_TRACES = Traces()


@dataclass(frozen=True)
class Others:
    """They keep what is theirs too; `traces` are those of the person alone, which go from their records."""

    ids: tuple[int, ...] = ()
    traces: Traces = _NO_TRACES

    @classmethod
    def of(cls, people: Sequence[Someone]) -> Others:
        """Those of several people who are erased together."""
        gone = {one for who in people for one in who.ids}
        ids = {one for who in people for one in who.others.ids} - gone
        return cls(tuple(sorted(ids)), Traces.of(who.others.traces for who in people))


def others_like(
    connection: Connection,
    ids: Collection[int],
    names: Collection[str],
    emails: Collection[str],
    numbers: Collection[tuple[str, str]],
) -> Others:
    """Who else has one of these names, e-mails or phones, and what the person has alone."""
    found = _Shared()
    found.look_by_name(connection, ids)
    found.look_by_email(connection, ids, {one.lower() for one in emails})
    found.look_by_phone(connection, ids, numbers)
    alone = traces_of(
        names=[one for one in names if text.fold(one) not in found.names],
        emails=[one for one in emails if one.lower() not in found.emails],
        numbers=[one for one in numbers if not found.has_number(*one)],
    )
    return Others(tuple(sorted(found.ids)), alone)


class _Shared:
    """What others have in common with the person; each look goes by an index, as many are erased at once."""

    def __init__(self) -> None:
        self.ids = set[int]()
        self.names = set[str]()
        self.emails = set[str]()
        self._numbers = set[str]()

    def look_by_name(self, connection: Connection, ids: Collection[int]) -> None:
        """Namesakes, and those who work for a firm."""
        mine = connection.execute(select(_customer).where(_customer.c.id.in_(ids))).all()
        sorted_by = {row.sort_name for row in mine} - {""}
        self._add_named(connection, _customer.c.sort_name.in_(sorted_by), ids)
        if firms := {row.company for row in mine if not row.name} - {""}:
            self._add_named(connection, _customer.c.company.in_(firms), ids)

    def _add_named(self, connection: Connection, where: ColumnElement[bool], ids: Collection[int]) -> None:
        for row in connection.execute(select(_customer).where(*_living(ids), where)):
            self.ids.add(row.id)
            self.names |= {text.fold(one) for one in (row.name, row.company) if one}

    def look_by_email(self, connection: Connection, ids: Collection[int], lower: set[str]) -> None:
        """Their first e-mail and the others."""
        first = (_customer.c.email != "", func.lower(_customer.c.email).in_(lower))
        found = connection.execute(
            select(_customer.c.id, _customer.c.email).where(*_living(ids), *first)
        ).all()
        other = (_email.c.binned_at.is_(None), func.lower(_email.c.address).in_(lower))
        more = select(_email.c.customer_id, _email.c.address).join(_customer)
        for customer_id, email in (*found, *connection.execute(more.where(*_living(ids), *other))):
            self.ids.add(customer_id)
            self.emails.add(email.lower())

    def look_by_phone(
        self, connection: Connection, ids: Collection[int], numbers: Collection[tuple[str, str]]
    ) -> None:
        """By the normal form; what has none by what was typed."""
        normals = {normal for _typed, normal in numbers if normal}
        typed = {typed for typed, normal in numbers if typed and not normal}
        asked: list[ColumnElement[bool]] = [_phone.c.normal.in_(normals)]
        asked += [(_phone.c.normal == "") & _phone.c.typed.in_(typed)] if typed else []
        for where in asked:
            of = select(_phone.c.customer_id, _phone.c.typed, _phone.c.normal).join(_customer)
            for row in connection.execute(of.where(*_living(ids), _phone.c.binned_at.is_(None), where)):
                self.ids.add(row.customer_id)
                self._numbers.add(_dialled(row.normal or row.typed))

    def has_number(self, typed: str, normal: str) -> bool:
        """Whether a phone is theirs too; the history knows it only as it was typed."""
        dialled = _dialled(normal or typed)
        return any(one.endswith(dialled) or dialled.endswith(one) for one in self._numbers if dialled)


def _dialled(number: str) -> str:
    return text.digits(number).lstrip("0")


def _living(ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    gone = (_customer.c.erased_at.is_(None), _customer.c.merged_into.is_(None))
    return (_customer.c.id.not_in(ids), _customer.c.binned_at.is_(None), *gone)


def belongs_to(table: Table, ticket: str, ids: Collection[int]) -> ColumnElement[bool] | None:
    """Whether a row is a customer's or one of their tickets'; None where no such row is anybody's.

    `ticket` is the column that leads to a ticket, empty where there is none.
    """
    columns: Any = table.c
    if table is _draft:
        return func.coalesce(func.json_extract(_draft.c.content, "$.customer.id"), 0).in_(ids)
    tickets = select(_ticket.c.id).where(_ticket.c.customer_id.in_(ids))
    found = [func.coalesce(columns[ticket], 0).in_(tickets)] if ticket else []
    if table is _customer:
        found.append(columns.id.in_(ids))
    elif "customer_id" in columns:
        found.append(func.coalesce(columns.customer_id, 0).in_(ids))
    return or_(*found) if found else None


def may_belong_to(table: Table, ticket: str, ids: Collection[int]) -> ColumnElement[bool] | None:
    """The same, with enquiries that are linked to nobody: a shared phone does not say whose they are."""
    found = belongs_to(table, ticket, ids)
    if table is schema.enquiry and found is not None and ids:
        return found | (table.c.customer_id.is_(None) & table.c.ticket_id.is_(None))
    return found


def owners(connection: Connection, kind: str, record_id: int | None) -> set[int]:
    """Whose record something in the history is, as far as it is a customer's."""
    if kind == _customer.name:
        return {record_id} if record_id else set()
    table = {_ticket.name: _ticket, _device.name: _device, "enquiry": schema.enquiry}.get(kind)
    if table is None or record_id is None:
        return set()
    return {
        one
        for one in connection.execute(select(table.c.customer_id).where(table.c.id == record_id)).scalars()
        if one
    }
