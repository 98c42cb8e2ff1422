"""The life of a ticket on a real file: what each act does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Source
from deskapp.domain.built_in_view import BUILT_IN
from deskapp.domain.customer import Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Intake, ItemDraft, ItemReport, TicketEdit
from deskapp.domain.ticket_row import Priority
from deskapp.errors import Invalid, StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service
from tests.builders import GBP, a_customer, a_device, a_line, a_service, an_intake, an_item
from tests.contents import rows
from tests.services.conftest import Move, TakeIn

THREE = tuple(an_item(f"Screen {n}") for n in (1, 2, 3))


# --- taking in ------------------------------------------------------------------------------------


def test_a_ticket_gets_the_next_number_of_the_year(take_in: TakeIn) -> None:
    assert [take_in().number for _ in range(2)] == ["26000018", "26000026"]


def test_everything_said_at_the_counter_is_kept(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    tom = desk.people.add(owner, "Tom Ellis").value
    promised = clock.now() + timedelta(hours=3)
    intake = an_intake(
        items=(an_item("No power", condition="Scratched", accessories="Case"), an_item("Other")),
        lines=(a_line(quantity=Decimal("0.5"), item=2),),
        promised_at=promised,
        priority=Priority.URGENT,
        person_id=tom.id,
        place="R7",
        tags=("Rush", "vip"),
        cost_limit=Money(12000, GBP),
    )
    ticket = desk.tickets.take_in(owner, intake).value
    assert ticket == desk.tickets.get(owner, ticket.number) == desk.tickets.by_id(owner, ticket.id)
    assert (ticket.status, ticket.meaning, ticket.received_at) == ("received", Meaning.NEW, clock.now())
    assert (ticket.received_by, ticket.person) == ("Priya Nair", "Tom Ellis")
    assert ticket.edit == TicketEdit(
        promised,
        None,
        Priority.URGENT,
        tom.id,
        "R7",
        ("rush", "vip"),
        Money(12000, GBP),
        ticket.edit.customer_id,
    )
    assert [(item.position, item.fault, item.condition, item.accessories) for item in ticket.items] == [
        (1, "No power", "Scratched", "Case"),
        (2, "Other", "", ""),
    ]
    assert ticket.items[1].lines[0].amount == Money(3950, GBP)
    assert ticket.customer is not None
    assert ticket.customer.phones == (Phone("07700 900142", "+447700900142"),)
    assert [entry.text for entry in ticket.history] == ["Item 1: Taken in", "Item 2: Taken in"]


def test_a_customer_of_the_directory_is_not_written_down_twice(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    known = desk.customers.add(owner, a_customer()).value
    tickets = [take_in(an_intake(customer=None, customer_id=known.id)) for _ in range(2)]
    assert {ticket.customer.id for ticket in tickets if ticket.customer} == {known.id}
    assert desk.customers.count(owner) == 1
    assert len(desk.tickets.of_customer(owner, known.id)) == 2


def test_a_device_of_the_register_keeps_its_history(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    first = take_in()
    assert first.customer is not None
    [device] = desk.devices.of_customer(owner, first.customer.id)
    assert device.label == "Samsung Galaxy S21"
    again = ItemDraft("Charging again", device_id=device.id)
    second = take_in(Intake((again,), customer_id=first.customer.id))
    assert second.items[0].device == first.items[0].device
    assert len(desk.devices.of_customer(owner, first.customer.id)) == 1


def test_a_ticket_may_have_no_customer_and_no_device(take_in: TakeIn) -> None:
    ticket = take_in(Intake((ItemDraft("Sort the cables"),)))
    assert (ticket.customer, ticket.items[0].device_id, ticket.items[0].device) == (None, None, DeviceDraft())


def test_whatever_is_known_of_a_device_is_kept(take_in: TakeIn) -> None:
    ticket = take_in(Intake((ItemDraft("Rattles", DeviceDraft(colour="blue", year=2019)),)))
    assert ticket.items[0].device == DeviceDraft(colour="blue", year=2019)


@pytest.mark.parametrize(
    "text",
    [
        "<b>PAID IN FULL</b> <img src='file:///etc/passwd'>",
        "Smith & Sons <mail@x.com> said “50 %” {name} %s \\0",
        "'; DROP TABLE ticket; --",
        "=1+1\n+cmd\n@SUM(A1)",
        "x" * 2000,
        "Жанна ΓΙΆΝΝΗΣ محمد 👩‍🔧 日本語",
    ],
)
def test_what_customers_say_is_kept_to_the_letter(
    desk: Desk, owner: Actor, take_in: TakeIn, text: str
) -> None:
    number = take_in(fault=text).number
    assert desk.tickets.get(owner, number).items[0].fault == text
    assert desk.check(owner) == ()


def test_the_queue_shows_a_long_fault_as_one_short_line(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    take_in(fault="First line\n\nsecond line " + "x" * 2000)
    [row] = desk.tickets.rows(owner)
    assert row.fault.startswith("First line second line xxx")
    assert len(row.fault) <= 160


# --- moving ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["waiting_part", "Waiting for part", "WAITING FOR PART", "waiting_PART"])
def test_a_status_is_named_by_key_or_label(desk: Desk, owner: Actor, take_in: TakeIn, said: str) -> None:
    number = take_in().number
    assert desk.tickets.move(owner, number, said, reason="Port ordered").value.status == "waiting_part"


def test_a_step_is_written_down_with_who_when_and_why(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    tom = desk.actor(desk.people.add(owner, "Tom Ellis").value.name)
    ticket = desk.tickets.move(tom, take_in().number, "waiting_part", reason=" Port\nordered ").value
    step = ticket.steps[-1]
    assert (step.item, step.before, step.after) == (1, "received", "waiting_part")
    assert (step.person, step.at, step.reason) == ("Tom Ellis", desk.clock.now(), "Port ordered")
    assert ticket.history[-1].text == "Waiting for part – Port ordered"


def test_all_items_that_may_take_the_step_are_moved(take_in: TakeIn, move: Move) -> None:
    number = take_in(items=THREE).number
    move(number, "in_work", item=1)
    move(number, "ready", item=1)
    ticket = move(number, "diagnosing").value
    assert [item.status for item in ticket.items] == ["diagnosing"] * 3
    move(number, "cancelled", item=2)
    assert [item.status for item in move(number, "ready").value.items] == ["ready", "cancelled", "ready"]


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([("in_work", 1)], "received"),
        ([("in_work", 1), ("diagnosing", 2), ("waiting_part", 3)], "diagnosing"),
        ([("in_work", None), ("ready", 1), ("ready", 2), ("waiting_part", 3)], "waiting_part"),
        ([("in_work", None), ("ready", None), ("collected", 1)], "ready"),
        ([("cancelled", 1), ("cancelled", 2)], "received"),
        ([("declined", 1), ("cancelled", 2), ("cancelled", 3)], "declined"),
    ],
)
def test_a_ticket_stands_where_its_least_advanced_item_stands(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, steps: list[tuple[str, int | None]], status: str
) -> None:
    number = take_in(items=THREE).number
    for key, item in steps:
        move(number, key, item=item)
    assert desk.tickets.get(owner, number).status == status
    [row] = desk.tickets.rows(owner)
    assert (row.status, row.items) == (status, 3)
    assert desk.check(owner) == ()


def test_closing_writes_the_month_and_the_time_it_took_without_waiting(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 3, 31, 22, 0, tzinfo=UTC)  # 23:00 in London
    number = take_in().number
    move(number, "in_work")
    move(number, "waiting_part")
    clock.moment += timedelta(days=2)
    move(number, "in_work")
    move(number, "ready")
    ticket = move(number, "collected").value
    assert ticket.closed_at == clock.now()
    columns = "closed_month, turnaround_min"
    assert rows(desk.path, f"SELECT {columns} FROM ticket") == [("2026-04", 40)]


def test_the_month_is_that_of_the_shop_s_own_clock(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    clock.moment = datetime(2026, 3, 31, 23, 0, tzinfo=UTC)  # already April in London
    move(take_in().number, "cancelled")
    assert rows(desk.path, "SELECT closed_month FROM ticket") == [("2026-04",)]
    shop = desk.shop.get(owner)
    undo = desk.shop.save(owner, replace(shop, time_zone="America/New_York")).undo
    assert rows(desk.path, "SELECT closed_month FROM ticket") == [("2026-03",)]
    assert desk.check(owner) == ()
    desk.undo(owner, undo)
    assert rows(desk.path, "SELECT closed_month FROM ticket") == [("2026-04",)]


def test_opening_again_takes_the_closing_away(desk: Desk, owner: Actor, take_in: TakeIn, move: Move) -> None:
    number = take_in().number
    move(number, "declined")
    ticket = move(number, "diagnosing", reason="Changed her mind").value
    assert (ticket.closed_at, ticket.meaning) == (None, Meaning.ACTIVE)
    assert rows(desk.path, "SELECT closed_month, turnaround_min FROM ticket") == [(None, None)]


def test_handing_over_takes_what_is_ready_and_leaves_the_rest(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move
) -> None:
    number = take_in(items=THREE).number
    move(number, "in_work")
    move(number, "ready", item=1)
    move(number, "ready", item=3)
    ticket = desk.tickets.hand_over(owner, number).value
    assert [item.status for item in ticket.items] == ["collected", "in_work", "collected"]
    assert (ticket.status, ticket.closed_at) == ("in_work", None)


def test_what_may_come_next(desk: Desk, owner: Actor, take_in: TakeIn, move: Move) -> None:
    ticket = take_in(items=THREE[:2])
    assert "ready" not in [status.key for status in desk.tickets.next_statuses(owner, ticket)]
    ticket = move(ticket.number, "in_work", item=2).value
    assert [status.key for status in desk.tickets.next_statuses(owner, ticket)] == [
        "diagnosing", "in_work", "testing", "waiting_customer", "waiting_part", "waiting_other", "ready",
        "declined", "cancelled",
    ]  # fmt: skip
    move(ticket.number, "ready", item=2)
    ticket = move(ticket.number, "cancelled", item=1).value
    assert "collected" in [status.key for status in desk.tickets.next_statuses(owner, ticket)]


# --- editing --------------------------------------------------------------------------------------


def test_fields_of_a_ticket_are_changed(desk: Desk, owner: Actor, take_in: TakeIn, clock: FixedClock) -> None:
    ticket = take_in()
    other = desk.customers.add(owner, a_customer("Zoë Müller")).value
    edit = TicketEdit(
        clock.now(), clock.now(), Priority.HIGH, owner.person_id, "B4", ("rush",), Money(5, GBP), other.id
    )
    changed = desk.tickets.edit(owner, ticket.number, edit, ticket.row_version).value
    assert changed.edit == edit
    assert changed.customer is not None
    assert changed.customer.name == "Zoë Müller"
    assert (
        changed.history[-1].text
        == "Changed promised, planned, priority, person, place, tags, cost limit, customer"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"promised_at": datetime(2026, 3, 13, 17, tzinfo=UTC)}, "due Fri 13 Mar 17:00"),
        ({"priority": Priority.HIGH}, "priority High"),
        ({"person_id": 1}, "person Priya Nair"),
        ({"place": "B4", "tags": ("rush", "vip")}, "place B4, tags rush vip"),
        ({"terms": "Cash only"}, "terms"),
        ({"place": "B4", "tags": ("rush",), "terms": "Cash only"}, "place, tags, terms"),
    ],
)
def test_a_message_about_an_edit_names_what_was_changed_to_what(
    desk: Desk, owner: Actor, take_in: TakeIn, changed: dict[str, Any], said: str
) -> None:
    ticket = take_in()
    done = desk.tickets.edit(owner, ticket.number, replace(ticket.edit, **changed), ticket.row_version)
    assert done.undo.label == f"{ticket.number}: {said}"


def test_a_message_about_a_field_that_was_emptied_says_so(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in()
    full = desk.tickets.edit(owner, ticket.number, replace(ticket.edit, place="B4"), ticket.row_version).value
    done = desk.tickets.edit(owner, full.number, replace(full.edit, place=""), full.row_version)
    assert done.undo.label == f"{ticket.number}: no place"


def test_an_edit_that_changes_nothing_leaves_no_trace_in_the_history(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    ticket = take_in()
    same = desk.tickets.edit(owner, ticket.number, ticket.edit, ticket.row_version).value
    assert same == ticket


def test_an_item_and_its_device_are_changed(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in()
    item = ticket.items[0]
    draft = ItemDraft(
        "Does not charge, gets hot", a_device("Galaxy S21+", serial="353456112874307"), condition="Bent"
    )
    changed = desk.tickets.edit_item(owner, ticket.number, 1, draft, item.row_version).value
    assert changed.items[0].device == draft.device
    assert changed.items[0].device_id == item.device_id
    assert [row.device for row in desk.tickets.rows(owner)] == ["Samsung Galaxy S21+"]
    assert desk.tickets.count(owner, "874307 bent") == 1
    assert changed.history[-1].text == "Changed the item: problem, condition, model, serial number"


def test_an_item_gets_a_device_and_loses_it_again(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in(items=(ItemDraft("No power"),))
    with_device = desk.tickets.edit_item(owner, ticket.number, 1, an_item("No power"), 1).value
    assert with_device.items[0].device == a_device()
    assert with_device.customer is not None
    [device] = desk.devices.of_customer(owner, with_device.customer.id)
    version = with_device.items[0].row_version
    without = desk.tickets.edit_item(owner, ticket.number, 1, ItemDraft("No power"), version).value
    assert (without.items[0].device_id, without.items[0].device) == (None, DeviceDraft())
    assert desk.devices.of_customer(owner, with_device.customer.id) == (device,)


def test_a_device_changed_on_one_ticket_is_not_changed_back_by_another(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    """Whoever had the other ticket open would write the old serial number over the new one."""
    first = take_in()
    device_id = first.items[0].device_id
    second = take_in(Intake((ItemDraft("Again", device_id=device_id),)))
    with_serial = a_device(serial="353456112874307")
    done = desk.tickets.edit_item(owner, first.number, 1, an_item(device=with_serial), 1)
    as_it_was = ItemDraft("Charging again", first.items[0].device, device_id)
    with pytest.raises(StaleWrite):
        desk.tickets.edit_item(owner, second.number, 1, as_it_was, second.items[0].row_version)
    assert desk.tickets.get(owner, second.number).items[0].device == with_serial
    now = desk.tickets.get(owner, second.number).items[0]
    desk.undo(owner, done.undo)
    again = ItemDraft("Charging again", with_serial, device_id)
    with pytest.raises(StaleWrite):
        desk.tickets.edit_item(owner, second.number, 1, again, now.row_version)


def test_a_device_changed_on_one_ticket_is_changed_on_all(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    first = take_in()
    second = take_in(Intake((ItemDraft("Again", device_id=first.items[0].device_id),)))
    draft = replace(an_item(), device=a_device("Galaxy S22"))
    desk.tickets.edit_item(owner, second.number, 1, draft, second.items[0].row_version)
    assert {row.device for row in desk.tickets.rows(owner)} == {"Samsung Galaxy S22"}
    assert desk.check(owner) == ()


def test_the_bench_writes_its_report(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    report = ItemReport("Port corroded", "Port replaced\nand tested", "Keep it dry")
    ticket = desk.tickets.report(owner, number, 1, report, 1).value
    assert ticket.items[0].report == report
    assert desk.tickets.count(owner, "corroded") == 1


# --- words and lines ------------------------------------------------------------------------------


def test_notes_and_messages_lie_apart(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    desk.tickets.note(owner, number, " Slow payer ")
    ticket = desk.tickets.message(owner, number, "Ihr Telefon ist fertig.").value
    assert [note.text for note in ticket.notes] == ["Slow payer"]
    assert [message.text for message in ticket.messages] == ["Ihr Telefon ist fertig."]
    assert [(entry.kind, entry.person) for entry in ticket.history[-2:]] == [
        ("note", "Priya Nair"),
        ("message", "Priya Nair"),
    ]


def test_lines_from_the_catalog_make_the_sums_of_the_day(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    for code, price in (("SCR-IP13-OEM", "189.00"), ("BAT-IP13", "59.00")):
        service = desk.catalog.add(owner, a_service(code, code, price)).value
        desk.tickets.add_line(owner, number, line_from_service(service))
    sums = desk.tickets.get(owner, number).totals
    assert [str(money.amount) for money in (sums.gross, sums.tax, sums.net)] == ["248.00", "41.33", "206.67"]


def test_a_line_is_changed_and_taken_off(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in(items=THREE[:2], lines=(a_line(), a_line("Case", "10.00")))
    line = ticket.lines[0]
    new = a_line("Original port", "95.00", item=2, result="Fitted")
    changed = desk.tickets.edit_line(owner, ticket.number, line.id, new, line.row_version).value
    assert [draft.description for draft in (line.draft for line in changed.items[1].lines)] == [
        "Original port"
    ]
    assert changed.totals.gross.minor == 10500
    assert changed.history[-1].text == "Changed a line: description, price, item, result"
    left = desk.tickets.remove_line(owner, ticket.number, line.id).value
    assert [line.draft.description for line in left.lines] == ["Case"]
    assert desk.tickets.count(owner, "original") == 0


def test_old_lines_keep_the_rates_they_were_written_with(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in(lines=(a_line(price="12.00"),)).number
    shop = desk.shop.get(owner)
    dearer = tuple(
        replace(t, rates=tuple(replace(rate, percent=Decimal(25)) for rate in t.rates))
        for t in shop.tax_classes
    )
    desk.shop.save(owner, replace(shop, tax_classes=dearer, prices_include_tax=False))
    ticket = desk.tickets.get(owner, number)
    assert (ticket.totals.gross.minor, ticket.totals.tax.minor) == (1200, 200)
    line = ticket.lines[0]
    reworded = replace(line.draft, description="Other words")
    kept = desk.tickets.edit_line(owner, number, line.id, reworded, line.row_version).value
    assert kept.totals.tax.minor == 200
    both = desk.tickets.add_line(owner, number, a_line(price="12.50")).value
    assert [t.rate.percent for t in both.totals.taxes] == [Decimal(20), Decimal(25)]
    assert both.totals.gross.minor == 2450


def test_a_ticket_without_lines_goes_the_shop_s_way(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    desk.shop.save(owner, replace(desk.shop.get(owner), prices_include_tax=False))
    assert desk.tickets.add_line(owner, number, a_line(price="10.00")).value.totals.gross.minor == 1200


# --- bin ------------------------------------------------------------------------------------------


def test_what_is_in_the_bin_is_seen_only_when_asked_for(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    kept, gone = take_in(), take_in()
    assert desk.tickets.bin(owner, gone.number).value.binned
    assert [row.number for row in desk.tickets.rows(owner)] == [kept.number]
    assert [row.number for row in desk.tickets.rows(owner, "is:deleted")] == [gone.number]
    assert desk.tickets.counts(owner)["open"] == 1
    assert not desk.tickets.restore(owner, gone.number).value.binned
    assert desk.tickets.count(owner) == 2
    assert [entry.text for entry in desk.tickets.get(owner, gone.number).history[1:]] == [
        "Put into the bin",
        "Taken out of the bin",
    ]


# --- finding --------------------------------------------------------------------------------------


def test_a_ticket_is_found_by_number_and_by_printed_code(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    desk.shop.save(owner, replace(desk.shop.get(owner), ticket_template="N-{SEQ}"))
    ticket = take_in()
    assert ticket.number == "N-1"
    assert [desk.tickets.get(owner, said).id for said in ("N-1", " N-1 ", "1")] == [ticket.id] * 3


def test_the_views_count_what_they_show(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    late = take_in(promised_at=clock.now() - timedelta(hours=1)).number
    waiting = take_in(promised_at=clock.now() - timedelta(hours=1)).number
    ready = take_in(promised_at=clock.now() - timedelta(hours=1)).number
    closed = take_in(promised_at=clock.now() - timedelta(hours=1)).number
    take_in(promised_at=clock.now() + timedelta(hours=5))
    move(waiting, "waiting_part")
    move(ready, "in_work")
    move(ready, "ready")
    move(closed, "cancelled")
    counts = desk.tickets.counts(owner)
    assert [counts[view] for view in ("open", "waiting", "ready", "overdue")] == [4, 1, 1, 2]
    assert counts == {view: desk.tickets.count(owner, BUILT_IN[view]) for view in counts}
    assert {row.number for row in desk.tickets.rows(owner, "is:overdue")} == {late, waiting}


SORTS = ["received", "due", "closed", "number", "status", "customer", "priority"]


def test_windows_of_a_list_follow_each_other_without_gap_or_double(
    desk: Desk, owner: Actor, move: Move, clock: FixedClock
) -> None:
    for number in range(9):
        clock.moment += timedelta(minutes=number % 3)
        promised = clock.now() + timedelta(hours=number % 4) if number % 2 else None
        customer, priority = a_customer(f"Customer {'CAB'[number % 3]}"), list(Priority)[number % 4]
        intake = an_intake(customer=customer, priority=priority, promised_at=promised)
        ticket = desk.tickets.take_in(owner, intake).value
        if number % 3 == 0:
            move(ticket.number, "cancelled")
    for sort in [*SORTS, *(f"-{sort}" for sort in SORTS)]:
        whole = [row.id for row in desk.tickets.rows(owner, sort=sort)]
        assert sorted(whole) == list(range(1, 10))
        pages = (desk.tickets.rows(owner, sort=sort, offset=place, limit=2) for place in range(0, 10, 2))
        assert [row.id for page in pages for row in page] == whole, sort


def test_lists_are_sorted_as_people_read(
    desk: Desk, owner: Actor, take_in: TakeIn, clock: FixedClock
) -> None:
    for name, priority, hours in (
        ("Zoë Müller", Priority.LOW, 3),
        ("Ärne Ångström", Priority.URGENT, None),
        ("bo Äpfel", Priority.NORMAL, 1),
    ):
        promised = None if hours is None else clock.now() + timedelta(hours=hours)
        take_in(customer=a_customer(name), priority=priority, promised_at=promised)

    def names(sort: str) -> list[str]:
        return [row.customer.split()[0] for row in desk.tickets.rows(owner, sort=sort)]

    assert names("customer") == ["Ärne", "bo", "Zoë"]
    assert names("priority") == ["Ärne", "bo", "Zoë"]
    assert names("due") == ["bo", "Zoë", "Ärne"]
    assert names("-due") == ["Zoë", "bo", "Ärne"]
    assert names("-received") == ["bo", "Ärne", "Zoë"]


def test_the_command_line_is_told_apart(desk: Desk, take_in: TakeIn) -> None:
    at_terminal = desk.actor("Priya", Source.COMMAND_LINE)
    desk.tickets.note(at_terminal, take_in().number, "x")
    assert rows(desk.path, "SELECT source FROM audit WHERE action = 'note'") == [("command_line",)]


# --- refusals -------------------------------------------------------------------------------------


def test_an_illegal_step_is_refused_with_what_may_come_next(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    number = take_in().number
    with pytest.raises(
        Invalid, match="“Received” cannot become “Collected”; it may become Diagnosing, In work"
    ):
        desk.tickets.move(owner, number, "collected")


@pytest.mark.parametrize("status", ["waiting_part", "declined", "cancelled"])
def test_a_step_that_needs_a_reason_is_refused_without(
    desk: Desk, owner: Actor, take_in: TakeIn, status: str
) -> None:
    number = take_in().number
    with pytest.raises(Invalid, match="needs a reason") as refusal:
        desk.tickets.move(owner, number, status, reason=" \x00 ")
    assert refusal.value.field == "reason"


def test_what_was_handed_over_is_not_opened_again(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move
) -> None:
    number = take_in().number
    for status in ("in_work", "ready", "collected"):
        move(number, status)
    with pytest.raises(Invalid, match="It was handed over; make a new ticket"):
        move(number, "in_work")
    with pytest.raises(Invalid, match="It is already “Collected”"):
        desk.tickets.hand_over(owner, number)


def test_a_refusal_speaks_of_what_is_still_open(
    take_in: TakeIn, move: Move, desk: Desk, owner: Actor
) -> None:
    number = take_in(items=THREE[:2]).number
    for status in ("in_work", "ready", "collected"):
        move(number, status, item=1)
    with pytest.raises(Invalid, match="“Received” cannot become “Collected”"):
        desk.tickets.hand_over(owner, number)


def test_prices_in_another_currency_are_refused(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    yen = replace(a_line(), unit_price=Money(100, Currency("JPY", 0)))
    with pytest.raises(Invalid, match="The shop counts in GBP"):
        desk.tickets.add_line(owner, take_in().number, yen)


STALE = [
    lambda t, o, n, ticket: t.edit(o, n, replace(ticket.edit, place="X"), ticket.row_version),
    lambda t, o, n, ticket: t.edit_item(o, n, 1, an_item("Other"), ticket.items[0].row_version),
    lambda t, o, n, ticket: t.edit_item(
        o, n, 1, replace(an_item(), device=a_device("Other")), ticket.items[0].row_version
    ),
    lambda t, o, n, ticket: t.report(o, n, 1, ItemReport("Other"), ticket.items[0].row_version),
    lambda t, o, n, ticket: t.edit_line(
        o, n, ticket.lines[0].id, a_line("Other"), ticket.lines[0].row_version
    ),
]


@pytest.mark.parametrize("act", STALE)
def test_a_stale_write_is_refused_and_shows_what_stands_there(
    desk: Desk, owner: Actor, take_in: TakeIn, act: object
) -> None:
    ticket = take_in(lines=(a_line(),))
    act(desk.tickets, owner, ticket.number, ticket)  # type: ignore[operator]  # one of the acts above
    first = desk.tickets.get(owner, ticket.number)
    with pytest.raises(StaleWrite, match="changed elsewhere since you opened it") as refusal:
        act(desk.tickets, owner, ticket.number, ticket)  # type: ignore[operator]  # one of the acts above
    assert refusal.value.theirs
    assert desk.tickets.get(owner, ticket.number) == first


def test_theirs_are_the_fields_as_they_stand_now(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in()
    desk.tickets.edit(owner, ticket.number, replace(ticket.edit, place="R7"), ticket.row_version)
    with pytest.raises(StaleWrite) as refusal:
        desk.tickets.edit(owner, ticket.number, replace(ticket.edit, place="B4"), ticket.row_version)
    assert refusal.value.theirs["place"] == "R7"


def test_moving_does_not_make_an_edit_stale(desk: Desk, owner: Actor, take_in: TakeIn, move: Move) -> None:
    ticket = take_in()
    move(ticket.number, "in_work")
    edited = desk.tickets.edit(
        owner, ticket.number, replace(ticket.edit, place="R7"), ticket.row_version
    ).value
    assert (edited.status, edited.edit.place) == ("in_work", "R7")
