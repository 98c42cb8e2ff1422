"""Customers brought in whole: found again, never joined on one weak hint, counted, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.import_plan import ImportCancelled, ImportReport
from deskapp.errors import DeskError
from deskapp.exchange.customer_file import save_directory
from deskapp.exchange.customer_list import HowToRead, look
from deskapp.exchange.importing import apply_plan, list_plan, mapped_plan, read_plan
from deskapp.services.desk import Desk
from tests.builders import an_intake

HEADER = "Customer number,Name,Phone,E-mail,City\n"
ANNA = "1,Anna Schmidt,07700 900123,anna@example.org,York\n"
OTTO = "2,Otto Weber,07700 900124,otto@example.org,Leeds\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers.csv"


def bring_in(desk: Desk, owner: Actor, file: Path, content: str) -> ImportReport:
    """Import this content; the dry run has to say the same."""
    file.write_text(content, encoding="utf-8")
    plan = read_plan(desk, owner, file)
    would, did = plan.report.as_json(), apply_plan(desk, owner, plan)
    assert would == did.as_json() | {"batch": None, "dry_run": True}
    return did


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """New, changed, unchanged, skipped."""
    return report.new, report.changed, report.unchanged, report.skipped


def draft_of(desk: Desk, owner: Actor, name: str) -> CustomerDraft:
    """What the shop knows of a customer."""
    [found] = [row for row in desk.customers.rows(owner) if row.name == name]
    return desk.customers.get(owner, found.id).draft


def test_a_list_is_in_the_directory_and_found_by_name_and_number(
    desk: Desk, owner: Actor, file: Path
) -> None:
    report = bring_in(desk, owner, file, HEADER + ANNA + OTTO)
    assert json.dumps(report.as_json()) == (
        '{"batch": 1, "read": 2, "new": 2, "changed": 0, "unchanged": 0, "skipped": 0, "errors": [],'
        ' "dry_run": false, "warnings": [], "possible_duplicates": 0, "erased": 0}'
    )
    for typed in ("anna", "900123", "york"):
        assert [row.name for row in desk.customers.rows(owner, typed)] == ["Anna Schmidt"]
    assert desk.check(owner) == ()


def test_the_same_list_again_changes_nothing_and_a_newer_one_only_what_it_says(
    desk: Desk, owner: Actor, file: Path
) -> None:
    bring_in(desk, owner, file, HEADER + ANNA + OTTO)
    assert counts(bring_in(desk, owner, file, HEADER + OTTO + ANNA)) == (0, 0, 2, 0)
    newer = HEADER + ANNA.replace("York", "Hull") + OTTO.replace("900124", "900199")
    assert counts(bring_in(desk, owner, file, newer)) == (0, 2, 0, 0)
    assert draft_of(desk, owner, "Anna Schmidt").city == "Hull"
    assert [one.normal for one in draft_of(desk, owner, "Otto Weber").phones] == ["+447700900199"]
    assert [row.name for row in desk.customers.rows(owner, "900199")] == ["Otto Weber"]


def test_what_people_changed_here_stays_and_is_told(desk: Desk, owner: Actor, file: Path) -> None:
    bring_in(desk, owner, file, HEADER + ANNA)
    [row] = desk.customers.rows(owner)
    here = desk.customers.get(owner, row.id)
    desk.customers.edit(owner, row.id, _with(here.draft, city="Selby"), here.row_version)
    report = bring_in(desk, owner, file, HEADER + ANNA.replace("York", "Hull"))
    assert counts(report) == (0, 0, 1, 0)
    assert [warning.field for warning in report.warnings] == ["city"]
    assert draft_of(desk, owner, "Anna Schmidt").city == "Selby"


def _with(draft: CustomerDraft, **values: str) -> CustomerDraft:
    from dataclasses import replace

    return replace(draft, **values)  # type: ignore[arg-type]  # the values are texts of text fields


@pytest.mark.parametrize(
    ("here", "verdict", "duplicates"),
    [
        (CustomerDraft("Anna Schmidt", email="ANNA@example.org"), "changed", 0),
        (CustomerDraft("Schmidt, Anna", phones=(Phone("+44 7700 900123"),)), "changed", 0),
        (CustomerDraft("Karl Huber", email="anna@example.org"), "new", 1),
        (CustomerDraft("Karl Huber", phones=(Phone("+44 7700 900123"),)), "new", 1),
        (CustomerDraft("Anna Schmidt", city="York"), "new", 0),
    ],
)
def test_somebody_who_is_here_is_found_by_two_signs_and_never_by_one(
    desk: Desk, owner: Actor, file: Path, here: CustomerDraft, verdict: str, duplicates: int
) -> None:
    desk.customers.add(owner, here)
    report = bring_in(desk, owner, file, HEADER + ANNA)
    assert getattr(report, verdict) == 1
    assert len(report.duplicates) == duplicates


def test_who_is_found_keeps_what_is_here_and_gets_what_is_missing(
    desk: Desk, owner: Actor, file: Path
) -> None:
    known = CustomerDraft("Anna Schmidt", email="anna@example.org", city="Selby", note="nice")
    desk.customers.add(owner, known)
    report = bring_in(desk, owner, file, HEADER + ANNA)
    draft = draft_of(desk, owner, "Anna Schmidt")
    assert draft.city == "Selby"
    assert [one.normal for one in draft.phones] == ["+447700900123"]
    assert draft.note == "nice\nCustomer number: 1"
    assert [warning.field for warning in report.warnings] == ["city"]
    assert counts(bring_in(desk, owner, file, HEADER + ANNA)) == (0, 0, 1, 0)


def test_two_lists_that_both_count_from_one_do_not_change_each_other(
    desk: Desk, owner: Actor, file: Path
) -> None:
    bring_in(desk, owner, file, HEADER + ANNA)
    report = bring_in(desk, owner, file, HEADER + "1,Rik Visser,020 7946 0018,rik@example.org,Ely\n")
    assert counts(report) == (0, 0, 0, 1)
    assert "belongs to Anna Schmidt here" in report.errors[0].problem
    assert draft_of(desk, owner, "Anna Schmidt").city == "York"


def test_what_comes_twice_in_a_file_is_told(desk: Desk, owner: Actor, file: Path) -> None:
    report = bring_in(desk, owner, file, HEADER + ANNA + OTTO + ANNA)
    assert [error.problem for error in report.errors] == ["“1” is already in line 2."]
    eva = "Eva Kern,07700 900125,"
    bare = f"Name,Phone,City\n{eva}York\n{eva}York\n{eva}Hull\n"
    report = bring_in(desk, owner, file, bare)
    assert counts(report) == (2, 0, 0, 1)
    assert [(one.row, one.known_as) for one in report.duplicates] == [(4, "line 2")]
    assert counts(bring_in(desk, owner, file, bare)) == (0, 0, 2, 1)


def test_an_import_is_taken_back_but_not_what_people_worked_with(
    desk: Desk, owner: Actor, file: Path
) -> None:
    desk.customers.add(owner, CustomerDraft("Otto Weber", email="otto@example.org", city="Selby"))
    before = draft_of(desk, owner, "Otto Weber")
    report = bring_in(desk, owner, file, HEADER + ANNA + OTTO + "3,Eva Kern,07700 900125,,\n")
    assert counts(report) == (2, 1, 0, 0)
    assert report.batch is not None
    desk.tickets.take_in(owner, an_intake(customer_id=_id(desk, owner, "Anna Schmidt")))
    undone = desk.imports.undo(owner, report.batch)
    assert (undone.binned, undone.restored, undone.kept) == (1, 1, 1)
    assert {row.name for row in desk.customers.rows(owner)} == {"Anna Schmidt", "Otto Weber"}
    assert draft_of(desk, owner, "Otto Weber") == before
    assert desk.check(owner) == ()
    with pytest.raises(DeskError, match="taken back already"):
        desk.imports.undo(owner, report.batch)


def _id(desk: Desk, owner: Actor, name: str) -> int:
    return next(row.id for row in desk.customers.rows(owner) if row.name == name)


def test_what_was_taken_back_comes_out_of_the_bin_when_it_is_imported_again(
    desk: Desk, owner: Actor, file: Path
) -> None:
    report = bring_in(desk, owner, file, HEADER + ANNA)
    was = _id(desk, owner, "Anna Schmidt")
    assert report.batch is not None
    desk.imports.undo(owner, report.batch)
    assert desk.customers.count(owner) == 0
    assert counts(bring_in(desk, owner, file, HEADER + ANNA.replace("York", "Hull"))) == (1, 0, 0, 0)
    assert _id(desk, owner, "Anna Schmidt") == was
    assert draft_of(desk, owner, "Anna Schmidt").city == "Hull"


def test_a_cancelled_import_leaves_nothing(desk: Desk, owner: Actor, file: Path) -> None:
    rows = "".join(f"{number},Name {number},,n{number}@example.org,\n" for number in range(3_000))
    file.write_text(HEADER + rows, encoding="utf-8")
    plan = read_plan(desk, owner, file)
    seen: list[tuple[int, int]] = []

    def stop() -> bool:
        return len(seen) >= 3

    with pytest.raises(ImportCancelled):
        apply_plan(
            desk, owner, plan, on_progress=lambda done, whole: seen.append((done, whole)), cancelled=stop
        )
    assert seen[0][0] > 0
    assert seen[0][1] >= 3_000
    assert desk.customers.count(owner) == 0
    assert desk.check(owner) == ()


def test_many_problems_are_counted_and_only_the_first_are_held(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.domain.customer_import.MOST_KEPT", 10)
    file.write_text("Name,Phone\nEva,07700 900123\n" + "Eva,1,2\n" * 30, encoding="utf-8")
    report = read_plan(desk, owner, file, "customers").report
    assert (report.read, report.skipped, len(report.errors), report.untold) == (31, 30, 10, 20)
    assert report.lines()[-1] == "… and 20 more problems."


def test_a_large_list_is_written_in_units_and_undone_whole_when_it_fails(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.services.import_units.UNIT", 600)
    rows = "".join(f"{number},Name {number},,n{number}@example.org,\n" for number in range(2_000))
    report = bring_in(desk, owner, file, HEADER + rows)
    assert report.new == desk.customers.count(owner) == 2_000
    assert report.batch is not None
    desk.imports.undo(owner, report.batch)
    steps = iter(range(100))
    with pytest.raises(ImportCancelled):
        apply_plan(desk, owner, read_plan(desk, owner, file), cancelled=lambda: next(steps) > 4)
    assert desk.customers.count(owner) == 0


def test_columns_can_be_said_and_wrong_words_are_refused(desk: Desk, owner: Actor, file: Path) -> None:
    file.write_text("who,reach\nAnna,07700 900123\n", encoding="utf-8")
    plan = mapped_plan(desk, owner, file, ["who=name", "reach=phone"])
    assert plan.records[0].draft.phones[0].normal == "+447700900123"
    for word in ("who", "whom=name", "who=nobody"):
        with pytest.raises(DeskError, match=f"“{word}” says nothing"):
            mapped_plan(desk, owner, file, [word])


def test_a_list_of_tickets_is_refused_unless_it_is_said_to_be_one(
    desk: Desk, owner: Actor, file: Path
) -> None:
    file.write_text("name,title,status\nAnna,Printer,open\n", encoding="utf-8")
    with pytest.raises(DeskError, match="list of tickets"):
        read_plan(desk, owner, file)
    assert read_plan(desk, owner, file, "customers").report.new == 1


@pytest.mark.parametrize("name", ["out.vcf", "out.csv"])
def test_what_goes_out_comes_into_another_shop(
    desk: Desk, owner: Actor, file: Path, tmp_path: Path, name: str
) -> None:
    batch = bring_in(desk, owner, file, HEADER + ANNA + OTTO + "3,Øyvind Łoś,07700 900125,,Ely\n").batch
    path, count = save_directory(desk, owner, tmp_path / name)
    assert (path.name, count) == (name, 3)
    assert batch is not None
    desk.imports.undo(owner, batch)
    assert read_plan(desk, owner, path).report.new == 3
    with pytest.raises(DeskError, match=r"end in \.vcf or \.csv"):
        save_directory(desk, owner, tmp_path / "out.doc")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(alphabet=st.sampled_from("Aé7,;\"\n\t=@'x \u202e"), max_size=120))
def test_no_list_breaks_the_program_or_is_written_by_half(
    desk: Desk, owner: Actor, file: Path, content: str
) -> None:
    before = desk.customers.count(owner)
    file.write_text("Name,Phone\nAnna,07700 900123\n" + content, encoding="utf-8")
    found = look(file, HowToRead(delimiter=",", head=1))
    assert set(found.mapping.fates) >= {"name", "phone"}
    plan = list_plan(desk, owner, found, found.mapping)
    report = apply_plan(desk, owner, plan)
    assert desk.customers.count(owner) == before + report.new
    assert report.new + report.changed + report.unchanged + report.skipped == report.read
    assert desk.check(owner) == ()


@pytest.mark.parametrize(
    ("name", "kept", "told"),
    [
        ("Anna\u200f שלום", "Anna\u200f שלום", ""),
        ("محمد علي", "محمد علي", ""),
        ("Zoë 👩‍🔧", "Zoë 👩‍🔧", ""),
        ("\u202aAnna\u202c", "Anna", "U+202A, U+202C"),
        ("An\x07na", "Anna", "U+0007"),
        ("Anna\x0bMaria", "Anna Maria", ""),
    ],
)
def test_signs_are_kept_or_what_is_left_out_is_told(
    desk: Desk, owner: Actor, file: Path, name: str, kept: str, told: str
) -> None:
    report = bring_in(desk, owner, file, f"{HEADER}1,{name},,a@example.org,York\n")
    assert [row.name for row in desk.customers.rows(owner)] == [kept]
    left_out = [f"Signs that cannot be shown were left out: {told}."] if told else []
    assert [one.problem for one in report.warnings] == left_out


def test_ids_that_a_spreadsheet_damaged_are_told_and_join_nobody(
    desk: Desk, owner: Actor, file: Path
) -> None:
    rows = "1E+05,Anna,07700 900123,,\n1E+05,Otto,07700 900124,,\n"
    report = bring_in(desk, owner, file, HEADER + rows)
    assert counts(report) == (2, 0, 0, 0)
    assert [one.field for one in report.warnings] == ["Customer number"] * 2
    assert "damaged by a spreadsheet" in report.warnings[0].problem
