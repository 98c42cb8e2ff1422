"""Photographs at the counter: added from everywhere, kept at once, and on the ticket when it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp.services.desk import Desk
from deskapp.ui.intake.start import Start
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.photos import folder_watch
from deskapp.ui.photos.sources import FileSource
from deskapp.ui.photos.viewer import PhotoViewer
from tests.builders import a_customer
from tests.contents import rows
from tests.pictures import a_jpeg, photo_file
from tests.ui.intake.hands import only_ticket, press, rest, shown, type_in
from tests.ui.intake.killed import after_killing, on_unix

if TYPE_CHECKING:
    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor
    from deskapp.ui.context import DeskContext
    from deskapp.ui.photos.intake_photos import IntakePhotos

pytestmark = pytest.mark.usefixtures("dressed")
Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> Iterator[IntakeWindow]:
    """The window as it opens on a new shop; with all others it is gone afterwards."""
    yield shown(IntakeWindow(context), qtbot)
    for one in QApplication.topLevelWidgets():
        if isinstance(one, IntakeWindow | PhotoViewer):
            one.close()


def photos_of(window: IntakeWindow, item: int = 0) -> IntakePhotos:
    photos = window.form.items[item].photos
    assert photos is not None
    return photos


def add(window: IntakeWindow, qtbot: QtBot, *files: Path, item: int = 0) -> IntakePhotos:
    """Take these files and wait until they are read."""
    photos = photos_of(window, item)
    photos.take([FileSource(file) for file in files])
    qtbot.waitUntil(lambda: not photos.is_reading())
    return photos


def somebody(window: IntakeWindow, context: DeskContext, qtbot: QtBot) -> None:
    """The customer of the page."""
    desk = context.desk
    window.form.customer.take(desk.customers.add(context.actor, a_customer()).value.id)
    rest(qtbot, context)


def contents(desk: Desk) -> int:
    return int(rows(desk.path, "SELECT count(*) FROM photo")[0][0])


def drop(target: QWidget, *files: Path) -> bool:
    """Drag files from the file manager onto something; answers whether it takes them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(4, 4), *how)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPoint(4, 4), *how))
    return enter.isAccepted()


