"""The query language: what it means, and that it never breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp import i18n
from deskapp.domain.query import (
    And,
    Compared,
    Filter,
    Not,
    Or,
    Query,
    QueryError,
    Term,
    Words,
    parse,
    plain_words,
)
from deskapp.domain.query.operators import OPERATORS, Kind
from deskapp.errors import Invalid

A, B, C, D = (Words((letter,)) for letter in "abcd")


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


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("a or b", (Or((A, B)),)),
        ("a OR b c", (Or((A, And((B, C)))),)),
        ("a b or c d", (Or((And((A, B)), And((C, D)))),)),
        ("(a or b) c", (Or((A, B)), C)),
        ("a (b c) d", (A, B, C, D)),
        ("-(a b)", (Not(And((A, B))),)),
        ("-(a)", (Not(A),)),
        ("-(-a)", (Not(Not(A)),)),
        ("((a) or ((b)))", (Or((A, B)),)),
        ("a(b)c", (A, B, C)),
        ("(a or b", (Or((A, B)),)),
        ("a or", (A,)),
        ("or a", (A,)),
        ("a or or b", (Or((A, B)),)),
        ("() a", (A,)),
        ("-() a", (A,)),
        ("() or ()", ()),
        ('a "or" b', (A, Words(("or",), phrase=True), B)),
        ("a -or b", (A, Not(Words(("or",))), B)),
        ("“gets hot”", (Words(("gets", "hot"), phrase=True),)),
        ("„gets hot“", (Words(("gets", "hot"), phrase=True),)),
        ("«gets hot»", (Words(("gets", "hot"), phrase=True),)),
        ("（a or b）", (Or((A, B)),)),
        ("is：open", (Filter("is", "open"),)),
        ('status:"Waiting for', (Filter("status", "Waiting for"),)),
        ("(07700) 900-142", (Words(("07700", "900", "142")),)),
    ],
)
def test_how_terms_are_joined(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed) == Query(terms)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("due:today", Filter("due", Compared("", "today"))),
        ("DUE:<+3D", Filter("due", Compared("<", "+3d"))),
        ("due:≤+3", Filter("due", Compared("<=", "+3d"))),
        ("due:=tomorrow", Filter("due", Compared("", "tomorrow"))),
        ("due:-2w..+1m", Filter("due", Compared("..", "-2w", "+1m"))),
        ("due:…2026-2-4", Filter("due", Compared("..", "", "2026-02-04"))),
        ("due:२०२६-०२", Filter("due", Compared("", "2026-02"))),
        ("due:4.2.2026", Filter("due", Compared("", "2026-02-04"))),
        ("due:none", Filter("due", None)),
        ("in:7", Filter("received", Compared(">", "-7d"))),
        ("in:2w", Filter("received", Compared(">", "-2w"))),
        ("age:>14", Filter("received", Compared("<", "-14d"))),
        ("age:<=3", Filter("received", Compared(">=", "-3d"))),
        ("age:7..14", Filter("received", Compared("..", "-14d", "-7d"))),
        ("age:7..", Filter("received", Compared("..", "", "-7d"))),
        ("updated:today", Filter("updated", Compared("", "today"))),
        ("updated:>7", Filter("updated", Compared("<", "-7d"))),
        ("tech:mia", Filter("person", "mia")),
        ("person:none", Filter("person", None)),
        ('person:"none"', Filter("person", "none")),
        ("phone:(0770)", None),
        ("phone:07-70", Filter("phone", "0770")),
        ("serial:GZ-8K", Filter("serial", "gz8k")),
        ("priority:>normal", Filter("priority", ("high", "urgent"))),
        ("priority:high", Filter("priority", ("high",))),
        ("total:>200", Filter("total", Compared(">", "200"))),
        ('total:"50..1 250,00 €"', Filter("total", Compared("..", "50", "1250,00"))),
        ("has:NOTE", Filter("has", "note")),
    ],
)
def test_what_a_filter_asks(typed: str, term: Term | None) -> None:
    if term is None:
        with pytest.raises(QueryError, match="Write something after “phone:”"):
            parse(typed)
    else:
        assert parse(typed).terms == (term,)


@pytest.mark.parametrize(
    ("typed", "sort"),
    [
        ("sort:-due", "-due"),
        ("sort:due is:open", "due"),
        ("(a sort:total) or b", "total"),
        ("sort:due sort:-status", "-status"),
        ("sort:number", "number"),
        ("sort:no", "number"),
        ("sort:age", "-received"),
        ("sort:-age", "received"),
        ("sort:+since", "since"),
        ("a", ""),
    ],
)
def test_an_order_is_no_term(typed: str, sort: str) -> None:
    query = parse(typed)
    assert query.sort == sort
    assert not any(isinstance(leaf, Filter) and leaf.operator == "sort" for leaf in query.leaves())


@pytest.mark.parametrize(
    ("typed", "word", "sentence"),
    [
        ("meyer colour:red -x", "colour:red", "does not know “colour:”; it knows status:, is:, due:"),
        ("x stauts:ready", "stauts:ready", "does not know “stauts:”. Did you mean “status:”?"),
        ("x persn:tom", "persn:tom", "Did you mean “person:”?"),
        ("meyer -colour:red", "colour:red", "does not know “colour:”"),
        ("x DRAFT:1", "DRAFT:1", "does not know “draft:”"),
        ("is:draft", "is:draft", "does not know “is:draft”; it knows is:open, is:waiting"),
        ("is:unpaid", "is:unpaid", "does not know “is:unpaid”"),
        ("is:warranty", "is:warranty", "does not know “is:warranty”"),
        ("has:estimate", "has:estimate", "does not know “has:estimate”; it knows has:note"),
        ("has:signature", "has:signature", "does not know “has:signature”"),
        ("part:screen", "part:screen", "does not know “part:”"),
        ("a status: b", "status:", "Write something after “status:”"),
        (
            "due:soon",
            "due:soon",
            "“due:soon” is no date; write it like due:today, due:<\\+3d, due:2026-02-14",
        ),
        ("due:2026-02-30", "due:2026-02-30", "is no date"),
        ("due:2026-13", "due:2026-13", "is no date"),
        ("due:..", "due:..", "is no date"),
        ("due:<<today", "due:<<today", "is no date"),
        ("due:9999", "due:9999", "is no date"),
        ("x due:+99999d", "due:+99999d", "is no date"),
        ("received:none", "received:none", "is no date"),
        ("age:old", "age:old", "“age:old” is no number of days; write it like age:>7, age:<3, age:7..14"),
        ("in:ages", "in:ages", "is no number of days; write it like in:7, in:30"),
        ("in:>7", "in:>7", "is no number of days"),
        ("total:much", "total:much", "“total:much” is no amount; write it like total:>200"),
        ("phone:12", "phone:12", "“phone:” needs at least 3 signs"),
        ("serial:ab", "serial:ab", "“serial:” needs at least 3 signs"),
        ("priority:>none", "priority:>none", "does not know “priority:none”; it knows priority:low"),
        ("sort:mood", "sort:mood", "does not know “sort:mood”; it knows sort:due"),
        ("a -sort:due", "sort:due", "Write “sort:-due” to turn the order round"),
        ("a) b", ")", "Nothing is open that this “\\)” closes"),
        ("(" * 9 + "a", "(", "up to 8 brackets"),
        ("a b c d e f g h i j k l m n o p q r s t u", "u", "up to 20 words"),
    ],
)
def test_what_is_not_understood_is_named_where_it_stands(typed: str, word: str, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence) as refusal:
        parse(typed)
    error = refusal.value
    assert (error.word, typed[error.start : error.end]) == (word, word)


def test_every_operator_but_those_of_numbers_reads_its_own_fixed_values() -> None:
    for operator in OPERATORS:
        for choice in operator.choices:
            for name in (choice.name, *choice.also):
                parse(f"{operator.name}:{name}")
        if operator.kind is Kind.DATE and operator.may_lack:
            assert parse(f"{operator.name}:none").terms == (Filter(operator.name, None),)


def test_other_languages_have_names_of_their_own_beside_the_english_ones() -> None:
    i18n.use("de")
    for german, english in (
        ("ist:offen oder ist:fertig", "is:open or is:ready"),
        ("fällig:heute", "due:today"),
        ("FALLIG:<+3t", "due:<+3d"),
        ("fällig:ohne", "due:none"),
        ("person:ohne", "person:none"),
        ("sortiert:-fällig", "sort:-due"),
        ("hat:notiz", "has:note"),
        ("priorität:>normal", "priority:>normal"),
    ):
        assert parse(german) == parse(english) != Query(), german
    i18n.use("en")
    assert parse("a oder b").terms == (A, Words(("oder",)), B)
    with pytest.raises(QueryError, match="does not know “ist:”"):
        parse("ist:offen")


def test_the_states_that_must_hold() -> None:
    assert parse("is:open -is:overdue status:ready").states() == {"open"}


PIECES = st.sampled_from(
    [
        *[
            '"',
            ":",
            "-",
            " ",
            "//",
            "*",
            "'",
            "(",
            ")",
            " or ",
            "NEAR",
            "%",
            "\x00",
            "\udcff",
            "<",
            "..",
            "+3d",
        ],
        *["today", "none", "7", "2026-02", "open", "£", "ß", "“", "，", "\u0308", "٣", "²"],
        *(f"{operator.name}:" for operator in OPERATORS),
    ]
)


def check_place(typed: str, refusal: QueryError) -> None:
    """What is named stands where it is said to stand."""
    assert typed[refusal.start : refusal.end] == refusal.word


@given(st.lists(st.one_of(st.text(max_size=8), PIECES), max_size=40).map("".join))
def test_no_query_ever_breaks(typed: str) -> None:
    try:
        query = parse(typed)
    except QueryError as refusal:
        check_place(typed, refusal)
        return
    assert hash(query) == hash(parse(typed))
    for leaf in query.leaves():
        leaf.typed.encode()  # the file takes no half signs
        assert isinstance(leaf, Filter) or all(word.isalnum() for word in leaf.words)


def test_a_directory_is_searched_by_words_alone() -> None:
    assert plain_words("Zoë: Müller-Lüdenscheidt") == ("zoe", "muller", "ludenscheidt")
    with pytest.raises(Invalid, match="up to 20 words"):
        plain_words("word " * 21)
