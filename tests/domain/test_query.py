"""The query language: what it means, and that it never breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.query import Filter, Not, Query, Term, Words, parse, plain_words
from deskapp.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", ()),
        ("   ", ()),
        ("lukasz", (Words(("lukasz",)),)),
        ("Łukasz WÓJCIK", (Words(("lukasz",)), Words(("wojcik",)))),
        ("-screen", (Not(Words(("screen",))),)),
        ('"water damage"', (Words(("water", "damage"), phrase=True),)),
        ('-"water damage"', (Not(Words(("water", "damage"), phrase=True)),)),
        ('"not closed', (Words(("not", "closed"), phrase=True),)),
        ("status:waiting_part", (Filter("status", "waiting_part"),)),
        ('status:"Waiting for part"', (Filter("status", "Waiting for part"),)),
        ("STATUS:ready", (Filter("status", "ready"),)),
        ("-status:ready", (Not(Filter("status", "ready")),)),
        ("no:26001230", (Filter("no", "26001230"),)),
        ("is:OPEN", (Filter("is", "open"),)),
        ("is:open screen", (Filter("is", "open"), Words(("screen",)))),
        ("12:30", (Words(("12", "30")),)),
        ("http://example.org/a", (Words(("http", "example", "org", "a")),)),
        ("***", ()),
        ("-", ()),
        ('""', ()),
    ],
)
def test_what_a_query_means(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed) == Query(terms)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+44 7700 900142", "447700900142"),
        ("07700-900142", "07700900142"),
        ("35 345611 287430 7", "353456112874307"),
    ],
)
def test_a_number_may_be_typed_in_groups(typed: str, number: str) -> None:
    [term] = parse(typed).terms
    assert isinstance(term, Words)
    assert term.number == number


def test_a_number_beside_other_words_stays_a_word() -> None:
    assert parse("iphone 13 is:open").terms == (Words(("iphone",)), Words(("13",)), Filter("is", "open"))
    assert parse("iphone 13").terms[1].number == ""  # type: ignore[union-attr]  # the line above says it is Words


@pytest.mark.parametrize("typed", ["colour:red", "draft:x", "screen статус:x", "-by:me"])
def test_an_unknown_operator_is_refused_by_name(typed: str) -> None:
    name = typed.rsplit(" ", maxsplit=1)[-1].partition(":")[0].lstrip("-")
    with pytest.raises(Invalid, match=f"“{name}:”; it knows status:, is:, due:") as refusal:
        parse(typed)
    assert refusal.value.field == name


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("status:", "Write something after “status:”"),
        ("is:lost", "does not know “is:lost”; it knows is:open, is:waiting"),
        ("x" * 401, "up to 400 characters"),
        ("a b c d e f g h i j k l m n o p q r s t u", "up to 20 words"),
        ("a," * 30, "up to 20 words"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        parse(typed)


def test_the_states_that_must_hold() -> None:
    assert parse("is:open -is:overdue status:ready").states() == {"open"}


PIECES = st.sampled_from(
    ['"', ":", "-", " ", "is:", "status:", "no:", "//", "*", "'", "(", "OR", "NEAR", "%", "\x00", "\udcff"]
)


@given(st.lists(st.one_of(st.text(max_size=8), PIECES), max_size=40).map("".join))
def test_no_query_ever_breaks(typed: str) -> None:
    try:
        query = parse(typed)
    except Invalid:
        return
    for leaf in query.leaves():
        leaf.typed.encode()  # the file takes no half signs
        assert isinstance(leaf, Filter) or all(word.isalnum() for word in leaf.words)


def test_a_directory_is_searched_by_words_alone() -> None:
    assert plain_words("Zoë: Müller-Lüdenscheidt") == ("zoe", "muller", "ludenscheidt")
    with pytest.raises(Invalid, match="up to 20 words"):
        plain_words("word " * 21)