def test_photos_of_two_items_are_saved_with_them(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    somebody(window, context, qtbot)
    form = window.form
    form.items[0].fault.setPlainText("Cracked")
    form.add_item()
    form.items[1].fault.setPlainText("Rattles")
    add(window, qtbot, *(photo_file(tmp_path, f"{colour}.jpg", colour) for colour in ("navy", "green")))
    add(window, qtbot, photo_file(tmp_path, "orange.jpg", "orange"), item=1)
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    rest(qtbot, context)
    found = desk.photos.of_ticket(owner, only_ticket(desk, owner).number)
    assert [photo.item for photo in found] == [1, 1, 2]
    assert window.form.is_empty()


def test_saving_waits_for_photos_that_are_still_being_read(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    somebody(window, context, qtbot)
    window.form.items[0].fault.setPlainText("Cracked")
    photos_of(window).take([FileSource(photo_file(tmp_path, f"{c}.jpg", c)) for c in ("navy", "green")])
    window.save()
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    rest(qtbot, context)
    assert len(desk.photos.of_ticket(owner, only_ticket(desk, owner).number)) == 2


def test_only_a_photo_is_something_to_keep(window: IntakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.form.is_empty()
    add(window, qtbot, photo_file(tmp_path))
    assert not window.form.is_empty()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.jpg", b"Dear customer", "“letter.jpg” is not a picture; choose a JPEG"),
        ("IMG.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "“IMG.heic” is a HEIC picture"),
        ("empty.jpg", b"", "“empty.jpg” is empty"),
    ],
)
def test_what_is_no_photo_is_told_under_the_strip(
    window: IntakeWindow, desk: Desk, qtbot: QtBot, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    photos = add(window, qtbot, tmp_path / name, photo_file(tmp_path))
    assert photos.says.text().startswith(sentence)
    assert photos.says.isVisible()
    assert len(photos.drafts()) == contents(desk) == 1


def test_the_same_photo_is_there_once(window: IntakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    photos = add(window, qtbot, photo_file(tmp_path, "a.jpg"), photo_file(tmp_path, "b.jpg"))
    assert len(photos.drafts()) == 1


def copy_files(tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo_file(tmp_path)))])
    QGuiApplication.clipboard().setMimeData(mime)


def test_they_are_put_in_order_and_described_by_keys(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [photo_file(tmp_path, f"{colour}.jpg", colour) for colour in ("navy", "green", "red")]
    photos = add(window, qtbot, *files)
    hashes = [draft.sha256 for draft in photos.drafts()]
    photos.grid.setFocus()
    press(Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert [draft.sha256 for draft in photos.drafts()] == [hashes[0], hashes[2], hashes[1]]
    press(Key.Key_Tab)
    type_in("Crack at the top")
    window.form.items[0].fault.set_value("Screen cracked")
    press(Key.Key_Backtab)
    press(Key.Key_Home)
    assert photos.caption.field.text() == ""  # type: ignore[attr-defined]  # it is a line
    press(Key.Key_Left, Qt.KeyboardModifier.ControlModifier)  # nothing is before the first
    kept = photos.content()
    assert [one["caption"] for one in kept] == ["", "Crack at the top", ""]
    somebody(window, context, qtbot)
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    taken = desk.photos.of_ticket(owner, only_ticket(desk, owner).number)
    assert [(one.kept.sha256, one.caption) for one in taken] == [
        (one["sha256"], one["caption"]) for one in kept
    ]


def copy_image(_tmp_path: Path) -> None:
    QGuiApplication.clipboard().setImage(QImage.fromData(a_jpeg()))


@pytest.mark.parametrize("copy", [copy_files, copy_image])
def test_a_copied_photo_is_pasted_by_a_key(
    window: IntakeWindow, qtbot: QtBot, tmp_path: Path, copy: Callable[[Path], None]
) -> None:
    copy(tmp_path)
    window.form.items[0].fault.setFocus()
    press(Key.Key_V, SHIFT)
    qtbot.waitUntil(lambda: len(photos_of(window).drafts()) == 1)


def test_pasting_nothing_is_told(window: IntakeWindow) -> None:
    QGuiApplication.clipboard().setText("no picture")
    photos_of(window).paste_button.click()
    assert "No picture is copied" in photos_of(window).says.text()


def test_dragged_photos_come_to_the_item_they_are_dropped_on(
    window: IntakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.form.add_item()
    assert drop(photos_of(window, 1), photo_file(tmp_path))
    qtbot.waitUntil(lambda: len(photos_of(window, 1).drafts()) == 1)
    assert drop(photos_of(window, 1).grid.viewport(), photo_file(tmp_path, "b.jpg", "green"))
    qtbot.waitUntil(lambda: len(photos_of(window, 1).drafts()) == 2)
    assert not photos_of(window, 0).drafts()


def test_files_are_asked_for_by_a_key(window: IntakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.form.items[0].fault.setFocus()
    press(Key.Key_F, SHIFT)
    [dialog] = window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(photo_file(tmp_path))])
    dialog.close()
    qtbot.waitUntil(lambda: len(photos_of(window).drafts()) == 1)


def test_the_strip_is_worked_by_keys(window: IntakeWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    colours = ("navy", "green", "orange")
    photos = add(window, qtbot, *(photo_file(tmp_path, f"{colour}.jpg", colour) for colour in colours))
    first, second, third = (draft.sha256 for draft in photos.drafts())
    window.form.items[0].secret.kind.setFocus()
    press(Key.Key_Tab)
    assert photos.grid.hasFocus()
    press(Key.Key_Home)
    press(Key.Key_Right)
    press(Key.Key_Delete)
    assert [draft.sha256 for draft in photos.drafts()] == [first, third]
    assert (photos.says.text(), photos.grid.place()) == ("Photo removed", 1)
    press(Key.Key_Delete)
    press(Key.Key_Delete)
    assert photos.files.hasFocus()
    for _time in range(3):
        photos.says.act.click() if _time == 0 else press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [draft.sha256 for draft in photos.drafts()] == [first, second, third]
    assert contents(desk) == 3
    press(Key.Key_Return)
    viewer = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PhotoViewer))
    qtbot.waitUntil(viewer.view.is_there)


def test_tab_passes_by_while_there_is_no_photo(window: IntakeWindow) -> None:
    window.form.items[0].secret.kind.setFocus()
    press(Key.Key_Tab)
    assert QApplication.focusWidget() is window.form.add_item_button


# Drafts -------------------------------------------------------------------------------------------


def test_photos_come_back_with_the_draft(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    window.form.items[0].fault.setPlainText("Cracked")
    window.form.add_item()
    add(window, qtbot, photo_file(tmp_path), item=1)
    kept = window.form.content()
    assert len(str(kept)) < 3000, "only hashes stand in the draft"
    window.close()
    rest(qtbot, context)
    [draft_id] = desk.drafts.ids(owner)
    again = shown(IntakeWindow(context, Start(draft_id=draft_id)), qtbot)
    qtbot.waitUntil(lambda: len(again.form.items) == 2 and photos_of(again, 1).model.rowCount() == 1)
    assert again.form.content() == kept
    again.close()


def test_photos_of_a_draft_count_before_they_are_read(
    window: IntakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    photos = add(window, qtbot, photo_file(tmp_path))
    kept = photos.content()
    window.discard()
    again = photos_of(window)
    again.restore(kept)
    assert (again.model.rowCount(), again.content(), again.is_empty()) == (0, kept, False)
    qtbot.waitUntil(lambda: again.model.rowCount() == 1)
    assert again.content() == kept


def test_what_nobody_keeps_goes_when_the_last_page_closes(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    photos = add(window, qtbot, photo_file(tmp_path), photo_file(tmp_path, "b.jpg", "green"))
    photos.grid.go_to(0)
    photos.grid.removal_asked.emit(0)
    window.form.keeper.look()
    rest(qtbot, context)
    assert contents(desk) == 2, "the removal can still be undone"
    window.close()
    rest(qtbot, context)
    assert contents(desk) == 1, "the draft names one"
    again = shown(IntakeWindow(context, Start(draft_id=desk.drafts.ids(owner)[0])), qtbot)
    qtbot.waitUntil(lambda: photos_of(again).model.rowCount() == 1)
    again.discard()
    rest(qtbot, context)
    assert contents(desk) == 1, "discarding can still be undone"
    again.close()
    rest(qtbot, context)
    assert contents(desk) == 0


def test_discarding_is_undone_with_the_photos(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot, tmp_path: Path
) -> None:
    add(window, qtbot, photo_file(tmp_path))
    window.discard()
    assert window.form.is_empty()
    QTest.mouseClick(window.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    assert len(photos_of(window).drafts()) == 1
    somebody(window, context, qtbot)
    window.form.items[0].fault.setPlainText("Cracked")
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    assert len(desk.photos.of_ticket(owner, only_ticket(desk, owner).number)) == 1


@on_unix
def test_a_photo_outlives_a_killed_program(
    shop_path: Path, clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    taken = "item.photos.take([FileSource(Path(sys.argv[2]))])"
    with after_killing(taken, shop_path, clock, qtbot, photo_file(tmp_path)) as desk:
        owner = desk.actor()
        assert desk.photos.tidy(owner) == 0
        content = desk.drafts.get(owner, desk.drafts.ids(owner)[0]).content
        [kept] = desk.photos.kept(owner, [one["sha256"] for one in content["items"][0]["photos"]])
        assert (kept.width, kept.height) == (400, 300)


# The watched folder -------------------------------------------------------------------------------


@pytest.fixture
def camera(context: DeskContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The camera's folder, looked at often."""
    monkeypatch.setattr(folder_watch, "SLOWLY_MS", 60)
    monkeypatch.setattr(folder_watch, "SOON_MS", 30)
    folder = tmp_path / "Camera & phone"
    folder.mkdir()
    photo_file(folder, "old.jpg", "gold")
    folder_watch.watch_of(context).choose(str(folder))
    return folder


def test_what_the_camera_takes_comes_to_the_item_in_hand(
    camera: Path, window: IntakeWindow, context: DeskContext, qtbot: QtBot
) -> None:
    watch = folder_watch.watch_of(context)
    assert photos_of(window).folder.text() == "Camera && phone"
    window.form.add_item()
    window.form.items[1].fault.setFocus()
    with qtbot.waitSignal(watch.looked):
        pass
    whole = a_jpeg("green")
    with (camera / "new.jpg").open("wb") as file:
        file.write(whole[:600])
        file.flush()
        with qtbot.waitSignal(watch.looked):
            pass
        file.write(whole[600:])
    qtbot.waitUntil(lambda: len(photos_of(window, 1).drafts()) == 1, timeout=5000)
    assert not photos_of(window, 0).drafts()


def test_a_great_many_are_offered_and_not_taken(window: IntakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    photos = photos_of(window)
    photos.take_watched([photo_file(tmp_path, f"{n}.jpg", f"#{n * 8:02x}40c0") for n in range(10, 30)])
    assert photos.says.text() == "20 new pictures in the folder"
    assert not photos.is_reading()
    photos.says.act.click()
    qtbot.waitUntil(lambda: len(photos.drafts()) > 12, timeout=10_000)


def test_a_folder_that_is_gone_is_told_calmly(camera: Path, window: IntakeWindow, qtbot: QtBot) -> None:
    (camera / "old.jpg").unlink()
    camera.rmdir()
    qtbot.waitUntil(lambda: "is not there just now" in photos_of(window).says.text(), timeout=5000)
    camera.mkdir()
    qtbot.waitUntil(lambda: not photos_of(window).says.text(), timeout=5000)


def test_the_page_says_which_key_adds_photos(window: IntakeWindow) -> None:
    photos = window.form.items[0].photos
    assert photos is not None
    assert any("Ctrl+Shift+F" in label.text() for label in photos.findChildren(QLabel))
