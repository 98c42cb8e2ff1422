"""Strips on pages: nothing lost, nothing too tall, ties kept where they can be."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskapp.documents.flow import Column, paginate
from deskapp.documents.strip import Rule, Strip, after, beside, stacked, together
from deskapp.documents.theme import INK
from deskapp.documents.wrap import wrap

FIRST, REST = 100.0, 80.0
strips = st.lists(
    st.builds(
        Strip,
        height=st.floats(1, 30),
        before=st.floats(0, 10),
        keep=st.booleans(),
        marks=st.integers(0, 10**6).map(lambda n: (Rule(n, 0, 1, 1, INK),)),
    ),
    max_size=40,
)


def placed(column: Column) -> list[tuple[float, Strip]]:
    return list(column.placed())


@given(strips, st.lists(st.floats(1, 15), max_size=3))
def test_everything_is_on_a_page_in_order_and_within_it(body: list[Strip], heights: list[float]) -> None:
    foot = together([Strip(height) for height in heights])
    pages = paginate(body, foot, FIRST, REST)
    laid = [strip for page in pages for _top, strip in placed(page)]
    assert [strip.height for strip in laid] == [strip.height for strip in [*body, *foot]]
    for page in pages:
        end = 0.0
        for top, strip in placed(page):
            assert top >= end - 1e-6
            end = top + strip.height
        assert end <= page.height + 1e-6


def test_tied_strips_move_together() -> None:
    body = [Strip(60), *together([Strip(30), Strip(30)])]
    assert [len(placed(page)) for page in paginate(body, [], FIRST, REST)] == [1, 2]


def test_ties_longer_than_a_page_give_way() -> None:
    pages = paginate(together([Strip(30)] * 10), [], FIRST, REST)
    assert [len(placed(page)) for page in pages] == [3, 2, 2, 2, 1]


def test_the_space_above_falls_away_at_the_top() -> None:
    pages = paginate([Strip(90), Strip(10, before=20), Strip(10, before=5)], [], FIRST, REST)
    assert [top for top, _strip in placed(pages[1])] == [0, 15]


def test_a_head_is_repeated_where_its_table_goes_on() -> None:
    head = Strip(10)
    rows = [replace(head, keep=True), *[Strip(20, head=(head,)) for _ in range(6)]]
    pages = paginate(rows, [], FIRST, REST)
    assert [[strip.height for _top, strip in placed(page)] for page in pages] == [
        [10, 20, 20, 20, 20],
        [10, 20, 20],
    ]


def test_the_foot_stands_at_the_lower_end() -> None:
    (page,) = paginate([Strip(50)], [Strip(20, before=5)], FIRST, REST)
    assert placed(page)[-1][0] == FIRST - 20


def test_the_foot_takes_the_last_strips_along_to_a_new_page() -> None:
    pages = paginate([Strip(50), Strip(40)], [Strip(20)], FIRST, REST)
    assert [[strip.height for _top, strip in placed(page)] for page in pages] == [[50], [40, 20]]


def test_a_tall_foot_flows_and_only_its_end_stands() -> None:
    foot = [*[Strip(10)] * 20, Strip(15)]
    pages = paginate([Strip(50)], foot, FIRST, REST)
    assert placed(pages[-1])[-1] == (REST - 15, foot[-1])


def test_columns_are_laid_line_by_line() -> None:
    left, right = [Strip(10), Strip(10, before=3)], [Strip(12)]
    assert [(strip.before, strip.height) for strip in beside(left, right)] == [(0, 12), (3, 10)]
    assert stacked(after(4, beside(left, right)))[1] == 29


WIDTHS = dict.fromkeys("abcdefghijklmnopqrstuvwxyz ", 1.0)


@given(st.text("abc \n", max_size=300), st.integers(1, 20))
def test_lines_fit_and_no_letter_is_lost(text: str, limit: int) -> None:
    lines = wrap(text, WIDTHS, limit)
    assert all(len(line) <= limit for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert not lines or (lines[0] and lines[-1])


def test_words_stay_whole_where_they_can() -> None:
    assert wrap("one two  three\n\n\nfour", WIDTHS, 8) == ["one two", "three", "", "four"]
    assert wrap("abcdefghij xy", WIDTHS, 4) == ["abcd", "efgh", "ij", "xy"]
