"""Imports on a real file: whole or not at all, repeatable, respectful of people's work, and undone."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.import_plan import ImportCancelled, ImportReport
from deskapp.domain.ticket import ItemDraft, Ticket
from deskapp.errors import DeskError, NotFound
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services import import_units
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.exchange.ords_file import a_record, records, write_ords

WRITTEN = ("ticket", "item", "device", "status_step", "external_ref", "import_batch", "import_row", "audit")
EVERYTHING = (*WRITTEN, "number_series", "ticket_words", "ticket_parts")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "repairs.csv"


def bring_in(desk: Desk, owner: Actor, file: Path, *rows: dict[str, str], **how: Any) -> ImportReport:
    """Import these records."""
    write_ords(file, *rows)
    return apply_plan(desk, owner, read_plan(desk, owner, file), **how)


def set_template(desk: Desk, owner: Actor, template: str) -> None:
    """Number tickets another way from now on."""
    desk.shop.save(owner, replace(desk.shop.get(owner), ticket_template=template))


def select(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Rows of the shop file, read past the program."""
    with closing(sqlite.connect(path)) as connection:
        return list(connection.execute(sql).fetchall())


def sizes(path: Path) -> dict[str, int]:
    """How many rows each table holds that an import writes."""
    return {table: select(path, f"SELECT count(*) FROM {table}")[0][0] for table in EVERYTHING}


def only_ticket(desk: Desk, owner: Actor, query: str = "") -> Ticket:
    """The one ticket that a query finds, whole."""
    [row] = desk.tickets.rows(owner, query)
    return desk.tickets.get(owner, row.number)


def item_as_it_is(ticket: Ticket, **changes: Any) -> ItemDraft:
    """The ticket's first item as a form would give it back, with some fields changed."""
    item = ticket.items[0]
    draft = ItemDraft(item.fault, item.device, item.device_id, item.condition, item.accessories)
    return replace(draft, **changes)


# --- writing --------------------------------------------------------------------------------------


def test_all_that_belongs_to_a_ticket_is_written_and_sound(desk: Desk, owner: Actor, file: Path) -> None:
    before = sizes(desk.path)
    bring_in(desk, owner, file, *records(700))
    grown = {table: size - before[table] for table, size in sizes(desk.path).items()}
    one_each = dict.fromkeys(EVERYTHING, 700)
    assert grown == one_each | {"import_batch": 1, "audit": 1, "number_series": 1}
    assert desk.check(owner) == ()


def test_numbers_come_from_the_series_of_their_year_in_order_of_time(
    desk: Desk, owner: Actor, file: Path
) -> None:
    days = ("2019-05-01", "2018-12-31", "2019-01-02", "2019-05-01")
    bring_in(desk, owner, file, *(a_record(n, event_date=day) for n, day in enumerate(days)))
    by_time = desk.tickets.rows(owner, sort="received")
    assert [row.number[:7] for row in by_time] == ["1800001", "1900001", "1900002", "1900003"]
    assert desk.tickets.take_in(owner, an_intake()).value.number.startswith("2600001")
    bring_in(desk, owner, file, a_record(9, event_date="2019-02-01"))
    assert len(desk.tickets.rows(owner, "no:1900004")) == 1


def test_a_number_that_a_ticket_has_already_is_passed_over(desk: Desk, owner: Actor, file: Path) -> None:
    """Numbers of another template may come upon old ones; here the second and the third would."""
    set_template(desk, owner, "{YY}{SEQ}")
    have = [desk.tickets.take_in(owner, an_intake()).value.number for _ in range(2)]
    assert have == ["261", "262"]
    set_template(desk, owner, "26{SEQ}")
    bring_in(desk, owner, file, *records(3))
    assert {row.number for row in desk.tickets.rows(owner)} == {"261", "262", "263", "264", "265"}


