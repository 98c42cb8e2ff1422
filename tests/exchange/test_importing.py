"""A file brought in whole: planned without writing, applied once, refused in a sentence."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.domain.actor import Actor
from deskapp.domain.import_plan import ImportCancelled
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Outcome
from deskapp.errors import DeskError
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.desk import Desk
from tests.exchange.ords_file import HEADER, a_record, records, write_ords


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "repairs.csv"


def bring_in(desk: Desk, owner: Actor, file: Path) -> dict[str, object]:
    """Import the file; answers the report's JSON."""
    return apply_plan(desk, owner, read_plan(desk, owner, file)).as_json()


def test_the_report_is_what_the_command_line_promises(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(3))
    report = bring_in(desk, owner, file)
    assert json.dumps(report) == (
        '{"batch": 1, "read": 3, "new": 3, "changed": 0, "unchanged": 0, "skipped": 0, "errors": [],'
        ' "dry_run": false}'
    )


def test_a_dry_run_counts_the_same_and_writes_nothing(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(3), a_record(3), a_record(4, event_date="?"))
    plan = read_plan(desk, owner, file)
    would = apply_plan(desk, owner, plan, dry_run=True).as_json()
    assert desk.tickets.count(owner) == 0
    did = apply_plan(desk, owner, plan).as_json()
    assert would == did | {"batch": None, "dry_run": True}
    assert desk.tickets.count(owner) == did["new"] == 3


