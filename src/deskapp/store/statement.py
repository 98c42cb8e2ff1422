"""Statements whose SQL is made once and which run on the driver, inside a unit that is open.

Between SQLAlchemy's execution and the driver's lies more time than SQLite takes to write a ticket.
Names, types and SQL still come from the schema, and rows answer their columns by name.
"""

from __future__ import annotations

from collections import namedtuple
from contextlib import contextmanager
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import bindparam, insert, select, update

from deskapp.store import kept
from deskapp.store.dialect import DIALECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Table
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
    """Any statement; parameters have the types of the columns that they are compared with or written to.

    Its SQL is made when it first runs: a start needs few of those that there are.
    """

    def __init__(self, statement: Any, columns: Iterable[str] | None = None) -> None:
        self._statement = statement
        self._columns = None if columns is None else list(columns)

    def run(self, tx: Unit, values: Mapping[str, Any]) -> Any:
        """Run it with these parameters; answers the driver's cursor."""
        sql, names, fixed, writers = self._made
        given = {**fixed, **values} if fixed else values
        arguments = [given[name] for name in names]
        for place, write in writers:
            if (value := arguments[place]) is not None:
                arguments[place] = write(value)
        driver: Any = tx.connection.dbapi_connection
        return driver.execute(sql, arguments)

    @cached_property
    def _made(self) -> tuple[str, list[str], dict[str, Any], list[tuple[int, Convert]]]:
        """The SQL, its parameters in their order, those that are always the same, and what writes them."""
        compiled = self._statement.compile(
            dialect=DIALECT, column_keys=self._columns, compile_kwargs={"render_postcompile": True}
        )
        binds = [(name, compiled.binds[name]) for name in compiled.positiontup or ()]
        fixed = {name: bind.value for name, bind in binds if not bind.required}
        writers = (_writer(bind.type) for _name, bind in binds)
        placed = [(place, write) for place, write in enumerate(writers) if write]
        return str(compiled), [name for name, _bind in binds], fixed, placed


class Reading(Statement):
    """A select; its rows are named tuples whose values have the types of their columns."""

    def all(self, tx: Unit, **values: Any) -> list[Any]:
        """All rows for these parameters."""
        make, readers = self._rows
        return list(map(self._row if readers else make, self.run(tx, values).fetchall()))

    def first(self, tx: Unit, **values: Any) -> Any | None:
        """The first row, or None."""
        raw = self.run(tx, values).fetchone()
        return None if raw is None else self._row(raw)

    def value(self, tx: Unit, **values: Any) -> Any | None:
        """The first column of the first row, or None."""
        row = self.first(tx, **values)
        return None if row is None else row[0]

    def _row(self, raw: tuple[Any, ...]) -> Any:
        make, readers = self._rows
        if not readers:
            return make(raw)
        values = list(raw)
        for place, read in readers:
            values[place] = read(values[place])
        return make(values)

    @cached_property
    def _rows(self) -> tuple[Convert, list[tuple[int, Convert]]]:
        """What makes a row, and what gives values their types, by place."""
        columns = list(self._statement.selected_columns)
        row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024  its fields are the statement's
        readers = (_reader(column.type) for column in columns)
        return partial(tuple.__new__, row), [(place, read) for place, read in enumerate(readers) if read]


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
