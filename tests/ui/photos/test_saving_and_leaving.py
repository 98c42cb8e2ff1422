"""A page that waits for its photos is saved as it was, or kept; keys of meanwhile are for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.services.desk import Desk
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.photos import folder_watch
from deskapp.ui.photos.sources import FileSource
from tests.builders import a_customer
from tests.pictures import photo_file
from tests.ui.intake.hands import only_ticket, press, rest, shown

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.ui.context import DeskContext

pytestmark = pytest.mark.usefixtures("dressed")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Photos are read once this is set."""
    opened, read = Event(), FileSource.read

    def slow(source: FileSource) -> object:
        opened.wait(10)
        return read(source)

    monkeypatch.setattr(FileSource, "read", slow)
    yield opened
    opened.set()


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> Iterator[IntakeWindow]:
    """A page with a customer and a fault."""
    made = shown(IntakeWindow(context), qtbot)
    made.form.customer.take(context.desk.customers.add(context.actor, a_customer()).value.id)
    rest(qtbot, context)
    made.form.items[0].fault.setPlainText("Cracked")
    made.form.items[0].fault.setFocus()
    yield made
    for one in QApplication.topLevelWidgets():
        if isinstance(one, IntakeWindow):
            one.close()


@pytest.fixture
def reading(window: IntakeWindow, gate: Event, tmp_path: Path) -> Event:
    """A photo of the page is being read until this is set."""
    photos = window.form.items[0].photos
    assert photos is not None
    photos.take([FileSource(photo_file(tmp_path))])
    return gate


def numbers_of_photos(desk: Desk, owner: Actor) -> int:
    return len(desk.photos.of_ticket(owner, only_ticket(desk, owner).number))


def saved(window: IntakeWindow, qtbot: QtBot, context: DeskContext) -> None:
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    rest(qtbot, context)


def test_a_page_that_waits_for_photos_is_the_one_that_is_saved(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, reading: Event
) -> None:
    press(Qt.Key.Key_S, CTRL)
    assert window.aftermath.words.full_text() == "The photos are being read…"
    window.discard()  # too late
    assert window.form.items[0].fault.toPlainText() == "Cracked"
    reading.set()
    saved(window, qtbot, context)
    assert numbers_of_photos(desk, owner) == 1


def test_what_is_typed_while_it_is_saved_is_for_the_next_customer(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, reading: Event
) -> None:
    press(Qt.Key.Key_S, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "0770")
    reading.set()
    saved(window, qtbot, context)
    qtbot.waitUntil(lambda: window.form.customer.search.text() == "0770")
    assert only_ticket(desk, owner).items[0].fault == "Cracked"


def test_what_was_typed_ahead_is_for_no_field_of_a_page_that_is_refused(
    window: IntakeWindow, context: DeskContext, qtbot: QtBot, reading: Event
) -> None:
    window.form.items[0].fault.setPlainText("")
    press(Qt.Key.Key_S, CTRL)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "0770")
    reading.set()
    qtbot.waitUntil(lambda: not window.form.photos.is_busy())
    rest(qtbot, context)
    assert window.form.items[0].fault.toPlainText() == ""
    window.form.items[0].fault.setFocus()
    QTest.keyClicks(window.form.items[0].fault, "Bent")
    assert window.form.items[0].fault.toPlainText() == "Bent"


def test_leaving_waits_for_what_is_saved(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, reading: Event
) -> None:
    press(Qt.Key.Key_S, CTRL)
    press(Qt.Key.Key_Escape)
    assert window.isVisible()
    with qtbot.waitSignal(window.destroyed):
        reading.set()
    rest(qtbot, context)
    assert numbers_of_photos(desk, owner) == 1
    assert desk.drafts.ids(owner) == ()


def test_leaving_waits_for_the_photos_of_a_draft(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, reading: Event
) -> None:
    press(Qt.Key.Key_Escape)
    assert window.isVisible()
    with qtbot.waitSignal(window.destroyed):
        reading.set()
    rest(qtbot, context)
    [draft] = desk.drafts.ids(owner)
    [item] = desk.drafts.get(owner, draft).content["items"]
    assert len(item["photos"]) == 1


def test_what_the_camera_just_wrote_is_the_ticket_s_own(
    context: DeskContext,
    desk: Desk,
    owner: Actor,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "camera"
    folder.mkdir()
    monkeypatch.setattr(folder_watch, "SLOWLY_MS", 600_000)  # nobody looks by himself
    monkeypatch.setattr(folder_watch, "SOON_MS", 20)
    folder_watch.watch_of(context).choose(str(folder))
    window = shown(IntakeWindow(context), qtbot)
    window.form.customer.take(desk.customers.add(owner, a_customer()).value.id)
    rest(qtbot, context)
    window.form.items[0].fault.setPlainText("Cracked")
    photo_file(folder)
    window.save()
    saved(window, qtbot, context)
    assert numbers_of_photos(desk, owner) == 1
    assert window.form.is_empty()
    window.close()
