"""What is no shop file is refused in one sentence, and nothing is written to it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import shop_file
from deskapp.store.driver import sqlite
from deskapp.store.schema_id import APPLICATION_ID
from tests.pictures import a_jpeg
from tests.processes import open_folder, run_without_rights


def a_foreign_database(path: Path) -> None:
    with closing(sqlite.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")


def a_marked_database_without_tables(path: Path) -> None:
    with closing(sqlite.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE songs (title TEXT)")


def an_encrypted_database(path: Path) -> None:
    cipher = pytest.importorskip("sqlcipher3.dbapi2", reason="SQLCipher has no wheel here")
    with closing(cipher.connect(path)) as connection:
        connection.execute("PRAGMA key = 'secret'")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE shop (id INTEGER)")


NO_SHOPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "is empty; open a backup"),
    "text": (lambda path: path.write_text("number,customer\n1,Ana\n"), "is not a Deskapp shop file"),
    "picture": (lambda path: path.write_bytes(a_jpeg("navy")), "but a picture; open the file that ends"),
    "zip": (lambda path: path.write_bytes(b"PK\x03\x04" * 99), "unpack it"),
    "pdf": (lambda path: path.write_bytes(b"%PDF-1.7 " + b"x" * 200), "but a PDF"),
    "table": (lambda path: path.write_text("number;Kunde\n1;Jürgen\n" * 400), "but a text; lists come in"),
    "zeros": (lambda path: path.write_bytes(bytes(40_960)), "is not a Deskapp shop file, or it is damaged"),
    "short": (lambda path: path.write_bytes(b"SQLite format 3\x00"), "is not a Deskapp shop file"),
    "random": (
        lambda path: path.write_bytes(random.Random(7).randbytes(20_000)),
        "is not a Deskapp shop file",
    ),
    "foreign": (a_foreign_database, "is a database of another program"),
    "marked": (a_marked_database_without_tables, "is damaged and was not touched"),
    "encrypted": (an_encrypted_database, "is encrypted and opens with its passphrase, or it is not"),
}


def refusal(path: Path, clock: FixedClock) -> str:
    with pytest.raises(DeskError) as error:
        Desk.open(path, clock)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if other.is_file())


@pytest.mark.parametrize("kind", NO_SHOPS)
def test_what_is_no_shop_is_refused_and_not_touched(kind: str, tmp_path: Path, clock: FixedClock) -> None:
    make, sentence = NO_SHOPS[kind]
    path = tmp_path / "shop.desk"
    make(path)
    before = path.read_bytes()
    assert sentence in refusal(path, clock)
    assert path.read_bytes() == before
    assert beside(path) == ["shop.desk"]


@pytest.mark.parametrize("beside", ["-wal", "-journal"])
@pytest.mark.parametrize("wrong", ["newer", "foreign", "cut"])
def test_what_lies_beside_a_file_that_is_refused_is_not_touched(
    shop_path: Path, tmp_path: Path, clock: FixedClock, beside: str, wrong: str
) -> None:
    """A program that was stopped left it; bringing it in would write."""
    folder = left_open(shop_path, tmp_path / "left", beside, wrong)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert len(before) == 2
    refusal(folder / "shop.desk", clock)
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before


def left_open(path: Path, folder: Path, beside: str, wrong: str) -> Path:
    """A copy of a file as a program leaves it that is stopped in the middle of its work."""
    folder.mkdir()
    with closing(sqlite.connect(path, isolation_level=None)) as driver:
        driver.execute(f"PRAGMA journal_mode = {'WAL' if beside == '-wal' else 'DELETE'}")
        driver.execute("PRAGMA cache_size = 1")
        if wrong == "newer" and beside == "-journal":
            driver.execute("UPDATE alembic_version SET version_num = '9999'")
        if wrong == "foreign":
            driver.execute("PRAGMA application_id = 7")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.execute("BEGIN")
        driver.execute("UPDATE shop SET name = 'Half'")
        driver.execute("CREATE TABLE more (text)")
        driver.execute("INSERT INTO more VALUES (hex(randomblob(90000)))")
        if wrong == "newer" and beside == "-wal":
            driver.execute("UPDATE alembic_version SET version_num = '9999'")
            driver.execute("COMMIT")
        for ending in ("", beside):
            shutil.copy(path.with_name(path.name + ending), folder / f"shop.desk{ending}")
        if driver.in_transaction:
            driver.execute("ROLLBACK")
    if wrong == "cut":
        content = (folder / "shop.desk").read_bytes()
        (folder / "shop.desk").write_bytes(content[:9000])
    return folder


def test_a_file_that_was_left_open_is_opened_and_whole(
    shop_path: Path, tmp_path: Path, clock: FixedClock
) -> None:
    folder = left_open(shop_path, tmp_path / "left", "-journal", "nothing")
    with closing(Desk.open(folder / "shop.desk", clock)) as desk:
        assert desk.shop.get(desk.actor()).name == "Northgate Repairs"
        assert desk.check(desk.actor()) == ()


def test_a_missing_file_is_not_made(tmp_path: Path, clock: FixedClock) -> None:
    assert "There is no shop file" in refusal(tmp_path / "none.desk", clock)
    assert beside(tmp_path / "none.desk") == []


def test_a_folder_is_no_shop(tmp_path: Path, clock: FixedClock) -> None:
    assert "is a folder" in refusal(tmp_path, clock)


def test_a_newer_file_is_refused_and_not_touched(shop_path: Path, clock: FixedClock) -> None:
    with closing(sqlite.connect(shop_path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = shop_path.read_bytes()
    assert "was written by a newer version of Deskapp; update the program" in refusal(shop_path, clock)
    assert shop_path.read_bytes() == before


@pytest.mark.parametrize("rest", [100, 512, 4096, 5000, 176_128, -4096, -1])
def test_a_file_that_was_cut_off_is_refused_and_not_touched(
    shop_path: Path, clock: FixedClock, rest: int
) -> None:
    whole = shop_path.read_bytes()
    cut = whole[:rest]
    shop_path.write_bytes(cut)
    assert "is damaged and was not touched" in refusal(shop_path, clock)
    assert shop_path.read_bytes() == cut


def test_no_flipped_byte_of_the_header_breaks_the_program(shop_path: Path, clock: FixedClock) -> None:
    """Some are refused, some are seen by the check, some mean nothing; none is a bug or a write."""
    good = shop_path.read_bytes()
    refused = 0
    for place in range(100):
        bad = bytearray(good)
        bad[place] ^= 0xFF
        shop_path.write_bytes(bad)
        try:
            look_through(shop_path, clock)
        except DeskError:
            refused += 1
            assert bad == shop_path.read_bytes()
    assert refused > 30


def look_through(path: Path, clock: FixedClock) -> tuple[str, ...]:
    """Open, list and check; whatever was found wrong."""
    with closing(Desk.open(path, clock)) as desk:
        owner = desk.actor()
        for row in desk.tickets.rows(owner, limit=5):
            desk.tickets.get(owner, row.number)
        return desk.check(owner)


def test_damage_inside_is_a_sentence_and_never_a_crash(filled_file: Path, clock: FixedClock) -> None:
    good = filled_file.read_bytes()
    chance = random.Random(42)
    found = 0
    for _attempt in range(40):
        bad = bytearray(good)
        start = chance.randrange(4096, len(good) - 512)
        bad[start : start + 512] = chance.randbytes(512)
        filled_file.write_bytes(bad)
        try:
            found += bool(look_through(filled_file, clock))
        except DeskError:
            found += 1
    assert found > 3  # most of a nearly empty file means nothing


def test_the_known_revisions_are_in_order() -> None:
    assert shop_file.known_revisions()[0] == "0001"
    assert shop_file.newest_revision() == max(shop_file.known_revisions())


OPEN = """
    import sys
    from pathlib import Path
    from deskapp.clock import SystemClock
    from deskapp.errors import DeskError
    from deskapp.services.country import shop_in
    from deskapp.services.desk import Desk
    shop = shop_in("GB", "Northgate")
    give_up_rights()
    try:
        if sys.argv[2:]:
            Desk.create(Path(sys.argv[1]), shop, "Priya", SystemClock())
        Desk.open(Path(sys.argv[1]), SystemClock())
    except DeskError as error:
        print(error)
"""


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o666), (0o777, 0o444)])
def test_where_nothing_may_be_written_nothing_is_opened(
    blank_shop: Path, folder_mode: int, file_mode: int
) -> None:
    with open_folder() as folder:
        path = Path(shutil.copy(blank_shop, folder / "shop.desk"))
        path.chmod(file_mode)
        folder.chmod(folder_mode)
        assert "lies where you may not write; move it" in run_without_rights(OPEN, path)
        assert path.read_bytes() == blank_shop.read_bytes()
        folder.chmod(0o755)


def test_a_file_that_may_not_be_read_is_refused(blank_shop: Path) -> None:
    with open_folder() as folder:
        path = Path(shutil.copy(blank_shop, folder / "shop.desk"))
        path.chmod(0o000)
        assert "You may not read “shop.desk”" in run_without_rights(OPEN, path)
        path.chmod(0o600)


def test_a_shop_is_not_made_where_nothing_may_be_written() -> None:
    with open_folder() as folder:
        folder.chmod(0o555)
        assert "cannot be made in" in run_without_rights(OPEN, folder / "new.desk", "create")
        assert list(folder.iterdir()) == []
        folder.chmod(0o755)
