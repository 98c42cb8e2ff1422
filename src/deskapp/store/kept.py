"""What a shop rarely changes, read once and kept with the connection for as long as it is true.

SQLite tells a connection that another one has written; what this one writes goes through
`deskapp.store.statement`, which says so here.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.store.statement import Unit

Arguments = TypeVarTuple("Arguments")
Value = TypeVar("Value")

SELDOM_CHANGED = frozenset({"shop", "tax_class", "tax_rate", "person", "status", "field", "item_type"})
_KEPT, _VERSION = "kept", "data_version"


def kept(read: Callable[[Unit, *Arguments], Value]) -> Callable[[Unit, *Arguments], Value]:
    """Let a function read what is `SELDOM_CHANGED` only once; it answers values that never change."""

    @wraps(read)
    def answer(connection: Unit, *arguments: *Arguments) -> Value:
        known: dict[object, Value] = connection.info.setdefault(_KEPT, {})
        key = (read, *arguments)
        if key not in known:
            known[key] = read(connection, *arguments)
        return known[key]

    return answer


def keep(connection: Unit, read: Callable[[Unit], Value], value: Value) -> None:
    """What such a function would read from now on, because this unit has just written it."""
    connection.info.setdefault(_KEPT, {})[read.__wrapped__,] = value  # type: ignore[attr-defined]  # by `wraps`


def look(connection: Unit, driver: Any) -> None:
    """At the beginning of a unit: forget what is kept if another connection has written since."""
    [version] = driver.execute("PRAGMA data_version").fetchone()
    if connection.info.get(_VERSION) != version:
        forget(connection)
        connection.info[_VERSION] = version


def written(connection: Unit, table: str) -> None:
    """Forget what is kept if it may come from that table."""
    if table in SELDOM_CHANGED:
        forget(connection)


def forget(connection: Unit) -> None:
    """Forget what is kept."""
    connection.info.pop(_KEPT, None)
