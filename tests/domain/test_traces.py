"""Blacking out a person: never leaves what gives them away, never touches what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain import text
from deskapp.domain.traces import Traces, _Folded, traces_of

MARK = "[erased]"
FAR = traces_of(
    names=["Łukasz Wójcik", "Harbour Dental Ltd", "李小龍", "Max"],
    emails=["lukasz@example.org"],
    numbers=[("07700 900142", "+447700900142"), ("030 1234567", "")],
)
CLOSE = traces_of(names=["Łukasz Wójcik", "Bo Li"], said=["SN-44 X99", "14 Quay Street", "ab"], closely=True)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Łukasz Wójcik rang", "[erased] rang"),
        ("LUKASZ  WOJCIK rang", "[erased] rang"),
        ("call wójcik, łukasz.", "call [erased]."),
        ("Łukasz Wójciks Rad", "[erased] Rad"),
        ("W\u00f3jcik Łukasz, Wo\u0301jcik Łukasz", "[erased]"),
        ("for Harbour-Dental Ltd", "for [erased]"),
        ("先生 李小龍 來", "先生 [erased] 來"),
        ("Lukasz@Example.org!", "[erased]!"),
        ("mail to lukasz@example.org.", "mail to [erased]."),
        ("07700 900142", "[erased]"),
        ("ring +44 (0)7700 900-142 now", "ring [erased] now"),
        ("ring 0044 7700900142 now", "ring [erased] now"),
        ("447700900142", "[erased]"),
        ("(07700) 900142", "[erased]"),
        ("+49 30 123 45 67", "[erased]"),
        ("٠٧٧٠٠ ٩٠٠١٤٢", "[erased]"),
        ("two: 07700 900142 07700 900142", "two: [erased] [erased]"),
    ],
)
def test_who_is_named_is_blacked_out(said: str, left: str) -> None:
    assert FAR.redacted(said, MARK) == left
    assert FAR.are_in(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Łukasz alone, Wójcik alone",
        "iPhone 12 Pro Max",
        "Harbour Dental",
        "not-lukasz@example.org.uk, xlukasz@example.org",
        "serial 1077009001425",
        "1234567",
        "Wójcikowa Łukaszek",
        "straße  two  spaces\n\ttab",
    ],
)
def test_all_else_stays_as_it_is(said: str) -> None:
    assert FAR.redacted(said, MARK) == said
    assert not FAR.are_in(said)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Mr Wójcik and lukasz", "Mr [erased] and [erased]"),
        ("Bo Li. Only Bo", "[erased]. Only Bo"),
        ("sn 44x99, SN-44 X99", "sn 44x99, [erased]"),
        ("at 14 Quay street", "at [erased]"),
        ("ab", "ab"),
    ],
)
def test_in_their_own_records_each_word_of_a_name_counts(said: str, left: str) -> None:
    assert CLOSE.redacted(said, MARK) == left


def test_several_people_at_once() -> None:
    both = Traces.of((FAR, CLOSE))
    assert both.redacted("Harbour Dental Ltd, wojcik", MARK) == f"{MARK}, {MARK}"
    assert not Traces().are_in("anything")
    assert Traces().redacted("anything", MARK) == "anything"


@given(st.text())
def test_words_are_cut_where_the_search_cuts_them(said: str) -> None:
    assert [word for word, _span in _Folded(said).words()] == text.words(said)


NAMES = st.lists(
    st.text(st.characters(categories=("Lu", "Ll", "Lo", "Mn", "Nd")), min_size=1, max_size=8),
    min_size=2,
    max_size=3,
).map(" ".join)


@given(NAMES, st.text(), st.text(), st.sampled_from([str, str.upper, str.title, text.fold]))
def test_a_name_never_stays(name: str, before: str, after: str, written: object) -> None:
    assert callable(written)
    traces = traces_of(names=[name])
    said = f"{before} {written(name)} {after}"
    left = text.words(traces.redacted(said, f" {MARK} "))
    for phrase in traces.phrases:
        assert not any(tuple(left[i : i + len(phrase)]) == phrase for i in range(len(left)))


@given(st.text(), st.integers(100_000, 9_999_999_999), st.sampled_from(["", "0", "+44 ", "0044", "+44 (0)"]))
def test_a_number_never_stays(around: str, number: int, prefix: str) -> None:
    traces = traces_of(numbers=[(f"0{number}", f"+44{number}")])
    spelled = "-".join(str(number)[i : i + 3] for i in range(0, len(str(number)), 3))
    said = f"{around} {prefix}{spelled} x"
    assert not traces.are_in(traces.redacted(said, "█"))
    assert spelled not in traces.redacted(said, "█")


@given(st.text(st.characters(exclude_characters="0123456789"), max_size=200))
def test_text_without_a_trace_is_the_same_sign_by_sign(said: str) -> None:
    traces = traces_of(names=["Qzxqx Xqzzq"], emails=["q@zxq.example"], numbers=[("0770 090 0142", "")])
    if not text.digits(said):
        assert traces.redacted(said, MARK) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Jan van der Berg", "van der Berg, Jan"),
        ("Ana García Márquez", "García Márquez, Ana"),
        ("Ana García Márquez", "Márquez, Ana García"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Jörg Müller", "MUELLER, JOERG"),
        ("Jörg Müller", "Jorg Muller"),
        ("Åse Bjørk", "Aase Bjoerk"),
        ("山田 太郎", "太郎 山田"),
        ("山田 太郎", "山田太郎"),
    ],
)
def test_a_name_in_other_ways_to_write_it(name: str, said: str) -> None:
    assert traces_of(names=[name]).redacted(f"by {said}!", MARK) == f"by {MARK}!"
