"""A scanner is told from a typist, and its text is read whatever keyboard the computer thinks it has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.number import DEFAULT_TICKET_TEMPLATE
from deskapp.domain.scan import (
    LAYOUTS,
    Burst,
    Ending,
    ScanRules,
    best_reading,
    content,
    guessed_layout,
    imei,
    layout_of,
    readings,
    ticket_code,
)

CODE = "26000018"
USUAL = ScanRules()


def typed(text: str, gaps: list[int]) -> Burst:
    burst, at = Burst(), 1000
    for sign, gap in zip(text, [0, *gaps], strict=True):
        at += gap
        burst.add(sign, at)
    return burst


@given(st.integers(5, 30), st.data())
def test_a_scanner_is_known_by_its_pace(pace: int, data: st.DataObject) -> None:
    jitter = data.draw(st.lists(st.integers(0, 4), min_size=7, max_size=7))
    assert typed(CODE, [pace + more for more in jitter]).is_scan(USUAL)


@given(st.lists(st.integers(80, 120), min_size=19, max_size=19))
def test_a_fast_typist_is_no_scanner(gaps: list[int]) -> None:
    assert not typed("a long sentence, fast", [*gaps, gaps[0]]).is_scan(USUAL)


@pytest.mark.parametrize(
    ("text", "gaps", "why"),
    [
        ("2600001", [5] * 6, "too few keys"),
        (CODE, [40] * 7, "too slow"),
        (CODE, [5, 5, 5, 80, 80, 80, 80], "half of it too slow"),
    ],
)
def test_what_is_no_scan(text: str, gaps: list[int], why: str) -> None:
    assert not typed(text, gaps).is_scan(USUAL), why


def test_one_long_gap_does_not_matter() -> None:
    assert typed(CODE, [10, 10, 10, 120, 10, 10, 10]).is_scan(USUAL)


def test_a_pause_begins_anew() -> None:
    burst = typed("26", [10])
    assert burst.goes_on(burst.last + 100)
    assert not burst.goes_on(burst.last + 200)
    assert not burst.goes_on(burst.last - 1), "the clock of another device"
    assert not Burst().goes_on(5)


def test_the_prefix_settles_it() -> None:
    rules = ScanRules(prefix="~")
    slow = typed("~123", [90, 90, 90])
    assert slow.is_scan(rules)
    assert not typed("~", []).is_scan(rules)
    assert content("~123", rules) == "123"
    assert content("123", rules) == "123"


@pytest.mark.parametrize(
    ("layout", "seen", "meant"),
    [
        ("azerty", "éè&éçàà-_'(\"", "271290068453"),
        ("belgian", "é§ààààé!", "26000028"),
        ("czech", "ěžééééě", "2600002"),
        ("slovak", "ľžééééľ", "2600002"),
        ("hungarian", "26öööö18", "26000018"),
        ("shifted", "@^))))!*", "26000018"),
        ("azerty", 'DNQS&é"', "DNAS123"),
        ("german", "yZ123", "zY123"),
        ("german", "DESKßZYß0123456789", "DESK-YZ-0123456789"),
        ("azerty", "DESK)YW)à&é\"'(-è_ç", "DESK-YZ-0123456789"),
        ("shifted", "DESK6YW6)!@#$%^&*(", "DESK-YZ-0123456789"),
    ],
)
def test_each_layout_is_undone(layout: str, seen: str, meant: str) -> None:
    assert dict(readings(seen))[layout] == meant


@pytest.mark.parametrize("layout", ["azerty", "belgian", "czech", "slovak", "hungarian", "shifted", ""])
def test_a_ticket_s_code_is_read_by_every_layout(layout: str) -> None:
    back = {meant: seen for seen, meant in LAYOUTS.get(layout, {}).items()}
    assert ticket_code(CODE.translate(back), DEFAULT_TICKET_TEMPLATE) == CODE


def test_a_code_needs_its_check_digit() -> None:
    assert ticket_code("26000019", DEFAULT_TICKET_TEMPLATE) == ""
    assert ticket_code("12345678", "{SEQ}") == "", "without a check digit any number would be one"


def test_control_signs_that_stick_to_a_code_fall_off() -> None:
    assert content("\x1d26000018\r", USUAL) == CODE


def test_a_layout_that_was_chosen_is_undone_at_once() -> None:
    assert content("SNyz-", ScanRules(layout="german")) == "SNzy/"


@pytest.mark.parametrize(
    "serial", ["130307002736979", "910031796057013", "111113611111111", "100000060000000"]
)
def test_digits_alone_are_read_as_they_stand(serial: str) -> None:
    assert list(readings(serial)) == [("", serial)]
    assert imei(serial) in {"", serial}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("356938035643809", "356938035643809"),
        ("35-693803-564380-9", "356938035643809"),
        ("356938035643808", ""),
        ("35693803564380", "35693803564380"),
        ('"(-ç"_à"(-\'"_àç', "356938035643809"),
        (CODE, ""),
    ],
)
def test_an_imei_is_known_by_its_check_digit(text: str, found: str) -> None:
    assert imei(text) == found


def test_the_guess_says_nothing_where_the_text_is_in_order() -> None:
    assert guessed_layout("éè&éçàà-") == "azerty"
    assert guessed_layout("SN-1234") == ""
    assert best_reading("SN-1234") == "SN-1234"
    assert layout_of("DESKßZY", "DESK-YZ") == "german"
    assert layout_of("DESK-YZ1", "DESK-YZ1") == ""
    assert best_reading("éè&éçàà_") == "27129008"
    assert best_reading("Ωμέγα") == "Ωμέγα"


@given(st.text(max_size=40))
def test_any_text_can_be_scanned(text: str) -> None:
    for rules in (USUAL, ScanRules(layout="azerty")):
        clean = content(text, rules)
        assert isinstance(ticket_code(clean, DEFAULT_TICKET_TEMPLATE), str)
        assert isinstance(best_reading(clean), str)
        imei(clean)


def test_the_rules_are_kept_and_a_spoiled_setting_is_as_usual() -> None:
    rules = ScanRules("~", Ending.PAUSE, "azerty")
    assert ScanRules.of(rules.kept()) == rules
    assert ScanRules.of({"ending": "never", "layout": "elvish", "prefix": "123456"}) == ScanRules("1234")
    assert ScanRules.of({}) == USUAL