def test_a_record_can_be_opened_as_a_closed_ticket(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(
        file,
        a_record(
            repair_status="End of life",
            repair_barrier_if_end_of_life="Too worn out",
            partner_product_category="Other ~ Travel kettle",
            problem="<b>Leaks</b>",
        ),
    )
    bring_in(desk, owner, file)
    [row] = desk.tickets.rows(owner)
    ticket = desk.tickets.get(owner, row.number)
    assert row.number.startswith("19")  # the series of the event's year
    assert (row.customer, row.device, row.fault) == ("Penarth", "Brewster Travel kettle", "<b>Leaks</b>")
    assert ticket.meaning is Meaning.CLOSED
    assert ticket.received_at == ticket.closed_at
    assert f"{ticket.closed_at:%Y-%m-%d}" == "2019-04-06"
    assert (ticket.group, ticket.external_id, ticket.customer) == ("Penarth", "cafe_1", None)
    [item] = ticket.items
    assert (item.outcome, item.barrier) == (Outcome.END_OF_LIFE, "Too worn out")
    assert (item.device.category, item.device.brand, item.device.year) == ("Kettle", "Brewster", 2011)
    assert [(step.before, step.after) for step in ticket.steps] == [(None, "collected")]
    assert [entry.kind for entry in ticket.history] == ["import"]


@pytest.mark.parametrize(
    "query",
    [
        "rattles",
        '"rattles loudly"',
        "morfy",
        "kettle",
        "travel",
        "penarth",
        '"cafe_7"',
        "cafe_7",
        "status:collected is:closed",
    ],
)
def test_a_ticket_is_found_by_what_its_record_says(desk: Desk, owner: Actor, file: Path, query: str) -> None:
    other = a_record(8, brand="Else", product_category="Lamp", partner_product_category="Lamp")
    one = a_record(
        7, problem="Rattles loudly", brand="Morfy", partner_product_category="Other ~ Travel Kettle"
    )
    write_ords(file, one, other | {"group_identifier": "Barry", "problem": "Dark"})
    bring_in(desk, owner, file)
    found = desk.tickets.rows(owner, query)
    assert [row.device for row in found if row.device != "Else Lamp"] == ["Morfy Travel Kettle"]
    assert len(found) == (2 if "status" in query else 1)


def test_a_second_run_changes_nothing(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(5))
    bring_in(desk, owner, file)
    before = desk.tickets.rows(owner)
    report = bring_in(desk, owner, file)
    assert (report["new"], report["changed"], report["unchanged"]) == (0, 0, 5)
    assert desk.tickets.rows(owner) == before


def test_bad_rows_are_reported_and_the_others_go_in(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(
        file, a_record(1), a_record(2, event_date="2019-13-01", repair_status="?"), a_record(3), a_record(1)
    )
    file.write_bytes(file.read_bytes() + b"half,a,row\r\n")
    report = bring_in(desk, owner, file)
    assert (report["read"], report["new"], report["skipped"]) == (5, 2, 3)
    assert report["errors"] == [
        {"row": 3, "field": "event_date", "problem": "“2019-13-01” is not a date like 2017-04-01."},
        {
            "row": 3,
            "field": "repair_status",
            "problem": "“?” is none of Fixed, Repairable, End of life, Unknown.",
        },
        {"row": 5, "field": "id", "problem": "“cafe_1” is already in line 2."},
        {"row": 6, "field": "", "problem": "This line has 3 cells where the header has 14."},
    ]


def test_the_words_for_people_name_the_first_problems(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, a_record(1), *(a_record(number, event_date="?") for number in range(2, 30)))
    lines = read_plan(desk, owner, file).report.lines()
    assert lines[0] == "29 records read: 1 new, 0 changed, 0 unchanged, 28 skipped. Nothing was written."
    assert lines[1] == "Line 3, event_date: “?” is not a date like 2017-04-01."
    assert lines[-1] == "… and 8 more problems."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"product_category_id,product_category\n1,Lamp\n", "is not a file that Deskapp can import"),
        (b'"PRODUCT CATEGORY\nin lines",Weight\nLamp,1\n', "is not a file that Deskapp can import"),
        (bytes(range(256)) * 40, "is not a file that Deskapp can import"),
        (b"PK\x03\x04" + b"\x00" * 2000, "is no Excel file that can be read"),
        (b"", "is empty"),
        (b"\xff\xfe", "holds no text"),
        (",".join(HEADER).replace("event_date", "date").encode(), "no column event_date"),
    ],
)
def test_other_files_are_refused_in_a_sentence(
    desk: Desk, owner: Actor, file: Path, content: bytes, sentence: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(DeskError, match=sentence) as refused:
        read_plan(desk, owner, file)
    assert "\n" not in str(refused.value)


def test_a_preset_can_be_named(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(1))
    assert read_plan(desk, owner, file, preset="ords").report.new == 1
    with pytest.raises(DeskError, match="there are auto, ords"):
        read_plan(desk, owner, file, preset="zendesk")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_is_remembered_without_its_odd_bytes(
    desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    file = write_ords(tmp_path / os.fsdecode(b"r\xe9pairs.csv"), *records(1))
    plan = read_plan(desk, owner, file)
    assert apply_plan(desk, owner, plan).new == 1
    assert plan.reading.source.file_name == "rpairs.csv"


def test_progress_is_told_and_ends_at_the_whole(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(1200))
    told: list[tuple[int, int]] = []
    plan = read_plan(desk, owner, file, on_progress=lambda done, whole: told.append((done, whole)))
    assert len(told) >= 3
    assert told[-1][0] == told[-1][1]
    told.clear()
    apply_plan(desk, owner, plan, on_progress=lambda done, whole: told.append((done, whole)))
    assert told == [(0, 1200), (500, 1200), (1000, 1200), (1200, 1200)]


def test_reading_can_be_cancelled(desk: Desk, owner: Actor, file: Path) -> None:
    write_ords(file, *records(600))
    with pytest.raises(ImportCancelled):
        read_plan(desk, owner, file, cancelled=lambda: True)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    start=st.sampled_from([b"", ",".join(HEADER).encode() + b"\n"]),
    rows=st.lists(
        st.tuples(
            *(
                st.one_of(
                    st.sampled_from(
                        ["", value, '"', "\x00", "=1+1", "\ud83d".encode("utf-8", "replace").decode()]
                    ),
                    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
                )
                for value in a_record().values()
            )
        ),
        max_size=4,
    ),
    noise=st.binary(max_size=60),
)
def test_hostile_files_go_in_whole_or_not_at_all(
    desk: Desk, owner: Actor, file: Path, start: bytes, rows: list[tuple[str, ...]], noise: bytes
) -> None:
    file.write_bytes(start + "\n".join(",".join(row) for row in rows).encode() + b"\n" + noise)
    before = desk.tickets.count(owner)
    try:
        report = apply_plan(desk, owner, read_plan(desk, owner, file))
    except DeskError:
        assert desk.tickets.count(owner) == before
    else:
        assert desk.tickets.count(owner) == before + report.new
        assert report.read == report.new + report.changed + report.unchanged + report.skipped
    assert desk.check(owner) == ()
