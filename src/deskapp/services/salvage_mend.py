"""Making a shop again of rows that were saved: its settings, numbers, histories and indexes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from deskapp.domain.actor import Role, Source
from deskapp.domain.number import format_number, restarts_yearly
from deskapp.domain.status import SEEDED
from deskapp.domain.turnaround import effective
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.check import History, problems
from deskapp.services.country import shop_in
from deskapp.services.person import People
from deskapp.services.renew import TicketRows, every_ticket, renew_tickets
from deskapp.services.search_upkeep import rebuild
from deskapp.services.shop import add_shop, read_shop
from deskapp.services.ticket_read import as_steps
from deskapp.services.ticket_status import derive
from deskapp.store import kept, schema, upgrade
from deskapp.store.engine import ShopFile
from deskapp.store.statement import add_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.salvage import Salvaged

_AHEAD = 1_000  # numbers that are tried behind those that are known
_USED = (
    "SELECT status, max(meaning) FROM item GROUP BY status UNION SELECT to_status, 'active' FROM status_step"
)


def mend(made: Path, report: Salvaged, clock: Clock, name: str) -> Salvaged:
    """Bring the file up to today's schema and make it one that works; answers what had to be made up."""
    upgrade.bring_up(made)
    with closing(ShopFile(made, durable=False)) as file:
        with file.write() as tx:
            made_up = tuple(_needed(tx, made.stem, clock.now()))
            kept.forget(tx)
            _renumber(tx, report)
            _mend_histories(tx)
            renew_tickets(tx)
            rebuild(tx)
        actor = People(file, clock).actor("", Source.WINDOW)
        with file.write() as tx:
            gaps = audit.gaps(tx)
            said = {"file": (None, name), audit.GAPS: (None, gaps)}
            audit.record(tx, actor, clock.now(), audit.SALVAGE, ("shop", 1), said)
        with file.read() as connection:
            return replace(report, gaps=len(gaps), made_up=made_up, problems=problems(connection))


def _needed(tx: Connection, stem: str, now: datetime) -> Iterator[str]:
    """What a shop cannot do without is made up where it is lost."""
    if not _count(tx, schema.shop):
        add_shop(tx, shop_in("GB", stem), now)
        yield _("the shop’s own settings")
    owners = select(schema.person.c.id).where(schema.person.c.role == Role.OWNER.value)
    if not tx.execute(owners).first():
        tx.execute(insert(schema.person), {"name": _("Owner (saved)"), "role": Role.OWNER.value})
        yield _("the owner")
    if added := [*_statuses(tx)]:
        tx.execute(insert(schema.status), added)
        yield _("statuses")


def _statuses(tx: Connection) -> Iterator[dict[str, Any]]:
    """Those that every shop has, and those that tickets are in."""
    known = set(tx.execute(select(schema.status.c.key)).scalars())
    for one in SEEDED:
        if one.key not in known:
            known.add(one.key)
            yield _status(one.key, one.label, one.meaning.value, one.icon, one.order)
    for key, meaning in tx.exec_driver_sql(_USED).all():
        if key not in known:
            known.add(key)
            yield _status(key, key, meaning, "circle", 200)


def _status(key: str, label: str, meaning: str, icon: str, position: int) -> dict[str, Any]:
    return {"key": key, "label": label, "meaning": meaning, "icon": icon, "position": position}


def _renumber(tx: Connection, report: Salvaged) -> None:
    """Each series goes on behind the highest number that was ever given out."""
    template, series = read_shop(tx).ticket_template, schema.number_series
    numbers = {*tx.execute(select(schema.ticket.c.number)).scalars(), *report.missing}
    days = tx.execute(select(schema.ticket.c.received_at).distinct()).scalars().all()
    years = {day.year: day for day in days} if restarts_yearly(template) else dict(enumerate(days[-1:]))
    for day in years.values():
        period = f"{day:%y}" if restarts_yearly(template) else ""
        mine = (series.c.series == "ticket", series.c.period == period)
        last = tx.execute(select(series.c.last).where(*mine)).scalar()
        given = range(1, max(last or 0, len(numbers)) + _AHEAD)
        highest = max((one for one in given if format_number(template, one, day) in numbers), default=0)
        if last is None:
            tx.execute(insert(series), {"series": "ticket", "period": period, "last": highest})
        elif last < highest:
            tx.execute(series.update().where(*mine).values(last=highest))


def _mend_histories(tx: Connection) -> None:
    """A ticket whose steps are lost gets one that leads to where it stands."""
    history = History(tx)
    wrong = [ticket for some in every_ticket(tx) for ticket in some if not history.agrees(ticket)]
    for ticket in wrong:
        row, at = ticket.row, _last_moment(ticket)
        stands = {step.item: step.after for step in effective(as_steps(ticket.steps))}
        for item in ticket.items:
            if stands.get(item.id) != item.status:
                place = {"ticket_id": row.id, "item_id": item.id, "from_status": stands.get(item.id)}
                step = {"to_status": item.status, "at": at, "reason": _("Saved from a damaged file")}
                add_row(tx, schema.status_step, {**place, **step})
        if ticket.items:
            derive(tx, row.id, at)


def _last_moment(ticket: TicketRows) -> datetime:
    """When the ticket came to where it stands, as far as that is known."""
    steps = [str(step.at) for step in ticket.steps]
    return datetime.fromisoformat(ticket.row.closed_at or max(steps, default=ticket.row.received_at))


def _count(tx: Connection, table: Any) -> int:
    return int(tx.execute(select(func.count()).select_from(table)).scalar_one())
