"""Whether a shop file holds together: pages, bits, references, audit chain, search index, derived columns."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from deskapp.domain.status import Meaning, least_advanced
from deskapp.domain.turnaround import effective, turnaround_minutes
from deskapp.i18n import _, ngettext
from deskapp.services import audit
from deskapp.services.renew import Derived, TicketRows, every_ticket, unknown_runs
from deskapp.services.rot import rotten
from deskapp.services.search_upkeep import out_of_step
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses
from deskapp.services.ticket_read import as_steps
from deskapp.store import search_index
from deskapp.store.driver import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

log = logging.getLogger(__name__)

_OTHER_MEANING = (
    "SELECT 1 FROM item JOIN status ON status.key = item.status WHERE item.meaning <> status.meaning"
)


_GUARDS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
_NEVER = {f"{table}_is_never_{done}" for table in ("audit", "status_step") for done in ("updated", "deleted")}

_NO_CONTENT = "SELECT count(*) FROM photo WHERE length(content) = 0"


def problems(connection: Connection) -> tuple[str, ...]:
    """A sentence for each thing that is wrong; none when the file is sound."""
    if damage := _damage(connection):
        return (_damaged(damage),)
    altered = tuple(rotten(connection))
    try:
        return (*altered, *_further(connection))
    except (KeyError, ValueError, ArithmeticError) as error:  # a status, moment or number that is none
        log.info("a value cannot be read", exc_info=True)
        return altered or (_damaged(error),)
    except (DBAPIError, sqlite.OperationalError):  # a text that is none any more
        if altered:
            return altered
        raise


def _damaged(details: object) -> str:
    return _("The file is damaged: {details}. Open a backup.").format(details=details)


def _further(connection: Connection) -> tuple[str, ...]:
    return (
        *_references(connection),
        *_audit(connection),
        *_search(connection),
        *_meanings(connection),
        *_tickets(connection),
        *_order(connection),
        *_photos(connection),
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
    if not set(connection.exec_driver_sql(_GUARDS).scalars()) >= _NEVER:
        yield _("What guards the history in the file was taken away from outside. Open a backup.")


def _search(connection: Connection) -> Iterator[str]:
    wrong = sum(out_of_step(connection).values())
    if wrong:
        yield ngettext(
            "The search index differs from {count} record; make it anew with “check --rebuild-index”.",
            "The search index differs from {count} records; make it anew with “check --rebuild-index”.",
            wrong,
        ).format(count=wrong)


def _tickets(connection: Connection) -> Iterator[str]:
    """Tickets whose columns differ from what their items, lines, customer and history say."""
    history = History(connection)
    derived = Derived(connection)
    untrue = wrong = 0
    for some in every_ticket(connection):
        untrue += sum(not history.agrees(ticket) for ticket in some)
        wrong += sum(bool(ticket.items and derived.wrong(ticket)) for ticket in some)
    if untrue:
        yield ngettext(
            "{count} ticket does not agree with its own history.",
            "{count} tickets do not agree with their own history.",
            untrue,
        ).format(count=untrue)
    if wrong:
        yield ngettext(
            "{count} ticket is not shown as it is; mend that with “check --rebuild-index”.",
            "{count} tickets are not shown as they are; mend that with “check --rebuild-index”.",
            wrong,
        ).format(count=wrong)


def _meanings(connection: Connection) -> Iterator[str]:
    """Items whose meaning is not that of their status."""
    if connection.exec_driver_sql(_OTHER_MEANING).first():
        yield _damaged("item.meaning")


def _order(connection: Connection) -> Iterator[str]:
    if unknown_runs(connection):
        yield _("The queue has lost the order of intake; mend that with “check --rebuild-index”.")


def _photos(connection: Connection) -> Iterator[str]:
    """Those that a restore did not find; of the others the backups see that they are what was written."""
    missing = connection.exec_driver_sql(_NO_CONTENT).scalar_one()
    if missing:
        yield without_content(missing)


def without_content(photos: int) -> str:
    """What is said where so many contents are missing."""
    return ngettext(
        "{count} photo is not in the file, only its thumbnail; restore a backup with the folder “photos”"
        " beside it.",
        "{count} photos are not in the file, only their thumbnails; restore a backup with the folder"
        " “photos” beside it.",
        photos,
    ).format(count=photos)


class History:
    """Whether tickets stand where their steps led them."""

    def __init__(self, connection: Connection) -> None:
        self._statuses, self._zone = all_statuses(connection), read_shop(connection).zone

    def agrees(self, ticket: TicketRows) -> bool:
        """Whether status, closing and turnaround follow from the steps that count."""
        row, items, steps = ticket.row, ticket.items, as_steps(ticket.steps)
        stands = {step.item: step.after for step in effective(steps)}
        if not items or any(stands.get(item.id) != item.status for item in items):
            return False
        status = least_advanced(self._statuses[item.status] for item in items)
        closed = status.meaning is Meaning.CLOSED
        if (row.status, row.meaning, row.closed_at is not None) != (status.key, status.meaning.value, closed):
            return False
        return (row.turnaround_min, row.closed_month) == (
            self._of_closing(ticket) if closed else (None, None)
        )

    def _of_closing(self, ticket: TicketRows) -> tuple[int | None, str]:
        steps = [step._replace(at=datetime.fromisoformat(str(step.at))) for step in as_steps(ticket.steps)]
        closed_at = datetime.fromisoformat(ticket.row.closed_at).astimezone(self._zone)
        return turnaround_minutes(steps, self._statuses), f"{closed_at:%Y-%m}"
