"""Numbers of long lists: read quickly, and never otherwise than one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.customer import Phone
from deskapp.services.phone import normalised
from deskapp.services.phone_bulk import normalised_quickly

COUNTRIES = (
    "GB",
    "DE",
    "AT",
    "CH",
    "FR",
    "IT",
    "ES",
    "PT",
    "NL",
    "PL",
    "US",
    "CA",
    "BR",
    "AR",
    "MX",
    "RU",
    "SM",
)


@pytest.mark.parametrize("country", COUNTRIES)
@given(
    start=st.sampled_from(
        ["", "0", "00", "1", "44", "0049", "+49 ", "(0", "011", "8", "7", "06", "39", "15"]
    ),
    digits=st.text(alphabet=st.sampled_from("0123456789123456789 -/.()"), min_size=2, max_size=14),
)
def test_the_quick_way_says_what_the_slow_one_says(country: str, start: str, digits: str) -> None:
    phone = Phone(start + digits, label="work")
    assert normalised_quickly(phone, country) == normalised(phone, country)
