"""An open shop file: what was said to be saved is saved, and nothing is saved by half."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from deskapp.errors import DeskError
from deskapp.store import engine, schema
from deskapp.store.driver import JOURNAL, Keyed, sqlite
from deskapp.store.engine import ShopFile
from tests.processes import finish, run, start
from tests.store.people import add, names

person = schema.person


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", JOURNAL),
        ("synchronous", 2 if JOURNAL == "wal" else 3),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("cell_size_check", 1),
    ],
)
def test_every_connection_is_safe(file: ShopFile, pragma: str, value: object) -> None:
    for unit in (file.read, file.write):
        with unit() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@pytest.mark.parametrize(
    ("pragma", "answer"), [("synchronous", 1), ("synchronous", 0), ("journal_mode", "'memory'")]
)
def test_a_weaker_answer_is_refused(
    shop_path: Path, monkeypatch: pytest.MonkeyPatch, pragma: str, answer: object
) -> None:
    def weak(driver: Any, sql: str, *values: object) -> object:
        return sqlite.Connection.execute(
            driver, f"SELECT {answer}" if sql == f"PRAGMA {pragma}" else sql, *values
        )

    monkeypatch.setattr(Keyed, "execute", weak)
    before = shop_path.read_bytes()
    with closing(ShopFile(shop_path)) as file, pytest.raises(DeskError):
        add(file, "Tom Ellis")
    assert shop_path.read_bytes() == before


def test_a_weaker_way_that_was_asked_for_is_taken(shop_path: Path) -> None:
    with closing(ShopFile(shop_path, durable=False)) as file, file.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 0


def test_a_unit_that_fails_leaves_nothing(file: ShopFile) -> None:
    def write_and_fail() -> None:
        with file.write() as tx:
            tx.execute(insert(person), {"name": "Tom Ellis", "role": "technician"})
            tx.exec_driver_sql("CREATE TABLE half (id INTEGER)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    assert names(file) == ["Priya Nair"]
    with file.read() as connection:
        assert not connection.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'half'").first()


def test_a_reading_unit_sees_one_state(file: ShopFile) -> None:
    with file.read() as connection:
        before = connection.execute(select(person.c.name)).all()
        if JOURNAL == "wal":
            add(file, "Tom Ellis")
        assert connection.execute(select(person.c.name)).all() == before


def test_listeners_hear_of_what_was_saved_and_of_nothing_else(file: ShopFile) -> None:
    heard: list[list[str]] = []
    file.on_change(lambda: heard.append(names(file)))
    names(file)
    add(file, "Tom Ellis")
    with pytest.raises(sqlite.IntegrityError), unwrapped():
        add(file, "Tom Ellis")
    assert heard == [["Priya Nair", "Tom Ellis"]]


class unwrapped:  # noqa: N801  reads like a function where it is used
    """SQLAlchemy's error is the driver's again."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            raise getattr(error, "orig", error)


def test_the_file_is_one_piece_after_closing(shop_path: Path) -> None:
    file = ShopFile(shop_path)
    add(file, "Tom Ellis")
    file.close()
    assert [path.name for path in shop_path.parent.glob("shop.desk*")] == ["shop.desk"]
    with closing(sqlite.connect(shop_path)) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (2,)


def test_threads_share_a_file(file: ShopFile) -> None:
    def work(letter: str) -> None:
        for number in range(10):
            add(file, f"{letter}{number}")
            names(file)

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names(file))) == 41


HOLD = """
    import sys
    if sys.argv[3] == "python":
        import sqlite3 as sqlite
    else:
        from deskapp.store.driver import sqlite
    connection = sqlite.connect(sys.argv[1], isolation_level=None)
    connection.execute(sys.argv[2])
    print("held", flush=True)
    sys.stdin.readline()
    connection.execute("ROLLBACK")
"""


