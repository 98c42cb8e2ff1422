"""Several tickets chosen: the pane that changes them together, and what came of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket_row import Priority
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.tickets.bulk.outlets import RunOutlet
from deskapp.ui.tickets.bulk.pane import BulkPane
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_window, settle, shown

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def numbers(desk: Desk, owner: Actor) -> list[str]:
    """Six new tickets, newest last."""
    customers = (a_customer(f"Customer {place}", f"07700 90010{place}") for place in range(6))
    return [desk.tickets.take_in(owner, an_intake("Broken", customer=one)).value.number for one in customers]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]) -> Iterator[MainWindow]:
    desk.people.add(desk.actor(), "Mia")
    with open_window(qtbot, clock, desk.path, size=(1400, 900)) as made:
        made.navigator.go("all")
        settle(qtbot, made)
        made.activateWindow()
        eventually(qtbot, made.isActiveWindow)
        yield made


def choose(qtbot: QtBot, window: MainWindow, count: int) -> BulkPane:
    """Choose the first rows by key, as somebody in the list does."""
    page = window.pages.tickets()
    table = page.list.table
    table.setFocus()
    table.select_place(0)
    for _step in range(count - 1):
        QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    eventually(qtbot, lambda: page.shows_bulk() and len(page.bulk().rows()) == count)
    settle(qtbot, window)
    return page.bulk()


def pick(box: object, label: str) -> None:
    """Choose in a box as its keys do."""
    from deskapp.ui.shared.fields import ChoiceBox

    assert isinstance(box, ChoiceBox)
    box.setCurrentIndex(box.findText(label))
    box.activated.emit(box.currentIndex())


def shown_sample(pane: BulkPane) -> list[str]:
    return [label.full_text() for label in pane.sample if label.isVisibleTo(pane)]


def test_two_chosen_rows_take_the_place_of_the_ticket_and_one_gives_it_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.pages.tickets()
    pane = choose(qtbot, window, 3)
    assert pane.head.full_text() == "3 tickets selected"
    assert pane.go.text() == "Change 3 tickets"
    assert not pane.go.isEnabled()
    QTest.keyClick(page.list.table, Qt.Key.Key_Down)
    eventually(qtbot, page.shows_ticket)
    assert not page.shows_bulk()


def test_the_change_is_seen_before_it_is_made_and_one_undo_takes_it_back(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    pane = choose(qtbot, window, 4)
    pick(pane.form.status, "Diagnosing")
    pick(pane.form.person, "Mia")
    QTest.keyClicks(pane.form.add_tags.edit, "rush ")
    eventually(qtbot, lambda: len(shown_sample(pane)) == 3)
    newest = numbers[-1]
    eventually(qtbot, lambda: "+rush" in shown_sample(pane)[0])
    assert shown_sample(pane)[0] == f"{newest}   Received → Diagnosing · Nobody → Mia · +rush"
    pane.go.setFocus()
    QTest.keyClick(pane.go, Qt.Key.Key_Space)
    eventually(qtbot, lambda: desk.tickets.count(owner, "status:diagnosing") == 4)
    settle(qtbot, window)
    ticket = desk.tickets.get(owner, newest)
    assert (ticket.person, ticket.edit.tags) == ("Mia", ("rush",))
    toast = window.toasts.current()
    assert toast is not None
    assert toast.words.full_text() == "Changed 4 tickets"
    assert pane.form.status.key() == ""
    window.commands.action("undo").trigger()
    eventually(qtbot, lambda: desk.tickets.count(owner, "status:received") == 6)
    assert desk.tickets.get(owner, newest).edit.tags == ()


def test_a_reason_is_asked_where_one_ticket_needs_it(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    pane = choose(qtbot, window, 2)
    pick(pane.form.status, "Waiting for part")
    eventually(qtbot, lambda: pane.form.reason.isVisibleTo(pane))
    pane.apply()
    assert pane.form.row("reason").wrong() == "Say why in a few words, please."
    QTest.keyClicks(pane.form.reason, "Ordered")
    pane.apply()
    eventually(qtbot, lambda: desk.tickets.count(owner, "status:waiting_part") == 2)


def test_what_is_refused_is_listed_with_its_reason_and_stays_until_it_was_read(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    for step in ("in_work", "ready", "collected"):
        desk.tickets.move(owner, numbers[-1], step)
    settle(qtbot, window)
    page = window.pages.tickets()
    eventually(qtbot, lambda: page.list.records.row(0).status == "collected")
    pane = choose(qtbot, window, 3)
    pick(pane.form.status, "In work")
    eventually(qtbot, lambda: pane.staying.isVisibleTo(pane))
    assert pane.staying.full_text().startswith("1 ticket cannot take this step")
    assert shown_sample(pane)[0] == f"{numbers[-1]}   stays “Collected”"
    pane.apply()
    eventually(qtbot, lambda: pane.refusals.isVisibleTo(pane))
    settle(qtbot, window)
    assert pane.refusals.words.full_text() == "1 ticket stays as it was. 2 were changed."
    record = pane.refusals.records.row(0)
    assert (record.number, record.reason) == (
        numbers[-1],
        "It was handed over; make a new ticket if it comes back.",
    )
    page.list.table.setFocus()
    page.list.table.select_place(4)
    eventually(qtbot, lambda: page.list.choice.now.count == 1)
    settle(qtbot, window)
    assert page.shows_bulk()
    QTest.mouseClick(pane.refusals.done, Qt.MouseButton.LeftButton)
    eventually(qtbot, page.shows_ticket)


def test_a_refused_ticket_is_opened_from_the_list(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    desk.tickets.move(owner, numbers[-1], "cancelled", reason="No parts")
    settle(qtbot, window)
    page = window.pages.tickets()
    pane = choose(qtbot, window, 2)
    pane.run("hand_over")
    eventually(qtbot, lambda: pane.refusals.records.rowCount() == 2)
    settle(qtbot, window)
    table = pane.refusals.table
    table.setFocus()
    table.select_place(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    eventually(qtbot, lambda: shown(page.pane()) == numbers[-1])
    assert page.shows_ticket()


def test_delete_and_restore_work_on_all_that_are_chosen(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    choose(qtbot, window, 3)
    QTest.keyClick(window.pages.tickets().list.table, Qt.Key.Key_Delete)
    eventually(qtbot, lambda: desk.tickets.count(owner, "is:deleted") == 3)
    settle(qtbot, window)
    window.navigator.go("bin")
    settle(qtbot, window)
    pane = choose(qtbot, window, 3)
    assert pane.bin_button.text() == "Rest&ore"
    assert not pane.form.isEnabled()
    QTest.mouseClick(pane.bin_button, Qt.MouseButton.LeftButton)
    eventually(qtbot, lambda: desk.tickets.count(owner) == 6)


def test_all_of_a_long_list_are_changed_and_cancelling_changes_none(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    for place in range(300):
        desk.tickets.take_in(owner, an_intake(f"Fault {place}", customer=None))
    window.navigator.go("all")
    settle(qtbot, window)
    page = window.pages.tickets()
    table = page.list.table
    eventually(qtbot, lambda: table.records.rowCount() == 306)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, CTRL)
    eventually(qtbot, lambda: page.shows_bulk() and len(page.bulk().rows()) == 306)
    pane = page.bulk()
    pick(pane.form.priority, "High")
    eventually(qtbot, pane.go.isEnabled)
    pane.apply()
    assert pane.bar.isVisibleTo(pane)
    pane.cancel.click()
    settle(qtbot, window)
    assert desk.tickets.count(owner, "priority:high") == 0
    assert not pane.bar.isVisibleTo(pane)
    assert pane.form.priority.key() == Priority.HIGH.value
    pane.apply()
    eventually(qtbot, lambda: desk.tickets.count(owner, "priority:high") == 306)


def test_the_rows_are_exported(qtbot: QtBot, window: MainWindow, tmp_path: Path, numbers: list[str]) -> None:
    pane = choose(qtbot, window, 2)
    QTest.mouseClick(pane.export_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "two.csv"))
    dialog.close()
    eventually(qtbot, (tmp_path / "two.csv").exists)
    lines = list(csv.reader((tmp_path / "two.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [line[0] for line in lines] == ["No.", numbers[-1], numbers[-2]]


def test_the_fitting_paper_of_each_is_saved_as_one_and_told_in_each_history(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor, numbers: list[str], tmp_path: Path
) -> None:
    from pypdfium2 import PdfDocument

    for step in ("in_work", "ready"):
        desk.tickets.move(owner, numbers[-1], step)
    settle(qtbot, window)
    pane = choose(qtbot, window, 3)
    eventually(qtbot, lambda: pane.rows()[0].status == "ready")
    pane.papers.save()
    eventually(qtbot, lambda: isinstance(pane.papers.outlet, RunOutlet))
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith("Papers 3 tickets.pdf")
    dialog.fileSelected.emit(str(tmp_path / "three.pdf"))
    dialog.close()
    eventually(qtbot, (tmp_path / "three.pdf").exists)
    settle(qtbot, window)
    with PdfDocument(tmp_path / "three.pdf") as whole:
        text = [page.get_textpage().get_text_range() for page in whole]
    for number in numbers[-3:]:
        assert any(number in page for page in text)
    printed = [
        [entry.text for entry in desk.tickets.get(owner, number).history if entry.kind == "print"]
        for number in numbers[-3:]
    ]
    assert printed == [["Printed: Claim ticket"], ["Printed: Claim ticket"], ["Printed: Service summary"]]


def test_another_key_in_the_list_goes_to_all_that_are_chosen(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    choose(qtbot, window, 3)
    page = window.pages.tickets()
    window.commands.action("set_priority").trigger()
    popup = page.keys.setters.popup()
    assert popup is not None
    QTest.keyClicks(popup.field, "urg")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    eventually(qtbot, lambda: desk.tickets.count(owner, "priority:urgent") == 3)


def test_too_many_are_refused_in_words(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.ui.tickets.bulk.pane.MOST_TICKETS", 2)
    pane = choose(qtbot, window, 3)
    assert pane.what.full_text() == "At most 2 tickets are changed at once; choose fewer."
    assert not pane.bin_button.isEnabled()
