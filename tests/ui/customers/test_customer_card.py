"""The card of a customer with its tabs; the list in any order; what is odd said beside the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.customer import Address, Contact, Customer, CustomerDraft, Email
from deskapp.domain.paper import Document
from deskapp.ui.customers.page import CustomersPage
from tests.builders import a_customer, a_line, an_intake
from tests.ui.customers.test_customers import choose, names
from tests.ui.directory import rest, shown

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

FIRM = CustomerDraft(
    "",
    company="Greenleaf Cafe Ltd",
    emails=(Email("orders@greenleaf.example", "orders"),),
    addresses=(Address("4 Mill Lane", city="Bradford", label="delivery"),),
    contacts=(Contact("Noor Haddad", "workshop", "0113 496 0555"),),
    channel="email",
    do_not_contact=True,
    tags=("fleet",),
    price_group="trade",
)


@pytest.fixture
def firm(desk: Desk, owner: Actor) -> Customer:
    return desk.customers.add(owner, FIRM).value


@pytest.fixture
def driver(desk: Desk, owner: Actor, firm: Customer) -> Customer:
    return desk.customers.add(owner, a_customer("Bo Berg", payer_id=firm.id, city="Aachen")).value


@pytest.fixture
def page(context: DeskContext, driver: Customer, qtbot: QtBot) -> CustomersPage:
    return shown(CustomersPage(context), context, qtbot)


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def test_the_card_of_a_firm_says_all_of_it(page: CustomersPage, firm: Customer, qtbot: QtBot) -> None:
    choose(page, firm, qtbot)
    said = texts(page.card)
    for text in ("orders@greenleaf.example", "4 Mill Lane, Bradford", "Noor Haddad, 0113 496 0555"):
        assert text in said
    assert {"delivery", "workshop", "By e-mail", "trade"} <= set(said)
    assert "Does not want to be contacted" in page.card.barred.text()
    assert page.card.payer.isHidden()


def test_who_pays_is_one_click_away(
    page: CustomersPage, context: DeskContext, firm: Customer, driver: Customer, qtbot: QtBot
) -> None:
    choose(page, driver, qtbot)
    assert page.card.payer.text() == "Paid by Greenleaf Cafe Ltd"
    with qtbot.waitSignal(context.customer_asked) as asked:
        page.card.payer.click()
    assert asked.args == [firm.id]


def test_money_papers_and_messages_of_all_their_tickets(
    page: CustomersPage, desk: Desk, owner: Actor, driver: Customer, context: DeskContext, qtbot: QtBot
) -> None:
    def take_in(price: str) -> str:
        lines = (a_line("Work", price),)
        return desk.tickets.take_in(
            owner, an_intake(customer=None, customer_id=driver.id, lines=lines)
        ).value.number

    done, open_one = take_in("100.00"), take_in("20.00")
    desk.tickets.move(owner, done, "in_work")
    desk.tickets.move(owner, done, "ready")
    desk.tickets.hand_over(owner, done)
    desk.papers.printed(owner, done, Document.CLAIM_TICKET, b"%PDF")
    desk.tickets.message(owner, open_one, "We <b>wait</b> for a part")
    choose(page, driver, qtbot)
    rest(context, qtbot)
    qtbot.waitUntil(lambda: page.card.money.visits.full_text() == "2")
    assert page.card.money.ever.full_text() == page.card.money.last_year.full_text() == "£100.00"
    assert page.card.money.open.full_text() == "£20.00"
    assert "Claim ticket" in texts(page.card.papers)
    assert "We <b>wait</b> for a part" in texts(page.card.messages)
    assert page.card.model.rowCount() == 2


@pytest.mark.parametrize("choosing", ["in the list of tags", "on the card"])
def test_a_tag_filters_the_list(page: CustomersPage, firm: Customer, qtbot: QtBot, choosing: str) -> None:
    choose(page, firm, qtbot)
    qtbot.waitUntil(page.tags.isVisible)
    ask: dict[str, Callable[[], None]] = {
        "in the list of tags": lambda: page.tags.chosen.emit("fleet"),
        "on the card": lambda: page.card.tag_asked.emit("fleet"),
    }
    ask[choosing]()
    qtbot.waitUntil(lambda: names(page) == ["Greenleaf Cafe Ltd"])
    assert page.list.filter.text() == "tag:fleet"
    assert page.tags.key() == "fleet"
    page.tags.chosen.emit("")
    qtbot.waitUntil(lambda: len(names(page)) == 2)


def test_a_click_on_a_heading_sorts(page: CustomersPage, qtbot: QtBot) -> None:
    city = [column.key for column in page.list.records.columns].index("city")
    page.list.table.horizontalHeader().sectionClicked.emit(city)
    qtbot.waitUntil(lambda: names(page) == ["Bo Berg", "Greenleaf Cafe Ltd"])
    name = [column.key for column in page.list.records.columns].index("name")
    for order in (["Bo Berg", "Greenleaf Cafe Ltd"], ["Greenleaf Cafe Ltd", "Bo Berg"]):
        page.list.table.horizontalHeader().sectionClicked.emit(name)
        qtbot.waitUntil(lambda order=order: names(page) == order)  # type: ignore[misc]  # a default is no call


def test_everything_about_a_firm_is_typed_into_the_form(
    page: CustomersPage, desk: Desk, owner: Actor, firm: Customer, qtbot: QtBot
) -> None:
    page.resize(1080, 1600)  # with the field of the payer in sight
    page.new_customer()
    form = page.form
    form.company.setText("Northern Bikes")
    form.kind.set_key("firm")
    for several, values in (
        (form.emails, ("office@bikes.example", "office")),
        (form.addresses, ("1 Dock Road", "depot", "HU1", "Hull", "GB")),
        (form.contacts, ("Ada Byron", "owner", "0113 496 0777", "ada@bikes.example")),
    ):
        several.add_button.click()
        for field, value in zip(several.lines[0].fields.values(), values, strict=True):
            QTest.keyClicks(field, value)
    form.channel.set_key("post")
    form.do_not_contact.setChecked(True)
    form.tags.set_tags(("trade",))
    form.payer_id.search.setFocus()
    QTest.keyClicks(form.payer_id.search, "greenl")
    qtbot.waitUntil(lambda: len(form.payer_id.search.offered()) > 1)
    QTest.keyClick(form.payer_id.search, Qt.Key.Key_Return)
    assert form.payer_id.customer_id() == firm.id
    with qtbot.waitSignal(form.saved):
        form.save()
    [found] = desk.customers.match(owner, "northern")
    kept = desk.customers.get(owner, found.id)
    assert kept.draft.emails == (Email("office@bikes.example", "office"),)
    assert kept.draft.addresses == (Address("1 Dock Road", "HU1", "Hull", "GB", "depot"),)
    assert kept.draft.contacts[0].normal == "+441134960777"
    assert (kept.payer, kept.draft.kind, kept.draft.channel) == ("Greenleaf Cafe Ltd", "firm", "post")
    assert (kept.draft.do_not_contact, kept.draft.tags) == (True, ("trade",))


def test_looking_at_a_form_changes_nothing(page: CustomersPage, firm: Customer, qtbot: QtBot) -> None:
    choose(page, firm, qtbot)
    page.edit_customer()
    assert not page.form.is_changed()
    page.form.emails.lines[0].remove.click()
    assert page.form.is_changed()


def test_an_odd_tax_id_is_said_beside_the_field_and_kept(
    page: CustomersPage, desk: Desk, owner: Actor, firm: Customer, qtbot: QtBot
) -> None:
    choose(page, firm, qtbot)
    page.edit_customer()
    page.form.tax_id.setFocus()
    QTest.keyClicks(page.form.tax_id, "980780685")
    QTest.keyClick(page.form.tax_id, Qt.Key.Key_Tab)
    assert "does not look like a tax id of GB" in page.form.form.row("tax_id").doubt()
    page.form.iban.setText("GB82WEST12345698765433")
    page.form.save()
    assert "check digits do not fit" in page.form.form.row("iban").wrong()
    page.form.iban.setText("GB82WEST12345698765432")
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    kept = desk.customers.get(owner, firm.id).draft
    assert (kept.tax_id, kept.iban) == ("980780685", "GB82 WEST 1234 5698 7654 32")


def test_two_who_change_contacts_see_both(
    page: CustomersPage, desk: Desk, owner: Actor, firm: Customer, qtbot: QtBot
) -> None:
    choose(page, firm, qtbot)
    page.edit_customer()
    desk.customers.edit(owner, firm.id, replace(firm.draft, contacts=(Contact("Jo"),)), firm.row_version)
    page.form.contacts.lines[0].first.setText("Ada")
    page.form.save()
    qtbot.waitUntil(page.form.versions.isVisible)
    words = page.form.versions.words()
    assert "Ada" in words
    assert "Jo" in words
    page.form.versions.mine.click()
    qtbot.waitUntil(lambda: not page.form.isVisible())
    assert desk.customers.get(owner, firm.id).draft.contacts[0].name == "Ada"
