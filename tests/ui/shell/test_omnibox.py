"""The search at the top: tickets, customers and commands by typing, without the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.saved_view import ViewDraft
from deskapp.services.desk import Desk
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.shared import style
from deskapp.ui.shell.hits import Hit, HitList, HitsModel
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_window, shown

pytestmark = pytest.mark.usefixtures("dressed")


def test_a_customer_s_ticket_is_found_and_opened_by_enter(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(
        owner, an_intake(customer=a_customer("Ada Byron", "020 7946 0018"))
    ).value.number
    desk.tickets.take_in(owner, an_intake(customer=a_customer("Bea", "020 7946 0019")))
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("omnibox").trigger()
        QTest.keyClicks(window.omnibox, "byr")
        eventually(qtbot, lambda: window.omnibox.hits().titles()[:2] == [number, "Ada Byron"])
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == number)
        assert window.omnibox.text() == ""
        assert not window.omnibox.hits().isVisible()


def test_enter_does_not_wait_for_the_list(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, number)
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)  # as a scanner types it
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == number)


def test_the_last_digits_of_a_phone_find_the_customer(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.customers.add(owner, a_customer("Ada Byron", "020 7946 0018"))
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "0018")
        eventually(qtbot, lambda: "Ada Byron" in window.omnibox.hits().titles())


def test_commands_are_found_by_their_words(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, ">dark")
        eventually(qtbot, lambda: window.omnibox.hits().titles() == ["Dark"])
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        assert style.palette().name == "dark"
        window.commands.action("look_light").trigger()


def test_views_are_found_by_their_names(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    desk.tickets.take_in(owner, an_intake("Overdue since long"))
    desk.views.add(owner, ViewDraft("Overnight jobs", "is:open"))
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "over")
        eventually(qtbot, lambda: window.omnibox.hits().titles()[:2] == ["Overnight jobs", "Overdue"])
        QTest.keyClicks(window.omnibox, "d")
        eventually(qtbot, lambda: window.omnibox.hits().titles()[0] == "Overdue")
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.tickets().view_key() == "overdue")
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "overn")
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.tickets().list.view().label == "Overnight jobs")


def test_a_command_called_so_comes_before_tickets_that_hold_the_word(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Board is broken")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "board")
        eventually(qtbot, lambda: window.omnibox.hits().titles()[:2] == ["Board", number])


def test_a_customer_called_so_comes_before_commands(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.customers.add(owner, a_customer("Ben Boardman"))
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "board")
        eventually(qtbot, lambda: window.omnibox.hits().titles()[:2] == ["Ben Boardman", "Board"])


def test_the_key_of_the_queue_leads_out_of_the_bin(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.navigator.go("bin")
        QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        eventually(qtbot, lambda: window.pages.tickets().view_key() == "open")
        window.navigator.go("waiting")
        QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        assert window.pages.tickets().view_key() == "waiting"


def test_a_command_that_cannot_work_now_is_not_offered(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, ">hand")
        eventually(qtbot, lambda: window.omnibox.hits().titles() == [])


def test_nothing_found_says_so(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "zeppelin")
        said = "Nothing found for “zeppelin”"
        eventually(qtbot, lambda: window.omnibox.hits().titles()[:1] == [said])
        assert window.omnibox.hits().titles()[1:] == ["New customer “zeppelin”", "New ticket for “zeppelin”"]


def test_a_hasty_enter_makes_nothing_new(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "zeppelin")
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: len(window.omnibox.hits().titles()) == 3)
        assert window.omnibox.text() == "zeppelin"
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.name() == "customers")
        page = window.pages.page("customers")
        assert isinstance(page, CustomersPage)
        assert page.form.name.text() == "zeppelin"
        assert window.omnibox.text() == ""
        page.form.give_up()


def test_an_unknown_operator_is_named(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "colour:red")
        eventually(qtbot, lambda: any("“colour:”" in words for words in window.omnibox.hits().titles()))


def test_escape_gives_the_focus_back(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        table = window.pages.tickets().list.table
        assert window.focusWidget() is table
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "sam")
        eventually(qtbot, lambda: window.omnibox.hits().isVisible())
        QTest.keyClick(window.omnibox, Qt.Key.Key_Escape)
        QTest.keyClick(window.omnibox, Qt.Key.Key_Escape)
        assert window.focusWidget() is table
        assert window.omnibox.text() == ""


def test_a_number_is_gone_to(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("go_to_number").trigger()
        QTest.keyClicks(window.omnibox, number)
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == number)


@pytest.mark.parametrize("typed", ["18", "0018", "26000018"])
def test_the_end_of_a_number_is_enough(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, typed: str
) -> None:
    for _ticket in range(12):
        desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("go_to_number").trigger()
        QTest.keyClicks(window.omnibox, typed)
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == "26000018")


def test_a_customer_is_found_by_phone_with_one_key_before(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.customers.add(owner, a_customer("Ada Byron", "020 7946 0018"))
    desk.tickets.take_in(owner, an_intake(customer=a_customer("Bea", "020 7946 0019")))
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("find_customer").trigger()
        QTest.keyClicks(window.omnibox, "0018")
        eventually(qtbot, lambda: window.omnibox.hits().titles() == ["Ada Byron"])
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.name() == "customers")


def test_the_last_acts_come_first(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake(customer=a_customer("Ada", "020 7946 0018"))).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        QTest.keyClicks(window.omnibox, "ada")
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == number)
        window.commands.action("go_customers").trigger()
        window.commands.action("omnibox").trigger()
        assert window.omnibox.hits().titles()[:2] == ["Customers", number]
        QTest.keyClick(window.omnibox, Qt.Key.Key_Down)
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.name() == "tickets")


def test_enter_never_takes_what_was_offered_before_the_last_letter(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.tickets.take_in(owner, an_intake(customer=a_customer("Ada", "020 7946 0018")))
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("go_customers").trigger()
        window.omnibox.enter()
        assert window.omnibox.hits().titles()[0] == "Customers"
        QTest.keyClicks(window.omnibox, "zeppelin")
        QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
        eventually(qtbot, lambda: "Nothing found for “zeppelin”" in window.omnibox.hits().titles())
        assert window.pages.name() == "customers"


def test_tab_offers_what_else_can_be_done(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter("#")
        QTest.keyClicks(window.omnibox, number)
        eventually(qtbot, lambda: window.omnibox.hits().titles() == [number])
        QTest.keyClick(window.omnibox, Qt.Key.Key_Tab)
        titles = window.omnibox.hits().titles()
        assert titles[:2] == [number, "Open it"]
        assert "Print Claim ticket" in titles
        QTest.keyClick(window.omnibox, Qt.Key.Key_Escape)
        eventually(qtbot, lambda: window.omnibox.hits().titles() == [number])
        assert window.omnibox.hasFocus()


def test_accents_and_the_middle_of_a_name_do_not_matter(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.omnibox.enter()
        window.omnibox.setText(">sídé")
        window.omnibox.look_up()
        assert "Sidebar" in window.omnibox.hits().titles()
        window.omnibox.setText(">shop fi")
        window.omnibox.look_up()
        assert window.omnibox.hits().titles() == ["Open shop file", "New shop file"]


def test_the_arrows_go_over_headings(qtbot: QtBot) -> None:
    host, field = QWidget(), QLineEdit()
    qtbot.addWidget(host)
    field.setParent(host)
    ran: list[str] = []
    hits = HitList(field, host)
    host.resize(600, 400)
    host.show()
    field.setFocus()
    hits.show_hits(
        [
            Hit("Heading"),
            Hit("One", run=lambda: ran.append("one")),
            Hit("Line"),
            Hit("Two", run=lambda: ran.append("two")),
        ]
    )
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert ran == ["two"]
    assert not hits.isVisible()


def test_hits_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = HitsModel()
    model.show([Hit("Heading"), Hit("One", "detail", run=lambda: None)])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "One, detail"
