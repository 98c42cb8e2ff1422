"""A shop file is brought up whole or stays exactly as it was."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.paths import shipped
from deskapp.services.desk import Desk
from deskapp.store import schema, shop_file, upgrade
from deskapp.store.driver import sqlite
from tests.processes import run
from tests.store.conftest import FILES

Extra = Callable[[str], None]

ADDS_A_COLUMN = 'op.add_column("customer", sa.Column("birthday", sa.Text))'
REBUILDS_PARENTS = """
    for parent in ("customer", "ticket", "item", "person"):
        with op.batch_alter_table(parent) as batch:
            batch.add_column(sa.Column("extra", sa.Text))
            batch.alter_column("row_version", server_default="2")
    op.execute("CREATE INDEX ix_ticket_open_due ON ticket (coalesce(promised_at, '~'), id)"
               " WHERE closed_at IS NULL AND binned_at IS NULL")  # no batch keeps an index on an expression
"""
FAILS_HALF_WAY = f"""
    {ADDS_A_COLUMN}
    op.execute("UPDATE customer SET name = 'gone'")
    raise RuntimeError("power cut")
"""
LOSES_ROWS = 'op.execute("DELETE FROM note")'
POINTS_NOWHERE = 'op.execute("UPDATE ticket SET customer_id = 999 WHERE id = 1")'
LOSES_PARENTS = 'op.execute("DELETE FROM customer WHERE id = 1")'


INDEXES = (
    "SELECT name || (sql LIKE '%WHERE%') FROM sqlite_schema WHERE type = 'index' AND sql <> '' ORDER BY 1"
)


def rows_of(path: Path) -> dict[str, str]:
    """Every table of the file with a fingerprint of its rows, without the revision."""
    with closing(sqlite.connect(path)) as connection:
        return {
            table: hashlib.sha256(
                repr(list(connection.execute(f"SELECT * FROM {table}"))).encode()
            ).hexdigest()
            for table in schema.metadata.tables
        }


def revision_of(path: Path) -> str:
    with closing(sqlite.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def asked(path: Path, sql: str) -> list[Any]:
    with closing(sqlite.connect(path)) as connection:
        return [row[0] for row in connection.execute(sql)]


@pytest.fixture
def add_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Extra:
    """Adds a revision after the newest one, for this test alone."""
    migrations = tmp_path / "shipped" / "migrations"
    shutil.copytree(shipped("migrations"), migrations)

    def add(work: str) -> None:
        newest = shop_file.newest_revision()
        number = f"{int(newest) + 1:04}"
        lines = [
            f"    {line.strip()}" if "\n" not in work else line for line in work.strip("\n").splitlines()
        ]
        text = f'"""More."""\nfrom alembic import op\nimport sqlalchemy as sa\nrevision = "{number}"\n'
        text += f'down_revision = "{newest}"\n\n\ndef upgrade():\n' + "\n".join(lines) + "\n"
        (migrations / "versions" / f"{number}_more.py").write_text(text)
        for module in (shop_file, upgrade):
            monkeypatch.setattr(module, "shipped", lambda name: migrations.parent / name)

    return add


def test_every_saved_file_opens_checks_clean_and_keeps_its_rows(filled_file: Path, clock: FixedClock) -> None:
    assert {file.stem for file in FILES.glob("*.desk")} == set(shop_file.known_revisions())
    before = rows_of(filled_file)
    with closing(Desk.open(filled_file, clock)) as desk:
        owner = desk.actor()
        assert desk.check(owner) == ()
        assert desk.tickets.count(owner) == 6
        assert [row.customer for row in desk.tickets.rows(owner, "lukasz")] == ["Łukasz Wójcik"]
        assert desk.tickets.get(owner, "26000018").totals.gross.minor == 24800
    assert rows_of(filled_file) == before


def test_the_saved_file_fills_every_table(filled_file: Path) -> None:
    empty = [
        table for table in schema.metadata.tables if not asked(filled_file, f"SELECT 1 FROM {table} LIMIT 1")
    ]
    assert empty == []


def test_a_file_at_the_newest_schema_is_left_alone(filled_file: Path) -> None:
    before = filled_file.read_bytes()
    assert upgrade.bring_up(filled_file) is None
    assert filled_file.read_bytes() == before


def test_an_older_file_is_upgraded_with_a_backup_beside_it(filled_file: Path, add_revision: Extra) -> None:
    add_revision(ADDS_A_COLUMN)
    before = rows_of(filled_file)
    backup = upgrade.bring_up(filled_file)
    assert backup == filled_file.with_name("week.before-0002.desk")
    assert (revision_of(filled_file), revision_of(backup)) == ("0002", "0001")
    assert rows_of(backup) == before
    assert asked(filled_file, "SELECT count(*) FROM customer WHERE birthday IS NULL") == [4]


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_rebuilding_a_parent_table_keeps_its_children(filled_file: Path, add_revision: Extra) -> None:
    add_revision(REBUILDS_PARENTS)
    indexes = asked(filled_file, INDEXES)
    counts = {table: asked(filled_file, f"SELECT count(*) FROM {table}") for table in schema.metadata.tables}
    upgrade.bring_up(filled_file)
    assert {table: asked(filled_file, f"SELECT count(*) FROM {table}") for table in counts} == counts
    assert asked(filled_file, "PRAGMA foreign_key_check") == []
    assert asked(filled_file, INDEXES) == indexes


@pytest.mark.parametrize("work", [FAILS_HALF_WAY, LOSES_ROWS, LOSES_PARENTS, POINTS_NOWHERE])
def test_a_failing_upgrade_changes_nothing_and_says_where_the_copy_lies(
    filled_file: Path, add_revision: Extra, work: str
) -> None:
    add_revision(work)
    before, content = rows_of(filled_file), filled_file.read_bytes()
    with pytest.raises(DeskError, match=r"is as it was; a copy lies in “week\.before-0002\.desk”"):
        upgrade.bring_up(filled_file)
    assert filled_file.read_bytes() == content
    assert rows_of(filled_file.with_name("week.before-0002.desk")) == before
    assert not list(filled_file.parent.glob("*-wal"))


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_one_failing_revision_takes_the_good_ones_before_it_back(
    filled_file: Path, add_revision: Extra
) -> None:
    add_revision(REBUILDS_PARENTS)
    add_revision(FAILS_HALF_WAY)
    content = filled_file.read_bytes()
    with pytest.raises(DeskError):
        upgrade.bring_up(filled_file)
    assert filled_file.read_bytes() == content


def test_no_room_for_a_copy_means_no_upgrade(
    filled_file: Path, add_revision: Extra, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_revision(ADDS_A_COLUMN)

    def full(*_paths: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DeskError, match="no room for a copy"):
        upgrade.bring_up(filled_file)
    assert revision_of(filled_file) == "0001"
    assert [path.name for path in filled_file.parent.glob("week*")] == ["week.desk"]


def test_a_new_shop_is_whole_or_not_there(tmp_path: Path, add_revision: Extra) -> None:
    add_revision(FAILS_HALF_WAY)
    with pytest.raises(RuntimeError, match="power cut"):
        upgrade.create(tmp_path / "new.desk")
    assert not list(tmp_path.glob("new*"))


def test_a_shop_never_replaces_a_file(tmp_path: Path) -> None:
    taken = tmp_path / "taken.desk"
    taken.write_text("somebody's notes")
    with pytest.raises(DeskError, match="already a file “taken"):
        upgrade.create(taken)
    assert taken.read_text() == "somebody's notes"


def test_a_copy_taken_while_somebody_writes_is_whole(filled_file: Path, clock: FixedClock) -> None:
    with closing(Desk.open(filled_file, clock)) as desk:
        owner = desk.actor()
        desk.tickets.note(owner, "26000018", "not yet in the main file")
        copy = upgrade.copy_of(filled_file, filled_file.with_name("copy.desk"))
    with closing(Desk.open(copy, clock)) as other:
        assert other.check(other.actor()) == ()
        assert other.tickets.get(owner, "26000018").notes[-1].text == "not yet in the main file"


def test_the_migrations_need_nothing_of_the_program(tmp_path: Path) -> None:
    """A revision of today must still run when the program has moved on."""
    run(
        """
        import sys
        sys.path = [p for p in sys.path if not p.endswith("src")]
        sys.modules["deskapp"] = None
        from alembic import command
        from alembic.config import Config
        from sqlalchemy import create_engine
        config = Config()
        config.set_main_option("script_location", sys.argv[1])
        with create_engine("sqlite:///" + sys.argv[2]).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        """,
        shipped("migrations"),
        tmp_path / "bare.sqlite",
    )
    assert asked(tmp_path / "bare.sqlite", "SELECT version_num FROM alembic_version") == ["0001"]
