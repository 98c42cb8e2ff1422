"""Two versions of a record: what only one of them changed survives, what both changed is asked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from deskapp.ui.shared.merge import merge


@dataclass(frozen=True)
class Card:
    name: str
    city: str
    note: str = ""


BASE = Card("Ada", "London")


@pytest.mark.parametrize(
    ("mine", "theirs", "kept", "given", "clashes"),
    [
        (BASE, BASE, BASE, BASE, ()),
        (Card("Ada", "Paris"), BASE, Card("Ada", "Paris"), Card("Ada", "Paris"), ()),
        (BASE, Card("Ada", "Rome"), Card("Ada", "Rome"), Card("Ada", "Rome"), ()),
        (
            Card("Ada B", "London"), Card("Ada", "Rome"), Card("Ada B", "Rome"), Card("Ada B", "Rome"), (),
        ),
        (
            Card("Ada", "Paris", "n"), Card("Ada", "Rome"),
            Card("Ada", "Paris", "n"), Card("Ada", "Rome", "n"), ("city",),
        ),
        (Card("Ada", "Rome"), Card("Ada", "Rome"), Card("Ada", "Rome"), Card("Ada", "Rome"), ()),
    ],
)  # fmt: skip
def test_merge(mine: Card, theirs: Card, kept: Card, given: Card, clashes: tuple[str, ...]) -> None:
    merged = merge(BASE, mine, theirs)
    assert (merged.mine, merged.theirs, merged.clashes) == (kept, given, clashes)
