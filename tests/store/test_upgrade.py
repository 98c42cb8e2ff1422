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
from deskapp.errors import Busy, DeskError
from deskapp.paths import shipped
from deskapp.services.desk import Desk
from deskapp.store import engine, schema, shop_file, upgrade
from deskapp.store.driver import sqlite
from tests.processes import finish, run, start
from tests.store.conftest import FILES, OLDER, SAVED

Extra = Callable[[str], None]

ADDS_A_COLUMN = 'op.add_column("customer", sa.Column("birthday", sa.Text))'
# Not `customer` and `ticket`: rebuilding loses indexes of theirs that Alembic cannot read.
REBUILDS_PARENTS = """
    for parent in ("device", "item", "person"):
        with op.batch_alter_table(parent) as batch:
            batch.add_column(sa.Column("extra", sa.Text))
            batch.alter_column("row_version", server_default="2")
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
        there = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            table: hashlib.sha256(
                repr(list(connection.execute(f"SELECT * FROM {table}"))).encode()
            ).hexdigest()
            for table in schema.metadata.tables
            if table in there
        }


def records_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the program's own, by column."""
    with closing(sqlite.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT GLOB '*_words*' AND name NOT GLOB '*_parts*' AND name <> 'alembic_version'"
        ).fetchall()
        found = {}
        for (name,) in names:
            cursor = connection.execute(f"SELECT * FROM {name} ORDER BY 1")
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor]
        return found


def revision_of(path: Path) -> str:
    with closing(sqlite.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def before_newest() -> str:
    """The schema that the one of this test's own comes after."""
    return shop_file.known_revisions()[-2]


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


def test_there_is_a_saved_file_of_every_schema() -> None:
    assert tuple(SAVED) == shop_file.known_revisions()


@pytest.mark.parametrize("revision", SAVED)
def test_every_saved_file_opens_and_checks_clean(revision: str, tmp_path: Path, clock: FixedClock) -> None:
    file = Path(shutil.copy(FILES / f"{revision}.desk", tmp_path / "week.desk"))
    with closing(Desk.open(file, clock)) as desk:
        owner = desk.actor()
        assert desk.check(owner) == ()
        assert desk.tickets.count(owner) == (6 if revision < "0003" else 10)
        assert {row.customer for row in desk.tickets.rows(owner, "lukasz")} == {"Łukasz Wójcik"}
        assert desk.tickets.get(owner, "26000018").totals.gross.minor == 24800


def test_an_older_file_loses_nothing_and_knows_what_its_queue_shows(
    older_file: Path, clock: FixedClock
) -> None:
    before = records_of(older_file)
    with closing(Desk.open(older_file, clock)) as desk:
        owner = desk.actor()
        shown = {row.number: row for row in desk.tickets.rows(owner, "", sort="number")}
        assert [row.number for row in desk.tickets.rows(owner, "is:deleted")] == ["26000042"]
    now = records_of(older_file)
    for table, rows in before.items():
        assert [{name: row[name] for name in rows[0]} for row in now[table]] == rows, table
    screen, charging = shown["26000018"], shown["26000026"]
    assert (screen.customer, screen.phone, screen.total_minor) == ("Zoë Müller", "07700 900142", 24800)
    assert (charging.customer, charging.total_minor) == ("Łukasz Wójcik", 0)
    assert shown["26000034"].customer == "Greenleaf Café Ltd"
    assert {"Leeds", "York"} < {row.customer for row in shown.values()}  # the groups of imported records
    assert f"{screen.status_since:%d %H:%M} {screen.updated_at:%H:%M}" == "09 13:45 13:45"
    assert f"{charging.status_since:%d %H:%M}" == "09 13:45"


def test_an_upgraded_file_finds_its_tickets_newest_first(older_file: Path, clock: FixedClock) -> None:
    with closing(Desk.open(older_file, clock)) as desk:
        owner = desk.actor()
        received = [row.received_at for row in desk.tickets.rows(owner, "", sort="-received")]
        assert received == sorted(received, reverse=True)
        for typed, number in (("zoe", "26000018"), ("galaxy", "26000026"), ("muller iphone", "26000018")):
            assert number in [row.number for row in desk.tickets.rows(owner, typed)], typed
        assert asked(older_file, "SELECT count(*) FROM ticket_run") == [2]


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
    newest = shop_file.newest_revision()
    assert backup == filled_file.with_name(f"week.before-{newest}.desk")
    assert (revision_of(filled_file), revision_of(backup)) == (newest, before_newest())
    assert rows_of(backup) == before
    assert asked(filled_file, "SELECT count(birthday) FROM customer") == [0]


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
    with pytest.raises(DeskError, match=r"is as it was; a copy lies in “week\.before-\d+\.desk”"):
        upgrade.bring_up(filled_file)
    assert filled_file.read_bytes() == content
    [backup] = filled_file.parent.glob("week.before-*.desk")
    assert rows_of(backup) == before
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
    assert revision_of(filled_file) == before_newest()
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
    assert asked(tmp_path / "bare.sqlite", "SELECT version_num FROM alembic_version") == [
        shop_file.newest_revision()
    ]


HOLDS_THE_FILE = """
    import sys
    from deskapp.store.driver import sqlite
    connection = sqlite.connect(sys.argv[1])
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("SELECT count(*) FROM ticket").fetchall()
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_file_that_another_program_has_open_is_not_touched(
    older_file: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_BUSY_MS", 50)
    revision = revision_of(older_file)
    other = start(HOLDS_THE_FILE, older_file)
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        before = records_of(older_file)
        with pytest.raises(Busy, match=r"another program has it open; close it there"):
            Desk.open(older_file, clock)
        assert records_of(older_file) == before
        assert revision_of(older_file) == revision
        assert not list(older_file.parent.glob("*before*"))
    finally:
        finish(other)
    Desk.open(older_file, clock).close()
    assert revision_of(older_file) == shop_file.newest_revision()


def test_nobody_else_gets_in_between_the_backup_and_the_end(
    filled_file: Path, add_revision: Extra, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_revision(ADDS_A_COLUMN)
    refused: list[str] = []

    def meanwhile(*_values: object) -> None:
        with closing(sqlite.connect(filled_file, timeout=0)) as other:
            for wish in ("SELECT * FROM note", "INSERT INTO note (ticket_id, text, at) VALUES (1, 'x', 'x')"):
                with pytest.raises(sqlite.OperationalError, match="locked"):
                    other.execute(wish)
                refused.append(wish)

    copied = upgrade._copy  # noqa: SLF001  the moment between the backup and the upgrade has no name

    def copy_and_look(source: Any, target: Path) -> Path:
        made = copied(source, target)
        meanwhile()
        return made

    monkeypatch.setattr(upgrade, "_copy", copy_and_look)
    upgrade.bring_up(filled_file, meanwhile)
    assert len(refused) == 4


def test_what_another_program_upgraded_meanwhile_is_left_alone(
    older_file: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk.open(older_file, clock).close()
    for backup in older_file.parent.glob("*before*"):
        backup.unlink()
    monkeypatch.setattr(shop_file, "check_is_shop", lambda _path: OLDER[0])  # as it was a moment ago
    assert upgrade.bring_up(older_file) is None
    assert not list(older_file.parent.glob("*before*"))
