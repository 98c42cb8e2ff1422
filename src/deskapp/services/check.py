"""Whether a shop file holds together: pages, references, audit chain, search index, derived columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from deskapp.domain.status import Meaning, least_advanced
from deskapp.domain.turnaround import Step, effective, turnaround_minutes
from deskapp.i18n import _, ngettext
from deskapp.services import audit
from deskapp.services.search_upkeep import out_of_step
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses
from deskapp.services.ticket_derived import item_columns
from deskapp.services.ticket_read import ALL_ITEMS
from deskapp.store import schema, search_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection, Row

    from deskapp.domain.status import Status


def problems(connection: Connection) -> tuple[str, ...]:
    """A sentence for each thing that is wrong; none when the file is sound."""
    if damage := _damage(connection):
        return (_("The file is damaged: {details}. Open a backup.").format(details=damage),)
    return (
        *_references(connection),
        *_audit(connection),
        *_search(connection),
        *_derived(connection),
    )


def _damage(connection: Connection) -> str:
    try:
        search_index.look_again(connection)
        said = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
    except DBAPIError as error:
        return str(error.orig)
    lines = (line for block in said for line in block.splitlines())
    return "" if said == ["ok"] else "; ".join(line for line in lines if not line.startswith("***"))


def _references(connection: Connection) -> Iterator[str]:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        yield _("Some records point to records that are gone. Open a backup.")


def _audit(connection: Connection) -> Iterator[str]:
    if (broken := audit.first_broken(connection)) is not None:
        yield _("The history was altered from outside, from its entry {number} on.").format(number=broken)


def _search(connection: Connection) -> Iterator[str]:
    wrong = sum(out_of_step(connection).values())
    if wrong:
        one = "The search index differs from {count} record; make it anew with “check --rebuild-index”."
        many = "The search index differs from {count} records; make it anew with “check --rebuild-index”."
        yield ngettext(one, many, wrong).format(count=wrong)


def _derived(connection: Connection) -> Iterator[str]:
    """Tickets whose derived columns differ from what their items and their history say."""
    statuses = all_statuses(connection)
    zone = read_shop(connection).zone
    items, steps = _items(connection), _steps(connection)
    tickets = connection.execute(select(schema.ticket))
    wrong = sum(
        not _agrees(row, items.get(row.id, []), steps.get(row.id, []), statuses, zone) for row in tickets
    )
    if wrong:
        one = "{count} ticket does not agree with its own history."
        yield ngettext(one, "{count} tickets do not agree with their own history.", wrong).format(count=wrong)


def _agrees(
    row: Row[Any], items: list[Row[Any]], steps: list[Step], statuses: Mapping[str, Status], zone: ZoneInfo
) -> bool:
    stands = {step.item: step.after for step in effective(steps)}
    if not items or any(stands.get(item.id) != item.status for item in items):
        return False
    status = least_advanced(statuses[item.status] for item in items)
    closed = status.meaning is Meaning.CLOSED
    derived = {
        "status": status.key,
        "meaning": status.meaning.value,
        "turnaround_min": turnaround_minutes(steps, statuses) if closed else None,
        "closed_month": f"{row.closed_at.astimezone(zone):%Y-%m}" if closed and row.closed_at else None,
        **item_columns(items),
    }
    return (row.closed_at is not None) == closed and all(getattr(row, k) == v for k, v in derived.items())


def _items(connection: Connection) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(ALL_ITEMS):
        found.setdefault(row.ticket_id, []).append(row)
    return found


def _steps(connection: Connection) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    table = schema.status_step
    rows: Iterator[Row[Any]] = iter(connection.execute(select(table).order_by(table.c.id)))
    for row in rows:
        found.setdefault(row.ticket_id, []).append(
            Step(row.id, row.item_id, row.to_status, row.at, row.undoes_id)
        )
    return found