def test_a_file_that_another_program_holds_is_refused_in_a_sentence(
    file: ShopFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with file.write() as tx:
        tx.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = start(HOLD, file.path, "BEGIN IMMEDIATE", "ours")
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(DeskError, match="is in use by another program just now; nothing was saved"):
        add(file, "Tom Ellis")
    other.communicate("go\n")
    add(file, "Aisha Khan")
    assert names(file) == ["Priya Nair", "Aisha Khan"]


def test_a_program_waits_for_another_one_that_writes(file: ShopFile) -> None:
    other = start(HOLD, file.path, "BEGIN IMMEDIATE", "ours")
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    release = threading.Timer(0.2, lambda: other.communicate("go\n"))
    release.start()
    add(file, "Tom Ellis")
    release.join()
    assert names(file) == ["Priya Nair", "Tom Ellis"]


WRITE_MANY = """
    import sys
    from pathlib import Path
    from sqlalchemy import insert
    from deskapp.store import schema
    from deskapp.store.engine import ShopFile
    file = ShopFile(Path(sys.argv[1]))
    for number in range(40):
        with file.write() as tx:
            tx.execute(insert(schema.person), {"name": f"{sys.argv[2]} {number}", "role": "technician"})
    file.close()
"""


def test_two_programs_write_at_once_and_nothing_is_lost(shop_path: Path) -> None:
    others = [start(WRITE_MANY, shop_path, name) for name in ("one", "two")]
    for other in others:
        finish(other)
    file = ShopFile(shop_path)
    assert len(names(file)) == 81
    file.close()
    assert [path.name for path in shop_path.parent.glob("shop.desk*")] == ["shop.desk"]


def test_a_full_disk_is_a_sentence_and_saves_nothing(
    shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says the same when the disk is full as when its own largest size is reached."""
    pages = shop_path.stat().st_size // 4096
    monkeypatch.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, f"max_page_count = {pages}"))
    file = ShopFile(shop_path)
    with pytest.raises(DeskError, match="The disk is full or failing; nothing was saved"):
        add(file, "x" * 100_000)
    assert names(file) == ["Priya Nair"]
    add(file, "Tom Ellis")
    file.close()


FILL_UP = """
    import resource, sys
    from pathlib import Path
    from sqlalchemy import insert
    from deskapp.errors import DeskError
    from deskapp.store import schema
    from deskapp.store.engine import ShopFile
    path = Path(sys.argv[1])
    file = ShopFile(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 200_000,) * 2)
    saved = 0
    try:
        while True:
            with file.write() as tx:
                tx.execute(insert(schema.person), {"name": f"{saved} " + "x" * 20_000, "role": "technician"})
            saved += 1
    except DeskError as error:
        print(saved, error)
    file.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_what_was_saved_before_the_disk_was_full_is_there_and_no_more(shop_path: Path) -> None:
    saved, sentence = run(FILL_UP, shop_path).split(" ", maxsplit=1)
    assert sentence == "The disk is full or failing; nothing was saved. Make room and try again."
    file = ShopFile(shop_path)
    assert len(names(file)) == 1 + int(saved)
    with file.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    file.close()


KILLED = """
    import os, sys
    from pathlib import Path
    from sqlalchemy import insert
    from deskapp.store import schema
    from deskapp.store.engine import ShopFile
    file = ShopFile(Path(sys.argv[1]))
    def add(tx, name):
        tx.execute(insert(schema.person), {"name": name, "role": "technician"})
    with file.write() as tx:
        add(tx, "saved")
    with file.write() as tx:
        add(tx, "not saved")
        os._exit(0)
"""


def test_a_program_that_dies_loses_nothing_that_was_saved(shop_path: Path) -> None:
    run(KILLED, shop_path)
    file = ShopFile(shop_path)
    assert names(file) == ["Priya Nair", "saved"]
    file.close()


WITHOUT_CIPHER = """
    import sys
    sys.modules["sqlcipher3"] = None
    from pathlib import Path
    from deskapp.clock import SystemClock
    from deskapp.domain.ticket import Intake, ItemDraft
    from deskapp.services.country import shop_in
    from deskapp.services.desk import Desk
    from deskapp.store.driver import JOURNAL, SYNCHRONOUS, sqlite
    assert sqlite.__name__ == "sqlite3"
    desk = Desk.create(Path(sys.argv[1]), shop_in("GB", "N"), "P", SystemClock())
    owner = desk.actor()
    desk.tickets.take_in(owner, Intake((ItemDraft("Łukasz: SN-998877"),)))
    assert desk.tickets.count(owner, "lukasz 998877") == 1
    assert desk.check(owner) == ()
    desk.close()
"""


def test_python_s_own_sqlite_serves_where_the_other_has_no_wheel(tmp_path: Path) -> None:
    run(WITHOUT_CIPHER, tmp_path / "plain.desk")
    assert [path.name for path in tmp_path.glob("plain*")] == ["plain.desk"]


SENTENCES: dict[str, str] = {
    "database is locked": "is in use by another program",
    "database or disk is full": "The disk is full or failing",
    "disk I/O error": "The disk is full or failing",
    "attempt to write a readonly database": "may not be written here",
    "unable to open database file": "may not be written here",
    "database disk image is malformed": "is damaged",
    "file is not a database": "is damaged",
    "invalid fts5 file format (found 0, expected 4 or 5) - run 'rebuild'": "is damaged",
}


@pytest.mark.parametrize("said", SENTENCES)
@pytest.mark.parametrize("unit", [ShopFile.read, ShopFile.write])
def test_what_sqlite_says_becomes_a_sentence(
    file: ShopFile, said: str, unit: Callable[[ShopFile], object]
) -> None:
    with pytest.raises(DeskError, match=SENTENCES[said]), unit(file):  # type: ignore[attr-defined]  # both are context managers
        raise sqlite.OperationalError(said)


def test_a_bug_stays_a_bug(file: ShopFile) -> None:
    with pytest.raises(sqlite.OperationalError, match="no such table"), file.read():
        raise sqlite.OperationalError("no such table: nonsense")
