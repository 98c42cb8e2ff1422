"""Running numbers: templates, check digit, and what a printed code carries."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from deskapp.domain.number import (
    DEFAULT_TICKET_TEMPLATE,
    check_template,
    code_of,
    format_number,
    restarts_yearly,
)
from deskapp.errors import Invalid

TUESDAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("template", "sequence", "number"),
    [
        (DEFAULT_TICKET_TEMPLATE, 123, "26001230"),
        (DEFAULT_TICKET_TEMPLATE, 1, "26000018"),
        (DEFAULT_TICKET_TEMPLATE, 123456, "261234561"),
        ("N-{SEQ}", 1042, "N-1042"),
        ("{YYYY}/{MM}/{SEQ:3}", 7, "2026/03/007"),
        ("INV-{YYYY}-{SEQ:4}", 211, "INV-2026-0211"),
        ("{SEQ:2}", 12345, "12345"),
    ],
)
def test_what_a_template_makes(template: str, sequence: int, number: str) -> None:
    assert format_number(template, sequence, TUESDAY) == number


@given(st.integers(1, 10**7), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_check_digit_finds_a_wrong_digit(sequence: int, day: date) -> None:
    number = format_number(DEFAULT_TICKET_TEMPLATE, sequence, day)
    assert luhn.is_valid(number)
    wrong = number[:3] + str((int(number[3]) + 1) % 10) + number[4:]
    assert not luhn.is_valid(wrong)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_two_tickets_of_a_year_share_a_number(one: int, other: int) -> None:
    made = [format_number(DEFAULT_TICKET_TEMPLATE, sequence, TUESDAY) for sequence in (one, other)]
    assert (made[0] == made[1]) == (one == other)


@pytest.mark.parametrize(
    ("number", "code"), [("26001230", "26001230"), ("N-1042", "1042"), ("2026/03/007", "202603007")]
)
def test_a_printed_code_carries_the_digits_alone(number: str, code: str) -> None:
    assert code_of(number) == code


@pytest.mark.parametrize(
    "template", ["", "N-1", "{YY}", "{SEQ", "{SEQ}}", "{SEQ:12}", "{WEEK}-{SEQ}", "{SEQ}" + "x" * 60]
)
def test_a_template_whose_numbers_would_repeat_or_confuse_is_refused(template: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(template)
    assert refusal.value.field == "ticket_template"


def test_a_template_is_one_clean_line() -> None:
    assert check_template(" N-{SEQ}\n") == "N-{SEQ}"


def test_only_a_year_in_the_number_lets_the_sequence_start_again() -> None:
    assert [
        restarts_yearly(template) for template in ("{YY}{SEQ}", "{YYYY}-{SEQ}", "N-{SEQ}", "{MM}-{SEQ}")
    ] == [
        True,
        True,
        False,
        False,
    ]
