"""What can still be read of a damaged shop file: rows by table, and what indexes know of rows that are lost.

A table is read by walking its tree. Where a node of a tree is broken, its leaves are found among the pages
that no tree leads to any more, and told apart by the shape of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from deskapp.store.driver import sqlite
from deskapp.store.salvage_pages import INDEX_LEAF, INDEX_NODE, TABLE_LEAF, TABLE_NODE, Broken, Pages, Row

if TYPE_CHECKING:
    from deskapp.store.salvage_pages import Value

    Layouts = Mapping[str, "Layout"]

_PLAIN_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX \w+ ON (\w+) \(([\w, ]+)\)")
_NOT_OURS = ("sqlite_", "row_hash", "ticket_words", "ticket_parts", "customer_words", "customer_parts")
_INTERNAL_FIRST = ("note",)  # of two tables of one shape, the one whose content stays in the shop


class Column(NamedTuple):
    """A column as a file declares it; `default` is what older rows hold that were written without it."""

    name: str
    kind: str
    required: bool
    default: Any


class Layout(NamedTuple):
    """A table of a file; `key` is the place of the column that is the rowid, or -1."""

    name: str
    root: int
    columns: tuple[Column, ...]
    key: int

    def as_dict(self, row: Row) -> dict[str, Any]:
        """A row by the names of its columns."""
        values = [*row.values, *(column.default for column in self.columns[len(row.values) :])]
        if self.key >= 0:
            values[self.key] = row.rowid
        return {column.name: value for column, value in zip(self.columns, values, strict=True)}

    def fits(self, row: Row) -> bool:
        """Whether a row may be one of this table."""
        if not row.values or len(row.values) > len(self.columns):
            return False
        if any(column.required and column.default is None for column in self.columns[len(row.values) :]):
            return False
        pairs = zip(self.columns, row.values, strict=False)
        return all(_fits(column, value, place == self.key) for place, (column, value) in enumerate(pairs))


class Index(NamedTuple):
    """An index over plain columns."""

    table: str
    root: int
    columns: tuple[str, ...]


def _fits(column: Column, value: Value, is_key: bool) -> bool:
    if is_key or value is None:
        return value is None and (is_key or not column.required)
    if column.kind == "BLOB":
        return isinstance(value, bytes)
    return isinstance(value, int if column.kind in {"INTEGER", "BOOLEAN"} else str)


class Wreck:
    """A damaged file; `known` are the tables of a sound one, for where its own list of them is lost."""

    def __init__(self, pages: Pages, known: Layouts) -> None:
        self.pages = pages
        self.statements = _statements(pages)
        own = layouts_of(self.statements)
        self.layouts: dict[str, Layout] = {
            **{name: one._replace(root=0) for name, one in known.items()},
            **own,
        }
        self.bad = 0
        self._seen: set[int] = set()
        self._torn: set[str] = set()
        self._leaves = {name: [*self._walk(one.root, name, self._seen)] for name, one in self.layouts.items()}
        for kind, name, _of, root, _sql in self.statements:
            if kind == "table" and root and name not in self.layouts:
                for _page in self._walk(root, name, self._seen):  # so that they are not taken for strays
                    pass
        self._strays = self._sorted_strays()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Every row of a table that can be read, once."""
        layout, known = self.layouts[table], set[int]()
        for number in (*self._leaves[table], *self._strays.get(table, ())):
            for row in self._rows(number):
                if row.rowid not in known and layout.fits(row):
                    known.add(row.rowid)
                    yield layout.as_dict(row)

    def known_of(self, table: str) -> dict[int, dict[str, Any]]:
        """What the indexes say of the rows of a table, by rowid; for each row the columns that they hold."""
        known: dict[int, dict[str, Any]] = {}
        for index in self._indexes(table):
            for number in self._walk(index.root, "", set()):
                for row in self._rows(number):
                    if len(row.values) == len(index.columns):
                        known.setdefault(row.rowid, {}).update(zip(index.columns, row.values, strict=True))
        return known

    def _supposed(self, layout: Layout, used: set[int]) -> Layout:
        """A table that the file's list has lost begins where it does in any new file, if its rows fit."""
        rows = [*self._rows(layout.root)] if self.pages.kind(layout.root) == TABLE_LEAF else []
        fits = layout.root not in used and rows and all(map(layout.fits, rows))
        return layout if fits else layout._replace(root=0)

    def _indexes(self, table: str) -> Iterator[Index]:
        for kind, name, of, root, sql in self.statements:
            if kind != "index" or of != table:
                continue
            if found := _PLAIN_INDEX.match(" ".join(sql.split())):
                yield Index(table, root, tuple(found[2].split(", ")))
            elif name == f"sqlite_autoindex_{table}_1" and table == "ticket":
                yield Index(table, root, ("number",))

    def _rows(self, number: int) -> Iterator[Row]:
        with suppress(Broken, IndexError):
            yield from (row for row in self.pages.rows(number) if row)

    def _walk(self, root: int, table: str, seen: set[int]) -> Iterator[int]:
        """The pages of a tree that hold rows, in order; a tree that is broken somewhere is `torn`."""
        nodes = (TABLE_NODE, TABLE_LEAF) if table else (INDEX_NODE, INDEX_LEAF)
        waiting = [root]
        while waiting:
            number = waiting.pop()
            kind = self.pages.kind(number)
            if number in seen or kind not in nodes:
                self._torn.add(table)
                self.bad += table in self.layouts and number > 0 and number not in seen
                continue
            seen.add(number)
            if kind != TABLE_NODE:
                yield number
            if kind in (TABLE_NODE, INDEX_NODE):
                waiting += self._below(number, table)

    def _below(self, number: int, table: str) -> list[int]:
        try:
            return [*self.pages.children(number)][::-1]
        except Broken:
            self._torn.add(table)
            return []

    def _sorted_strays(self) -> dict[str, list[int]]:
        """Leaves that no tree leads to, by the one table that is torn and whose rows look like theirs."""
        found: dict[str, list[int]] = {}
        torn = [self.layouts[name] for name in (*_INTERNAL_FIRST, *self.layouts) if name in self._torn]
        for number in range(1, self.pages.count + 1):
            if number in self._seen or self.pages.kind(number) != TABLE_LEAF or not torn:
                continue
            rows = [*self._rows(number)]
            fitting = [layout for layout in torn if rows and all(map(layout.fits, rows))]
            if fitting:
                fullest = max(fitting, key=lambda layout: -abs(len(layout.columns) - len(rows[0].values)))
                found.setdefault(fullest.name, []).append(number)
        return found