def test_search_texts_are_those_that_daily_work_would_write(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(
        desk,
        owner,
        file,
        a_record(
            problem="Läuft – “nicht”\n12:30! " * 20, brand="Öko " * 20, group_identifier="Ystradgynlais"
        ),
    )
    words = select(desk.path, "SELECT * FROM ticket_words")
    queue = select(desk.path, "SELECT device_label, fault_line, item_count, tags FROM ticket")
    number = only_ticket(desk, owner).number
    desk.undo(owner, desk.tickets.bin(owner, number).undo)  # writes the texts anew
    assert select(desk.path, "SELECT * FROM ticket_words") == words
    assert select(desk.path, "SELECT device_label, fault_line, item_count, tags FROM ticket") == queue


def test_the_closing_month_is_the_shops_own(tmp_path: Path, clock: FixedClock, file: Path) -> None:
    shop = replace(shop_in("NZ", "Antipodes"), time_zone="Pacific/Auckland")
    with closing(Desk.create(tmp_path / "nz.desk", shop, "Aroha", clock)) as desk:
        owner = desk.actor()
        bring_in(
            desk, owner, file, a_record(1, event_date="2020-02-01"), a_record(2, event_date="2020-01-31")
        )
        assert select(desk.path, "SELECT closed_month, date(closed_at) FROM ticket ORDER BY id DESC") == [
            ("2020-02", "2020-02-01"),
            ("2020-01", "2020-01-31"),
        ]
        assert desk.check(owner) == ()


def test_the_batch_remembers_file_person_and_faulty_lines(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, a_record(1), a_record(2, event_date="?"))
    batch = select(desk.path, "SELECT preset, file_name, person_id, read, new, skipped FROM import_batch")
    assert batch == [("ords", "repairs.csv", owner.person_id, 2, 1, 1)]
    assert select(desk.path, "SELECT row, outcome, problem FROM import_row ORDER BY row") == [
        (2, "new", ""),
        (3, "skipped", "event_date: “?” is not a date like 2017-04-01."),
    ]


@pytest.mark.parametrize("unit", [2_000, 600], ids=["one unit", "several units"])
@pytest.mark.parametrize("stop", ["cancel", "failure"])
def test_what_stops_in_the_middle_leaves_no_tickets(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch, unit: int, stop: str
) -> None:
    monkeypatch.setattr(import_units, "UNIT", unit)
    before = sizes(desk.path)
    told: list[int] = []

    def cancelled() -> bool:
        return stop == "cancel" and len(told) >= 3

    def on_progress(done: int, _whole: int) -> None:
        told.append(done)
        if stop == "failure" and done >= 1000:
            raise RuntimeError

    error = ImportCancelled if stop == "cancel" else RuntimeError
    with pytest.raises(error):
        bring_in(desk, owner, file, *records(1500), on_progress=on_progress, cancelled=cancelled)
    assert desk.tickets.count(owner) == 0
    assert desk.check(owner) == ()
    assert desk.imports.unfinished(owner) is None
    if unit > 1500:
        assert sizes(desk.path) == before


def test_an_import_in_several_units_is_one_batch(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_units, "UNIT", 4)
    days = [f"2019-{12 - number:02}-01" for number in range(11)]
    report = bring_in(desk, owner, file, *(a_record(n, event_date=day) for n, day in enumerate(days)))
    assert (report.batch, report.new) == (1, 11)
    by_time = [row.number[:7] for row in desk.tickets.rows(owner, sort="received")]
    assert by_time == [f"19{number:05}" for number in range(1, 12)]
    assert select(desk.path, "SELECT id, read, new FROM import_batch") == [(1, 11, 11)]
    assert desk.imports.undo_last(owner).binned == 11
    again = bring_in(desk, owner, file, *(a_record(n, event_date=day) for n, day in enumerate(days)))
    assert (again.new, desk.tickets.count(owner)) == (11, 11)
    assert len(desk.tickets.rows(owner, "is:deleted")) == 0


def test_an_old_plan_is_held_against_the_file_as_it_is_now(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(3))
    first, second = read_plan(desk, owner, file), read_plan(desk, owner, file)
    apply_plan(desk, owner, first)
    report = apply_plan(desk, owner, second)
    assert (report.new, report.unchanged) == (0, 3)
    assert desk.tickets.count(owner) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
def test_a_full_disk_is_told_in_a_sentence(desk: Desk, owner: Actor, file: Path) -> None:
    import resource

    before = sizes(desk.path)
    plan = read_plan(desk, owner, write_ords(file, *records(2000)))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (desk.path.stat().st_size + 200_000, hard))
    try:
        with pytest.raises(DeskError, match="disk is full"):
            apply_plan(desk, owner, plan)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert sizes(desk.path) == before
    assert apply_plan(desk, owner, plan).new == 2000


