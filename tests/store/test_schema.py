"""The migrations build what the schema says, to the last index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.store import row_hash, schema, upgrade
from deskapp.store.driver import sqlite
from deskapp.store.search_index import TABLES as SEARCH_TABLES
from tests.builders import an_intake

ROWS = "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY name"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "migrated.desk"
    upgrade.create(path)
    return path


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "declared.sqlite"
    engine = create_engine(f"sqlite:///{path}", module=sqlite)
    schema.metadata.create_all(engine)
    engine.dispose()
    return path


def asked(path: Path, sql: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite.connect(path)) as connection:
        return list(connection.execute(sql, values))


@pytest.mark.parametrize("table", schema.metadata.tables)
@pytest.mark.parametrize("pragma", ["table_info", "foreign_key_list"])
def test_columns_and_references_are_those_of_the_schema(
    migrated: Path, declared: Path, table: str, pragma: str
) -> None:
    def facts(path: Path) -> list[tuple[Any, ...]]:
        rows = asked(path, f"PRAGMA {pragma}({table})")
        return sorted((row[1:] if pragma == "table_info" else row[2:] for row in rows), key=repr)

    assert facts(migrated) == facts(declared)


@pytest.mark.parametrize("kind", ["index", "table"])
def test_names_and_indexes_are_those_of_the_schema(migrated: Path, declared: Path, kind: str) -> None:
    def named(path: Path) -> dict[str, str]:
        rows = asked(path, ROWS, kind)
        return {
            name: " ".join(sql.split()) for name, sql in rows if not name.startswith(("sqlite_", "alembic_"))
        }

    made, meant = named(migrated), named(declared)
    if kind == "index":
        assert {name: sql for name, sql in made.items() if not name.startswith(SEARCH_TABLES)} == meant
    else:
        assert {name for name in made if not name.startswith(SEARCH_TABLES)} == meant.keys()


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # those are compared above
def test_alembic_sees_no_difference(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}", module=sqlite)
    options = {"include_name": lambda name, _type, _parents: not str(name).startswith(SEARCH_TABLES)}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()


NEVER_CHANGED = {
    *("customer_merge", "device_owner", "draft", "erasure", "item_secret", "photo", "pin", "row_hash")
}


def test_every_editable_table_has_a_row_version_and_a_bin() -> None:
    never_edited = {
        "status_step",
        "printing",
        "audit",
        "audit_value",
        "number_series",
        "shop",
        "ticket_run",
    } | NEVER_CHANGED
    editable = {
        name: table.c.keys()
        for name, table in schema.metadata.tables.items()
        if name not in never_edited and not name.startswith(("import_", "external_"))
    }
    assert not {
        name for name, columns in editable.items() if not {"row_version", "binned_at"} <= set(columns)
    }


@pytest.mark.parametrize("table", ["audit", "status_step"])
def test_what_happened_is_never_rewritten(desk: Desk, owner: Actor, table: str) -> None:
    desk.tickets.take_in(owner, an_intake())
    with closing(sqlite.connect(desk.path)) as connection:
        connection.execute("PRAGMA recursive_triggers = ON")
        for act in ("UPDATE {0} SET at = ''", "DELETE FROM {0}", "REPLACE INTO {0} SELECT * FROM {0}"):
            with pytest.raises(sqlite.IntegrityError, match=f"{table} is append-only"):
                connection.execute(act.format(table))


def test_the_file_says_whose_it_is(migrated: Path) -> None:
    assert migrated.read_bytes()[68:72] == b"DESK"


@pytest.mark.parametrize("table", ["item", "line", "status_step", "note", "message", "printing"])
def test_what_belongs_to_a_ticket_is_found_by_an_index(migrated: Path, table: str) -> None:
    [*_others, plan] = asked(migrated, f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE ticket_id = 1")
    assert f"USING INDEX ix_{table}_ticket" in plan[-1]


def test_a_hash_goes_with_every_column_that_it_stands_for(migrated: Path) -> None:
    made = [" ".join(sql.split()) for name, sql in asked(migrated, ROWS, "trigger") if "_hash_is_" in name]
    assert made == sorted(row_hash.triggers())
