"""Finds tickets by the last digits of their numbers, as people read them from a paper."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.number import endings, restarts_yearly
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy import Connection, Select

_ticket, _series, _shop = schema.ticket, schema.number_series, schema.shop
_SERIES = "ticket"
_MOST_TRIED = 400


def numbers_ending(connection: Connection, ending: str, now: datetime, limit: int) -> list[str]:
    """The numbers of tickets whose code ends so: of this year before those of the last, newest first."""
    template = connection.execute(select(_shop.c.ticket_template)).scalar_one()
    lasts = {
        row.period: row.last for row in connection.execute(select(_series).where(_series.c.series == _SERIES))
    }
    codes = [
        code
        for day in _years(template, now)
        for code in endings(template, ending, lasts.get(_period(template, day), 0), day)
    ]
    return _known(connection, list(dict.fromkeys([ending, *codes]))[:_MOST_TRIED])[:limit]


def _years(template: str, now: datetime) -> Iterable[date]:
    today = now.date()
    return (today, today.replace(year=today.year - 1, day=1)) if restarts_yearly(template) else (today,)


def _period(template: str, day: date) -> str:
    return f"{day:%y}" if restarts_yearly(template) else ""


def _known(connection: Connection, codes: list[str]) -> list[str]:
    """Those that are a ticket outside the bin, in the order given."""
    found = {row.code: row.number for row in connection.execute(_by_codes(), {"codes": codes})}
    return [found[code] for code in codes if code in found]


@cache
def _by_codes() -> Select[Any]:
    wanted = _ticket.c.code.in_(bindparam("codes", expanding=True))
    return select(_ticket.c.code, _ticket.c.number).where(wanted, _ticket.c.binned_at.is_(None))
