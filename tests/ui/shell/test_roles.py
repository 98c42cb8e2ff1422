"""Every button and every field of every window as each role: what can be used is what the list allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.paper import Document
from deskapp.domain.permission import Action, why_not, why_not_on
from deskapp.services.desk import Desk
from deskapp.ui.backup.window import BackupWindow
from deskapp.ui.catalog.page import CatalogPage
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.shared.only import does
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import a_customer, a_line, a_service, an_intake, an_item
from tests.ui.main_frame import eventually, open_ticket, open_window, settle

ROLES = list(Role)
PLACES = ("go_tickets", "go_customers", "go_devices", "go_catalog", "go_enquiries")


@pytest.fixture
def staff(desk: Desk, owner: Actor) -> dict[Role, Actor]:
    for name, role in (("Fay", Role.FRONT_DESK), ("Tom", Role.TECHNICIAN), ("Rea", Role.READ_ONLY)):
        desk.people.add(owner, name, role)
    return {Role.OWNER: owner} | {desk.actor(name).role: desk.actor(name) for name in ("Fay", "Tom", "Rea")}


@pytest.fixture
def shop(desk: Desk, owner: Actor, staff: dict[Role, Actor]) -> dict[str, str]:
    """Tickets of the technician, of the owner and of nobody, in a shop with one of everything."""
    desk.catalog.add(owner, a_service())
    persons = {"own": staff[Role.TECHNICIAN].person_id, "other": owner.person_id, "nobody": None}
    made = {}
    for who, person in persons.items():
        items = (an_item(), an_item("Cracked"))
        intake = an_intake(
            person_id=person,
            lines=(a_line(),),
            items=items,
            customer=a_customer(who, f"07700 90014{person or 0}"),
        )
        made[who] = desk.tickets.take_in(owner, intake).value.number
    return made


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk, shop: dict[str, str]) -> Iterator[MainWindow]:
    with open_window(qtbot, clock, desk.path) as made:
        yield made


def switch_to(qtbot: QtBot, window: MainWindow, actor: Actor) -> None:
    """As after the lock page."""
    from deskapp.ui.context import OpenShop

    context = window.context
    assert context is not None
    if actor.role is not Role.OWNER:
        window.opener.hand_on(OpenShop.by(context.desk, actor))
        eventually(qtbot, lambda: window.context is not None and window.context.actor == actor)
        eventually(qtbot, lambda: window.pages.tickets().list.records.rowCount() == 3)
    settle(qtbot, window)


_PIECES = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QListWidget)


def usable(root: QWidget) -> Iterator[QWidget]:
    """What can be pressed or typed into."""
    for one in root.findChildren(QWidget):
        inside = isinstance(one.parent(), QComboBox | QAbstractSpinBox) or one.objectName().startswith("qt_")
        there = isinstance(one, _PIECES) and one.isVisible() and one.isEnabled() and not inside
        if there and not (isinstance(one, QLineEdit | QPlainTextEdit) and one.isReadOnly()):
            yield one


def label_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget.parent()).__name__}/{type(widget).__name__}/{widget.accessibleName() or text}"


HARMLESS = re.compile(
    r"""
    .*/PlaceButton/.* | Sidebar/QPushButton/New.ticket        # both follow commands and the list
    | ChipRow/.* | FilterBox/.* | .*Filter/.* | FilterField/.* | RecordList/_Filter/.*
    | Foot/.* | TopBar/.* | Omnibox/.* | TableHead/.* | Toast/.*
    | .*/(Show.the.customer|Copy.the.(phone.)?number|Write.an.e-mail)
    | .*/(Which.(devices|enquiries)|Show.&retired|Board|Close|Clear.filter|Cancel|Sto&p)
    | Card/QPushButton/Preview.the.*
    | Column.* | BoardHead.*
    """,
    re.VERBOSE,
)
"""What shows, finds, copies or closes; all else has to say which action it is."""
_MAKES = re.compile("EmptyState/QPushButton/New (customer|device|enquiry)")


def wrong_in(root: QWidget, actor: Actor, whose: int | None = None) -> list[str]:
    """What can be used in a window and should not be, or says of no action that it is one."""
    found = []
    for one in usable(root):
        said = label_of(one)
        action = does(one) or (Action.CHANGE_CUSTOMER.value if _MAKES.fullmatch(said) else "")
        if not action and not HARMLESS.fullmatch(said):
            found.append(f"no action: {said}")
        elif action and why_not(actor.role, Action(action)):
            found.append(f"{action}: {said}")
        elif action and inside_pane(one) and why_not_on(actor, Action(action), whose):
            found.append(f"{action} of somebody else: {said}")
    return found


def inside_pane(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, TicketPane):
        widget = widget.parentWidget()
    return widget is not None


@pytest.mark.parametrize("role", ROLES)
def test_what_can_be_used_is_allowed(
    qtbot: QtBot, window: MainWindow, staff: dict[Role, Actor], shop: dict[str, str], role: Role
) -> None:
    actor, wrong = staff[role], list[str]()
    switch_to(qtbot, window, actor)
    for place in PLACES:
        window.commands.trigger(place)
        settle(qtbot, window)
        wrong += wrong_in(window, actor)
    persons = {"own": staff[Role.TECHNICIAN].person_id, "other": staff[Role.OWNER].person_id, "nobody": None}
    for who, person in persons.items():
        pane = open_ticket(qtbot, window, shop[who])
        for tab in range(pane.tabs.count()):
            pane.tabs.setCurrentIndex(tab)
            settle(qtbot, window)
            wrong += [f"{who}: {one}" for one in wrong_in(pane, actor, person)]
    assert sorted(set(wrong)) == []


@pytest.mark.parametrize("role", ROLES)
def test_the_windows_beside_it(
    qtbot: QtBot, window: MainWindow, staff: dict[Role, Actor], shop: dict[str, str], role: Role
) -> None:
    actor = staff[role]
    switch_to(qtbot, window, actor)
    context = window.context
    assert context is not None
    doors = (
        (context.open_intake, Action.TAKE_IN, IntakeWindow),
        (context.open_quick_job, Action.SET_PRICE, QuickWindow),
        (window.import_records, Action.IMPORT, ImportWindow),
        (partial(context.preview, shop["own"], Document.CLAIM_TICKET), Action.SEE_TICKETS, PreviewWindow),
        (context.open_backups, Action.SEE_TICKETS, BackupWindow),
    )
    for open_it, action, kind in doors:
        open_it()
        settle(qtbot, window)
        there = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert bool(there) is (not why_not(role, action)), kind
        for one in there:
            if kind in {PreviewWindow, BackupWindow}:
                shut = [
                    piece for piece in usable(one) if (done := does(piece)) and why_not(role, Action(done))
                ]
                assert shut == []
                assert any(does(piece) for piece in one.findChildren(QWidget))
            one.close()


@pytest.mark.parametrize("role", ROLES)
def test_several_tickets_and_the_board(
    qtbot: QtBot, window: MainWindow, staff: dict[Role, Actor], role: Role
) -> None:
    actor = staff[role]
    switch_to(qtbot, window, actor)
    page = window.pages.tickets()
    page.list.table.selectAll()
    eventually(qtbot, page.shows_bulk)
    settle(qtbot, window)
    assert wrong_in(page.bulk(), actor) == []
    page.list.faces.front().clearSelection()
    said: list[str] = []
    assert window.context is not None
    window.context.told.connect(lambda words, *_rest: said.append(words))
    page.keys.open("priority", QPoint(0, 0))
    settle(qtbot, window)
    assert bool(said) is bool(why_not(role, Action.CHANGE_WORDS))


def test_money_and_addresses_are_columns_that_a_technician_does_not_have(
    qtbot: QtBot, window: MainWindow, staff: dict[Role, Actor], shop: dict[str, str]
) -> None:
    def columns() -> set[str]:
        catalog = window.pages.page("catalog")
        assert isinstance(catalog, CatalogPage)
        models = (window.pages.tickets().list.records, catalog.list.records)
        return {column.key for model in models for column in model.columns}

    for place in PLACES:
        window.commands.trigger(place)
    settle(qtbot, window)
    assert {"total", "price"} <= columns()
    switch_to(qtbot, window, staff[Role.TECHNICIAN])
    for place in PLACES:
        window.commands.trigger(place)
    settle(qtbot, window)
    assert not {"total", "price", "tax", "city", "email"} & columns()
    pane = open_ticket(qtbot, window, shop["own"])
    pane.show_tab(pane.money)
    settle(qtbot, window)
    assert [one.key for one in pane.money.records.columns] == ["description", "quantity"]
    assert not pane.money.sums.isVisible()
    pane.show_tab(pane.overview)
    assert not pane.overview.limit.isVisible()
    assert pane.overview.place.isVisible()


def test_a_shut_field_stays_shut_and_opens_with_the_next_ticket(
    qtbot: QtBot, window: MainWindow, staff: dict[Role, Actor], shop: dict[str, str]
) -> None:
    switch_to(qtbot, window, staff[Role.TECHNICIAN])
    pane = open_ticket(qtbot, window, shop["other"])
    fault = pane.overview.cards[0].fault
    assert fault.isReadOnly()
    assert "not yours" in fault.toolTip()
    pane.header.priority.setEnabled(True)
    assert not pane.header.priority.isEnabled()
    open_ticket(qtbot, window, shop["own"])
    assert not pane.overview.cards[0].fault.isReadOnly()
    assert pane.header.priority.isEnabled()
    assert "not yours" not in pane.header.priority.toolTip()
    people = [pane.header.person.itemText(place) for place in range(pane.header.person.count())]
    assert people == ["Nobody", "Tom"]
