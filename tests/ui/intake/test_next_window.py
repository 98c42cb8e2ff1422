"""The window that was built while nobody waited is as good as one built when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.ui.intake import next_window
from deskapp.ui.intake.drawer import drawer_of
from deskapp.ui.intake.next_window import NextWindow
from deskapp.ui.intake.start import Start
from deskapp.ui.intake.window import IntakeWindow
from tests.builders import a_customer
from tests.ui.intake.hands import only_ticket, press, rest, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


PAUSE_MS = 150


@pytest.fixture
def following(context: DeskContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[NextWindow]:
    monkeypatch.setattr(next_window, "_LATER_MS", PAUSE_MS)
    made = NextWindow(context)
    yield made
    made.rest()


def there() -> list[IntakeWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, IntakeWindow)]


def test_the_first_one_is_built_when_the_window_rests_and_nobody_sees_it(
    following: NextWindow, qtbot: QtBot
) -> None:
    before = there()
    assert not following.is_ready(), "a start of the program does not pay for it"
    following.expect()
    assert not following.is_ready(), "and waits for none of it"
    qtbot.waitUntil(following.is_ready)
    [ready] = [one for one in there() if one not in before]
    assert not ready.isVisible()
    assert following.open() is ready
    assert not following.is_ready(), "one page is never given twice"


def test_while_one_is_open_a_second_is_made_ready(following: NextWindow, qtbot: QtBot) -> None:
    window = shown(following.open(), qtbot)
    qtbot.waitUntil(following.is_ready)
    second = following.open()
    assert second is not window


def test_nothing_is_built_while_somebody_types(following: NextWindow, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    following.expect()
    typing = QTimer(interval=20)
    typing.timeout.connect(lambda: QTest.keyClick(field.windowHandle(), Qt.Key.Key_A))
    typing.start()
    qtbot.waitUntil(lambda: len(field.text()) > 2 * PAUSE_MS / 20)
    assert not following.is_ready()
    typing.stop()
    qtbot.waitUntil(following.is_ready)


def test_what_is_written_on_it_is_kept_and_saved(
    following: NextWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    following.build()
    window = shown(following.open(), qtbot)
    assert QApplication.focusWidget() is window.form.customer.search
    assert owner.name in window.received.full_text()
    type_in("Ada")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.form.items[0].fault.set_value("No sound")
    window.form.keeper.look()
    rest(qtbot, context)
    assert desk.drafts.ids(owner)
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    rest(qtbot, context)
    assert only_ticket(desk, owner).items[0].fault == "No sound"
    assert not desk.drafts.ids(owner)


def test_it_begins_with_what_is_known_or_with_a_draft(
    following: NextWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    grace = desk.customers.add(owner, a_customer(name="Grace Hopper")).value
    following.build()
    window = shown(following.open(grace.id), qtbot)
    qtbot.waitUntil(lambda: window.form.customer.known.name.full_text() == "Grace Hopper")
    window.close()
    rest(qtbot, context)
    [draft_id] = desk.drafts.ids(owner)
    following.build()
    again = shown(following.open(Start(draft_id=draft_id)), qtbot)
    qtbot.waitUntil(lambda: again.form.customer.known.name.full_text() == "Grace Hopper")
    assert not again.banner.text(), "its draft is not offered to itself"


def test_one_that_waits_is_no_page_that_is_being_written(following: NextWindow, context: DeskContext) -> None:
    following.build()
    assert not drawer_of(context).findChildren(type(drawer_of(context).keeper()))[1:]


def test_the_shop_of_today_and_the_person_at_the_desk_are_on_it(
    following: NextWindow, context: DeskContext, qtbot: QtBot
) -> None:
    following.build()
    context.use_shop(replace(context.shop, terms="No liability for data"))
    assert not following.is_ready()
    qtbot.waitUntil(following.is_ready)
    assert following.open().form.promise.terms.value() == "No liability for data"
    following.build()
    context.actor = replace(context.actor, name="Zoe")
    before = there()
    window = following.open()
    assert window not in before
    assert "Zoe" in window.received.full_text()
