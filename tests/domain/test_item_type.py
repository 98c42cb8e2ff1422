"""Types of things: what is asked of them follows from what they are."""

from __future__ import annotations

import pytest

from deskapp.domain.item_type import ItemType, may_be_electric, may_be_locked

PHONE, BIKE, COAT = (ItemType(icon, icon=icon) for icon in ("phone", "bike", "garment"))
OVEN = ItemType("oven", icon="appliance")


@pytest.mark.parametrize(
    ("item_type", "types", "locked", "electric"),
    [
        (PHONE, (PHONE, BIKE), True, True),
        (BIKE, (PHONE, BIKE), False, False),
        (COAT, (COAT,), False, False),
        (OVEN, (PHONE, OVEN), False, True),
        (None, (PHONE, BIKE), True, True),
        (None, (BIKE, COAT), False, False),
        (None, (BIKE, OVEN), False, True),
        (None, (), True, True),
    ],
)
def test_what_is_asked_follows_from_what_the_shop_takes_in(
    item_type: ItemType | None, types: tuple[ItemType, ...], locked: bool, electric: bool
) -> None:
    assert may_be_locked(item_type, types) is locked
    assert may_be_electric(item_type, types) is electric
