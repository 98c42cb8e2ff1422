"""Statements whose SQL is made once and which run on the driver, inside a unit that is open.

Between SQLAlchemy's execution and the driver's lies more time than SQLite takes to write a ticket.
Names, types and SQL still come from the schema, and rows answer their columns by name.
"""

from __future__ import annotations

from collections import namedtuple
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import bindparam, insert, select, update

from deskapp.store import kept
from deskapp.store.dialect import DIALECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Select, Table
    from sqlalchemy.types import TypeEngine

    Convert = Callable[[Any], Any]

_ROW = "row_id"  # no column is called that


class Unit(Protocol):
    """A unit that is open: SQLAlchemy's connection, or a reader's own."""

    @property
    def connection(self) -> Any:
        """What holds the driver's connection as `dbapi_connection`."""

    @property
    def info(self) -> dict[Any, Any]:
        """What is remembered with the connection."""


class Statement:
    """Any statement; parameters have the types of the columns that they are compared with or written to."""

    def __init__(self, statement: Any, columns: Iterable[str] | None = None) -> None:
        compiled = statement.compile(
            dialect=DIALECT,
            column_keys=None if columns is None else list(columns),
            compile_kwargs={"render_postcompile": True},
        )
        self._sql = str(compiled)
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup or ()]
        self._fixed = {name: bind.value for name, bind in binds if not bind.required}
        self._names = [name for name, _bind in binds]
        writers = (_writer(bind.type) for _name, bind in binds)
        self._writers = [(place, write) for place, write in enumerate(writers) if write]

    def run(self, tx: Unit, values: Mapping[str, Any]) -> Any:
        """Run it with these parameters; answers the driver's cursor."""
        given = {**self._fixed, **values} if self._fixed else values
        arguments = [given[name] for name in self._names]
        for place, write in self._writers:
            arguments[place] = write(arguments[place])
        driver: Any = tx.connection.dbapi_connection
        return driver.execute(self._sql, arguments)


class Reading(Statement):
    """A select; its rows are named tuples whose values have the types of their columns."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        super().__init__(statement)
        columns = list(statement.selected_columns)
        row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024  its fields are the statement's
        self._make: Convert = partial(tuple.__new__, row)
        readers = (_reader(column.type) for column in columns)
        self._readers = [(place, read) for place, read in enumerate(readers) if read]

    def all(self, tx: Unit, **values: Any) -> list[Any]:
        """All rows for these parameters."""
        rows = self.run(tx, values).fetchall()
        return list(map(self._row, rows)) if self._readers else list(map(self._make, rows))

    def first(self, tx: Unit, **values: Any) -> Any | None:
        """The first row, or None."""
        raw = self.run(tx, values).fetchone()
        return None if raw is None else self._row(raw)

    def value(self, tx: Unit, **values: Any) -> Any | None:
        """The first column of the first row, or None."""
        row = self.first(tx, **values)
        return None if row is None else row[0]

    def _row(self, raw: tuple[Any, ...]) -> Any:
        if not self._readers:
            return self._make(raw)
        values = list(raw)
        for place, read in self._readers:
            values[place] = read(values[place])
        return self._make(values)


def add_row(tx: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a row and answer its id."""
    kept.written(tx, table.name)
    return int(_adding(table, tuple(values)).run(tx, values).lastrowid)


def change_row(tx: Connection, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Give columns of one row new values."""
    kept.written(tx, table.name)
    _changing(table, tuple(values)).run(tx, {**values, _ROW: row_id})


def renew_row(tx: Connection, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Give columns of one row new values where they differ from what stands there.

    What an update names is written to every index that looks at it, changed or not.
    """
    stands = _standing(table, tuple(values)).first(tx, **{_ROW: row_id})
    changed = {name: value for name, value in values.items() if getattr(stands, name) != value}
    if changed:
        change_row(tx, table, row_id, changed)


@contextmanager
def part(tx: Connection) -> Iterator[None]:
    """A part of a unit that leaves nothing behind when it fails; the unit may go on."""
    driver: Any = tx.connection.dbapi_connection
    driver.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        kept.forget(tx)
        if driver.in_transaction:  # a full disk ends the whole unit by itself
            driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")
        raise
    driver.execute("RELEASE part")


@lru_cache(maxsize=512)
def _adding(table: Table, columns: tuple[str, ...]) -> Statement:
    return Statement(insert(table), columns)


@lru_cache(maxsize=512)
def _changing(table: Table, columns: tuple[str, ...]) -> Statement:
    return Statement(update(table).where(table.c.id == bindparam(_ROW)), columns)


@lru_cache(maxsize=512)
def _standing(table: Table, columns: tuple[str, ...]) -> Reading:
    return Reading(select(*(table.c[name] for name in columns)).where(table.c.id == bindparam(_ROW)))


def _writer(kind: TypeEngine[Any]) -> Convert | None:
    return kind.dialect_impl(DIALECT).bind_processor(DIALECT)


def _reader(kind: TypeEngine[Any]) -> Convert | None:
    return kind.dialect_impl(DIALECT).result_processor(DIALECT, None)
