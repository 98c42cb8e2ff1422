"""A marker of markup through every screen: it is read as it was typed, nowhere as markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QTextBrowser,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.customer import Address, Contact
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.paper import Document
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from tests.builders import a_customer, a_device, a_line, a_service, an_intake, an_item
from tests.ui.main_frame import open_ticket, open_window, settle
from tests.ui.reading import columns_of, texts_of

MARK = '<b style="color:red">PAID</b><img src="file:///etc/hostname">'
PLACES = ("go_tickets", "go_customers", "go_devices", "go_catalog", "go_enquiries", "settings")
COMMANDS = ("people", "audit", "record_audit", "backups", "shortcuts", "about", "work_limits")


@pytest.fixture
def shop(desk: Desk, owner: Actor) -> str:
    """A shop in which everything is called like the marker; answers the number of a ticket."""
    from dataclasses import replace

    person = desk.people.add(owner, MARK, Role.TECHNICIAN).value
    service = desk.catalog.add(owner, a_service(MARK[:20], MARK, description=MARK, category=MARK[:40])).value
    customer = a_customer(
        MARK, company=MARK, note=MARK, alert=MARK, tags=("<b>x</b>",), street=MARK, city=MARK[:60],
        email="a<b>@a.example", addresses=(Address(street=MARK),), contacts=(Contact(MARK[:60]),),
    )  # fmt: skip
    item = an_item(
        MARK, device=a_device(MARK, brand=MARK[:40], serial=MARK[:40]), condition=MARK, accessories=MARK
    )
    intake = an_intake(
        customer=customer, items=(item, item), person_id=person.id, place=MARK[:40], tags=("<b>x</b>",),
        terms=MARK, lines=(a_line(MARK, service_id=service.id, result=MARK),),
    )  # fmt: skip
    number = desk.tickets.take_in(owner, intake).value.number
    desk.tickets.note(owner, number, MARK)
    desk.tickets.message(owner, number, MARK)
    desk.tickets.move(owner, number, "waiting_other", reason=MARK)
    desk.enquiries.add(owner, EnquiryDraft(name=MARK, phone="07700 900143", text=MARK))
    shop = desk.shop.get(owner)
    desk.shop.save(owner, replace(shop, name=MARK, street=MARK, terms=MARK))
    return number


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk, shop: str) -> Iterator[MainWindow]:
    with open_window(qtbot, clock, desk.path) as made:
        yield made


def misread(root: QWidget) -> list[str]:
    """What would be drawn as markup."""
    wrong = []
    for one in (root, *root.findChildren(QWidget)):
        where = f"{type(one).__name__} in {type(one.parent()).__name__}"
        if isinstance(one, QLabel) and "<b" in one.text() and one.textFormat() is not Qt.TextFormat.PlainText:
            wrong.append(f"{where}: {one.text()[:40]}")
        if _is_markup(one.toolTip()):
            wrong.append(f"tip of {where}: {one.toolTip()[:60]}")
        if isinstance(one, QTextEdit | QTextBrowser | QMessageBox):
            wrong.append(f"{where} reads markup")
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            wrong += [f"tip in {where}: {tip[:60]}" for tip in _tips(one.model()) if _is_markup(tip)]
    return wrong


def _is_markup(tip: str) -> bool:
    return QtText.mightBeRichText(tip) and "<b" in tip


def _tips(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(min(model.rowCount(), 5)):
        for column in range(columns_of(model)):
            tip = model.data(model.index(row, column), Qt.ItemDataRole.ToolTipRole)
            if isinstance(tip, str):
                yield tip


def test_every_page_and_tab(qtbot: QtBot, window: MainWindow, shop: str) -> None:
    wrong: list[str] = []
    for place in PLACES:
        window.commands.trigger(place)
        settle(qtbot, window)
        wrong += misread(window)
    pane = open_ticket(qtbot, window, shop)
    for tab in range(pane.tabs.count()):
        pane.tabs.setCurrentIndex(tab)
        settle(qtbot, window)
        wrong += misread(window)
    assert sorted(set(wrong)) == []
    assert any("PAID" in text for text in texts_of(window))


def test_every_window_and_dialog(qtbot: QtBot, window: MainWindow, shop: str) -> None:
    context = window.context
    assert context is not None
    open_ticket(qtbot, window, shop)
    doors = [partial(window.commands.trigger, command) for command in COMMANDS]
    doors += [
        partial(context.open_intake),
        partial(context.open_quick_job),
        partial(context.open_window, shop),
    ]
    doors += [partial(context.preview, shop, document) for document in Document]
    wrong: list[str] = []
    for door in doors:
        door()
        settle(qtbot, window)
        for one in QApplication.topLevelWidgets():
            if one.isVisible():
                wrong += misread(one)
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not window:
                one.close()
        settle(qtbot, window)
    window.say_wrong(MARK)
    context.tell(MARK, "Undo", lambda: None)
    window.commands.trigger("lock")
    settle(qtbot, window)
    wrong += misread(window)
    assert sorted(set(wrong)) == []


def test_the_walk_sees_what_is_wrong(qtbot: QtBot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    QLabel(MARK, root)
    QTextEdit(root)
    root.setToolTip(MARK)
    assert len(misread(root)) == 3
