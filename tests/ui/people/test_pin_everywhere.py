"""A shop whose owner has a PIN: opened, looked after, imported into and encrypted, in the window as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from weakref import WeakValueDictionary

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Source
from deskapp.services import pin as pin_service
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.encryption.change_dialog import ChangeDialog
from deskapp.ui.encryption.dialog import EncryptionDialog
from deskapp.ui.encryption.plain_dialog import PlainDialog
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.people.dialog import PeopleDialog
from deskapp.ui.people.pin_dialog import PinDialog
from deskapp.ui.people.prove import ProveDialog
from deskapp.ui.shell.lock import Lock
from deskapp.ui.shell.lock_page import LockPage
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")
PIN, PASSPHRASE = "4711", "correct horse battery"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_service, "_hashed", lambda secret: f"hash of {secret}")
    monkeypatch.setattr(pin_service, "_fits", lambda hashed, secret: hashed == f"hash of {secret}")
    monkeypatch.setattr("deskapp.store.key._ROUNDS", 10)
    monkeypatch.setattr("deskapp.store.key._known", WeakValueDictionary())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, shop_path: Path, folder: Path) -> Iterator[MainWindow]:
    """Opened anew, after the owner got a PIN."""
    with closing(Desk.open(shop_path, clock)) as desk:
        actor = desk.actor()
        desk.tickets.take_in(actor, an_intake())
        desk.pins.keep(actor, actor.person_id, PIN)
        desk.backups.make(actor, [folder])
    with open_window(qtbot, clock, shop_path, Settings(backup_folder=str(folder))) as made:
        yield made


def lock_page(window: MainWindow) -> LockPage | None:
    assert window.context is not None
    lock = window.context.findChild(Lock)
    assert lock is not None
    return lock.page()


def a_lock_page(qtbot: QtBot, window: MainWindow) -> LockPage:
    page = lock_page(window)
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.people), timeout=WAIT)
    return page


def come_in(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClicks(a_lock_page(qtbot, window).pin, PIN)
    QTest.keyClick(a_lock_page(qtbot, window).pin, Qt.Key.Key_Return)
    qtbot.waitUntil(window.pages.isVisible, timeout=WAIT)


def prove(qtbot: QtBot) -> None:
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), ProveDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, ProveDialog)
    QTest.keyClicks(question.pin, PIN)
    QTest.keyClick(question.pin, Qt.Key.Key_Return)


def shown(qtbot: QtBot, window: MainWindow, kind: type[QWidget]) -> QWidget:
    eventually(qtbot, lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_it_is_asked_who_is_there_and_nothing_is_seen_before(qtbot: QtBot, window: MainWindow) -> None:
    page = a_lock_page(qtbot, window)
    assert page.isVisible()
    assert not window.pages.isVisible()
    assert window.focusWidget() is page.pin
    come_in(qtbot, window)
    assert lock_page(window) is None
    assert window.commands.action("new_ticket").isEnabled()
    eventually(qtbot, lambda: numbers(window) == ["26000018"])


def test_a_wrong_pin_is_said_and_the_person_stays(
    qtbot: QtBot, clock: FixedClock, window: MainWindow, shop_path: Path
) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        actor = desk.actor(source=Source.COMMAND_LINE)
        tom = desk.people.add(actor, "Tom Ellis").value
        desk.pins.keep(actor, tom.id, "2749")
    page = a_lock_page(qtbot, window)
    window.refresh()
    eventually(qtbot, lambda: tom.id in page.people)
    page.people[tom.id].click()
    QTest.keyClicks(page.pin, "2750")
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    eventually(qtbot, lambda: "not the PIN" in page.wrong.full_text())
    window.watch().look()
    window.refresh()
    settle(qtbot, window)
    assert "not the PIN" in page.wrong.full_text()
    assert page.people[tom.id].isChecked()


def test_what_the_program_does_by_itself_asks_for_no_pin(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    come_in(qtbot, window)
    eventually(qtbot, lambda: "restore proven" in window.foot.backup.text())
    assert not window.banner.text()
    assert not isinstance(QApplication.activeModalWidget(), ProveDialog)


def test_an_owner_imports_by_the_pin(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    come_in(qtbot, window)
    (file := tmp_path / "people.csv").write_text("Name,Phone\nAda Byron,0151 2345678\n", encoding="utf-8")
    window.import_records()
    importing = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ImportWindow))
    importing.read(str(file))
    prove(qtbot)
    qtbot.waitUntil(lambda: importing.page() is importing.mapping, timeout=WAIT)
    importing.close()


def test_an_owner_encrypts_by_the_pin_and_goes_on(qtbot: QtBot, window: MainWindow, shop_path: Path) -> None:
    come_in(qtbot, window)
    window.commands.trigger("encryption")
    dialog = shown(qtbot, window, EncryptionDialog)
    assert isinstance(dialog, EncryptionDialog)
    dialog.encrypt.click()
    form = shown(qtbot, window, ChangeDialog)
    assert isinstance(form, ChangeDialog)
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE)
    form.kept.setChecked(True)
    form.go_button.click()
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), ProveDialog))
    assert shop_path.read_bytes()[:6] == b"SQLite"
    prove(qtbot)
    left = shown(qtbot, window, PlainDialog)
    assert window.context is not None
    assert window.context.desk.is_encrypted
    assert lock_page(window) is None
    assert window.commands.action("new_ticket").isEnabled()
    assert not window.banner.text()
    left.close()
    settle(qtbot, window)


def test_up_and_down_in_the_field_of_the_pin_choose_the_person(
    qtbot: QtBot, clock: FixedClock, window: MainWindow, shop_path: Path
) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        actor = desk.actor(source=Source.COMMAND_LINE)
        tom = desk.people.add(actor, "Tom Ellis").value
        desk.pins.keep(actor, tom.id, "2749")
    page = a_lock_page(qtbot, window)
    window.refresh()
    eventually(qtbot, lambda: tom.id in page.people)
    QTest.keyClick(page.pin, Qt.Key.Key_Down)
    assert page.people[tom.id].isChecked()
    assert window.focusWidget() is page.pin
    QTest.keyClick(page.pin, Qt.Key.Key_Up)
    assert page.people[1].isChecked()


def test_people_show_who_has_a_pin(qtbot: QtBot, window: MainWindow) -> None:
    come_in(qtbot, window)
    window.commands.trigger("people")
    people = shown(qtbot, window, PeopleDialog)
    assert isinstance(people, PeopleDialog)
    eventually(qtbot, lambda: people.rows[1].pin.text() == "Has a PIN…")
    people.close()


def test_fields_are_whole_beside_what_was_wrong_with_a_pin(qtbot: QtBot, window: MainWindow) -> None:
    come_in(qtbot, window)
    window.commands.trigger("own_pin")
    form = shown(qtbot, window, PinDialog)
    assert isinstance(form, PinDialog)
    for field, typed in ((form.old, "1111"), (form.new, "4712"), (form.again, "4712")):
        field.setText(typed)
    form.go.click()
    eventually(qtbot, lambda: "not the PIN" in form.banner.text())
    hint = form.new.sizeHint().height()
    eventually(qtbot, lambda: form.new.height() >= hint and form.again.height() >= hint)
    form.close()


def test_single_keys_work_after_a_ticket_was_searched_for(qtbot: QtBot, window: MainWindow) -> None:
    come_in(qtbot, window)
    window.sidebar.new_ticket.setFocus()
    window.commands.trigger("omnibox")
    QTest.keyClicks(window.omnibox, "26000018")
    QTest.keyClick(window.omnibox, Qt.Key.Key_Return)
    page = window.pages.tickets()
    eventually(qtbot, lambda: page.pane().ticket() is not None and not window.omnibox.hasFocus())
    settle(qtbot, window)
    assert page.list.isAncestorOf(window.focusWidget())
