"""Column types: moments in UTC, exact decimals, and lists as JSON text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as ISO 8601 text in whole seconds, because SQLite forgets time zones.

    The texts sort like the moments do.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The moment as text."""
        return _write_moment(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        """Writes the moment as text; a row has several, so nothing stands in between."""
        return _write_moment

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], datetime | None]:
        """Reads the text as a moment; lists read thousands, so nothing stands in between."""
        return _read_moment


class Exact(TypeDecorator[Decimal]):
    """An exact decimal as text, because SQLite would make a float of it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """The number as text."""
        return None if value is None else f"{value:f}"

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Decimal | None]:
        """Reads the text as a number."""
        return _read_exact


class JsonText(TypeDecorator[Any]):
    """Lists and mappings of plain values as JSON text in a fixed form, so that equal values hash alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """The value as JSON."""
        return _write_json(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """Writes the value as JSON."""
        return _write_json

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """Reads the JSON as a value."""
        return _read_json


class JsonSpelled(str):
    """A value that is JSON text already, as `json_text` writes it."""

    __slots__ = ()


_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def json_text(value: Any) -> str:
    """How a plain value lies in the file: as JSON in a fixed form."""
    return str(value) if type(value) is int else _PLAIN.encode(value)  # which prepares more than it writes


def _write_json(value: Any) -> str | None:
    if value is None or type(value) is JsonSpelled:
        return value
    return json_text(value)


def _write_moment(value: datetime | None) -> str | None:
    return None if value is None else moment_text(value)


def _read_moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _read_exact(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _read_json(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def moment_text(moment: datetime) -> str:
    """How a moment lies in the file, for example `2026-03-10T09:06:00+00:00`."""
    if moment.tzinfo is None:
        msg = f"a moment needs its time zone: {moment!r}"
        raise ValueError(msg)
    return _utc_text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=1024)  # a unit writes its own moment to most of its rows
def _utc_text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
