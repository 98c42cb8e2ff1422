"""Which backups stay: two days whole, then days, weeks and months; and when it is time for another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.backup import Backup, BackupState, Facts, Reason, backup_name, may_go

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)


class Copy(NamedTuple):
    """A backup of which only the moment counts."""

    made_at: datetime


def daily(days: int, *, until: datetime = NOW) -> list[Copy]:
    return [Copy(until - timedelta(days=n)) for n in range(days)]


def kept(copies: Sequence[Copy], now: datetime = NOW) -> list[Copy]:
    gone = may_go(copies, now, LONDON)
    return [copy for copy in copies if copy not in gone]


@pytest.mark.parametrize(
    ("days", "stay"),
    [
        (1, 1),
        (2, 2),
        (14, 14),  # today, yesterday and twelve days
        (15, 14),  # 24 February, of the same week as the oldest day
        (17, 15),  # 22 February, the Sunday before, stands for its week
        (800, 2 + 12 + 10 + 9),
    ],
)
def test_a_backup_a_day_leaves_two_days_twelve_days_ten_weeks_and_nine_months(days: int, stay: int) -> None:
    assert len(kept(daily(days))) == stay


def test_of_each_day_week_and_month_the_newest_stays() -> None:
    days = [copy.made_at.date() for copy in kept(daily(800))]
    assert days[:14] == [date(2026, 3, 10) - timedelta(days=n) for n in range(14)]
    weeks = days[14:24]
    assert weeks[0] == date(2026, 2, 22)
    assert all(day.isoweekday() == 7 for day in weeks)
    assert days[24:] == [
        *(date(2025, 11, 30), date(2025, 10, 31), date(2025, 9, 30), date(2025, 8, 31), date(2025, 7, 31)),
        *(date(2025, 6, 30), date(2025, 5, 31), date(2025, 4, 30), date(2025, 3, 31)),
    ]


def test_all_of_today_and_yesterday_stay() -> None:
    hourly = [Copy(NOW - timedelta(hours=n)) for n in range(60)]
    stay = kept(hourly)
    assert [copy for copy in hourly if copy.made_at.date() >= date(2026, 3, 9)] == stay[:43]
    assert [copy.made_at for copy in stay[43:]] == [datetime(2026, 3, 8, 23, tzinfo=UTC)]


def test_the_only_backup_stays_however_old_it_is() -> None:
    ancient = Copy(datetime(1999, 1, 1, tzinfo=UTC))
    assert kept([ancient]) == [ancient]


def test_what_a_wrong_clock_dated_into_the_future_stays() -> None:
    future = [Copy(NOW + timedelta(days=4000)), Copy(NOW + timedelta(days=3999))]
    assert kept([*future, *daily(3)]) == [*future, *daily(3)]


@pytest.mark.parametrize(
    "night", [datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)]
)
def test_the_nights_in_which_clocks_change_cost_no_day(night: datetime) -> None:
    around = [Copy(night + timedelta(days=n, hours=-12)) for n in range(-6, 7)]
    assert kept(around, night + timedelta(days=7)) == around


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  a zone is given


@given(st.lists(MOMENTS, min_size=1, max_size=200, unique=True), MOMENTS)
def test_the_newest_always_stays_and_thinning_again_takes_nothing(
    moments: list[datetime], now: datetime
) -> None:
    copies = [Copy(moment) for moment in moments]
    stay = kept(copies, now)
    assert Copy(max(moments)) in stay
    assert kept(stay, now) == stay
    recent = now.astimezone(LONDON).date() - timedelta(days=1)
    old = [copy for copy in stay if copy.made_at.astimezone(LONDON).date() < recent]
    assert len(old) <= 12 + 10 + 9
    assert [copy for copy in copies if copy not in stay and copy not in may_go(copies, now, LONDON)] == []


@given(st.lists(st.integers(0, 5), min_size=400, max_size=400), st.integers(0, 400))
def test_in_four_hundred_days_of_thinning_no_rung_is_lost(a_day: list[int], jump: int) -> None:
    """Backups at any number of moments a day; on one day the clock goes back by two."""
    copies: list[Copy] = []
    now = NOW
    for day, count in enumerate(a_day):
        now = datetime(2025, 1, 1, 9, tzinfo=UTC) + timedelta(days=day - (2 if day == jump else 0))
        copies += [Copy(now + timedelta(minutes=n, seconds=day)) for n in range(count)]
        if not copies:
            continue
        copies = kept(copies, now)
        assert copies
    for age, width in ((0, 14), (14, 14), (28, 14), (63, 35), (120, 62), (182, 62)):
        worked = any(a_day[400 - age - width : 400 - age])
        assert not worked or any(
            timedelta(days=age - 3) <= now - copy.made_at <= timedelta(days=age + width + 33)
            for copy in copies
        ), age


def backup(made_at: datetime, reason: Reason = Reason.TIMER) -> Backup:
    return Backup(Path("a.desk"), made_at, "uid", "a", Facts("Shop", "0003"), 1, "", reason)


@pytest.mark.parametrize(
    ("reason", "days", "held"),
    [
        (Reason.UPGRADE, 89, True),
        (Reason.UPGRADE, 91, False),
        (Reason.RESTORE, 2, True),
        (Reason.TIMER, 2, False),
        (Reason.ERASE, 2, False),
    ],
)
def test_the_way_back_from_an_upgrade_is_held_for_ninety_days(reason: Reason, days: int, held: bool) -> None:
    assert backup(NOW - timedelta(days=days), reason).is_held(NOW) is held


@pytest.mark.parametrize(
    ("state", "late", "due"),
    [
        (BackupState(None, changed=True), True, True),
        (BackupState(backup(NOW - timedelta(hours=3)), changed=True), False, False),
        (BackupState(backup(NOW - timedelta(hours=5)), changed=True), False, True),
        (BackupState(backup(NOW - timedelta(hours=25)), changed=True), True, True),
        (BackupState(backup(NOW - timedelta(days=9)), changed=False), False, False),  # nothing to lose
        (BackupState(backup(NOW + timedelta(hours=9)), changed=True), False, False),  # the clock went back
        (BackupState(backup(NOW + timedelta(days=9)), changed=True), True, True),
        (BackupState(backup(NOW + timedelta(days=9)), changed=False), False, False),
    ],
)
def test_a_backup_is_late_when_more_than_a_day_of_work_is_in_none(
    state: BackupState, late: bool, due: bool
) -> None:
    assert (state.is_late(NOW), state.is_due(NOW, timedelta(hours=4))) == (late, due)


@pytest.mark.parametrize(
    ("days", "wants", "unproven"),
    [(None, True, True), (12, False, False), (30, True, False), (41, True, True)],
)
def test_a_restore_is_tried_every_month(days: int | None, wants: bool, unproven: bool) -> None:
    state = BackupState(backup(NOW), drilled_at=NOW - timedelta(days=days) if days else None)
    assert (state.wants_drill(NOW), state.is_unproven(NOW)) == (wants, unproven)


def test_a_backup_is_named_by_the_shop_s_clock() -> None:
    summer = datetime(2026, 7, 1, 23, 30, 5, tzinfo=UTC)
    assert backup_name("my shop", summer, LONDON) == "my shop-2026-07-02-003005"
