"""The sample shop is believable, sound, and made whole or not at all."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskapp import sample
from deskapp.clock import FixedClock
from deskapp.domain.status import SEEDED
from deskapp.errors import DeskError
from deskapp.services.desk import Desk

NOW = FixedClock(datetime(2026, 3, 10, 15, 40, tzinfo=UTC))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.desk"
    sample.create_sample(path, NOW).close()
    return path


def test_it_has_what_a_small_shop_has_in_every_state(shop: Path) -> None:
    with closing(Desk.open(shop, NOW)) as desk:
        owner = desk.actor()
        assert desk.shop.get(owner).is_sample
        assert (desk.customers.count(owner), desk.tickets.count(owner)) == (60, 120)
        assert desk.enquiries.count(owner) == 3
        assert (desk.catalog.count(owner), len(desk.people.list(owner))) == (40, 3)
        states = Counter(row.status for row in desk.tickets.rows(owner))
        assert set(states) == {status.key for status in SEEDED}
        assert 0 < desk.tickets.counts(owner)["overdue"] < 10
        assert desk.check(owner) == ()


def test_nobody_works_at_night_on_sundays_or_tomorrow(shop: Path) -> None:
    with closing(Desk.open(shop, NOW)) as desk:
        owner = desk.actor()
        for row in desk.tickets.rows(owner):
            moments = [step.at for step in desk.tickets.get(owner, row.number).steps]
            assert moments == sorted(moments)
            assert all(9 <= at.hour < 18 and at.weekday() < 6 and at <= NOW.now() for at in moments), moments


def test_a_sample_that_could_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_desk: object, _owner: object, _trade: object) -> None:
        raise DeskError("the disk is full")

    monkeypatch.setattr("deskapp.services.trade.Trades.set_up", fail)
    with pytest.raises(DeskError, match="full"):
        sample.create_sample(tmp_path / "sample.desk", NOW)
    assert not list(tmp_path.glob("sample*"))


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    there = tmp_path / "sample.desk"
    there.write_text("mine")
    with pytest.raises(DeskError, match="already a file"):
        sample.create_sample(there, NOW)
    assert there.read_text() == "mine"
