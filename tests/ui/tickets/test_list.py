"""The queue as people use it: filter, sort, keys, and what stands there when it is empty."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import Qt as QtText
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.plain import plain_tip
from deskapp.ui.tickets.columns import row_tip, ticket_columns
from deskapp.ui.tickets.list import TicketList
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.ui.main_frame import eventually, numbers, open_ticket, open_window, settle, shown

pytestmark = pytest.mark.usefixtures("dressed")


def texts(queue: TicketList, place: int) -> dict[str, str]:
    row = queue.records.row(place)
    return {column.key: column.text(row) for column in queue.records.columns}


def test_a_row_says_what_the_desk_has_to_know(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    intake = an_intake(
        "Screen cracked", promised_at=clock.now() + timedelta(hours=5), person_id=owner.person_id
    )
    number = desk.tickets.take_in(owner, intake).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        said = texts(queue, 0)
        assert said["number"] == number
        assert said["status"] == "Received"
        assert said["due"] == "today 17:00"
        assert said["customer"] == "Łukasz Wójcik"
        assert said["device"] == "Samsung Galaxy S21"
        assert said["fault"] == "Screen cracked"
        assert said["person"] == "Priya Nair"
        spoken = queue.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == f"Ticket {number}, Łukasz Wójcik, Samsung Galaxy S21, Received, due today 17:00"


def test_a_late_ticket_is_marked_and_a_ready_one_is_not(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    promised = clock.now() - timedelta(days=2)
    for _number in range(2):
        desk.tickets.take_in(owner, an_intake(promised_at=promised))
    ready = desk.tickets.rows(owner)[0].number
    for status in ("in_work", "ready"):
        desk.tickets.move(owner, ready, status)
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        due = next(column for column in queue.records.columns if column.key == "due")
        assert due.alarm is not None
        marks = {queue.records.row(place).number: due.alarm(queue.records.row(place)) for place in range(2)}
        assert marks == {number: number != ready for number in marks}
        assert texts(queue, 0)["due"] == "2 days late"


def test_typing_narrows_the_list_and_escape_brings_it_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    bike = an_item("Gears slip", device=a_device("M6L", brand="Brompton", category="Bicycle"))
    first = desk.tickets.take_in(owner, an_intake(items=(bike,))).value.number
    second = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        window.commands.action("find").trigger()
        assert window.focusWidget() is queue.filter
        QTest.keyClicks(queue.filter, "bromp")
        eventually(qtbot, lambda: numbers(window) == [first])
        assert queue.query() == "is:open bromp"
        assert queue.count.text() == "1 ticket"
        QTest.keyClick(queue.filter, Qt.Key.Key_Escape)
        eventually(qtbot, lambda: sorted(numbers(window)) == [first, second])
        assert window.focusWidget() is queue.filter
        QTest.keyClick(queue.filter, Qt.Key.Key_Escape)
        assert window.focusWidget() is queue.table


def test_an_unknown_operator_is_named_and_the_list_stays(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        queue.filter.clear()
        QTest.keyClicks(queue.filter, "colour:red")
        eventually(qtbot, queue.wrong.isVisible)
        assert "“colour:”" in queue.wrong.full_text()
        assert numbers(window) == [number]
        queue.filter.selectAll()
        QTest.keyClicks(queue.filter, "samsung")
        eventually(qtbot, lambda: not queue.wrong.isVisible())


def test_nothing_found_offers_to_clear_the_filter(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        queue.filter.enter()
        QTest.keyClicks(queue.filter, "zeppelin")
        eventually(qtbot, queue.empty.isVisible)
        assert "zeppelin" in queue.empty.accessibleName()
        queue.clear_filter()
        eventually(qtbot, lambda: numbers(window) == [number] and queue.table.isVisible())
        assert queue.query() == "is:open"


def test_the_first_use_says_what_to_do(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        empty = window.pages.tickets().list.empty
        assert empty.isVisible()
        assert empty.accessibleName().startswith("No tickets yet")
        window.sidebar.button("overdue").click()
        eventually(qtbot, lambda: empty.accessibleName() == "Nothing is late")


def test_a_shop_that_has_done_its_work_is_no_new_one(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.move(owner, number, "cancelled", reason="Too dear")
    with open_window(qtbot, clock, desk.path) as window:
        empty = window.pages.tickets().list.empty
        eventually(qtbot, lambda: empty.accessibleName().startswith("Nothing is open"))


def test_a_click_on_a_head_sorts_in_the_file_and_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for name in ("Bea", "Ada", "Cyd"):
        desk.tickets.take_in(owner, an_intake(customer=a_customer(name, "020 7946 00" + str(len(name)))))
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list

        def names() -> list[str]:
            return [texts(queue, place)["customer"] for place in range(queue.records.rowCount())]

        head = queue.table.horizontalHeader()
        head.sectionClicked.emit(3)
        eventually(qtbot, lambda: names() == ["Ada", "Bea", "Cyd"])
        head.sectionClicked.emit(3)
        eventually(qtbot, lambda: names() == ["Cyd", "Bea", "Ada"])


def test_the_cursor_stays_on_its_ticket_when_others_come(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    late = clock.now() + timedelta(days=5)
    number = desk.tickets.take_in(owner, an_intake(promised_at=late)).value.number
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        QTest.keyClick(page.list.table, Qt.Key.Key_J)
        eventually(qtbot, lambda: shown(page.pane()) == number)
        for _number in range(3):
            desk.tickets.take_in(owner, an_intake(promised_at=clock.now() + timedelta(days=1)))
        window.commands.action("refresh").trigger()
        eventually(qtbot, lambda: len(numbers(window)) == 4)
        row = page.list.row()
        assert row is not None
        assert row.number == number
        assert page.list.table.currentIndex().row() == 3


def test_j_k_and_enter_walk_through_the_tickets(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for _number in range(2):
        desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        first, second = numbers(window)
        QTest.keyClick(page.list.table, Qt.Key.Key_J)
        QTest.keyClick(page.list.table, Qt.Key.Key_J)
        eventually(qtbot, lambda: shown(page.pane()) == second)
        QTest.keyClick(page.list.table, Qt.Key.Key_K)
        eventually(qtbot, lambda: shown(page.pane()) == first)
        QTest.keyClick(page.list.table, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.focusWidget() is page.pane())
        QTest.keyClick(page.pane(), Qt.Key.Key_Return)
        settle(qtbot, window)
        assert desk.tickets.get(owner, first).status == "received", "a second Enter takes no step"
        QTest.keyClick(page.pane(), Qt.Key.Key_Escape)
        assert window.focusWidget() is page.list.table


def test_delete_puts_a_ticket_into_the_bin_and_the_message_takes_it_out(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        page.list.table.select_place(0)
        eventually(qtbot, lambda: shown(page.pane()) == number)
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: numbers(window) == [])
        eventually(qtbot, lambda: not page.shows_ticket())
        toast = window.toasts.current()
        assert toast is not None
        assert toast.action is not None
        assert number in toast.words.full_text()
        toast.action.click()
        eventually(qtbot, lambda: numbers(window) == [number])


def test_a_key_that_is_faster_than_the_pane_means_the_row_under_the_cursor(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for fault in ("First", "Second"):
        desk.tickets.take_in(owner, an_intake(fault))
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        above, below = numbers(window)
        page.list.table.select_place(0)
        eventually(qtbot, lambda: shown(page.pane()) == above)
        page.list.table.select_place(1)
        assert shown(page.pane()) == above, "the other is still being read"
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: len(numbers(window)) == 1)
        assert numbers(window) == [above]
    assert desk.tickets.get(owner, below).binned


def test_a_ticket_that_leaves_the_view_stays_in_the_pane(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.move(owner, number, "waiting_part", reason="Ordered")
    with open_window(qtbot, clock, desk.path) as window:
        window.sidebar.button("waiting").click()
        pane = open_ticket(qtbot, window, number)
        pane.header.next.click()
        eventually(qtbot, lambda: numbers(window) == [])
        settle(qtbot, window)
        assert shown(pane) == number
        assert pane.header.chip.chip().text == "In work"


def test_narrow_lists_drop_columns_and_wide_ones_show_them(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path, size=(1024, 700)) as window:
        table = window.pages.tickets().list.table
        keys = [column.key for column in table.records.columns]

        def seen() -> set[str]:
            return {key for place, key in enumerate(keys) if not table.isColumnHidden(place)}

        assert {"number", "status", "due", "customer"} <= seen()
        assert "age" not in seen()
        assert table.horizontalScrollBar().maximum() == 0
        table.resize(380, 600)  # as on a small screen with large text
        assert "due" not in seen()
        assert table.columnWidth(keys.index("customer")) >= 90
        window.resize(1900, 900)
        eventually(qtbot, lambda: {"device", "fault", "person", "age"} <= seen())
        assert "place" not in seen()


def test_customer_text_is_shown_as_it_was_typed(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    name = "Ian <b>O'Neill</b>"
    intake = an_intake("<i>hot</i> & loud", customer=a_customer(name))
    number = desk.tickets.take_in(owner, intake).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        assert pane.customer.name.text() == name
        assert pane.customer.name.textFormat() is Qt.TextFormat.PlainText
        assert pane.overview.cards[0].fault.toPlainText() == "<i>hot</i> & loud"
        assert window.context is not None
        tip = plain_tip(row_tip(window.context, desk.tickets.get(owner, number)))
        assert "loud" in tip
        assert "&lt;b&gt;" in tip or not QtText.mightBeRichText(tip)


def test_copied_rows_are_text(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        table = window.pages.tickets().list.table
        table.select_place(0)
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        copied = QGuiApplication.clipboard().text().splitlines()
        assert copied[0].startswith("No.\tStatus\tDue\tCustomer")
        assert copied[1].startswith(number)


def test_a_hundred_tickets_come_by_page_and_keep_the_rules_of_models(
    qtbot: QtBot, qtmodeltester: ModelTester, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for _number in range(140):
        desk.tickets.take_in(owner, an_intake(customer=None))
    with open_window(qtbot, clock, desk.path) as window:
        records: PagedModel = window.pages.tickets().list.records
        eventually(qtbot, lambda: records.rowCount() == 140)
        qtmodeltester.check(records)  # type: ignore[no-untyped-call]  # pytest-qt's own
        assert records.row(139) is None  # its page is only now asked for
        eventually(qtbot, lambda: records.row(139) is not None)
        assert len({records.id_at(place) for place in range(140)}) == 140
        assert window.context is not None
        assert len(ticket_columns(window.context)) == records.columnCount()


def test_the_context_menu_offers_what_the_keys_do(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        page.list.table.select_place(0)
        menu = page.menu()
        words = [action.text() for action in menu.actions() if action.text()]
        assert "Change &status…" in words
        assert "Move to &bin" in words
        assert [action.text() for action in menu.actions() if not action.isEnabled()] == ["Take &out of bin"]
        menu.deleteLater()


def test_after_the_bin_the_next_ticket_is_chosen(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for _number in range(3):
        desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        before = numbers(window)
        page.list.table.select_place(1)
        eventually(qtbot, lambda: shown(page.pane()) == before[1])
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: numbers(window) == [before[0], before[2]])
        eventually(qtbot, lambda: page.shows_ticket() and shown(page.pane()) == before[2])
        assert page.list.table.currentIndex().row() == 1


def test_taking_back_by_key_takes_the_message_away(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.header.next.click()
        eventually(qtbot, lambda: pane.header.chip.chip().text == "Diagnosing")
        window.commands.action("undo").trigger()
        eventually(qtbot, lambda: pane.header.chip.chip().text == "Received")
        settle(qtbot, window)
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == f"Taken back: {number} is now “Diagnosing”"
        assert toast.action is not None


def test_f6_goes_round_filter_list_and_ticket(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        queue = window.pages.tickets().list
        queue.table.setFocus()
        visited = []
        for _step in range(3):
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_F6)
            visited.append(window.focusWidget())
        assert visited == [pane, queue.filter, queue.table]
        QTest.keyClick(queue.table, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        assert window.focusWidget() is queue.filter


def test_escape_in_the_list_clears_what_was_typed(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        queue.filter.enter()
        QTest.keyClicks(queue.filter, "samsung")
        QTest.keyClick(queue.filter, Qt.Key.Key_Return)
        eventually(qtbot, queue.table.hasFocus)
        QTest.keyClick(queue.table, Qt.Key.Key_Escape)
        assert queue.query() == "is:open"
