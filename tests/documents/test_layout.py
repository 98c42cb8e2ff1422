"""Papers that a shop would hand out: nothing overlaps, nothing is cut off, what belongs together stays so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.documents.render import render
from deskapp.domain.paper import Document, TicketPaper
from deskapp.domain.shop import Paper
from deskapp.domain.ticket import ItemReport
from tests.builders import pounds
from tests.documents import builders, reading

MM = 72 / 25.4
SMALLEST_MARGIN = 12 * MM
LOWEST = 3 * MM


def check(data: bytes) -> None:
    """No letter on another, none outside the margins."""
    heights = [height / 25.4 * 72 for _width, height in reading.sizes(data)]
    widths = [width / 25.4 * 72 for width, _height in reading.sizes(data)]
    for page, width, height in zip(reading.letters(data), widths, heights, strict=True):
        assert page, "an empty page"
        assert min(letter.left for letter in page) > SMALLEST_MARGIN - 1
        assert max(letter.right for letter in page) < width - SMALLEST_MARGIN + 1
        assert min(letter.bottom for letter in page) > LOWEST
        assert max(letter.top for letter in page) < height - LOWEST
        assert not overlapping(page)


def overlapping(page: list[reading.Letter]) -> list[tuple[reading.Letter, reading.Letter]]:
    rows: dict[int, list[reading.Letter]] = defaultdict(list)
    for letter in page:
        for row in range(int(letter.bottom // 6), int(letter.top // 6) + 1):
            rows[row].append(letter)
    pairs = []
    for near in rows.values():
        near.sort(key=lambda letter: letter.left)
        pairs += [(one, other) for one, other in combinations_near(near) if one.covers(other)]
    return pairs


def combinations_near(row: list[reading.Letter]) -> list[tuple[reading.Letter, reading.Letter]]:
    """Pairs of letters that can touch: sorted by their left ends, at most a few apart."""
    return [
        pair for at in range(len(row)) for pair in combinations(row[at : at + 4], 2) if pair[0] is row[at]
    ]


@pytest.mark.parametrize("case", builders.CASES)
@pytest.mark.parametrize("size", Paper)
@pytest.mark.parametrize("document", builders.SHEETS)
def test_nothing_overlaps_or_leaves_the_page(document: Document, size: Paper, case: str) -> None:
    check(render(document, builders.CASES[case](), size))


def test_the_check_itself_sees_an_overlap() -> None:
    one = reading.Letter("a", 10, 10, 15, 16)
    assert overlapping([one, replace(one, char="b", left=12, right=17)])
    assert not overlapping([one, replace(one, char="b", left=15, right=20)])


@pytest.mark.parametrize("size", Paper)
@pytest.mark.parametrize("document", builders.SHEETS)
@pytest.mark.parametrize(
    "problem", ["word " * 4000, "w" * 20_000, "a\n" * 3000, "🙂ab " * 5000, "\n\n\n x \n\n"]
)
def test_very_long_problems_are_printed_whole(document: Document, size: Paper, problem: str) -> None:
    data = render(document, builders.paper(items=(builders.item(fault=problem),)), size)
    check(data)
    copies = 2 if document is Document.CLAIM_TICKET and size is not Paper.A5 else 1
    assert reading.text(data).count("w") >= copies * problem.count("w")


words = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fault=words, name=words, result=words, place=words, size=st.sampled_from(Paper))
def test_whatever_is_typed_comes_out(fault: str, name: str, result: str, place: str, size: Paper) -> None:
    thing = builders.item(
        fault=fault, report=ItemReport(result), lines=(builders.line(result, 500, result=name),)
    )
    ticket = builders.paper(customer=builders.customer(name=name, city=place), items=(thing,))
    for document in Document:
        assert render(document, ticket, size).startswith(b"%PDF")


def test_a_claim_ticket_on_a_large_sheet_is_two_halves() -> None:
    for size in (Paper.A4, Paper.LETTER):
        (page,) = reading.letters(render(Document.CLAIM_TICKET, builders.typical_intake(), size))
        half = reading.sizes(render(Document.CLAIM_TICKET, builders.typical_intake(), size))[0][1] / 25.4 * 36
        upper = [(letter.char, round(letter.bottom - half)) for letter in page if letter.bottom > half]
        lower = [(letter.char, round(letter.bottom)) for letter in page if letter.bottom < half]
        assert len(upper) > 300
        assert abs(len(upper) - len(lower)) < 10, "the customer’s copy and the shop’s differ in one word"
        assert not [letter for letter in page if letter.bottom < half < letter.top], "cut through a letter"


def test_a_dashed_line_shows_where_to_cut() -> None:
    (page,) = reading.pictures(render(Document.CLAIM_TICKET, builders.typical_intake(), Paper.A4), 144)
    middle = page.height // 2
    line = page.crop((0, middle - 2, page.width, middle + 2)).convert("L").resize((page.width, 1)).tobytes()
    changes = sum((one < 235) != (other < 235) for one, other in pairwise(line))
    assert changes > 100


def test_a_claim_ticket_that_needs_more_than_half_a_sheet_takes_a_sheet_for_each_copy() -> None:
    pages = reading.pages_text(render(Document.CLAIM_TICKET, builders.long_problem(), Paper.A4))
    assert len(pages) == 2
    assert "Customer’s copy" in pages[0]
    assert "Shop’s copy" in pages[1]


def test_the_small_claim_ticket_lies_on_its_side() -> None:
    assert reading.sizes(render(Document.CLAIM_TICKET, builders.typical_intake(), Paper.A5)) == [(210, 148)]
    assert reading.sizes(render(Document.SERVICE_SUMMARY, builders.paper(), Paper.A5)) == [(148, 210)]
    assert reading.sizes(render(Document.SERVICE_SUMMARY, builders.paper(), Paper.LETTER)) == [(216, 279)]


def test_the_shop_chooses_the_sheet_unless_told() -> None:
    ticket = builders.paper(shop=builders.shop(paper=Paper.A5))
    assert reading.sizes(render(Document.SERVICE_SUMMARY, ticket)) == [(148, 210)]


@pytest.mark.parametrize("size", Paper)
def test_a_typical_summary_is_one_page(size: Paper) -> None:
    assert len(reading.pages_text(render(Document.SERVICE_SUMMARY, builders.paper(), size))) == 1


@pytest.mark.parametrize("size", [Paper.A4, Paper.LETTER])
def test_a_summary_that_nearly_fits_is_set_smaller(size: Paper) -> None:
    assert len(reading.pages_text(render(Document.SERVICE_SUMMARY, builders.several_items(), size))) == 1


@pytest.mark.parametrize("size", Paper)
def test_an_estimate_never_stands_alone(size: Paper) -> None:
    for count in range(8, 30):
        rows = tuple(builders.line(f"Row {n}.", 100) for n in range(count))
        pages = reading.pages_text(render(Document.CLAIM_TICKET, with_item(lines=rows), size))
        for page in pages:
            assert ("Estimate" in page) == (f"Row {count - 1}." in page) == (f"Row {count - 2}." in page)


@pytest.mark.parametrize("size", Paper)
def test_long_tables_repeat_their_head_and_keep_the_total_with_the_last_rows(size: Paper) -> None:
    first, *others = reading.pages_text(render(Document.SERVICE_SUMMARY, builders.forty_lines(), size))
    assert others
    for page in others:
        assert page.startswith("Northside Repair Ltd Service summary 26001230")
        assert "Description Quantity Unit price Amount" in page
    last = others[-1]
    assert "Step 36 of the overhaul" in last
    assert "Step 40 of the overhaul" in last
    assert "Total £1,401.99" in last
    assert last.index("Total") < last.index("Collected by")
    assert "Collected by" not in first


@pytest.mark.parametrize("size", Paper)
def test_every_line_is_printed_once(size: Paper) -> None:
    printed = reading.text(render(Document.SERVICE_SUMMARY, builders.forty_lines(), size))
    assert [printed.count(f"Step {n} of the overhaul") for n in range(1, 41)] == [1] * 40


def test_the_total_never_stands_without_the_last_two_rows() -> None:
    for count in range(2, 40):
        rows = tuple(builders.line(f"Row {n}.", 100) for n in range(count))
        data = render(Document.SERVICE_SUMMARY, with_item(lines=rows), Paper.A5)
        (page,) = [page for page in reading.pages_text(data) if "Total" in page]
        assert f"Row {count - 1}." in page
        assert f"Row {count - 2}." in page


def test_rows_are_not_split_over_pages() -> None:
    rows = tuple(builders.line(f"Row {n} " + "long " * 30, 100, result=f"end {n}.") for n in range(30))
    pages = reading.pages_text(
        render(Document.SERVICE_SUMMARY, builders.paper(items=(builders.item(lines=rows),)), Paper.A5)
    )
    for n in range(30):
        (page,) = [page for page in pages if f"Row {n} " in page]
        assert f"end {n}." in page


def test_pages_are_counted() -> None:
    pages = reading.pages_text(render(Document.SERVICE_SUMMARY, builders.twelve_items(), Paper.A5))
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page


def with_item(**changes: Any) -> TicketPaper:
    return builders.paper(items=(builders.item(**changes),))


@pytest.mark.parametrize(
    ("label", "ticket"),
    [
        ("We found", with_item(report=ItemReport())),
        ("Came with", with_item(accessories="")),
        ("Warranty", with_item(lines=())),
        ("Total", with_item(lines=())),
        ("Description", with_item(lines=())),
        ("Technician", builders.paper(person="")),
        ("Serial no.", builders.empty()),
        ("Your phone", builders.paper(customer=builders.customer(phones=()))),
        ("Tax no.", builders.empty()),
        ("Collected by", builders.imported()),
    ],
)
def test_no_label_without_a_value(label: str, ticket: TicketPaper) -> None:
    assert label in reading.text(render(Document.SERVICE_SUMMARY, builders.paper(), Paper.A4))
    assert label not in reading.text(render(Document.SERVICE_SUMMARY, ticket, Paper.A4))


def test_money_stands_in_line() -> None:
    rows = (builders.line("Cheap", 100), builders.line("Dear", 1234500), builders.line("Back", -4250))
    ticket = builders.paper(items=(builders.item(lines=rows, report=ItemReport()),))
    (page,) = reading.letters(render(Document.SERVICE_SUMMARY, ticket, Paper.A4))
    right = max(letter.right for letter in page)
    ends = [letter.right for letter in page if letter.char == "0" and right - letter.right < 1.2]
    assert len(ends) >= 4
    assert max(ends) - min(ends) < 0.5


@pytest.mark.parametrize("size", Paper)
def test_a_receipt_is_one_page_and_says_nothing_of_payment(size: Paper) -> None:
    (page,) = reading.pages_text(render(Document.RECEIPT, builders.quick(), size))
    assert "17.50" in page
    assert "1.44" in page
    assert not [word for word in ("paid", "Paid", "Invoice", "invoice", "Deposit") if word in page]
    (typical,) = reading.pages_text(render(Document.RECEIPT, builders.paper(deposit=pounds("50.00")), size))
    assert "Deposit" not in typical


def test_a_small_receipt_is_upright() -> None:
    assert reading.sizes(render(Document.RECEIPT, builders.quick(), Paper.A5)) == [(148, 210)]
