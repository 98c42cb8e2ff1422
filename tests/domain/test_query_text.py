"""The text of a query under the hands of people: chips, terms put in and taken out, completion."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp import i18n
from deskapp.domain.query import (
    Query,
    QueryError,
    chips,
    completions,
    in_english,
    negated_term,
    parse,
    with_term,
    without,
)
from deskapp.domain.query.operators import OPERATORS
from deskapp.domain.query.tokens import Piece, tokens
from deskapp.domain.text import words

VALUES = {
    "status": ("Received", "Waiting for part", "Waiting for customer"),
    "person": ("Priya Nair", "Tom Baker"),
    "tag": ("in-house", "größe-l"),
    "place": ('Shelf "A"', "Window"),
}


def labels(typed: str) -> list[str]:
    return [("−" if chip.negated else "") + chip.label for chip in chips(typed)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", []),
        ("meyer iphone", ["meyer", "iphone"]),
        ('-"gets hot"', ["−“gets hot”"]),
        ("is:overdue -is:mine", ["Overdue", "−Mine"]),
        ("status:waiting status:Ready", ["Status: Waiting", "Status: Ready"]),
        ("tech:mia", ["Person: mia"]),
        ("person:none", ["Person: none"]),
        ("due:today", ["Due today"]),
        ("due:<+3d", ["Due before today + 3 days"]),
        ("due:>=-1w", ["Due from today − 1 week"]),
        ("due:none", ["Due: none"]),
        ("due:tomorrow..2026-04-01", ["Due tomorrow to 2026-04-01"]),
        ("due:..week", ["Due up to this week"]),
        ("in:7", ["Received in the last 7 days"]),
        ("age:>14", ["Age over 14 days"]),
        ("age:7..14", ["Age 7 days to 14 days"]),
        ("updated:>1", ["Last change over 1 day"]),
        ("since:<2w", ["In this status below 2 weeks"]),
        ("closed:2026-02", ["Closed 2026-02"]),
        ("total:>200", ["Total over 200"]),
        ("priority:>=high", ["Priority: from High"]),
        ("has:note", ["With: note"]),
        ("sort:-due", ["Sorted by Due, reversed"]),
        ("+44 7700 900142 x", ["+44 7700 900142", "x"]),
        ("a or b", ["a", "b"]),
        ("(status:ready or tag:x) -(a -b)", ["Status: Ready or Tag: x", "−a −b"]),
        ("-(a (b or c))", ["−a (b or c)"]),
        ("*** a - ", ["a"]),
        ("colour:red a", ["colour:red", "a"]),
        ("due:soon", ["due:soon"]),
    ],
)
def test_chips_say_what_is_meant(typed: str, said: list[str]) -> None:
    assert labels(typed) == said


def test_chips_say_it_in_the_language_of_the_window() -> None:
    i18n.use("de")
    assert labels("is:overdue due:<+3d status:waiting") == [
        "Überfällig",
        "Fällig vor heute + 3 Tage",
        "Status: Wartend",
    ]


def test_a_chip_tells_of_alternatives_and_of_what_is_wrong() -> None:
    first, second, third = chips("a or b colour:red")
    assert (first.alternative, second.alternative, third.alternative) == (False, True, False)
    assert (first.problem, second.problem) == ("", "")
    assert third.problem.startswith("The search does not know “colour:”")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("a b c", ["b c", "a c", "a b"]),
        ("a or b", ["b", "a"]),
        ("a or b c or d", ["b c or d", "a or c or d", "a or b or d", "a or b c"]),
        ("(a or b) c", ["c", "(a or b)"]),
        ("a(b)c", ["(b)c", "a c", "a(b)"]),
        ('is:open "gets hot', ['"gets hot', "is:open"]),
        ("  a   sort:-due ", ["sort:-due", "a"]),
    ],
)
def test_a_chip_is_taken_out_of_the_text(typed: str, left: list[str]) -> None:
    assert [without(typed, chip) for chip in chips(typed)] == left


@pytest.mark.parametrize(
    ("typed", "term", "after"),
    [
        ("", "is:open", "is:open"),
        ("meyer", "is:open", "meyer is:open"),
        ("is:open", "is:open", "is:open"),
        ("IS:OPEN x", "is:open", "IS:OPEN x"),
        ("-is:open x", "is:open", "x is:open"),
        ("a or b", "is:open", "(a or b) is:open"),
        ("(a or b", "is:open", "(a or b) is:open"),
        ('"gets hot', "is:open", '"gets hot" is:open'),
        ("a", "is:open due:today", "a is:open due:today"),
        ("a is:open", "is:open due:today", "a is:open due:today"),
        ("a", "is:ready or is:waiting", "a (is:ready or is:waiting)"),
        ("a sort:due", "is:open sort:-received", "a is:open sort:-received"),
        ("a", "", "a"),
    ],
)
def test_a_term_is_added(typed: str, term: str, after: str) -> None:
    assert with_term(typed, term) == after


@pytest.mark.parametrize(
    ("typed", "term", "after"),
    [
        ("", "is:open", "-is:open"),
        ("meyer is:open", "is:open", "meyer -is:open"),
        ("-is:open", "is:open", "-is:open"),
        ("x", "-is:open", "x is:open"),
        ("a or b", "tag:vip", "(a or b) -tag:vip"),
        ("a", "is:open due:today sort:due", "a -(is:open due:today)"),
        ("a", "b or c", "a -(b or c)"),
        ('"x', "tag:vip", '"x" -tag:vip'),
    ],
)
def test_a_term_is_turned_round(typed: str, term: str, after: str) -> None:
    assert negated_term(typed, term) == after


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("st", ["status:"]),
        ("-st", ["status:"]),
        ("te", ["tech:"]),
        ("meyer", []),
        ("meyer ", []),
        ("is:ov", ["overdue"]),
        ("-is:o", ["open", "overdue"]),
        ("has:li", ["line", "limit"]),
        ("status:wai", ['"Waiting for part"', '"Waiting for customer"']),
        ('status:"waiting for c', ['"Waiting for customer"']),
        ("status:part", ['"Waiting for part"']),
        ("person:b", ['"Tom Baker"']),
        ("person:no", ["none"]),
        ("tag:gro", ["größe-l"]),
        ("place:shelf", ['"Shelf A"']),
        ("sort:-p", ["-person", "-priority", "-place"]),
        ("due:to", ["today", "tomorrow"]),
        ("total:>1", [">100"]),
        ("colour:r", []),
        ("(is:ov", ["overdue"]),
    ],
)
def test_what_can_come_next(typed: str, offered: list[str]) -> None:
    assert [choice.text for choice in completions(typed, len(typed), VALUES).choices] == offered


@pytest.mark.parametrize(
    ("typed", "cursor", "choice", "after", "then"),
    [
        ("meyer st", 8, 0, "meyer status:", 13),
        ("-is:ov", 6, 0, "-is:overdue ", 12),
        ("is:o meyer", 4, 0, "is:open meyer", 7),
        ("status:wai or x", 8, 1, 'status:"Waiting for customer" or x', 29),
    ],
)
def test_a_choice_is_written_into_the_text(
    typed: str, cursor: int, choice: int, after: str, then: int
) -> None:
    offered = completions(typed, cursor, VALUES)
    text, place = offered.accepted(typed, offered.choices[choice])
    assert text == after
    assert place >= then - 1


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("ist:offen oder ist:nicht-abgeholt", "is:open or is:uncollected"),
        ("-fällig:<+3t Meyer", "-due:<+3d Meyer"),
        ("fällig:heute..+2w", "due:today..+2w"),
        ("sortiert:-fällig", "sort:-due"),
        ("priorität:>=hoch", "priority:>=high"),
        ("zuständig:ohne kunde:heute", "person:none customer:heute"),
        ('kunde:"ohne" (status:wartend)', 'customer:"ohne" (status:waiting)'),
        ("letzte:2w alter:>1j", "in:2w age:>1y"),
        ("due:14.2.2026 is:open", "due:14.2.2026 is:open"),
        ("12:30 farbe:rot", "12:30 farbe:rot"),
    ],
)
def test_what_is_kept_for_all_is_written_in_english(typed: str, english: str) -> None:
    i18n.use("de")
    assert in_english(typed) == english


PIECES = st.sampled_from(
    [
        *[
            '"',
            ":",
            "-",
            " ",
            "(",
            ")",
            " or ",
            "or",
            "a",
            "b c",
            "07700 900",
            "+44",
            "***",
            "“",
            "is:open",
            "-is:open",
        ],
        *["due:<+3d", "sort:-due", 'tag:"x y"', "tag:x"],
        *(f"{operator.name}:" for operator in OPERATORS),
    ]
)
TYPED = st.lists(st.one_of(st.text(max_size=4), PIECES), max_size=12).map("".join)


def is_read(typed: str) -> bool:
    try:
        parse(typed)
    except QueryError:
        return False
    return True


@given(TYPED)
def test_chips_cover_every_word_once(typed: str) -> None:
    found = chips(typed)
    for chip, following in itertools.pairwise(found):
        assert chip.start < chip.end <= following.start
    for token in tokens(typed):
        covering = [chip for chip in found if chip.start <= token.start and token.end <= chip.end]
        says_nothing = token.piece in {Piece.WORD, Piece.PHRASE} and not words(token.text)
        assert len(covering) == 1 or says_nothing or token.piece is Piece.OR
    assert all(chip.label for chip in found)


@given(TYPED)
def test_a_text_is_still_read_without_any_of_its_chips(typed: str) -> None:
    readable = is_read(typed)
    for chip in chips(typed):
        left = without(typed, chip)
        assert len(left) <= len(typed)
        assert is_read(left) or not readable


@given(TYPED, st.sampled_from(["is:open", "tag:vip", '"a b"', "is:ready or tag:x", "a b", "-is:closed"]))
def test_what_is_added_holds_beside_what_was_there(typed: str, term: str) -> None:
    for change in (with_term, negated_term):
        after = change(typed, term)
        if is_read(typed) and len(after) < 400 and is_read(after):
            assert parse(after) != Query()
            assert change(after, term) == after or term == "-is:closed" or " or " in term


@given(TYPED, st.integers(0, 60))
def test_completion_never_breaks(typed: str, cursor: int) -> None:
    offered = completions(typed, min(cursor, len(typed)), VALUES)
    for choice in offered.choices:
        text, place = offered.accepted(typed, choice)
        assert text[: offered.start] == typed[: offered.start]
        assert 0 <= place <= len(text)


@given(TYPED)
def test_in_english_a_query_means_the_same(typed: str) -> None:
    i18n.use("de")
    english = in_english(typed)
    if is_read(typed):
        assert parse(english) == parse(typed)
        i18n.use("en")
        assert in_english(english) == english
    i18n.use("en")
