"""What is typed is kept every two seconds, outlives a killed program, and comes back whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.services.desk import Desk
from deskapp.ui.intake.start import Start
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.shell.file_watch import FileWatch
from tests.builders import a_customer, a_service
from tests.ui.intake.hands import only_ticket, press, rest, shown, type_in
from tests.ui.intake.killed import after_killing, on_unix

if TYPE_CHECKING:
    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor
    from deskapp.ui.context import DeskContext

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_everything_on_the_page_comes_back(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    customer = desk.customers.add(owner, a_customer()).value
    desk.catalog.add(owner, a_service())
    form = window.form
    form.customer.take(customer.id)
    rest(qtbot, context)
    item = form.items[0]
    for field, text in ((item.category, "Phone"), (item.model, "Pixel ☕"), (item.accessories, "box")):
        field.setText(text)
    item.fault.setPlainText("Does not\ncharge")
    item.checks.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2):
        press(key)
    item.ticks.set_ticked(("Charger",))
    item.secret.edit.setText("0815 ")
    form.add_item()
    form.items[1].model.setText("Mouse")
    form.services.search.setFocus()
    form.services.search.setText("Express")
    press(Qt.Key.Key_Return, CONTROL)
    form.services.lines[0].price.setText("12,5")
    form.promise.limit.setText("80")
    form.promise.deposit.setText("20")
    form.promise.place.setText("B3")
    form.promise.terms.set_value("As agreed")
    typed = form.content()
    window.close()
    rest(qtbot, context)
    [draft_id] = desk.drafts.ids(owner)
    again = shown(IntakeWindow(context, Start(draft_id=draft_id)), qtbot)
    qtbot.waitUntil(lambda: again.form.content() == typed)
    again.save()
    qtbot.waitUntil(lambda: "saved" in again.aftermath.words.full_text())
    rest(qtbot, context)
    assert not desk.drafts.ids(owner), "what is saved is no draft any more"
    ticket = only_ticket(desk, owner)
    assert [check.result for check in ticket.items[0].checklist] == ["pass", "fail"]
    assert ticket.items[0].accessories == "Charger, box"
    assert desk.secrets.reveal(owner, ticket.number, 1).value == "0815 "
    assert ticket.edit.deposit is not None
    assert (ticket.edit.deposit.minor, ticket.edit.terms) == (2000, "As agreed")


def test_only_what_changed_is_written_and_an_emptied_page_leaves_nothing(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    type_in("Ada")
    window.form.keeper.look()
    rest(qtbot, context)
    [kept] = desk.drafts.ids(owner)
    mark = desk.mark()
    window.form.keeper.look()
    rest(qtbot, context)
    assert desk.mark() == mark
    window.form.customer.search.clear()
    window.form.keeper.look()
    rest(qtbot, context)
    assert kept not in desk.drafts.ids(owner)


def test_it_is_kept_without_being_asked(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window.form.items[0].fault.setPlainText("No sound")
    qtbot.waitUntil(lambda: bool(desk.drafts.ids(owner)), timeout=5000)


def test_a_draft_that_is_written_makes_no_list_read_again(
    window: IntakeWindow, context: DeskContext, qtbot: QtBot
) -> None:
    watch, told = FileWatch(context), []
    watch.news.connect(lambda: told.append(True))
    window.form.items[0].fault.setPlainText("No sound")
    window.form.keeper.look()
    rest(qtbot, context)
    watch.look()
    assert not told


def test_a_draft_can_be_discarded_and_that_undone(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.drafts.keep(owner, {"items": [{"fault": "No sound"}]})
    window = shown(IntakeWindow(context), qtbot)
    qtbot.waitUntil(lambda: window.banner.text() == "1 unfinished ticket: No sound")
    window.unfinished.discard()
    qtbot.waitUntil(lambda: not window.banner.text())
    assert not desk.drafts.ids(owner)
    QTest.mouseClick(window.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.banner.text() == "1 unfinished ticket: No sound")


def test_of_several_drafts_one_is_chosen_from_their_list(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    for fault in ("No sound", "No picture & no sound"):
        desk.drafts.keep(owner, {"items": [{"fault": fault}]})
    window = shown(IntakeWindow(context), qtbot)
    qtbot.waitUntil(lambda: window.banner.text() == "2 unfinished tickets")
    press(Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: bool(window.unfinished.list.menu))
    menu = window.unfinished.list.menu
    assert menu is not None
    newest, oldest = [action.text().split("  ·  ")[0] for action in menu.actions()]
    assert (newest, oldest) == ("No picture && no sound", "No sound")
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.form.items[0].fault.value() == "No sound")
    qtbot.waitUntil(lambda: window.banner.text() == "1 unfinished ticket: No picture & no sound")


def test_two_windows_keep_a_draft_each(context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot) -> None:
    windows = [shown(IntakeWindow(context), qtbot) for _ in range(2)]
    for number, window in enumerate(windows):
        window.form.items[0].fault.setPlainText(f"Fault {number}")
        window.form.keeper.look()
    rest(qtbot, context)
    assert len(desk.drafts.ids(owner)) == 2
    assert not any(window.banner.text() for window in windows), "what is on the screen is not unfinished"


@on_unix
def test_what_was_typed_outlives_a_killed_program(shop_path: Path, clock: FixedClock, qtbot: QtBot) -> None:
    typed = 'item.fault.setPlainText("typed before the power went")'
    with after_killing(typed, shop_path, clock, qtbot) as desk:
        [draft_id] = desk.drafts.ids(desk.actor())
        content = desk.drafts.get(desk.actor(), draft_id).content
    assert content["items"][0]["fault"] == "typed before the power went"
