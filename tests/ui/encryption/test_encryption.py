"""The encrypted shop at the window: turned on, opened by its passphrase, changed, turned off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar
from weakref import WeakValueDictionary

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.encryption import LONG
from deskapp.services import encryption
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.encryption.change_dialog import ChangeDialog
from deskapp.ui.encryption.dialog import EncryptionDialog
from deskapp.ui.encryption.plain_dialog import PlainDialog
from deskapp.ui.encryption.unlock import UnlockDialog
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shell.about import About
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed", "_quick_keys")

PASSPHRASE, OTHER = "correct horse battery", "a better horse by far"
Shown = TypeVar("Shown", bound=QWidget)


class Store(KeyringBackend):
    """A place for secrets that lasts as long as the test."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # of the library
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def store() -> Iterator[Store]:
    before, made = keyring.get_keyring(), Store()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskapp.store.key._ROUNDS", 10)
    monkeypatch.setattr("deskapp.store.key._known", WeakValueDictionary())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, shop_path: Path, folder: Path) -> Iterator[MainWindow]:
    """A plain shop with one ticket and a plain backup."""
    desk = Desk.open(shop_path, clock)
    actor = desk.actor()
    desk.tickets.take_in(actor, an_intake())
    desk.backups.note_drill(actor, desk.backups.make(actor, [folder]).backup)
    desk.close()
    with open_window(qtbot, clock, shop_path, Settings(backup_folder=str(folder))) as made:
        yield made


def encrypted(path: Path, clock: FixedClock) -> None:
    desk = Desk.open(path, clock)
    change = desk.encryption.encrypt(desk.actor(), PASSPHRASE)
    desk.close()
    encryption.carry_out(change, clock)


def one(qtbot: QtBot, window: MainWindow, kind: type[Shown]) -> Shown:
    eventually(qtbot, lambda: any(found.isVisible() for found in window.findChildren(kind)))
    return next(found for found in window.findChildren(kind) if found.isVisible())


def open_dialog(qtbot: QtBot, window: MainWindow) -> EncryptionDialog:
    window.commands.trigger("encryption")
    return one(qtbot, window, EncryptionDialog)


def press(pressed: QWidget) -> None:
    assert isinstance(pressed, QPushButton)
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.copier.is_busy() and not window.worker.is_busy(), timeout=WAIT)


def test_it_is_turned_on_and_what_was_plain_goes(
    qtbot: QtBot, window: MainWindow, folder: Path, shop_path: Path
) -> None:
    dialog = open_dialog(qtbot, window)
    assert "not encrypted" in dialog.state.full_text()
    press(dialog.encrypt)
    form = one(qtbot, window, ChangeDialog)
    QTest.keyClicks(form.passphrase, PASSPHRASE)
    QTest.keyClicks(form.again, PASSPHRASE[:-1])
    press(form.go_button)
    assert "not the same" in form.form.row("again").note.full_text()
    QTest.keyClicks(form.again, PASSPHRASE[-1])
    press(form.go_button)
    assert "Write the passphrase down" in form.banner.text()
    form.kept.setChecked(True)
    press(form.go_button)
    left = one(qtbot, window, PlainDialog)
    assert window.context is not None
    assert window.context.desk.is_encrypted
    assert shop_path.read_bytes()[:6] != b"SQLite"
    assert numbers(window)
    assert [left.list.item(row).text().partition(":")[0] for row in range(left.list.count())] == ["Backup"]
    press(left.go)
    eventually(qtbot, lambda: not window.findChildren(PlainDialog))
    rest(qtbot, window)
    assert len(list(folder.glob("*.desk"))) == 1
    assert window.context.desk.encryption.plain_copies(window.context.actor, [folder]) == ()
    assert "“shop.desk” is encrypted" in About(window, window.context).detail.full_text()


def test_a_passphrase_that_is_suggested_can_be_read_and_printed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    press(open_dialog(qtbot, window).encrypt)
    form = one(qtbot, window, ChangeDialog)
    press(form.suggest)
    assert form.passphrase.text() == form.again.text() == form.passphrase.displayText()
    assert len(form.passphrase.text()) > LONG
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "note.pdf"))
    form.print_on(printer)
    assert (tmp_path / "note.pdf").stat().st_size > 0


def test_it_opens_with_its_passphrase_only(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    encrypted(shop_path, clock)
    with open_window(qtbot, clock, None) as window:
        window.open_shop(shop_path)
        asked = one(qtbot, window, UnlockDialog)
        assert not asked.remember.isVisible()  # there is no place for secrets here
        QTest.keyClicks(asked.passphrase, OTHER)
        QTest.keyClick(asked.passphrase, Qt.Key.Key_Return)
        eventually(qtbot, lambda: "does not open" in asked.banner.text())
        assert asked.passphrase.selectedText()
        QTest.keyClicks(asked.passphrase, PASSPHRASE)
        QTest.keyClick(asked.passphrase, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.context is not None)
        settle(qtbot, window)
        assert window.keys == []


def test_who_gives_up_stands_at_the_first_page(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    encrypted(shop_path, clock)
    with open_window(qtbot, clock, None) as window:
        window.open_shop(shop_path)
        one(qtbot, window, UnlockDialog).reject()
        assert "opens with its passphrase" in window.show_start_page().banner.text()


def test_a_computer_that_remembers_asks_once(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, store: Store
) -> None:
    encrypted(shop_path, clock)
    with open_window(qtbot, clock, None) as window:
        window.open_shop(shop_path)
        asked = one(qtbot, window, UnlockDialog)
        eventually(qtbot, asked.remember.isVisible)
        asked.remember.setChecked(True)
        QTest.keyClicks(asked.passphrase, PASSPHRASE)
        press(asked.go_button)
        eventually(qtbot, lambda: window.context is not None)
        settle(qtbot, window)
    assert not any(PASSPHRASE in secret for secret in store.kept.values())
    with open_window(qtbot, clock, shop_path) as window:
        dialog = open_dialog(qtbot, window)
        assert dialog.remember.isChecked()
        QTest.mouseClick(dialog.remember, Qt.MouseButton.LeftButton)
        eventually(qtbot, lambda: store.kept == {})


def test_it_is_changed_and_turned_off(qtbot: QtBot, clock: FixedClock, shop_path: Path, store: Store) -> None:
    encrypted(shop_path, clock)
    held = [encryption.unlock(shop_path, PASSPHRASE)]
    with open_window(qtbot, clock, shop_path) as window:
        held.clear()
        press(open_dialog(qtbot, window).rekey)
        form = one(qtbot, window, ChangeDialog)
        for field, text in ((form.present, OTHER), (form.passphrase, OTHER), (form.again, OTHER)):
            QTest.keyClicks(field, text)
        form.kept.setChecked(True)
        press(form.go_button)
        eventually(qtbot, lambda: "not the passphrase" in form.form.row("present").note.full_text())
        form.present.setText(PASSPHRASE)
        before = shop_path.read_bytes()[:16]
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            press(form.go_button)
        assert shop_path.read_bytes()[:16] not in {before, b"SQLite format 3\x00"}
        settle(qtbot, window)
        press(open_dialog(qtbot, window).decrypt)
        form = one(qtbot, window, ChangeDialog)
        QTest.keyClicks(form.present, OTHER)
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            press(form.go_button)
        assert shop_path.read_bytes()[:6] == b"SQLite"
        settle(qtbot, window)
    assert store.kept == {}
