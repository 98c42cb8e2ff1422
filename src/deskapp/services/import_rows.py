"""Writing new tickets in bulk: the rows of each table, straight to the driver."""

from __future__ import annotations

from collections import defaultdict, deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from deskapp.domain import text
from deskapp.domain.number import code_of
from deskapp.domain.status import Meaning
from deskapp.domain.ticket_row import Priority
from deskapp.services import number
from deskapp.services.device import search_texts
from deskapp.services.import_judge import TICKET
from deskapp.services.ticket_derived import fault_line
from deskapp.services.ticket_run import go_on
from deskapp.services.ticket_texts import number_parts
from deskapp.store import schema, search_index
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Table

    from deskapp.domain.device import DeviceDraft
    from deskapp.domain.import_plan import ImportedTicket
    from deskapp.domain.shop import Shop
    from deskapp.services.import_judge import Judged

_STATE = ("collected", Meaning.CLOSED.value)  # what was brought in went home again
_PRIORITY = Priority.NORMAL.value
_AT_ONCE = 500
_number = schema.ticket.c.number
_NUMBERS = select(_number)


def insert_into(table: Table, *columns: str) -> str:
    """The driver's statement that adds rows of these columns; built once, run for many rows."""
    names = ", ".join(f'"{table.c[column].name}"' for column in columns)
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  own names


_TICKETS = insert_into(
    schema.ticket, "id", "number", "code", "status", "meaning", "received_at", "closed_at", "closed_month",
    "priority", "group_name", "external_id", "device_label", "fault_line", "customer_label",
    "customer_sort", "status_since", "updated_at",
)  # fmt: skip
_DEVICES = insert_into(schema.device, "id", "category", "brand", "model", "year")
_ITEMS = insert_into(
    schema.item, "id", "ticket_id", "position", "device_id", "fault", "condition", "status", "meaning",
    "closed_at", "outcome", "barrier",
)  # fmt: skip
_STEPS = insert_into(schema.status_step, "ticket_id", "item_id", "to_status", "at")
_REFS = insert_into(schema.external_ref, "system", "kind", "external_id", "record_id", "fingerprint")


class Numbers:
    """Numbers for tickets of the past: each from the series of its own year, in order of time."""

    def __init__(self, tx: Connection, shop: Shop, moments: Iterable[datetime]) -> None:
        self._zone = shop.zone
        wanted: defaultdict[date, int] = defaultdict(int)
        for moment in moments:
            wanted[self._month(moment)] += 1
        self._free = {
            month: deque(_free_numbers(tx, shop.ticket_template, month, wanted[month]))
            for month in sorted(wanted)
        }

    def next(self, moment: datetime) -> str:
        """The next number for a ticket of that moment."""
        return self._free[self._month(moment)].popleft()

    def _month(self, moment: datetime) -> date:
        return _local_day(moment, self._zone).replace(day=1)


def _free_numbers(tx: Connection, template: str, month: date, wanted: int) -> list[str]:
    """That many numbers that no ticket has; a changed template may come upon old ones."""
    free: list[str] = []
    while len(free) < wanted:
        made = number.take(tx, "ticket", template, month, wanted - len(free))
        taken = {
            have for few in _few(made) for have in tx.execute(_NUMBERS.where(_number.in_(few))).scalars()
        }
        free += [one for one in made if one not in taken]
    return free


def _few(numbers: list[str]) -> Iterator[list[str]]:
    """As many at a time as one statement takes."""
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def add_tickets(
    tx: Connection, system: str, shop: Shop, numbers: Numbers, judged: Sequence[Judged]
) -> list[int]:
    """Write new tickets, which come by time of intake, with all that belongs to them; answers their ids."""
    rows = _Rows(tx, system, shop)
    ids = [rows.add(one, numbers.next(one.ticket.at)) for one in judged]
    rows.write(tx)
    if ids:
        go_on(tx, ids[0])
    return ids


class _Rows:
    """The rows of some new tickets, table by table."""

    def __init__(self, tx: Connection, system: str, shop: Shop) -> None:
        self._system, self._zone = system, shop.zone
        self._ticket_id, self._item_id, self._device_id = (
            _last_id(tx, table) for table in (schema.ticket, schema.item, schema.device)
        )
        self._tickets: list[tuple[Any, ...]] = []
        self._devices: list[tuple[Any, ...]] = []
        self._items: list[tuple[Any, ...]] = []
        self._steps: list[tuple[Any, ...]] = []
        self._refs: list[tuple[Any, ...]] = []
        self._words: list[tuple[int, str, str, str]] = []
        self._parts: list[tuple[int, str, str, str]] = []

    def add(self, judged: Judged, made: str) -> int:
        ticket = judged.ticket
        self._ticket_id += 1
        self._item_id += 1
        ticket_id, item_id = self._ticket_id, self._item_id
        at, month = _times(ticket.at, self._zone)
        device_id, label, words = self._add_device(ticket.device)
        code = code_of(made)
        named = (ticket.group, ticket.external_id, label, fault_line(ticket.fault))
        group = (ticket.group, text.fold(ticket.group))
        row = (ticket_id, made, code, *_STATE, at, at, month, _PRIORITY, *named, *group, at, at)
        self._tickets.append(row)
        end = (at, ticket.outcome.value, ticket.barrier)
        self._items.append((item_id, ticket_id, 1, device_id, ticket.fault, ticket.condition, *_STATE, *end))
        self._steps.append((ticket_id, item_id, _STATE[0], at))
        self._refs.append((self._system, TICKET, ticket.external_id, ticket_id, judged.mark))
        self._words.append((ticket_id, _said(ticket), _group_words(ticket.group), words))
        self._parts.append((ticket_id, number_parts(made, code), "", ""))
        return ticket_id

    def write(self, tx: Connection) -> None:
        """Write them all, parents before children."""
        for statement, rows in (
            (_DEVICES, self._devices),
            (_TICKETS, self._tickets),
            (_ITEMS, self._items),
            (_STEPS, self._steps),
            (_REFS, self._refs),
        ):
            if rows:
                tx.exec_driver_sql(statement, rows)
        search_index.add(tx, "ticket_words", self._words)
        search_index.add(tx, "ticket_parts", self._parts)

    def _add_device(self, device: DeviceDraft) -> tuple[int | None, str, str]:
        label, words = _device_texts(device)
        if not label:
            return None, "", ""
        self._device_id += 1
        self._devices.append((self._device_id, device.category, device.brand, device.model, device.year))
        return self._device_id, label, words


def _said(ticket: ImportedTicket) -> str:
    """The search text; `texts_between` would make the same."""
    return text.index_text((ticket.external_id, ticket.fault, ticket.condition))


@lru_cache(maxsize=4096)
def _group_words(group: str) -> str:
    return text.index_text((group,))


def _last_id(tx: Connection, table: Table) -> int:
    return int(tx.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())


@lru_cache(maxsize=4096)
def _local_day(moment: datetime, zone: Any) -> date:
    return moment.astimezone(zone).date()


@lru_cache(maxsize=4096)
def _times(moment: datetime, zone: Any) -> tuple[str, str]:
    """The moment and its closing month as they lie in the file."""
    return moment_text(moment), f"{_local_day(moment, zone):%Y-%m}"


@lru_cache(maxsize=4096)
def _device_texts(device: DeviceDraft) -> tuple[str, str]:
    """What the queue shows of the device, and by which words it is found; imports bring no serials."""
    return device.label, search_texts(device)[0]