def test_an_imported_ticket_can_be_opened_again_and_then_goes_the_usual_way(
    desk: Desk, owner: Actor, file: Path, clock: FixedClock
) -> None:
    bring_in(desk, owner, file, a_record())
    number = only_ticket(desk, owner).number
    assert {status.key for status in desk.tickets.next_statuses(owner, only_ticket(desk, owner))} == {
        *("diagnosing", "in_work", "testing")
    }
    with pytest.raises(DeskError, match="reason"):
        desk.tickets.move(owner, number, "in_work")
    with pytest.raises(DeskError, match="cannot become “Ready”; it may become Diagnosing, In work, Testing"):
        desk.tickets.move(owner, number, "ready")
    opened = desk.tickets.move(owner, number, "in_work", reason="It came back")
    assert desk.tickets.counts(owner)["open"] == 1
    desk.undo(owner, opened.undo)
    assert desk.tickets.counts(owner)["open"] == 0
    desk.tickets.move(owner, number, "in_work", reason="It came back")
    clock.moment += timedelta(hours=2)
    desk.tickets.move(owner, number, "ready")
    desk.tickets.hand_over(owner, number)
    assert select(desk.path, "SELECT turnaround_min FROM ticket") == [(120,)]
    with pytest.raises(DeskError, match="handed over"):
        desk.tickets.move(owner, number, "in_work", reason="Once more")
    assert desk.check(owner) == ()


# --- again, with people's work in between ---------------------------------------------------------


def test_the_same_file_again_keeps_what_people_changed(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, a_record())
    ticket = only_ticket(desk, owner)
    draft = item_as_it_is(ticket, fault="Does not heat at all")
    desk.tickets.edit_item(owner, ticket.number, 1, draft, ticket.items[0].row_version)
    desk.tickets.note(owner, ticket.number, "Came back on Monday")
    before = only_ticket(desk, owner)
    assert bring_in(desk, owner, file, a_record()).unchanged == 1
    assert only_ticket(desk, owner) == before


def test_a_newer_file_changes_only_what_it_says_differently(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, *records(3))
    other = desk.tickets.get(owner, only_ticket(desk, owner, '"cafe_3"').number)
    newer = a_record(2, repair_status="Repairable", brand="Boilwell", event_date="2019-05-04")
    report = bring_in(desk, owner, file, a_record(1), newer, a_record(3))
    assert (report.new, report.changed, report.unchanged, report.errors) == (0, 1, 2, ())
    ticket = only_ticket(desk, owner, "boilwell")
    assert ticket.items[0].outcome == "repairable"
    assert f"{ticket.received_at:%Y-%m-%d} {ticket.closed_at:%Y-%m-%d}" == "2019-05-04 2019-05-04"
    assert "An import changed brand, date, outcome" in {entry.text for entry in ticket.history}
    assert [row.device for row in desk.tickets.rows(owner, "boilwell")] == ["Boilwell Kettle"]
    assert only_ticket(desk, owner, '"cafe_3"') == other
    assert desk.check(owner) == ()
    assert bring_in(desk, owner, file, newer).unchanged == 1


def test_people_win_over_a_newer_file_and_the_report_says_so(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, a_record())
    ticket = only_ticket(desk, owner)
    draft = item_as_it_is(ticket, fault="Lid is broken")
    desk.tickets.edit_item(owner, ticket.number, 1, draft, ticket.items[0].row_version)
    write_ords(file, a_record(problem="Leaks", repair_barrier_if_end_of_life="Too worn out"))
    plan = read_plan(desk, owner, file)
    report = apply_plan(desk, owner, plan)
    item = only_ticket(desk, owner).items[0]
    assert (item.fault, item.barrier) == ("Lid is broken", "Too worn out")
    assert report.as_json()["errors"] == plan.report.as_json()["errors"] == [
        {"row": 2, "field": "fault", "problem": "It was changed here too, so what stands here was kept."}
    ]  # fmt: skip