def layouts_of(statements: Sequence[tuple[str, str, str, int, str]]) -> dict[str, Layout]:
    """The tables of a file, as its own statements declare them."""
    found = {}
    with closing(sqlite.connect(":memory:")) as driver:
        for kind, name, _of, root, sql in statements:
            if kind == "table" and not name.startswith(_NOT_OURS):
                with suppress(sqlite.Error):
                    driver.execute(sql)
                    found[name] = _layout(driver, name, root)
    return found


def layouts_in(driver: Any) -> dict[str, Layout]:
    """The tables of a sound file."""
    rows = driver.execute("SELECT type, name, tbl_name, rootpage, coalesce(sql, '') FROM sqlite_schema")
    return layouts_of(rows.fetchall())


def _layout(driver: Any, name: str, root: int) -> Layout:
    info = driver.execute(f'PRAGMA table_info("{name}")').fetchall()
    columns = tuple(Column(row[1], row[2], bool(row[3]), _default(driver, row[4])) for row in info)
    keys = [place for place, row in enumerate(info) if row[5] and row[2] == "INTEGER"]
    return Layout(name, root, columns, keys[0] if keys else -1)


def _default(driver: Any, text: str | None) -> Any:
    return None if text is None else driver.execute(f"SELECT {text}").fetchone()[0]


def _statements(pages: Pages) -> list[tuple[str, str, str, int, str]]:
    """What the file's own list of tables and indexes says, as far as it can be read."""
    found, waiting, seen = [], [1], set[int]()
    while waiting:
        number = waiting.pop()
        if number in seen:
            continue
        seen.add(number)
        with suppress(Broken, IndexError):
            if pages.kind(number) == TABLE_NODE:
                waiting += pages.children(number)
            elif pages.kind(number) == TABLE_LEAF:
                found += [row.values for row in pages.rows(number) if row and len(row.values) == 5]
    return [
        (str(kind), str(name), str(of), root, str(sql or ""))
        for kind, name, of, root, sql in found
        if isinstance(root, int)
    ]
