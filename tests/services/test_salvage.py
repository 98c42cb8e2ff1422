"""What can be read of a damaged shop is saved into a new one that works; the damaged file stays as it was."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.salvage import Salvaged
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.services.salvage import salvage
from deskapp.services.salvage_words import sentences
from tests.builders import a_line, an_intake
from tests.contents import rows

PAGE = 4096
FILES = Path(__file__).parents[1] / "store" / "files"


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, blank_shop: Path) -> Path:
    """A shop with sixty tickets, closed."""
    path = Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("week") / "week.desk"))
    from tests.conftest import NOON

    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        for count in range(60):
            number = desk.tickets.take_in(owner, an_intake(f"Fault {count} " + "very bad " * 9)).value.number
            desk.tickets.note(owner, number, "heard " * 20)
            desk.tickets.add_line(owner, number, a_line())
            desk.tickets.move(owner, number, "in_work")
    return path


@pytest.fixture
def saved(tmp_path: Path, clock: FixedClock) -> Callable[[Path], Salvaged]:
    def save(path: Path) -> Salvaged:
        before = path.read_bytes()
        report = salvage(path, tmp_path / "saved" / "new.desk", clock)
        assert path.read_bytes() == before
        assert sorted(one.name for one in report.path.parent.iterdir()) == ["new.desk"]
        return report

    return save


def wipe(path: Path, target: Path, pages: list[int], chance: random.Random | None = None) -> Path:
    """A copy of a file with pages that hold nothing, or anything."""
    content = bytearray(path.read_bytes())
    for page in pages:
        rubbish = chance.randbytes(PAGE) if chance else bytes(PAGE)
        content[(page - 1) * PAGE : page * PAGE] = rubbish
    target.write_bytes(content)
    return target


def pages_of(path: Path, table: str) -> list[int]:
    [(root,)] = rows(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")
    return [root]


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_of_a_sound_file_of_any_schema_everything_is_saved(
    revision: str, saved: Callable[[Path], Salvaged], tmp_path: Path, clock: FixedClock
) -> None:
    path = Path(shutil.copy(FILES / f"{revision}.desk", tmp_path / "old.desk"))
    report = saved(path)
    assert (report.missing, report.gaps, report.made_up, report.problems) == ((), 0, (), ())
    assert not any(report.lost.values())
    Desk.open(path, clock).close()  # brings it up
    for table in ("ticket", "item", "line", "note", "message", "customer", "device", "person"):
        assert rows(report.path, f"SELECT * FROM {table}") == rows(path, f"SELECT * FROM {table}")


def test_a_shop_works_after_random_pages_were_lost(
    week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path, clock: FixedClock
) -> None:
    chance = random.Random(5)
    count = week.stat().st_size // PAGE
    broken = wipe(week, tmp_path / "bad.desk", chance.sample(range(2, count), count // 23), chance)
    report = saved(broken)
    assert report.problems == ()
    assert report.found["ticket"] >= 57
    with closing(Desk.open(report.path, clock)) as desk:
        owner = desk.actor()
        known = {number for (number,) in rows(week, "SELECT number FROM ticket")}
        assert desk.tickets.take_in(owner, an_intake("After")).value.number not in known
        assert desk.check(owner) == ()


@pytest.mark.parametrize("table", ["ticket", "item", "audit", "status_step", "customer"])
def test_a_tree_without_its_root_is_found_again(
    table: str, week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path
) -> None:
    report = saved(wipe(week, tmp_path / "bad.desk", pages_of(week, table)))
    assert report.found[table] == rows(week, f"SELECT count(*) FROM {table}")[0][0]
    assert report.problems == ()


def test_a_file_that_lost_the_list_of_its_tables_is_saved_too(
    week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path
) -> None:
    report = saved(wipe(week, tmp_path / "bad.desk", [1]))
    assert report.found["ticket"] == 60
    assert report.problems == ()


def test_a_ticket_without_its_item_gets_one_that_is_not_counted(
    week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path
) -> None:
    content = week.read_bytes()
    [page] = [
        page
        for page in range(2, len(content) // PAGE)
        if content[(page - 1) * PAGE] == 13
        and b"Fault 30 very bad" in content[(page - 1) * PAGE : page * PAGE]
    ][-1:]
    report = saved(wipe(week, tmp_path / "bad.desk", [page]))
    assert report.found["item"] + report.lost.get("item", 0) == 60
    assert rows(report.path, "SELECT count(DISTINCT ticket_id) FROM item") == [(60,)]


def test_notes_never_become_messages(week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path) -> None:
    """They look alike in the file, and only one of them is for the customer's eyes."""
    broken = wipe(week, tmp_path / "bad.desk", pages_of(week, "note") + pages_of(week, "message"))
    report = saved(broken)
    assert rows(report.path, "SELECT count(*) FROM message") == [(0,)]
    assert report.found["note"] == 60


def test_what_is_lost_is_named_and_the_history_says_so(
    week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path, clock: FixedClock
) -> None:
    content = week.read_bytes()
    at = next(
        page
        for page in range(2, len(content) // PAGE)
        if content[(page - 1) * PAGE : page * PAGE].count(b"take_in") > 3
    )
    report = saved(wipe(week, tmp_path / "bad.desk", [at]))
    assert report.gaps == 1
    assert report.lost["audit"] > 3
    assert "The history of who did what has 1 gap; it goes on behind it." in [*sentences(report)]
    with closing(Desk.open(report.path, clock)) as desk:
        assert desk.check(desk.actor()) == ()
    assert rows(report.path, "SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [("salvage",)]


def test_a_later_gap_is_not_forgiven(
    week: Path, saved: Callable[[Path], Salvaged], clock: FixedClock
) -> None:
    from tests.services.test_check import alter

    report = saved(week)
    alter(report.path, "UPDATE audit SET action = 'bin' WHERE id = 5")
    with closing(Desk.open(report.path, clock)) as desk:
        assert desk.check(desk.actor()) == ("The history was altered from outside, from its entry 5 on.",)


def test_a_file_that_was_cut_is_saved_as_far_as_it_goes(
    week: Path, saved: Callable[[Path], Salvaged], tmp_path: Path
) -> None:
    cut = tmp_path / "cut.desk"
    cut.write_bytes(week.read_bytes()[: week.stat().st_size * 3 // 4 + 100])
    report = saved(cut)
    assert 20 < report.found["ticket"] <= 60
    assert report.problems == ()


@pytest.mark.parametrize("content", [b"", b"number,customer\n", random.Random(1).randbytes(50_000)])
def test_where_nothing_can_be_read_nothing_is_made(content: bytes, tmp_path: Path, clock: FixedClock) -> None:
    path = tmp_path / "no.desk"
    path.write_bytes(content)
    with pytest.raises(DeskError):
        salvage(path, tmp_path / "new.desk", clock)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["no.desk"]
    assert not (tmp_path / "new.desk.part").exists()


def test_nothing_is_written_over(week: Path, tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / "there.desk").write_bytes(b"mine")
    with pytest.raises(DeskError, match="already a file"):
        salvage(week, tmp_path / "there.desk", clock)
    assert (tmp_path / "there.desk").read_bytes() == b"mine"


def test_who_gives_up_has_nothing_made(week: Path, tmp_path: Path, clock: FixedClock) -> None:
    def stop(done: int, _whole: int) -> None:
        if done > 20:
            raise DeskError

    with pytest.raises(DeskError):
        salvage(week, tmp_path / "new.desk", clock, stop)
    assert not [one for one in tmp_path.iterdir() if one.name.startswith("new")]
