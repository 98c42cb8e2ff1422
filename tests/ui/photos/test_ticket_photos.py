"""The photographs on the tab of a ticket: added, described, removed with undo, saved to a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.exchange.photo_file import shrunk
from deskapp.ui.photos.sources import FileSource
from deskapp.ui.photos.viewer import PhotoViewer
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import an_intake, an_item
from tests.pictures import a_jpeg, photo_file
from tests.ui.main_frame import eventually, open_ticket, open_window, settle

if TYPE_CHECKING:
    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.photos.ticket_photos import TicketPhotos

pytestmark = pytest.mark.usefixtures("dressed")
Key = Qt.Key


class Tab:
    """The tab of a ticket with two items, in the window."""

    def __init__(self, window: MainWindow, pane: TicketPane, number: str) -> None:
        self.window, self.pane, self.number = window, pane, number

    @property
    def photos(self) -> TicketPhotos:
        return self.pane.files.photos

    def captions(self) -> list[str]:
        return [tile.caption for tile in self.photos.model.tiles()]


@pytest.fixture
def tab(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> Iterator[Tab]:
    items = (an_item(), an_item("Rattles"))
    number = desk.tickets.take_in(owner, an_intake(items=items)).value.number
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.files)
        settle(qtbot, window)
        yield Tab(window, pane, number)
        for one in QApplication.topLevelWidgets():
            if isinstance(one, PhotoViewer):
                one.close()


def described(desk: Desk, owner: Actor, number: str, *captions: str) -> None:
    """Photos that were put on the ticket elsewhere."""
    for place, words in enumerate(captions):
        desk.photos.add(owner, number, [shrunk(a_jpeg(f"#40{place * 40:02x}c0"), words)], 2, words)


@pytest.fixture
def filled(qtbot: QtBot, tab: Tab, desk: Desk, owner: Actor) -> Tab:
    described(desk, owner, tab.number, "Front", "Back", "Side")
    tab.pane.saver.stale.emit()  # as after a change that another window made
    eventually(qtbot, lambda: tab.captions() == ["Front", "Back", "Side"])
    return tab


def test_photos_are_added_to_the_chosen_item_in_one_act(
    qtbot: QtBot, tab: Tab, desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    assert tab.photos.nothing.isVisible()
    tab.photos.item.set_key("2")
    (tmp_path / "letter.jpg").write_text("Dear customer")
    files = [photo_file(tmp_path, "a.jpg"), tmp_path / "letter.jpg", photo_file(tmp_path, "b.jpg", "green")]
    tab.photos.take([FileSource(file) for file in files])
    eventually(qtbot, lambda: tab.photos.model.rowCount() == 2)
    assert {photo.item for photo in desk.photos.of_ticket(owner, tab.number)} == {2}
    assert "“letter.jpg” is not a picture" in tab.photos.says.text()
    assert not tab.photos.nothing.isVisible()
    toast = tab.window.toasts.current()
    assert toast is not None
    assert f"Added 2 photos to {tab.number}" in toast.words.full_text()
    tab.window.commands.trigger("undo")
    eventually(qtbot, lambda: tab.photos.model.rowCount() == 0)
    assert tab.photos.nothing.isVisible()


def test_photos_go_to_the_ticket_for_which_they_were_chosen(
    qtbot: QtBot, tab: Tab, desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    other = next(row.number for row in desk.tickets.rows(owner) if row.number != tab.number)
    tab.photos.take([FileSource(photo_file(tmp_path))])
    tab.pane.open(other)
    eventually(qtbot, lambda: len(desk.photos.of_ticket(owner, tab.number)) == 1)
    assert not desk.photos.of_ticket(owner, other)


def test_each_photo_says_who_and_when(filled: Tab) -> None:
    tile = filled.photos.model.tiles()[0]
    assert tile.about == "Item 2, Tue 10 Mar, Priya Nair"
    assert filled.photos.about.full_text() == "Added Tue 10 Mar 12:00 by Priya Nair  ·  400 × 300"


def test_a_caption_is_written_in_place(qtbot: QtBot, filled: Tab, desk: Desk, owner: Actor) -> None:
    photos = filled.photos
    photos.grid.setFocus()
    QTest.keyClick(photos.grid, Key.Key_Right)
    assert photos.caption.text() == "Back"
    photos.caption.setFocus()
    photos.caption.selectAll()
    QTest.keyClicks(photos.caption, "Dent")
    QTest.keyClick(photos.caption, Key.Key_Return)
    eventually(qtbot, lambda: filled.captions() == ["Front", "Dent", "Side"])
    settle(qtbot, filled.window)
    versions = [photo.row_version for photo in desk.photos.of_ticket(owner, filled.number)]
    assert versions == [1, 2, 1], "it is sent once"
    assert (photos.grid.place(), photos.caption_row.wrong()) == (1, "")


def test_a_caption_is_kept_when_the_ticket_is_left(
    qtbot: QtBot, filled: Tab, desk: Desk, owner: Actor
) -> None:
    filled.photos.caption.setFocus()
    filled.photos.caption.setText("Dent")
    other = next(row.number for row in desk.tickets.rows(owner) if row.number != filled.number)
    filled.pane.open(other)
    eventually(qtbot, lambda: desk.photos.of_ticket(owner, filled.number)[0].caption == "Dent")
    settle(qtbot, filled.window)
    assert filled.photos.model.rowCount() == 0


def test_a_caption_that_was_changed_elsewhere_is_not_written_over(
    qtbot: QtBot, filled: Tab, desk: Desk, owner: Actor
) -> None:
    photos = filled.photos
    photos.caption.setFocus()
    photos.caption.setText("Mine")
    first = desk.photos.of_ticket(owner, filled.number)[0]
    desk.photos.describe(owner, first.id, "Theirs", first.row_version)
    QTest.keyClick(photos.caption, Key.Key_Return)
    eventually(qtbot, lambda: "Changed elsewhere to “Theirs”" in photos.caption_row.wrong())
    settle(qtbot, filled.window)
    assert photos.caption.text() == "Mine"
    assert desk.photos.of_ticket(owner, filled.number)[0].caption == "Theirs"
    photos.caption.setFocus()
    QTest.keyClick(photos.caption, Key.Key_Return)
    eventually(qtbot, lambda: desk.photos.of_ticket(owner, filled.number)[0].caption == "Mine")


def test_a_photo_is_removed_by_key_and_brought_back(qtbot: QtBot, filled: Tab) -> None:
    grid = filled.photos.grid
    grid.setFocus()
    grid.go_to(1)
    QTest.keyClick(grid, Key.Key_Delete)
    eventually(qtbot, lambda: filled.captions() == ["Front", "Side"])
    assert grid.place() == 1
    toast = filled.window.toasts.current()
    assert toast is not None
    assert toast.action is not None
    toast.action.click()
    eventually(qtbot, lambda: filled.captions() == ["Front", "Back", "Side"])


def test_a_photo_is_opened_large(qtbot: QtBot, filled: Tab) -> None:
    filled.photos.grid.setFocus()
    filled.photos.grid.go_to(2)
    QTest.keyClick(filled.photos.grid, Key.Key_Return)
    viewer = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PhotoViewer))
    eventually(qtbot, viewer.view.is_there)
    assert viewer.caption.full_text().startswith("Side")


def test_a_photo_is_saved_to_a_file(qtbot: QtBot, filled: Tab, tmp_path: Path) -> None:
    filled.photos.save.click()
    [dialog] = filled.photos.findChildren(QFileDialog)
    assert [Path(file).name for file in dialog.selectedFiles()] == [f"{filled.number}-1.jpg"]
    dialog.fileSelected.emit(str(tmp_path / "out.jpg"))
    dialog.close()
    eventually(qtbot, (tmp_path / "out.jpg").exists)
    assert (tmp_path / "out.jpg").read_bytes()[:3] == b"\xff\xd8\xff"


def test_a_photo_that_cannot_be_saved_is_told(qtbot: QtBot, filled: Tab, tmp_path: Path) -> None:
    photo_id = filled.photos.model.tiles()[0].id
    with qtbot.waitSignal(filled.photos._context.failed) as told:  # noqa: SLF001  where the window listens
        filled.photos.save_to(photo_id, str(tmp_path / "gone" / "out.jpg"))
    assert "could not be saved in" in str(told.args)


def test_the_menu_asks_for_photos_of_the_ticket(filled: Tab) -> None:
    filled.pane.show_tab(filled.pane.overview)
    filled.window.commands.trigger("add_photos")
    assert filled.photos.isVisible()
    [dialog] = filled.photos.findChildren(QFileDialog)
    dialog.close()
