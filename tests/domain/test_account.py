"""Tax ids and IBANs: what is mistyped is refused, what is only odd is kept and said."""

from __future__ import annotations

import pytest

from deskapp.domain.account import checked_iban, iban_doubt, tax_id_doubt
from deskapp.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept", "odd"),
    [
        ("", "", False),
        ("gb82west12345698765432", "GB82 WEST 1234 5698 7654 32", False),
        ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00", False),
        ("12345678", "12345678", True),
        ("account of the mother", "account of the mother", True),
    ],
)
def test_an_iban_is_kept_in_groups_and_anything_else_as_typed(typed: str, kept: str, odd: bool) -> None:
    assert checked_iban(typed) == kept
    assert bool(iban_doubt(kept)) == odd


@pytest.mark.parametrize("typed", ["GB82 WEST 1234 5698 7654 33", "DE98 3704 0044 0532 0130 00"])
def test_an_iban_whose_check_digits_do_not_fit_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="mistyped") as refusal:
        checked_iban(typed)
    assert refusal.value.field == "iban"


@pytest.mark.parametrize(
    ("typed", "country", "odd"),
    [
        ("", "GB", False),
        ("GB 980 7806 84", "GB", False),
        ("980780685", "GB", True),
        ("DE136695976", "DE", False),
        ("ATU13585627", "DE", False),
        ("94-2404110", "US", False),
        ("none yet", "FR", True),
        ("anything", "NG", False),
        ("anything", "", False),
    ],
)
def test_a_tax_id_is_judged_by_the_rules_of_its_country(typed: str, country: str, odd: bool) -> None:
    assert bool(tax_id_doubt(typed, country)) == odd
