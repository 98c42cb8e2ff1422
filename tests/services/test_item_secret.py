"""Passcodes: shown only on request, which is written down, and really gone once the item is handed over."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from deskapp.domain.item_secret import Secret, SecretKind, checked
from deskapp.errors import Invalid, NotFound
from deskapp.store.driver import sqlite
from tests import contents
from tests.builders import an_intake, an_item

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk

CODE = "Zebra 71·é"


@pytest.fixture
def number(desk: Desk, owner: Actor) -> str:
    """A phone with its passcode."""
    item = replace(an_item(), secret=Secret(SecretKind.PASSCODE, CODE))
    return desk.tickets.take_in(owner, an_intake(items=(item,))).value.number


def test_a_ticket_tells_that_there_is_one_and_not_what_it_is(desk: Desk, owner: Actor, number: str) -> None:
    ticket = desk.tickets.get(owner, number)
    assert ticket.items[0].secret is SecretKind.PASSCODE
    assert CODE not in repr(ticket)
    assert CODE not in repr(Secret(SecretKind.PASSCODE, CODE))


def test_who_looks_is_written_down(desk: Desk, owner: Actor, number: str) -> None:
    assert desk.secrets.reveal(owner, number, 1).value == CODE
    last = desk.tickets.get(owner, number).history[-1]
    assert (last.person, last.text) == ("Priya Nair", "Looked at the passcode or pattern")


@pytest.mark.parametrize("status", ["collected", "cancelled"])
def test_it_is_really_gone_when_the_item_is(
    desk: Desk, owner: Actor, number: str, status: str, shop_path: Path
) -> None:
    if status == "collected":
        desk.tickets.move(owner, number, "in_work")
        desk.tickets.move(owner, number, "ready")
    undo = desk.tickets.move(owner, number, status, reason="x").undo
    with pytest.raises(NotFound, match="erased at hand-over"):
        desk.secrets.reveal(owner, number, 1)
    desk.undo(owner, undo)
    assert desk.tickets.get(owner, number).items[0].secret is None, "taking that back does not bring it back"
    assert "Erased the passcode or pattern" in [
        entry.text for entry in desk.tickets.get(owner, number).history
    ]
    desk.close()
    assert CODE.encode() not in shop_path.read_bytes()


def test_it_stands_in_no_other_table_and_no_search_finds_it(
    desk: Desk, owner: Actor, number: str, shop_path: Path
) -> None:
    desk.secrets.reveal(owner, number, 1)
    desk.secrets.keep(owner, number, 1, Secret(SecretKind.PASSCODE, CODE + "2"))
    holders = {name for name, rows in contents.everything(shop_path).items() if "Zebra" in str(rows)}
    assert holders == {"item_secret"}
    assert desk.tickets.count(owner, "zebra") == 0
    assert "Zebra" not in repr(desk.papers.ticket(owner, number))


def test_another_one_takes_its_place_and_none_erases_it(desk: Desk, owner: Actor, number: str) -> None:
    ticket = desk.secrets.keep(owner, number, 1, Secret(SecretKind.PATTERN, "1-4-7-8-9"))
    assert ticket.items[0].secret is SecretKind.PATTERN
    assert desk.secrets.reveal(owner, number, 1) == Secret(SecretKind.PATTERN, "14789")
    assert desk.secrets.keep(owner, number, 1, None).items[0].secret is None


def test_none_is_kept_of_what_is_not_here(desk: Desk, owner: Actor, number: str) -> None:
    desk.tickets.move(owner, number, "cancelled", reason="x")
    with pytest.raises(Invalid, match="handed over"):
        desk.secrets.keep(owner, number, 1, Secret(SecretKind.PASSCODE, "1234"))


@pytest.mark.parametrize("typed", ["123", "1223", "1-0-2-3", "abcd", "1234567890", "٣٤٥٦"])
def test_a_pattern_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="A pattern is"):
        checked(Secret(SecretKind.PATTERN, typed))


@pytest.mark.parametrize("typed", ["x" * 129, "a\nb", "a\x00b", "a\u202eb"])
def test_a_passcode_that_nobody_can_type_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        checked(Secret(SecretKind.PASSCODE, typed))


def test_a_passcode_is_kept_exactly() -> None:
    assert checked(Secret(SecretKind.PASSCODE, "  two  spaces ")) == Secret(
        SecretKind.PASSCODE, "  two  spaces "
    )


def test_nothing_of_it_lies_beside_the_file_that_is_open(desk: Desk, owner: Actor, number: str) -> None:
    assert lies_in_the_files(desk.path)
    for status in ("in_work", "ready", "collected"):
        desk.tickets.move(owner, number, status)
    assert not lies_in_the_files(desk.path)


def test_while_somebody_reads_it_goes_with_one_of_the_next_units(
    desk: Desk, owner: Actor, number: str
) -> None:
    for status in ("in_work", "ready"):
        desk.tickets.move(owner, number, status)
    with closing(sqlite.connect(desk.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ticket").fetchone()
        began = time.monotonic()
        desk.secrets.keep(owner, number, 1, None)
        assert time.monotonic() - began < 4  # SQLite asks in vain for five seconds
        assert lies_in_the_files(desk.path)
    desk.tickets.note(owner, number, "Goes on")
    assert not lies_in_the_files(desk.path)


def lies_in_the_files(path: Path) -> bool:
    """Whether the passcode is anywhere in the bytes of the file or beside it."""
    return any(CODE.encode() in path.with_name(path.name + end).read_bytes() for end in ("", "-wal"))
