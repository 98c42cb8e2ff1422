"""The window of backups, and the way back to one: into a new file, or in the place of the open shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.services.backup import Backups
from deskapp.services.desk import Desk
from deskapp.settings import Settings, load
from deskapp.store import backup_file
from deskapp.ui.backup.restore_dialog import RestoreDialog
from deskapp.ui.backup.window import BackupWindow
from deskapp.ui.main_window import MainWindow
from tests.builders import an_intake
from tests.contents import rows
from tests.ui.main_frame import WAIT, eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, shop_path: Path, folder: Path) -> Iterator[MainWindow]:
    """A shop with a backup of one ticket, and a second ticket since."""
    desk = Desk.open(shop_path, clock)
    actor = desk.actor()
    desk.tickets.take_in(actor, an_intake())
    desk.backups.note_drill(actor, desk.backups.make(actor, [folder]).backup)
    desk.tickets.take_in(actor, an_intake("Came later"))
    desk.close()
    clock.moment += timedelta(hours=1)
    with open_window(qtbot, clock, shop_path, Settings(backup_folder=str(folder))) as made:
        yield made


def rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.copier.is_busy(), timeout=WAIT)
    settle(qtbot, window)


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> BackupWindow:
    window.commands.action("backups").trigger()
    [made] = window.findChildren(BackupWindow)
    rest(qtbot, window)
    return made


def asked(qtbot: QtBot, window: MainWindow) -> RestoreDialog:
    rest(qtbot, window)
    [made] = window.findChildren(RestoreDialog)
    rest(qtbot, window)  # it reads what the backup holds
    return made


def test_the_list_shows_what_each_backup_holds_beside_today(dialog: BackupWindow) -> None:
    assert dialog.records.rowCount() == 1
    said = dialog.facts.text().splitlines()
    assert said[:2] == ["Shop: Northgate Repairs", "Made: Tue 10 Mar 12:00"]
    assert "Tickets: 1 (1 fewer than today)" in said
    assert "Devices: 1 (1 fewer than today)" in said
    assert dialog.table.hasFocus()


def test_the_list_of_backups_is_a_sound_model(dialog: BackupWindow, qtmodeltester: object) -> None:
    qtmodeltester.check(dialog.records)  # type: ignore[attr-defined]  # of pytest-qt


def test_a_backup_is_made_by_hand(qtbot: QtBot, window: MainWindow, dialog: BackupWindow) -> None:
    dialog.now.click()
    assert dialog.stop.isVisible()
    assert not dialog.now.isEnabled()
    rest(qtbot, window)
    eventually(qtbot, lambda: dialog.records.rowCount() == 2)
    assert dialog.banner.text() == "Backed up, and read again: it holds what the shop holds."
    assert dialog.words.full_text() == "Backup just now · restore proven 1 hour ago"
    assert not dialog.stop.isVisible()
    rows = dialog._rows  # noqa: SLF001  the backups, whose moments the table shows to the minute only
    [chosen] = [row for row in rows if row.id == dialog.table.current_id()]
    assert chosen.backup.made_at == max(row.backup.made_at for row in rows)
    assert "Tickets: 2" in dialog.facts.text(), "Restore… would take the one that was just made"
    assert window.foot.backup.text() == dialog.words.full_text()


def test_a_restore_is_tried_by_hand(qtbot: QtBot, window: MainWindow, dialog: BackupWindow) -> None:
    dialog._keeper.look()  # noqa: SLF001  the first look comes two seconds after the start
    rest(qtbot, window)
    dialog.prove.click()
    rest(qtbot, window)
    assert dialog.banner.text() == "A restore was tried: the backup opens, and everything in it is sound."
    assert "restore proven just now" in dialog.words.full_text()


def test_folders_are_remembered_at_once(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, tmp_path: Path
) -> None:
    dialog.second.take(str(tmp_path / "stick"))
    dialog.hours.setValue(2)
    dialog.hours.editingFinished.emit()
    rest(qtbot, window)
    kept = load()
    assert (kept.backup_second, kept.backup_hours) == (str(tmp_path / "stick"), 2)
    dialog.now.click()
    rest(qtbot, window)
    assert len(list((tmp_path / "stick").glob("*.desk"))) == 1


def test_without_a_folder_nothing_can_be_made(qtbot: QtBot, window: MainWindow, dialog: BackupWindow) -> None:
    dialog.first.take("")
    rest(qtbot, window)
    assert not dialog.now.isEnabled()
    assert dialog.empty.isVisible()
    assert dialog.words.full_text() == "No backups"


def test_a_backup_becomes_a_new_file_which_is_opened_when_asked_and_left_again(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, shop_path: Path
) -> None:
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    restore = asked(qtbot, window)
    assert "Tickets: 1 (1 fewer than today)" in restore.facts.text()
    assert restore.new.isChecked()
    target = Path(restore.target.text())
    assert target == shop_path.with_name("shop restored.desk")
    QTest.keyClick(restore, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    eventually(qtbot, lambda: str(target) in dialog.banner.text())
    rest(qtbot, window)
    assert open_path(window) == shop_path, "the open shop stays as it is"
    assert rows(target, "SELECT count(*) FROM ticket") == [(1,)]
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        press(dialog, "Open it")
    rest(qtbot, window)
    assert open_path(window) == target
    assert len(numbers(window)) == 1
    assert "This is a restored copy" in window.banner.text()
    assert load().last_shop == str(shop_path), "the next start opens the shop"
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        press(window, "Back to the shop")
    rest(qtbot, window)
    assert open_path(window) == shop_path
    assert len(numbers(window)) == 2
    assert not window.banner.text()


def open_path(window: MainWindow) -> Path | None:
    return window.context.desk.path if window.context else None


def press(inside: QWidget, words: str) -> None:
    [found] = [one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    found.click()


def test_a_backup_takes_the_place_of_the_open_shop_which_stays_beside(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, shop_path: Path
) -> None:
    dialog.back.click()
    restore = asked(qtbot, window)
    restore.swap.setChecked(True)
    assert not restore.target.isEnabled()
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        restore.go_button.click()
    rest(qtbot, window)
    assert window.context is not None
    assert window.context.desk.path == shop_path
    assert len(numbers(window)) == 1
    [before] = shop_path.parent.glob("shop before restore-*.desk")
    assert rows(before, "SELECT count(*) FROM ticket") == [(2,)]
    toast = window.toasts.current()
    assert toast is not None
    assert toast.words.full_text() == f"The backup is back. What was here before lies in “{before.name}”."


def test_when_the_swap_fails_the_shop_is_open_again(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_part: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    dialog.back.click()
    restore = asked(qtbot, window)
    restore.swap.setChecked(True)
    monkeypatch.setattr("deskapp.store.upgrade.put_in_place", fail)
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        restore.go_button.click()
    rest(qtbot, window)
    assert "nothing was changed" in window.banner.text()
    assert len(numbers(window)) == 2
    assert rows(shop_path, "SELECT count(*) FROM ticket") == [(2,)]


def test_a_backup_that_changed_is_marked(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, folder: Path
) -> None:
    [path] = folder.glob("*.desk")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"Does not charge", b"Does not chargf"))
    dialog.back.click()
    restore = asked(qtbot, window)
    assert "has changed since it was written" in restore.banner.text()
    assert restore.go_button.text() == "Restore anyway"


def test_what_is_no_backup_cannot_be_restored(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.desk"
    letter.write_text("Dear Sir")
    dialog._take_file(str(letter))  # noqa: SLF001  what the file dialog calls
    restore = asked(qtbot, window)
    assert "is not a Deskapp shop file" in restore.banner.text()
    assert not restore.go_button.isEnabled()
    assert not restore.bar.isVisible()
    QTest.keyClick(restore, Qt.Key.Key_Escape)
    assert not restore.isVisible()


def test_a_backup_of_another_shop_does_not_take_the_place_of_this_one(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, tmp_path: Path, clock: FixedClock
) -> None:
    assert window.context is not None
    other = tmp_path / "other.desk"
    Desk.create(other, window.context.shop, "Ada", clock).close()
    dialog._take_file(str(other))  # noqa: SLF001  what the file dialog calls
    restore = asked(qtbot, window)
    assert not restore.swap.isEnabled()
    assert restore.banner.text() == "This is a backup of another shop, “Northgate Repairs”."


def test_a_failed_backup_is_told_in_the_window_and_at_the_foot(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_file, "sync", fail)
    dialog.now.click()
    rest(qtbot, window)
    assert "There is no room in" in dialog.banner.text()
    assert window.foot.backup.text() == "Backup failed"
    assert "There is no room in" in window.banner.text()


def test_a_backup_under_way_can_be_stopped(
    qtbot: QtBot, window: MainWindow, dialog: BackupWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bool] = []

    def slow(_self: Backups, *_values: object, progress: object, **_named: object) -> None:
        begun.append(True)
        while True:
            progress(1, 100)  # type: ignore[operator]  # raises once it is stopped

    with monkeypatch.context() as patched:
        patched.setattr(Backups, "make", slow)
        dialog.now.click()
        eventually(qtbot, lambda: bool(begun))
        dialog.stop.click()
        rest(qtbot, window)
    assert dialog.now.isEnabled()
    assert dialog.banner.text() == ""
