"""The passcode of an item in the pane: hidden until somebody asks, which the history tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.ui.tickets.secret_row import SecretRow
from tests.builders import an_intake, an_item

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def test_it_is_shown_on_request_and_hidden_again(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    item = replace(an_item(), secret=Secret(SecretKind.PASSCODE, "4711"))
    ticket = desk.tickets.take_in(owner, an_intake(items=(item,))).value
    row = SecretRow(context)
    qtbot.addWidget(row)
    row.show()
    row.show_item(ticket.number, ticket.items[0])
    assert "4711" not in row.words.full_text()
    row.reveal.click()
    qtbot.waitUntil(lambda: "4711" in row.words.full_text())
    last = desk.tickets.get(owner, ticket.number).history[-1]
    assert last.text == "Looked at the passcode or pattern"
    row.hide_again()
    assert "4711" not in row.words.full_text()
    row.change.click()
    row.edit.edit.setText("0815")
    row.edit.left.emit()
    qtbot.waitUntil(lambda: desk.secrets.reveal(owner, ticket.number, 1).value == "0815")
