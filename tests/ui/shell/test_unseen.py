"""What a technician does not see: no sum, no address, no e-mail in any list, tip, paper, search or copy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.customer import Address, Email
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.paper import Document
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from tests.builders import a_customer, a_line, a_service, an_intake, pounds
from tests.ui.main_frame import eventually, open_ticket, open_window, settle
from tests.ui.reading import texts_of

PLACES = ("go_tickets", "go_customers", "go_devices", "go_catalog", "go_enquiries")
CANARIES = (
    "canary@",
    "canary2@",
    "canary3@",
    "Canary Lane",
    "Canary Wharf",
    "Canary Row",
    "987.65",
    "98765",
    "76.54",
    "7654",
)


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Actor:
    desk.people.add(owner, "Tom Ellis", Role.TECHNICIAN)
    return desk.actor("Tom")


@pytest.fixture
def number(desk: Desk, owner: Actor, tom: Actor) -> str:
    service = desk.catalog.add(owner, a_service(price="987.65", cost=pounds("76.54"))).value
    customer = a_customer(
        "Ada Byron", email="canary@a.example", emails=(Email("canary2@a.example"),), street="Canary Lane 7",
        city="Canary Wharf", addresses=(Address(street="Canary Row"),),
    )  # fmt: skip
    line = a_line("Port", "987.65", service_id=service.id)
    intake = an_intake(
        customer=customer,
        person_id=tom.person_id,
        lines=(line,),
        deposit=pounds("76.54"),
        cost_limit=pounds("987.65"),
    )
    desk.enquiries.add(owner, EnquiryDraft(name="Carl", email="canary3@a.example", text="How much?"))
    return desk.tickets.take_in(owner, intake).value.number


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk, number: str, tom: Actor) -> Iterator[MainWindow]:
    from deskapp.ui.context import OpenShop

    with open_window(qtbot, clock, desk.path) as made:
        assert made.context is not None
        made.opener.hand_on(OpenShop.by(made.context.desk, tom))
        eventually(qtbot, lambda: made.context is not None and made.context.actor == tom)
        eventually(qtbot, lambda: made.pages.tickets().list.records.rowCount() == 1)
        settle(qtbot, made)
        yield made


def read() -> set[str]:
    """The canaries that stand anywhere in what is open."""
    said = [text for one in QApplication.topLevelWidgets() if one.isVisible() for text in texts_of(one)]
    return {canary for canary in CANARIES for text in said if canary in text}


def test_every_page_and_tab(qtbot: QtBot, window: MainWindow, number: str) -> None:
    found = set[str]()
    for place in PLACES:
        window.commands.trigger(place)
        settle(qtbot, window)
        found |= read()
    pane = open_ticket(qtbot, window, number)
    for tab in range(pane.tabs.count()):
        pane.tabs.setCurrentIndex(tab)
        settle(qtbot, window)
        found |= read()
    assert found == set()
    assert any("Ada Byron" in text for text in texts_of(window)), "names are seen"


def test_the_search_papers_and_copies(qtbot: QtBot, window: MainWindow, number: str) -> None:
    context, found = window.context, set[str]()
    assert context is not None
    for typed in ("byron", "canary", "chg", number[-4:]):
        window.commands.trigger("omnibox")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.setText(typed)
        field.textEdited.emit(typed)
        settle(qtbot, window)
        found |= read()
    window.omnibox.clear()
    table = window.pages.tickets().list.table
    table.selectAll()
    table.copy_rows()
    copied = QGuiApplication.clipboard().mimeData()
    found |= {one for one in CANARIES if one in copied.text() + copied.html()}
    for document in Document:
        paper = desk_paper(window, number, document)
        found |= {one for one in CANARIES if one in paper}
    assert found == set()


def desk_paper(window: MainWindow, number: str, document: Document) -> str:
    """The text of a paper as this person makes it."""
    import pypdfium2

    from deskapp.domain.shop import Paper
    from deskapp.ui.papers.making import make

    assert window.context is not None
    made = make(window.context.desk, window.context.actor, number, document, Paper.A4)
    with pypdfium2.PdfDocument(made.pdf) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def test_the_intake_and_the_line(qtbot: QtBot, window: MainWindow, number: str) -> None:
    context = window.context
    assert context is not None
    pane = open_ticket(qtbot, window, number)
    customer = context.desk.customers.rows(context.actor, "byron", limit=1)[0].id
    for door in (
        partial(context.open_intake, customer),
        partial(pane.money.edit, context.desk.tickets.get(context.actor, number).lines[0].id),
        partial(window.commands.trigger, "audit"),
    ):
        door()
        settle(qtbot, window)
        assert read() == set()


def test_a_technician_changes_a_line_and_its_price_stays(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor, number: str
) -> None:
    pane = open_ticket(qtbot, window, number)
    pane.money.edit(desk.tickets.get(owner, number).lines[0].id)
    from deskapp.ui.tickets.line_dialog import LineDialog

    dialog = window.findChild(LineDialog)
    assert dialog is not None
    assert not dialog.price.isVisible()
    dialog.description.setText("Another port")
    dialog.save()
    eventually(qtbot, lambda: desk.tickets.get(owner, number).lines[0].draft.description == "Another port")
    settle(qtbot, window)
    assert desk.tickets.get(owner, number).lines[0].draft.unit_price == pounds("987.65")
