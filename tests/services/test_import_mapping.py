"""What was said about the columns of a list: found again by its headers, renamed, forgotten, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.errors import Invalid
from deskapp.services.desk import Desk

COLUMNS = {"Kunde": "name", "Tel": "phone", "Punkte": ""}


def test_a_list_with_these_headers_in_any_order_is_known(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    kept = desk.mappings.keep(owner, "Till", COLUMNS).value
    assert (kept.name, kept.columns, kept.at) == ("Till", COLUMNS, clock.now())
    assert desk.mappings.find(owner, ["Punkte", "Tel", "Kunde"]) == kept
    assert desk.mappings.find(owner, ["Tel", "Kunde"]) is None
    assert desk.mappings.find(owner, ["Punkte", "Tel", "Kunde", "Ort"]) is None
    assert desk.check(owner) == ()


def test_what_is_said_again_takes_the_place_of_what_was_said(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    first = desk.mappings.keep(owner, "Till", COLUMNS).value
    clock.moment += timedelta(days=1)
    done = desk.mappings.keep(owner, "Other name", COLUMNS | {"Punkte": "keep"})
    assert (done.value.id, done.value.name, done.value.at) == (first.id, "Till", clock.now())
    desk.undo(owner, done.undo)
    assert desk.mappings.find(owner, COLUMNS) is not None
    assert [one.columns for one in desk.mappings.list(owner)] == [COLUMNS]


def test_it_is_renamed_forgotten_and_brought_back(desk: Desk, owner: Actor) -> None:
    kept = desk.mappings.keep(owner, "Till", COLUMNS).value
    assert desk.mappings.rename(owner, kept.id, " Old till ").value.name == "Old till"
    with pytest.raises(Invalid, match="need a name"):
        desk.mappings.rename(owner, kept.id, " ")
    done = desk.mappings.bin(owner, kept.id)
    assert desk.mappings.find(owner, COLUMNS) is None
    desk.undo(owner, done.undo)
    assert [one.name for one in desk.mappings.list(owner)] == ["Old till"]
