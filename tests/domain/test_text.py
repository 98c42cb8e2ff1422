"""Text at the border: cleaned, capped, and folded so that a search finds it however it was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain import text
from deskapp.errors import Invalid

ANY_TEXT = st.text(max_size=300)

# What stands in the file, and what somebody at the counter types.
SPELLINGS = [
    ("Łukasz Wójcik", "lukasz wojcik"),
    ("Zoë Müller", "ZOE MULLER"),
    ("Mehmet Yıldız", "yildiz"),
    ("Mehmet Yıldız", "YILDIZ"),
    ("Søren Østergård", "soren ostergard"),
    ("Жанна Петрова", "ЖАННА"),
    ("Jürgen Großmann", "grossmann"),
    ("Jürgen Großmann", "GROSSMANN"),
    ("Hà Nội", "ha noi"),
    ("Đặng Thị Ánh", "dang thi anh"),
    ("ΓΙΆΝΝΗΣ", "γιαννης"),
    ("محمد", "مُحَمَّد"),
    ("Amélie Côté", "cote"),
    ("Guðrún Þórsdóttir", "gudrun thorsdottir"),
    ("Æsa Œuvre", "aesa oeuvre"),
    ("Ａｎａ Popescu", "ana"),
    ("Zoe\u0308 Mu\u0308ller", "zoë müller"),
    ("Antonín Dvořák", "dvorak"),
    ("Żółć Świętosława", "zolc swietoslawa"),
    ("IŞIK İpek", "ışık ipek"),
    ("Ħamrun", "hamrun"),
    ("Fəridə", "feride"),
    ("Ştefan Ţepeş", "ștefan țepeș"),
    ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
    ("Сёмин", "семин"),
    ("فاطمة", "فاطمه"),
    ("علی کریمی", "علي كريمي"),
    ("שָׁלוֹם כהן", "שלום"),
    ("एकता शर्मा", "शर्मा"),
    ("iPhone १३", "13"),
    ("iPhone １３", "13"),
    ("Dell ٥٤٢٠", "5420"),
    ("王小明", "小明"),
    ("ﾔﾏﾀﾞ", "ヤマダ"),
    ("김철수", "김철수"),
]


@pytest.mark.parametrize(("written", "typed"), SPELLINGS)
def test_a_name_is_found_however_it_is_typed(written: str, typed: str) -> None:
    assert set(text.words(typed)) <= set(text.words(written))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("O'Brien-Smith", ["o", "brien", "smith"]),
        ("  two\n lines\tand  spaces ", ["two", "lines", "and", "spaces"]),
        ("SN-12/34_56", ["sn", "12", "34", "56"]),
        ("…!?", []),
        ("🙂 ok", ["ok"]),
        ("東京iPhone 13", ["東", "京", "iphone", "13"]),
    ],
)
def test_words_are_cut_where_the_search_index_cuts_them(said: str, words: list[str]) -> None:
    assert text.words(said) == words


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(said: str) -> None:
    assert text.words(" ".join(text.words(said))) == text.words(said)


@given(ANY_TEXT)
def test_capitals_make_no_difference_to_a_search(said: str) -> None:
    assert text.fold(said.casefold()) == text.fold(said)


@given(ANY_TEXT)
def test_composed_and_decomposed_letters_are_the_same_to_a_search(said: str) -> None:
    assert text.fold(unicodedata.normalize("NFD", said)) == text.fold(unicodedata.normalize("NFC", said))


@pytest.mark.parametrize(
    ("typed", "digits"), [("+44 (7700) 900-142", "447700900142"), ("٠٧٧", "077"), ("none", ""), ("x²", "2")]
)
def test_only_the_digits(typed: str, digits: str) -> None:
    assert text.digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoë   Müller ", "Zoë Müller"),
        ("a\tb\nc\r\nd", "a b c d"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("\u202eforged\u202c", "forged"),
        ("\u2066isolated\u2069", "isolated"),
        ("\ufeffmark", "mark"),
        ("half\ud800way", "halfway"),
        ("private\ue000use", "privateuse"),
        ("Zoe\u0308", "Zoë"),
        ("<b>PAID</b> & “so on” 'x'", "<b>PAID</b> & “so on” 'x'"),
        ("{name} %s \\n", "{name} %s \\n"),
        ("👩\u200d🔧 mechanic", "👩\u200d🔧 mechanic"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_a_line_is_kept_as_typed_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert text.line(typed, "name") == kept


def test_a_block_keeps_its_lines() -> None:
    assert (
        text.block("\n one\r\ntwo\rthree\u2028four\n\n\tfive \x00\n", "note")
        == "one\ntwo\nthree\nfour\n\n\tfive"
    )


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    for clean in (text.line, text.block):
        try:
            once = clean(typed, "note")
        except Invalid:
            continue
        assert clean(once, "note") == once


@given(st.text(st.characters(), max_size=60), st.integers(1, 30))
def test_what_is_kept_is_never_longer_than_its_cap_and_holds_nothing_hidden(typed: str, longest: int) -> None:
    try:
        kept = text.line(typed, "note", longest)
    except Invalid:
        return
    assert len(kept) <= longest
    assert not {unicodedata.category(char) for char in kept} & {"Cc", "Cs", "Cn", "Co"}
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n\t")


def test_too_long_a_text_is_refused_by_the_name_people_know_and_the_key_a_form_knows() -> None:
    with pytest.raises(Invalid, match=r"The text of “problem” has 20001 characters; 20000 fit\.") as refusal:
        text.block("x" * 20_001, "fault")
    assert refusal.value.field == "fault"


def test_a_text_of_just_the_longest_size_fits() -> None:
    assert len(text.line("x" * 200, "name")) == 200
