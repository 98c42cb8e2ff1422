"""Running numbers, taken inside the transaction that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from deskapp.domain.number import format_number, restarts_yearly
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_series = schema.number_series


def take(tx: Connection, series: str, template: str, day: date, count: int = 1) -> list[str]:
    """The next `count` numbers of a series for that day, oldest first."""
    period = f"{day:%y}" if restarts_yearly(template) else ""
    here = (_series.c.series == series) & (_series.c.period == period)
    last = tx.execute(select(_series.c.last).where(here)).scalar() or 0
    advanced = insert(_series).values(series=series, period=period, last=last + count)
    tx.execute(advanced.on_conflict_do_update(["series", "period"], set_={"last": last + count}))
    return [format_number(template, last + step, day) for step in range(1, count + 1)]
