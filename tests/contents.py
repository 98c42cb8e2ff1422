"""What lies in a shop file, read past the program."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from deskapp.store import schema, search_index
from deskapp.store.driver import connect
from deskapp.store.key import key_of

DERIVED_FROM_HISTORY = {"status_step", "audit", "audit_value", "device_owner"}


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows that a statement answers."""
    with closing(connect(path, key_of(path))) as connection:
        return list(connection.execute(sql, values))


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return _answers(path, {table: f"SELECT * FROM {table} ORDER BY 1" for table in schema.metadata.tables})


def standing(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in the file, without what only grows: history, audit, versions, moments of acts."""
    asked = {}
    for name, table in schema.metadata.tables.items():
        if name in DERIVED_FROM_HISTORY:
            continue
        columns = ", ".join(
            f'"{column}" IS NULL' if column in {"binned_at", "undone_at"} else f'"{column}"'
            for column in table.c.keys()  # noqa: SIM118  a collection of columns, not a mapping
            if column not in {"row_version", "updated_at"}
        )
        asked[name] = f"SELECT {columns} FROM {name} ORDER BY 1"
    for name, columns_of in search_index.COLUMNS.items():
        asked[name] = f"SELECT rowid, {', '.join(columns_of)} FROM {name} ORDER BY abs(rowid)"
    return _answers(path, asked)


def _answers(path: Path, asked: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """What several statements answer: opening a file costs more than reading one of so few rows."""
    with closing(connect(path, key_of(path))) as connection:
        return {name: list(connection.execute(sql)) for name, sql in asked.items()}