def test_a_record_without_a_device_can_get_one_later(desk: Desk, owner: Actor, file: Path) -> None:
    bare = a_record(product_category="", partner_product_category="", brand="Unknown", year_of_manufacture="")
    bring_in(desk, owner, file, bare)
    assert only_ticket(desk, owner).items[0].device_id is None
    bring_in(desk, owner, file, bare | {"brand": "Brewster", "product_category": "Kettle"})
    assert only_ticket(desk, owner, "brewster").items[0].device.label.startswith("Brewster")
    assert desk.check(owner) == ()


def test_a_ticket_that_people_binned_stays_in_the_bin(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, a_record())
    desk.tickets.bin(owner, only_ticket(desk, owner).number)
    assert bring_in(desk, owner, file, a_record()).unchanged == 1
    assert desk.tickets.count(owner) == 0


# --- taking it back -------------------------------------------------------------------------------


def test_undoing_puts_its_tickets_into_the_bin_but_not_those_worked_on(
    desk: Desk, owner: Actor, file: Path
) -> None:
    own = desk.tickets.take_in(owner, an_intake()).value.number
    bring_in(desk, owner, file, *records(4))
    touched = only_ticket(desk, owner, '"cafe_2"').number
    desk.tickets.note(owner, touched, "The customer rang")
    undone = desk.imports.undo_last(owner)
    assert (undone.binned, undone.kept) == (3, 1)
    assert {row.number for row in desk.tickets.rows(owner)} == {own, touched}
    assert desk.check(owner) == ()


def test_what_was_taken_back_comes_back_with_its_numbers(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, *records(3))
    before = desk.tickets.rows(owner)
    desk.imports.undo_last(owner)
    report = bring_in(desk, owner, file, *records(2), a_record(3, brand="Newer"))
    assert report.new == 3
    after = desk.tickets.rows(owner)
    assert [row.number for row in after] == [row.number for row in before]
    assert [row.device for row in desk.tickets.rows(owner, '"cafe_3"')] == ["Newer Kettle"]
    assert bring_in(desk, owner, file, *records(2), a_record(3, brand="Newer")).unchanged == 3
    assert desk.check(owner) == ()


def test_undoing_a_newer_file_brings_the_older_values_back(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, *records(3))
    before = desk.tickets.rows(owner)
    newer = (
        a_record(1, problem="Hums", event_date="2019-07-01"),
        a_record(2, brand="Else", problem="Sparks"),
    )
    bring_in(desk, owner, file, *newer)
    ticket = only_ticket(desk, owner, "sparks")
    draft = item_as_it_is(ticket, fault="Burns")
    desk.tickets.edit_item(owner, ticket.number, 1, draft, ticket.items[0].row_version)
    undone = desk.imports.undo_last(owner)
    assert (undone.binned, undone.restored) == (0, 2)
    assert only_ticket(desk, owner, "burns").items[0].device.brand == "Brewster"
    standing = [row[:-1] for row in desk.tickets.rows(owner) if row.fault != "Burns"]
    assert standing == [row[:-1] for row in before if "try 2" not in row.fault]  # whenever they were touched
    assert desk.check(owner) == ()
    assert bring_in(desk, owner, file, *newer).changed == 2


def test_undoing_once_more_is_refused(desk: Desk, owner: Actor, file: Path) -> None:
    with pytest.raises(NotFound, match="no import"):
        desk.imports.undo_last(owner)
    bring_in(desk, owner, file, *records(2))
    bring_in(desk, owner, file, *records(2))  # changes nothing, so there is nothing of it to take back
    assert desk.imports.undo_last(owner).batch == 1
    with pytest.raises(DeskError, match="already"):
        desk.imports.undo(owner, 1)
    with pytest.raises(NotFound):
        desk.imports.undo(owner, 99)
