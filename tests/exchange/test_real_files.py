"""Twenty-one thousand real repair records (Open Repair Alliance, CC BY-SA 4.0), where they are at hand."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket import ItemDraft
from deskapp.errors import DeskError
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.conftest import NOON

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "open-repair"
FILES = {"repair-cafe-wales-202507.csv": 20_190, "fixit-clinic-202507.csv": 1_033}
TOGETHER = 21_223

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real records are not beside this checkout")


def records() -> list[dict[str, str]]:
    """Every record of both files, read by the plainest means."""
    found = []
    for name in FILES:
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


@pytest.fixture(scope="module")
def filled(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop file with both files imported; tests work on copies."""
    path = Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("real") / "real.desk"))
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        for name, count in FILES.items():
            report = apply_plan(desk, owner, read_plan(desk, owner, FOLDER / name))
            assert (report.new, report.skipped, report.errors) == (count, 0, ())
    return path


@pytest.fixture
def desk(filled: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    with closing(Desk.open(Path(shutil.copy(filled, tmp_path / "shop.desk")), clock)) as desk:
        yield desk


def test_not_one_record_is_lost_and_the_file_is_sound(desk: Desk, owner: Actor) -> None:
    assert desk.tickets.count(owner) == desk.tickets.count(owner, "is:closed") == TOGETHER
    assert desk.check(owner) == ()


def test_every_ticket_keeps_day_outcome_group_and_problem(desk: Desk) -> None:
    with closing(sqlite.connect(desk.path)) as connection:
        kept = connection.execute(
            "SELECT external_id, date(received_at), date(ticket.closed_at), outcome,"
            " group_name, barrier, fault FROM ticket JOIN item ON item.ticket_id = ticket.id"
        ).fetchall()
    said = [
        (
            *(record["id"], record["event_date"], record["event_date"]),
            record["repair_status"].lower().replace(" ", "_"),
            " ".join(record["group_identifier"].split()),
            " ".join(record["repair_barrier_if_end_of_life"].split()),
            record["problem"].strip(),
        )
        for record in records()
    ]
    assert Counter(kept) == Counter(said)


def test_what_a_record_says_finds_it(desk: Desk, owner: Actor) -> None:
    said = records()
    vacuums = sum(record["product_category"] == "Vacuum" for record in said)
    penarth = sum(record["group_identifier"] == "Penarth" for record in said)
    assert desk.tickets.count(owner, "vacuum") >= vacuums
    assert desk.tickets.count(owner, "penarth") >= penarth
    assert desk.tickets.count(owner, "dyson") >= sum("dyson" in record["brand"].lower() for record in said)
    assert desk.tickets.count(owner, '"not working"') > 1000
    assert desk.tickets.count(owner, '"guitar pedal"') >= 1
    [row] = desk.tickets.rows(owner, '"fixitclinic_1286"')  # the longest problem, 3,040 characters
    ticket = desk.tickets.get(owner, row.number)
    assert ticket.items[0].fault == next(r["problem"] for r in said if r["id"] == "fixitclinic_1286").strip()


def test_the_same_files_again_change_nothing_not_even_edited_tickets(desk: Desk, owner: Actor) -> None:
    row = desk.tickets.rows(owner, "kettle", limit=1)[0]
    item = desk.tickets.get(owner, row.number).items[0]
    draft = ItemDraft("Written by hand", item.device, item.device_id)
    edited = desk.tickets.edit_item(owner, row.number, 1, draft, item.row_version).value
    for name, count in FILES.items():
        assert apply_plan(desk, owner, read_plan(desk, owner, FOLDER / name)).unchanged == count
    assert desk.tickets.get(owner, row.number) == edited
    assert desk.tickets.count(owner) == TOGETHER


def test_the_last_file_can_be_taken_back(desk: Desk, owner: Actor) -> None:
    assert desk.imports.undo_last(owner).binned == FILES["fixit-clinic-202507.csv"]
    assert desk.tickets.count(owner) == FILES["repair-cafe-wales-202507.csv"]
    assert desk.check(owner) == ()


@pytest.mark.parametrize("name", ["product-categories.csv", "fixometer-lca-2021-summary.csv"])
def test_the_other_two_tables_there_are_refused(desk: Desk, owner: Actor, name: str) -> None:
    with pytest.raises(DeskError, match="does not look like a list of customers"):
        read_plan(desk, owner, FOLDER / name)
