"""Rules of how long data is kept: exactly what is due is listed, and only that goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft
from deskapp.domain.device import DeviceDraft
from deskapp.domain.retention import Rules
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.errors import Invalid
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line
from tests.contents import rows

MONTHS = 24


@pytest.fixture
def years(desk: Desk, owner: Actor, clock: FixedClock) -> list[str]:
    """A ticket in each of ten years, its customer with it, all handed over; the first year's number first."""
    numbers = []
    for year in range(2016, 2026):
        clock.moment = datetime(year, 6, 1, 9, tzinfo=UTC)
        numbers.append(_a_visit(desk, owner, clock, f"Person {year}"))
    clock.moment = datetime(2026, 3, 10, 12, tzinfo=UTC)
    return numbers


def _a_visit(desk: Desk, owner: Actor, clock: FixedClock, name: str) -> str:
    draft = a_customer(name, f"07700 {clock.moment:%y%m%d}")
    number = desk.tickets.take_in(owner, Intake((ItemDraft("Rattles"),), customer=draft)).value.number
    desk.tickets.add_line(owner, number, a_line())
    desk.tickets.note(owner, number, "Slow payer")
    spare = desk.devices.add(owner, DeviceDraft("Phone", is_loaner=True)).value
    loan = desk.loans.lend(owner, number, spare.id).value
    desk.loans.take_back(owner, loan.id)
    desk.drafts.keep(owner, {"customer": {"search": "Q"}})
    for status in ("in_work", "ready", "collected"):
        clock.moment += timedelta(hours=1)
        desk.tickets.move(owner, number, status)
    return number


def keep(desk: Desk, owner: Actor, *kinds: str) -> None:
    desk.retention.keep(owner, Rules(tuple((kind, MONTHS) for kind in kinds)))


def test_without_rules_nothing_is_ever_due(desk: Desk, owner: Actor, years: list[str]) -> None:
    assert desk.retention.rules(owner) == Rules()
    assert desk.retention.due(owner) == ()
    assert desk.retention.run(owner) == {}


@pytest.mark.parametrize(("kind", "number"), [("texts", 8), ("loans", 8), ("drafts", 8), ("customers", 8)])
def test_exactly_what_is_due_is_listed_and_goes(
    desk: Desk, owner: Actor, years: list[str], kind: str, number: int
) -> None:
    """Of ten years the last two (2024 from June on, and 2025) are younger than 24 months."""
    keep(desk, owner, kind)
    [due] = desk.retention.due(owner)
    assert (due.kind, due.number) == (kind, number)
    assert desk.retention.run(owner) == {kind: number}
    assert desk.retention.due(owner) == ()
    assert desk.check(owner) == ()


def test_lines_money_and_dates_of_every_year_stay(
    desk: Desk, owner: Actor, years: list[str], clock: FixedClock
) -> None:
    before = [(row.number, row.total_minor, row.received_iso) for row in desk.tickets.rows(owner, "")]
    keep(desk, owner, "photos", "texts", "enquiries", "drafts", "loans", "history", "customers")
    desk.retention.run(owner)
    after = desk.tickets.rows(owner, "")
    assert [(row.number, row.total_minor, row.received_iso) for row in after] == before
    names = [row.customer for row in after]
    assert names[:2] == ["Person 2025", "Person 2024"]
    assert all(name.startswith("Erased customer") for name in names[2:])
    assert len(desk.tickets.get(owner, years[0]).steps) == 4
    assert desk.tickets.get(owner, years[0]).notes == ()
    assert [note.text for note in desk.tickets.get(owner, years[-1]).notes] == ["Slow payer"]
    assert desk.check(owner) == ()


def test_whoever_has_something_here_is_not_due(
    desk: Desk, owner: Actor, years: list[str], clock: FixedClock
) -> None:
    first = desk.tickets.get(owner, years[0]).customer
    assert first is not None
    desk.tickets.take_in(owner, Intake((ItemDraft("Again"),), customer_id=first.id))
    keep(desk, owner, "customers")
    [due] = desk.retention.due(owner)
    assert due.number == 7
    assert due.examples == tuple(f"Person {year}" for year in range(2017, 2022))


def test_only_the_kinds_that_were_chosen_go(desk: Desk, owner: Actor, years: list[str]) -> None:
    keep(desk, owner, "texts", "drafts")
    assert desk.retention.run(owner, ["drafts"]) == {"drafts": 8}
    assert [due.kind for due in desk.retention.due(owner)] == ["texts"]


def test_a_stop_leaves_whole_parts(
    desk: Desk, owner: Actor, years: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.services.retention._AT_ONCE", 3)
    keep(desk, owner, "texts")

    class Stop(Exception):
        """What the screen raises when somebody cancels."""

    def stop(done: int, _whole: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        desk.retention.run(owner, progress=stop)
    assert desk.retention.due(owner)[0].number == 5
    assert desk.check(owner) == ()


@pytest.mark.parametrize(("kind", "months"), [("photos", -1), ("photos", 1201), ("lines", 12)])
def test_what_is_no_rule_is_refused_by_name(desk: Desk, owner: Actor, kind: str, months: int) -> None:
    with pytest.raises(Invalid) as error:
        desk.retention.keep(owner, Rules(((kind, months),)))
    assert error.value.field == kind


def test_other_rules_can_be_taken_back(desk: Desk, owner: Actor) -> None:
    done = desk.retention.keep(owner, Rules((("photos", 12), ("texts", 0))))
    assert desk.retention.rules(owner) == Rules((("photos", 12),))
    desk.undo(owner, done.undo)
    assert desk.retention.rules(owner) == Rules()


def test_what_went_is_in_no_byte(desk: Desk, owner: Actor, years: list[str]) -> None:
    desk.customers.add(owner, CustomerDraft("Somebody"))
    keep(desk, owner, "texts", "customers", "history")
    assert b"Person 2017" in desk.path.read_bytes() + _wal(desk)
    desk.retention.run(owner)
    content = desk.path.read_bytes() + _wal(desk)
    assert b"Person 2017" not in content
    assert b"person 2017" not in content
    assert b"Person 2025" in content


def _wal(desk: Desk) -> bytes:
    beside = desk.path.with_name(f"{desk.path.name}-wal")
    return beside.read_bytes() if beside.exists() else b""


def test_history_of_values_goes_and_the_chain_holds(desk: Desk, owner: Actor, years: list[str]) -> None:
    keep(desk, owner, "history")
    desk.retention.run(owner)
    assert desk.check(owner) == ()
    assert rows(desk.path, "SELECT id FROM audit WHERE action = 'take_in'")


def test_whoever_pays_for_somebody_here_is_not_due(
    desk: Desk, owner: Actor, years: list[str], clock: FixedClock
) -> None:
    firm = desk.tickets.get(owner, years[0]).customer
    assert firm is not None
    guest = desk.customers.add(owner, a_customer("Guest", "0161 4960009", payer_id=firm.id)).value
    number = desk.tickets.take_in(owner, Intake((ItemDraft("Squeals"),), customer_id=guest.id)).value.number
    keep(desk, owner, "customers")
    [due] = desk.retention.due(owner)
    assert due.number == 7
    [obstacle] = desk.privacy.plan(owner, firm.id).obstacles
    assert number in obstacle
    desk.retention.run(owner)
    assert desk.customers.get(owner, firm.id).name == "Person 2016"
    assert desk.customers.get(owner, guest.id).draft.payer_id == firm.id
