"""Running numbers, taken inside the transaction that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects.sqlite import insert

from deskapp.domain.number import format_number, restarts_yearly
from deskapp.store import schema
from deskapp.store.statement import Statement

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

_series = schema.number_series
_first = insert(_series)
_ADVANCE = Statement(
    _first.on_conflict_do_update(
        ["series", "period"], set_={"last": _series.c.last + _first.excluded.last}
    ).returning(_series.c.last),
    ("series", "period", "last"),
)


def take(tx: Connection, series: str, template: str, day: date, count: int = 1) -> list[str]:
    """The next `count` numbers of a series for that day, oldest first."""
    period = f"{day:%y}" if restarts_yearly(template) else ""
    values = {"series": series, "period": period, "last": count}
    [(last,)] = _ADVANCE.run(tx, values).fetchall()
    return [format_number(template, made, day) for made in range(last - count + 1, last + 1)]
