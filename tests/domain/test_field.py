"""What the fields of a shop may hold, and how that is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.field import (
    MOST_CHOICES,
    Field,
    FieldKind,
    FieldOf,
    OwnFact,
    checked,
    checked_value,
    checked_values,
    facts,
    key_of,
    of_record,
    said,
    searched,
)
from deskapp.errors import Invalid

TEXT = Field("Network", key="network")
NUMBER = Field("Battery", FieldKind.NUMBER, unit="%", key="battery")
CHOICE = Field("Backup", FieldKind.CHOICE, choices=("By us", "Für Kunden"), key="backup")
DAY = Field("Bought on", FieldKind.DATE, key="bought")
YES_NO = Field("Leased", FieldKind.YES_NO, key="leased")
ALL = (TEXT, NUMBER, CHOICE, DAY, YES_NO)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (TEXT, "  O2\u202e  blue ", "O2 blue"),
        (TEXT, "<b>x</b>", "<b>x</b>"),
        (NUMBER, "87", "87"),
        (NUMBER, "87,50 %", "87.5"),
        (NUMBER, "-0.5", "-0.5"),
        (NUMBER, 80, "80"),
        (NUMBER, 1.5, "1.5"),
        (CHOICE, "by US", "By us"),
        (CHOICE, "fur kunden", "Für Kunden"),
        (DAY, "2026-03-12", "2026-03-12"),
        (YES_NO, True, True),
        (YES_NO, "no", False),
        (YES_NO, "Yes", True),
        (TEXT, " ", None),
        (NUMBER, "", None),
        (DAY, "", None),
    ],
)
def test_a_value_is_kept_in_one_form(field: Field, typed: object, kept: object) -> None:
    assert checked_value(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (NUMBER, "many", "“many” is not a number for “Battery”"),
        (NUMBER, "1e999", "not a number"),
        (NUMBER, "NaN", "not a number"),
        (NUMBER, "Infinity", "not a number"),
        (NUMBER, "9" * 40, "not a number"),
        (CHOICE, "Nobody", "“Backup” is one of By us, Für Kunden"),
        (DAY, "12.03.2026", "write it like 2026-03-12"),
        (DAY, "2026-02-30", "is not a date"),
        (YES_NO, "perhaps", "takes yes or no"),
        (TEXT, "x" * 201, "200 fit"),
        (TEXT, ["a"], "takes Text"),
        (TEXT, True, "takes Text"),
        (TEXT, None, "takes Text"),
    ],
)
def test_a_value_that_cannot_be_kept_is_refused_at_its_field(
    field: Field, typed: object, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        checked_value(field, typed)
    assert refused.value.field == f"own.{field.key}"


@given(st.sampled_from(ALL), st.text() | st.booleans() | st.integers() | st.floats())
def test_whatever_is_typed_is_kept_or_refused_and_kept_again_as_it_is(field: Field, typed: object) -> None:
    try:
        kept = checked_value(field, typed)
    except Invalid:
        return
    if kept is not None:
        assert checked_value(field, kept) == kept
        assert said(OwnFact(field, kept))


def test_what_a_shop_does_not_ask_for_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match="no field “colour”"):
        checked_values({"colour": "red"}, ALL)


def test_values_of_fields_that_are_gone_stay_and_others_can_be_emptied() -> None:
    before = {"gone": "kept", "network": "O2"}
    assert checked_values({}, ALL, before) == {"gone": "kept"}
    assert checked_values({"gone": "kept", "network": ""}, ALL, before) == {"gone": "kept"}
    with pytest.raises(Invalid):
        checked_values({"gone": "changed"}, ALL, before)


def test_a_choice_that_is_offered_no_more_may_stay() -> None:
    before = {"backup": "By my cousin"}
    assert checked_values(before, ALL, before) == before


@pytest.mark.parametrize(
    ("field", "name"),
    [
        (Field(" "), "label"),
        (Field("x" * 61), "label"),
        (Field("A", FieldKind.CHOICE, choices=("one", " one ")), "choices"),
        (Field("A", FieldKind.CHOICE, choices=tuple(map(str, range(MOST_CHOICES + 1)))), "choices"),
        (Field("A", FieldKind.NUMBER, unit="x" * 13), "unit"),
    ],
)
def test_a_field_that_cannot_be_kept(field: Field, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(field)
    assert refused.value.field == name


def test_a_field_keeps_only_what_its_kind_has() -> None:
    field = Field("A", FieldKind.TEXT, FieldOf.TICKET, "kg", ("a", "b"), "phone")
    assert checked(field) == Field("A", FieldKind.TEXT, FieldOf.TICKET)


@pytest.mark.parametrize(
    ("label", "taken", "key"),
    [
        ("Akku-Zustand", (), "akku_zustand"),
        ("Größe", ("grosse",), "grosse_2"),
        ("!", (), "field"),
        ("A", ("a", "a_2"), "a_3"),
    ],
)
def test_a_key_is_made_from_the_name(label: str, taken: tuple[str, ...], key: str) -> None:
    assert key_of(label, taken) == key


def test_a_type_has_its_own_fields_and_those_of_all() -> None:
    everywhere, phones = Field("A", key="a"), Field("B", item_type="phone", key="b")
    customers = Field("C", of=FieldOf.CUSTOMER, key="c")
    fields = (everywhere, phones, customers)
    assert of_record(fields, FieldOf.ITEM, "phone") == (everywhere, phones)
    assert of_record(fields, FieldOf.ITEM, "bike") == (everywhere,)
    assert of_record(fields, FieldOf.CUSTOMER) == (customers,)


def test_values_are_read_in_the_order_of_the_shop() -> None:
    values: dict[str, Any] = {"leased": True, "bought": "2026-03-12", "battery": "87.5", "network": "O2"}
    shown = [
        said(fact, lambda day: f"{day:%d.%m.%Y}", lambda n: f"{n}".replace(".", ","))
        for fact in facts(values, ALL)
    ]
    assert shown == ["O2", "87,5 %", "12.03.2026", "Yes"]
    assert searched(values) == ["87.5", "2026-03-12", "O2"]  # by key, as the file keeps them


def test_a_value_of_another_kind_is_read_as_it_is() -> None:
    assert said(OwnFact(DAY, "soon")) == "soon"
    assert said(OwnFact(NUMBER, "many")) == "many %"
