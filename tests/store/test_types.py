"""How moments, exact numbers and lists lie in the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Dialect, MetaData, Table, create_engine, insert, select

from deskapp.store.driver import has_wal_reset_bug
from deskapp.store.types import Exact, JsonText, Moment, moment_text

TABLE = Table("kept", MetaData(), Column("moment", Moment), Column("number", Exact), Column("list", JsonText))
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-7, minutes=-30))])
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=ZONES)  # noqa: DTZ001  `timezones` adds it


def kept(**values: Any) -> Any:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE), values)
        row = connection.execute(select(TABLE)).one()
    engine.dispose()
    return row


@given(MOMENTS)
def test_a_moment_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    back = kept(moment=whole).moment
    assert back == whole
    assert back.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (moment_text(one) < moment_text(other)) == (one < other)


def test_a_moment_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        moment_text(datetime(2026, 3, 10))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize("number", ["0.1", "20", "1E+2", "-0.3333", "100000"])
def test_a_number_stays_exact(number: str) -> None:
    assert kept(number=Decimal(number)).number == Decimal(number)


def test_nothing_stays_nothing() -> None:
    assert kept() == (None, None, None)


def test_equal_lists_are_the_same_text() -> None:
    bind: Any = JsonText().process_bind_param
    dialect: Dialect | None = None
    assert bind({"b": 1, "a": "ł"}, dialect) == bind({"a": "ł", "b": 1}, dialect) == '{"a":"ł","b":1}'
    assert kept(list=[["VAT", "20"]]).list == [["VAT", "20"]]


@pytest.mark.parametrize(
    ("version", "unsafe"),
    [
        ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False), ((3, 45, 0), True),
        ((3, 50, 4), True), ((3, 50, 7), False), ((3, 51, 1), True), ((3, 51, 2), True), ((3, 51, 3), False),
        ((3, 52, 0), True), ((3, 53, 0), False), ((3, 53, 4), False),
    ],
)  # fmt: skip
def test_which_sqlite_may_keep_a_write_ahead_log(version: tuple[int, int, int], unsafe: bool) -> None:
    assert has_wal_reset_bug(version) is unsafe
