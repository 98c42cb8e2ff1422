"""The shop's own fields of customers in files: columns that go out and come in again."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.import_plan import ImportReport
from deskapp.exchange.customer_file import save_directory
from deskapp.exchange.customer_mapping import targets
from deskapp.exchange.importing import apply_plan, mapped_plan, read_plan
from deskapp.services.desk import Desk
from tests.builders import a_customer

SOURCE = Field(
    "Heard of us", FieldKind.CHOICE, FieldOf.CUSTOMER, choices=("Poster", "A friend"), key="source"
)
SINCE = Field("Customer since", FieldKind.DATE, FieldOf.CUSTOMER, key="since")
SHELF = Field("Shelf", of=FieldOf.TICKET, key="shelf")


@pytest.fixture(autouse=True)
def fields(desk: Desk, owner: Actor) -> None:
    desk.fields.keep(owner, [SOURCE, SINCE, SHELF], [])


def brought_in(desk: Desk, owner: Actor, path: Path) -> ImportReport:
    return apply_plan(desk, owner, read_plan(desk, owner, path, "customers"))


def listed(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(("Name;E-mail;heard of us;Customer since", *lines)), encoding="utf-8")
    return path


def test_columns_of_that_name_fill_the_fields(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    report = brought_in(desk, owner, listed(tmp_path, "Jo;jo@example.org;a FRIEND;3.2.2021"))
    assert (report.new, report.warnings) == (1, ())
    jo = desk.customers.get(owner, 1)
    assert jo.draft.fields == {"source": "A friend", "since": "2021-02-03"}
    assert [match.id for match in desk.customers.rows(owner, "friend")] == [1]
    assert desk.check(owner) == ()


def test_what_does_not_fit_is_told_and_kept_in_the_note(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    report = brought_in(desk, owner, listed(tmp_path, "Jo;jo@example.org;Radio;"))
    assert [(one.field, one.problem) for one in report.warnings] == [
        ("heard of us", "“Heard of us” is one of Poster, A friend. It is kept in the note.")
    ]
    jo = desk.customers.get(owner, 1).draft
    assert (jo.fields, jo.note) == ({}, "heard of us: Radio")


def test_a_newer_list_changes_a_field_and_its_undo_gives_it_back(
    desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    brought_in(desk, owner, listed(tmp_path, "Jo;jo@example.org;Poster;"))
    report = brought_in(desk, owner, listed(tmp_path, "Jo;jo@example.org;A friend;2021-02-03"))
    assert (report.changed, report.warnings) == (1, ())
    assert desk.customers.get(owner, 1).draft.fields == {"source": "A friend", "since": "2021-02-03"}
    assert report.batch is not None
    desk.imports.undo(owner, report.batch)
    assert desk.customers.get(owner, 1).draft.fields == {"source": "Poster"}


def test_what_stands_in_a_field_here_is_kept(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    known = a_customer("Jo", email="jo@example.org", fields={"source": "Poster"})
    desk.customers.add(owner, known)
    report = brought_in(desk, owner, listed(tmp_path, "Jo;jo@example.org;A friend;2021-02-03"))
    assert report.changed == 1
    assert [one.field for one in report.warnings] == ["fields"]
    assert desk.customers.get(owner, 1).draft.fields == {"source": "Poster", "since": "2021-02-03"}


def test_a_column_is_said_by_hand(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name;How\nJo;Poster\n", encoding="utf-8")
    assert "own.shelf" not in targets([SOURCE])
    apply_plan(desk, owner, mapped_plan(desk, owner, path, ["How=own.source"]))
    assert desk.customers.get(owner, 1).draft.fields == {"source": "Poster"}


def test_they_go_out_as_columns_and_come_in_again(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    desk.customers.add(owner, a_customer(fields={"source": "Poster", "since": "2021-02-03"}))
    path, _count = save_directory(desk, owner, tmp_path / "all.csv")
    head, line = path.read_text(encoding="utf-8-sig").splitlines()
    assert head.endswith("Further addresses,Heard of us,Customer since")
    assert line.endswith(",Poster,2021-02-03")
    report = brought_in(desk, owner, path)
    assert (report.new, report.warnings) == (0, ())
