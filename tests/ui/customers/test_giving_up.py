"""Leaving a form in which something was typed: never without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.shared.regions import paper_languages
from tests.builders import a_customer
from tests.ui.directory import press, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def page_of(context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot) -> CustomersPage:
    desk.customers.add(owner, a_customer())
    return shown(CustomersPage(context), context, qtbot)


def test_escape_asks_before_a_new_customer_that_was_typed_is_gone(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page = page_of(context, desk, owner, qtbot)
    page.new_customer()
    type_in("Ada")
    press(Qt.Key.Key_Escape)
    assert page.side.currentWidget() is page.form
    assert "not saved" in page.form.banner.text()
    type_in(" Byron")
    press(Qt.Key.Key_Escape)
    assert page.form.name.text() == "Ada Byron", "typed on: it asks again"
    press(Qt.Key.Key_Escape)
    assert page.side.currentWidget() is not page.form


def test_escape_leaves_an_untouched_form_at_once(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page = page_of(context, desk, owner, qtbot)
    page.new_customer()
    press(Qt.Key.Key_Escape)
    assert page.side.currentWidget() is not page.form


def test_papers_are_offered_in_the_languages_that_they_speak() -> None:
    assert [code for code, _name in paper_languages()] == ["en", "de"]
    assert "pl" in dict(paper_languages("pl"))
