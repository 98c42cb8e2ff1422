"""Naming what changed on the disk without anybody changing it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from deskapp.i18n import N_, _, ngettext
from deskapp.store.row_hash import Rotten, differing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_NAMED = 5
_OF_TICKET = {
    "item": N_("item"),
    "line": N_("line"),
    "status_step": N_("history"),
    "note": N_("note"),
    "message": N_("message"),
}
_NUMBER = "SELECT CAST(number AS BLOB) FROM ticket WHERE id = ?"
_OF_CUSTOMER = {"customer": "id", "customer_phone": "customer_id"}


def rotten(connection: Connection) -> Iterator[str]:
    """One sentence that names what differs from what was written, or none."""
    driver: Any = connection.connection.dbapi_connection
    found = differing(driver)
    named = [_named(driver, one) for one in islice(found, _NAMED)]
    if not named:
        return
    more = sum(1 for _one in found)
    if more:
        named.append(ngettext("{count} more", "{count} more", more).format(count=more))
    yield _(
        "The drive has altered what was written: {records}. Compare with a backup, write it anew, and have"
        " the drive looked at."
    ).format(records=", ".join(dict.fromkeys(named)))


def _named(driver: Any, one: Rotten) -> str:
    """What people know the record by: a ticket's number, else the number of its row."""
    if one.table == "ticket":
        return _("ticket {number}").format(number=_number(driver, one.row_id))
    if one.table in _OF_TICKET:
        ticket = driver.execute(f"SELECT ticket_id FROM {one.table} WHERE id = ?", (one.row_id,)).fetchone()  # noqa: S608  own names
        return _("ticket {number} ({part})").format(
            number=_number(driver, ticket[0]) if ticket else "?", part=_(_OF_TICKET[one.table])
        )
    if one.table == "device":
        return _("device {number}").format(number=one.row_id)
    column = _OF_CUSTOMER[one.table]
    row = driver.execute(f"SELECT {column} FROM {one.table} WHERE id = ?", (one.row_id,)).fetchone()  # noqa: S608  own names
    return _("customer {number}").format(number=row[0] if row else one.row_id)


def _number(driver: Any, ticket_id: object) -> str:
    row = driver.execute(_NUMBER, (ticket_id,)).fetchone()
    return row[0].decode(errors="replace") if row and row[0] else f"#{ticket_id}"
