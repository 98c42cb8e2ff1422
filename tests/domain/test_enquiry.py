"""What an enquiry and a quick job may say, and what is refused by the name of the field."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.enquiry import EnquiryDraft, as_customer, checked, enquiry_id, enquiry_number
from deskapp.domain.quick_job import LONGEST_SUMMARY, QuickJob, intake_of
from deskapp.domain.ticket import LineDraft
from deskapp.errors import Invalid
from tests.builders import a_line

ASKED = EnquiryDraft("Screen of an A52?", "Ada Byron", "0161 496", "ada@example.org")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(ASKED, text=" \n\t"), "text"),
        (replace(ASKED, text="x" * 4001), "text"),
        (replace(ASKED, name="x" * 121), "name"),
        (replace(ASKED, phone="1" * 41), "phones"),
        (replace(ASKED, email="ada"), "email"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(draft: EnquiryDraft, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(draft)
    assert refusal.value.field == field


def test_only_the_question_is_needed() -> None:
    assert checked(EnquiryDraft(" How long?\r\n")) == EnquiryDraft("How long?")
    assert checked(replace(ASKED, name="  Ada   Byron\x00")) == ASKED


def test_markup_and_other_scripts_are_kept_as_they_are() -> None:
    draft = EnquiryDraft("<b>مرحبا</b> & 👍🏽", "<script>", "+44 161 496")
    assert checked(draft) == draft


@given(st.integers(0, 10**12 - 1))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert enquiry_id(enquiry_number(number)) == number
    assert enquiry_id(f" e{number}") == number == enquiry_id(str(number))


@pytest.mark.parametrize("typed", ["", "E-", "x3", "-1", "1" * 13, "٣", "E-3.5"])
def test_what_is_no_number_is_told(typed: str) -> None:
    with pytest.raises(Invalid, match="like E-12"):
        enquiry_id(typed)


def test_who_asked_is_written_down_as_a_customer() -> None:
    who = as_customer(ASKED)
    assert who is not None
    assert (who.name, [one.typed for one in who.phones], who.email) == (
        "Ada Byron",
        ["0161 496"],
        ASKED.email,
    )
    assert as_customer(EnquiryDraft("?", phone="0161")).name == "0161"  # type: ignore[union-attr]  # there is one
    assert as_customer(EnquiryDraft("?")) is None
    assert as_customer(replace(ASKED, customer_id=3)) is None


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ((), "lines"),
        ((a_line(),) * 51, "lines"),
        ((a_line(price="-1.00"),), "unit_price"),
        ((a_line(price="0.00"),), "unit_price"),
        ((a_line(quantity=Decimal(-1)),), "quantity"),
        ((a_line(quantity=Decimal(0)),), "quantity"),
        ((a_line(" "),), "description"),
    ],
)
def test_a_quick_job_that_makes_no_sense_is_refused(lines: tuple[LineDraft, ...], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        intake_of(QuickJob(lines), None)
    assert refusal.value.field == field


def test_a_service_of_the_catalog_may_cost_nothing() -> None:
    assert intake_of(QuickJob((a_line(price="0.00", service_id=1),)), 7).person_id == 7


def test_lists_show_what_was_done() -> None:
    lines = (a_line("Puncture"), a_line("Tube"), a_line("Puncture"))
    assert intake_of(QuickJob(lines), None).items[0].fault == "Puncture, Tube"
    many = tuple(a_line(f"{number} {'x' * 100}") for number in range(9))
    assert len(intake_of(QuickJob(many), None).items[0].fault) == LONGEST_SUMMARY
