"""The history in the window: opened by key, for the shop or the record that is shown; filtered, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import deskapp
from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.services.desk import Desk
from deskapp.ui.audit import words
from deskapp.ui.audit.window import AuditWindow
from deskapp.ui.main_window import MainWindow
from tests.builders import a_customer, an_intake
from tests.services.test_anchor import cut_off
from tests.ui.main_frame import eventually, open_ticket, open_window, settle


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk, owner: Actor) -> Iterator[MainWindow]:
    desk.people.add(owner, "Tom Ellis", Role.TECHNICIAN)
    for name in ("Ada Byron", "Carl Gauss"):
        desk.tickets.take_in(owner, an_intake(customer=a_customer(name)))
    ticket = desk.tickets.get(owner, "26000018")
    desk.tickets.edit(owner, "26000018", replace(ticket.edit, place="B7"), ticket.row_version)
    desk.tickets.note(desk.actor("Tom"), "26000018", "Looked at it")
    with open_window(qtbot, clock, desk.path) as made:
        yield made


def opened(qtbot: QtBot, window: MainWindow, command: str) -> AuditWindow:
    window.commands.trigger(command)
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), AuditWindow))
    found = QApplication.activeModalWidget()
    assert isinstance(found, AuditWindow)
    settle(qtbot, window)
    return found


def lines(dialog: AuditWindow) -> list[tuple[str, ...]]:
    columns = dialog.records.columns[1:]
    rows = (dialog.records.row(place) for place in range(dialog.records.rowCount()))
    return [tuple(column.text(row) for column in columns) for row in rows]


def test_the_whole_shop_by_person_and_by_day(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window, "audit")
    assert ("Tom Ellis", "Note written", "Ticket 26000018", "") in lines(dialog)
    assert ("Priya Nair", "Changed", "Ticket 26000018", "place: – → B7") in lines(dialog)
    whole = dialog.records.rowCount()
    dialog.person.set_key("2")
    dialog.person.chosen.emit("2")
    settle(qtbot, window)
    assert {line[0] for line in lines(dialog)} == {"Tom Ellis"}
    dialog.person.set_key("")
    QTest.keyClicks(dialog.day, "yesterday")
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert lines(dialog) == []
    dialog.day.setText("someday")
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    assert "Write a day" in dialog.form.row("day").wrong()
    dialog.day.setText("today")
    QTest.keyClick(dialog.day, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert dialog.records.rowCount() == whole


def test_who_changed_the_record_that_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    open_ticket(qtbot, window, "26000018")
    dialog = opened(qtbot, window, "record_audit")
    assert dialog.head.full_text() == "History of 26000018"
    assert {line[2] for line in lines(dialog)} == {"Ticket 26000018"}
    dialog.whole.click()
    settle(qtbot, window)
    assert len({line[2] for line in lines(dialog)}) > 3
    dialog.reject()
    for place, kind in (("go_customers", "Customer"), ("settings", "Shop settings")):
        window.commands.trigger(place)
        settle(qtbot, window)
        dialog = opened(qtbot, window, "record_audit")
        assert all(line[2].startswith(kind) for line in lines(dialog))
        dialog.reject()


def test_the_chain_is_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    dialog = opened(qtbot, window, "audit")
    dialog.chain.click()
    eventually(qtbot, lambda: "follow from each other" in dialog.banner.text())
    assert f"{dialog.records.rowCount()} entries" in dialog.banner.text()


def test_an_end_that_was_cut_off_is_told_though_its_chain_fits(qtbot: QtBot, window: MainWindow) -> None:
    assert window.context is not None
    desk, owner = window.context.desk, window.context.desk.actor()
    desk.anchors.keep(owner)
    window.context.worker.submit(cut_off, desk.path, 1)
    settle(qtbot, window)
    dialog = opened(qtbot, window, "audit")
    dialog.chain.click()
    eventually(qtbot, lambda: "ends 1 entry before where it was seen" in dialog.banner.text())


def test_every_act_and_kind_has_a_word() -> None:
    sources = list((Path(deskapp.__file__).parent / "services").glob("*.py"))
    said = {name for path in sources for name in words_of(path.read_text(encoding="utf-8"))}
    assert len(said) > 15
    assert said <= words.ACTIONS.keys(), said - words.ACTIONS.keys()


def words_of(source: str) -> set[str]:
    """The acts that a service writes down by name."""
    import re

    recorded = r'audit\.record\(\s*tx, \w+, [\w.()]+, "(\w+)"'
    handed_on = r'\b(?:_change\(\s*tx, actor|_write\(\s*actor|perform\(\s*\w+, actor), "(\w+)"'
    return {name for wanted in (recorded, handed_on) for name in re.findall(wanted, source)}


def test_a_role_is_said_as_people_call_it(qtbot: QtBot, window: MainWindow) -> None:
    assert window.context is not None
    desk = window.context.desk
    tom = desk.people.list(desk.actor())[1]
    desk.people.set_role(desk.actor(), tom.id, Role.FRONT_DESK, tom.row_version)
    dialog = opened(qtbot, window, "audit")
    assert ("Role changed", "Person Tom Ellis", "role: Technician → Front desk") in {
        line[1:] for line in lines(dialog)
    }
