"""Types of things: what is asked of them follows from what they are."""

from __future__ import annotations

import pytest

from deskapp.domain.item_type import ItemType, may_be_locked

PHONE, BIKE, COAT = (ItemType(icon, icon=icon) for icon in ("phone", "bike", "garment"))


@pytest.mark.parametrize(
    ("item_type", "types", "asked"),
    [
        (PHONE, (PHONE, BIKE), True),
        (BIKE, (PHONE, BIKE), False),
        (COAT, (COAT,), False),
        (None, (PHONE, BIKE), True),
        (None, (BIKE, COAT), False),
        (None, (), True),
    ],
)
def test_a_passcode_is_asked_for_where_there_can_be_one(
    item_type: ItemType | None, types: tuple[ItemType, ...], asked: bool
) -> None:
    assert may_be_locked(item_type, types) is asked
