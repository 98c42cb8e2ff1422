"""Everything that leaves the window goes through one door, which opens few kinds of links."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

import deskapp
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext
from deskapp.ui.shared.links import open_link, show_folder, show_written
from deskapp.ui.tickets.customer_card import CustomerCard
from tests.builders import a_customer, an_intake


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def note(url: QUrl) -> bool:
        seen.append(url.toEncoded().toStdString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return seen


def test_nothing_else_asks_the_system_to_open_something() -> None:
    sources = Path(deskapp.__file__).parent.rglob("*.py")
    words = ("openUrl", "openExternalLinks", "setOpenLinks", "linkActivated", "webbrowser", "os.startfile")
    found = {path.name for path in sources if any(one in path.read_text(encoding="utf-8") for one in words)}
    assert found == {"links.py"}


def test_a_link_of_another_kind_stays_closed(opened: list[str], tmp_path: Path) -> None:
    assert not open_link("file:///etc/passwd")
    assert not open_link("")
    assert opened == []
    assert open_link("tel:+447700900142")
    assert show_written(tmp_path / "virus.exe")
    assert show_written(tmp_path / "index.html")
    assert show_folder(tmp_path / "list.csv")
    folder = QUrl.fromLocalFile(str(tmp_path)).toEncoded().toStdString()
    assert opened == ["tel:+447700900142", folder, f"{folder}/index.html", folder]


@pytest.mark.parametrize(
    ("email", "link"),
    [
        ("ada@a.example", "mailto:ada@a.example"),
        ("ada@a.example?bcc=eve@e.example", "mailto:ada@a.example%3Fbcc%3Deve@e.example"),
    ],
)
def test_a_mail_to_a_customer_goes_to_nobody_else(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, opened: list[str], email: str, link: str
) -> None:
    ticket = desk.tickets.take_in(owner, an_intake(customer=a_customer(email="x@a.example"))).value
    assert ticket.customer is not None
    object.__setattr__(ticket.customer.draft, "email", email)  # whatever an old file may hold
    card = CustomerCard(context)
    qtbot.addWidget(card)
    card.show_customer(ticket)
    [button] = [one for one in card.findChildren(QToolButton) if email in one.toolTip()]
    button.click()
    assert opened == [link]
