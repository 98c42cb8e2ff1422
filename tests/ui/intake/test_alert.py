"""What the shop should remember of a customer is in sight as soon as the customer is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from deskapp.domain.customer import CustomerDraft
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.tickets.customer_card import CustomerCard
from tests.builders import a_customer, an_intake

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def test_alert_and_payer_are_in_sight_at_the_counter_and_in_the_pane(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    firm = desk.customers.add(owner, CustomerDraft("", company="Greenleaf")).value
    draft = a_customer("Bo", alert="Cash <b>only</b>", payer_id=firm.id, do_not_contact=True)
    known = desk.customers.add(owner, draft).value
    form = IntakeForm(context)
    qtbot.addWidget(form)
    form.show()
    assert not form.customer.known.alert.isVisible()
    form.customer.take(known.id)
    qtbot.waitUntil(form.customer.known.alert.isVisible)
    assert form.customer.known.alert.text() == "Cash <b>only</b>"
    assert form.customer.known.payer.full_text() == "Paid by Greenleaf"
    ticket = desk.tickets.take_in(owner, an_intake(customer=None, customer_id=known.id)).value
    card = CustomerCard(context)
    qtbot.addWidget(card)
    card.show_customer(ticket)
    assert card.alert.full_text() == "Cash <b>only</b>\nDoes not want to be contacted by us."
    assert "Paid by Greenleaf" in card.reach.full_text()
