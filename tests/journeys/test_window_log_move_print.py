"""A ticket with two things at the window: logged, moved item by item, corrected, handed over, printed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from deskapp.services.desk import Desk
from deskapp.tour.hands import choose, focus, go_to, press, write
from deskapp.tour.papers import save_shown, text_of, wait_drawn
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.tickets.status_dialog import StatusDialog
from tests.builders import a_service

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

FAULT = "<b>does not start</b> & smells of 100 % smoke"
NAME = "Zoë O'Brien <& sons>"


def test_two_things_go_home_with_one_summary(guide: Guide, shop_path: Path) -> None:
    guide.desk.catalog.add(guide.actor, a_service("FAN", "Fan", "45.00"))
    number = log(guide)
    to_ticket(guide, number)
    move_items_apart(guide)
    take_back_a_slip(guide)
    somebody_else_writes_a_note(guide, shop_path, number)
    charge(guide)
    finish(guide)
    print_summary(guide, number)
    guide.close_window()
    with closing(Desk.open(shop_path, guide.clock)) as desk:
        ticket = desk.tickets.get(desk.actor(), number)
        assert (ticket.status, [item.status for item in ticket.items]) == ("collected", ["collected"] * 2)
        assert desk.check(desk.actor()) == ()


def log(guide: Guide) -> str:
    press("Ctrl+N")
    intake = guide.front(IntakeWindow)
    write(NAME)
    press("Tab")
    guide.expect("a new customer is written down", focus, intake.form.customer.new.phone)
    write("0113 496 0001")
    describe(intake, 0, "Laptop", FAULT)
    press("Ctrl+I")
    describe(intake, 1, "Charger", "cable broken")
    press("Ctrl+S")
    guide.expect_in("it is saved", intake.aftermath.words.full_text, "saved")
    press("Escape")
    guide.gone(intake)
    ticket = guide.ticket_of("laptop")
    assert ticket.customer is not None
    assert (ticket.customer.name, ticket.items[0].fault, len(ticket.items)) == (NAME, FAULT, 2)
    return ticket.number


def describe(intake: IntakeWindow, place: int, kind: str, fault: str) -> None:
    block = intake.form.items[place]
    for field, text in ((block.category, kind), (block.fault, fault)):
        go_to(field)
        write(text)


def to_ticket(guide: Guide, number: str) -> None:
    """By its number, as from a label."""
    press("Ctrl+G")
    write(number)
    press("Return")
    guide.expect("the ticket is shown", guide.shown_number, number)
    guide.expect("its words are shown as they were said", guide.pane.overview.cards[0].fault.value, FAULT)


def step(guide: Guide, place: int, status: str, reason: str = "") -> None:
    go_to(guide.pane.overview.cards[place].step)
    press("Space")
    dialog = guide.front(StatusDialog)
    choose(dialog.status, status)
    if reason:
        go_to(dialog.reason)
        write(reason)
    press("Return")
    guide.gone(dialog)
    guide.expect("the item moved", lambda: guide.ticket_of("laptop").items[place].status, status)
    guide.at_rest()


def is_now(guide: Guide, label: str) -> None:
    guide.expect(
        "the ticket stands where its last item is", lambda: guide.pane.header.chip.chip().text, label
    )


def move_items_apart(guide: Guide) -> None:
    for status in ("diagnosing", "ready"):
        step(guide, 0, status)
    is_now(guide, "Received")
    step(guide, 1, "waiting_part", "No such cable here")
    is_now(guide, "Waiting for part")
    press("Ctrl+2", "H")
    guide.expect("what was ready went home", lambda: guide.ticket_of("laptop").items[0].status, "collected")
    is_now(guide, "Waiting for part")


def take_back_a_slip(guide: Guide) -> None:
    guide.at_rest()
    press("Ctrl+Z")
    guide.expect("the laptop is here again", lambda: guide.ticket_of("laptop").items[0].status, "ready")
    guide.at_rest()
    press("Ctrl+Y")
    guide.expect("and gone again", lambda: guide.ticket_of("laptop").items[0].status, "collected")
    guide.at_rest()
    press("Ctrl+Z")
    guide.expect("and here", lambda: guide.ticket_of("laptop").items[0].status, "ready")


def somebody_else_writes_a_note(guide: Guide, path: Path, number: str) -> None:
    with closing(Desk.open(path, guide.clock)) as other:
        other.tickets.note(other.actor(), number, "Pays late")
    guide.pane.show_tab(guide.pane.work)
    guide.expect("the note is read", guide.pane.work.talk.texts, [("internal", "Pays late")])
    press("Ctrl+2", "N")
    write("Screws were missing")
    press("Return")
    guide.expect("two notes are read", lambda: len(guide.pane.work.talk.texts()), 2)


def charge(guide: Guide) -> None:
    press("Ctrl+2", "L")
    write("fan")
    guide.expect_in("the fan is offered", guide.pane.money.add_field.hits().titles, "Fan")
    press("Return")
    guide.expect("it is charged", lambda: dict(guide.pane.money.sums.rows()).get("Total"), "£45.00")


def finish(guide: Guide) -> None:
    press("Ctrl+2")
    guide.pane.show_tab(guide.pane.overview)
    step(guide, 1, "ready")
    is_now(guide, "Ready")
    press("Ctrl+2", "H")
    is_now(guide, "Collected")


def print_summary(guide: Guide, number: str) -> None:
    press("Ctrl+P")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    paper = save_shown(
        guide,
        preview,
        Document.SERVICE_SUMMARY,
        "The summary.",
        NAME,
        FAULT,
        "cable broken",
        "£45.00",
        number,
    )
    assert "Pays late" not in text_of(paper)
    assert "Screws" not in text_of(paper)
    press("Escape")
    guide.gone(preview)
