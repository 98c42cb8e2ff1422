"""What came back: an intake that knows the first repair, and links both ways in the pane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.intake.start import Start
from deskapp.ui.tickets.duplicate import begin_comeback
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import a_line, an_intake

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def repaired(desk: Desk, owner: Actor) -> str:
    line = replace(a_line("Screen <b>"), warranty=Warranty(12, WarrantyUnit.MONTHS))
    number = desk.tickets.take_in(owner, an_intake(lines=(line,))).value.number
    for status in ("in_work", "ready"):
        desk.tickets.move(owner, number, status)
    desk.tickets.hand_over(owner, number)
    return number


def test_an_intake_for_what_came_back_knows_customer_device_and_warranty(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    number = repaired(desk, owner)
    first = desk.tickets.get(owner, number)
    with qtbot.waitSignal(context.intake_asked) as asked:
        begin_comeback(context, number)
    [start] = asked.args
    assert isinstance(start, Start)
    assert (start.customer_id, start.device_id) == (first.edit.customer_id, first.items[0].device_id)
    form = IntakeForm(context)
    qtbot.addWidget(form)
    form.show()
    form.start(start)
    assert "Screen <b>: warranty until Wed 10 Mar 2027" in form.comeback.text()
    qtbot.waitUntil(lambda: form.customer.customer() is not None)
    form.items[0].fault.setPlainText("Broken again")
    intake = form.read()
    assert intake is not None
    assert intake.comeback_of == first.id
    form.close()


def test_an_open_ticket_has_not_come_back(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with qtbot.waitSignal(context.failed) as failed:
        begin_comeback(context, number)
    assert "is not closed" in str(failed.args[0])


def test_the_pane_leads_from_each_to_the_other(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    number = repaired(desk, owner)
    first = desk.tickets.get(owner, number)
    again = desk.tickets.take_in(owner, an_intake(comeback_of=first.id)).value.number
    pane = TicketPane(context)
    qtbot.addWidget(pane)
    pane.show()
    for shown, other, words in ((number, again, "came back later"), (again, number, "Came back from")):
        with qtbot.waitSignal(pane.opened):
            pane.open(shown)
        assert words in pane.comeback.words.full_text()
        [link] = [one for one in pane.comeback.numbers.children() if hasattr(one, "click")]
        with qtbot.waitSignal(context.ticket_asked) as asked:
            link.click()
        assert asked.args == [other]
