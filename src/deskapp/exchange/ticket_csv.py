"""Writing rows of the queue to a CSV file: what people see, with days and times that sort."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from deskapp.domain.field import said
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.exchange.csv_file import save_csv
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo
    from pathlib import Path

    from deskapp.domain.field import Field, OwnFact
    from deskapp.domain.ticket_row import TicketRow

_AT_ONCE = 500


def save_tickets(
    rows: Iterable[TicketRow],
    labels: Mapping[str, str],
    zone: tzinfo,
    path: Path,
    own: OwnColumns | None = None,
) -> Path:
    """Write a line for each ticket, whole or not at all; `labels` names the shop's statuses.

    Moments are those of the shop's clock, for example `2026-03-10 09:06`. `own` adds the shop's own fields.
    """
    fields = own.fields if own else ()
    lines = ((*_line(row, labels, zone), *values) for row, values in _with_values(rows, own))
    return save_csv([(*_heads(), *(field.label for field in fields)), *lines], path)


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """The shop's own fields; `read` answers the values of some tickets by their ids."""

    fields: Sequence[Field]
    read: Callable[[Sequence[int]], Mapping[int, Sequence[OwnFact]]]


def _with_values(
    rows: Iterable[TicketRow], own: OwnColumns | None
) -> Iterator[tuple[TicketRow, tuple[str, ...]]]:
    if own is None or not own.fields:
        yield from ((row, ()) for row in rows)
        return
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        values = own.read([row.id for row in some])
        for row in some:
            known = {fact.field.key: said(fact) for fact in values.get(row.id, ())}
            yield row, tuple(known.get(field.key, "") for field in own.fields)


def _heads() -> tuple[str, ...]:
    return (
        *(_("No."), _("Status"), _("Due"), _("Customer"), _("Phone"), _("Device"), _("Items"), _("Problem")),
        *(_("Person"), _("Priority"), _("Place"), _("Tags"), _("Received"), _("Closed")),
    )


def _line(row: TicketRow, labels: Mapping[str, str], zone: tzinfo) -> tuple[object, ...]:
    due, received, closed = (_local(at, zone) for at in (row.promised_at, row.received_at, row.closed_at))
    status, priority = labels.get(row.status, row.status), _(PRIORITY_LABELS[Priority(row.priority)])
    return (
        *(row.number, status, due, row.customer, row.phone, row.device, row.items, row.fault),
        *(row.person, priority, row.place, row.tags, received, closed),
    )


def _local(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""
