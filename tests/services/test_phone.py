"""Telephone numbers: the same line however it is typed, and how it is looked up."""

from __future__ import annotations

import pytest

from deskapp.domain.customer import Phone
from deskapp.services.phone import looked_up, normalised, same_number, searchable


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("07700 900142", "+44 7700 900142", True),
        ("07700 900142", "0044 7700-900142", True),
        ("07700 900142", "07700 900143", False),
        ("900142", "07700 900142", False),
        ("ext. 12", "Ext 12", True),
        ("ask at the desk", "the office", False),
    ],
)
def test_the_same_line_however_it_is_typed(one: str, other: str, same: bool) -> None:
    known = normalised(Phone(other), "GB")
    assert same_number(Phone(one), known, "GB") is same


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("07700900142", "7700900142"), ("00447700", "447700"), ("0142", "0142"), ("000", "000")],
)
def test_zeros_that_dial_a_number_are_no_part_of_it(typed: str, digits: str) -> None:
    assert looked_up(typed) == digits


def test_a_phone_is_found_as_typed_and_in_normal_form() -> None:
    assert searchable(Phone("07700 900142", "+447700900142")) == "07700900142 447700900142"
