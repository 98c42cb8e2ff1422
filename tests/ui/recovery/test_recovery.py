"""A damaged shop at the window: the ways on are offered, and what can be read is saved and opened."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.main_window import MainWindow
from deskapp.ui.recovery.salvage_dialog import SalvageDialog
from tests.builders import an_intake
from tests.contents import rows
from tests.ui.main_frame import WAIT, eventually, settle

PAGE = 4096


@pytest.fixture
def damaged(shop_path: Path, clock: FixedClock, tmp_path: Path) -> Path:
    """A shop with tickets and a backup, whose list of schema versions is gone."""
    with closing(Desk.open(shop_path, clock)) as desk:
        for count in range(5):
            desk.tickets.take_in(desk.actor(), an_intake(f"Fault {count}"))
        desk.backups.make(desk.actor(), (tmp_path / "backups",))
    [(page,)] = rows(shop_path, "SELECT rootpage FROM sqlite_schema WHERE name = 'alembic_version'")
    content = bytearray(shop_path.read_bytes())
    content[(page - 1) * PAGE : page * PAGE] = b"\xee" * PAGE
    shop_path.write_bytes(content)
    return shop_path


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, damaged: Path, dressed: object) -> MainWindow:
    made = MainWindow(Settings(), clock)
    qtbot.addWidget(made)
    made.start(damaged)
    made.show()
    eventually(qtbot, made.show_start_page().rescue.isVisible)
    return made


def opened(qtbot: QtBot, window: MainWindow) -> Path:
    eventually(qtbot, lambda: window.context is not None)
    assert window.context is not None
    settle(qtbot, window)
    return window.context.desk.path


def test_what_can_be_read_is_saved_shown_and_opened(qtbot: QtBot, window: MainWindow, damaged: Path) -> None:
    page, before = window.show_start_page(), damaged.read_bytes()
    assert "is damaged and was not touched" in page.banner.text()
    page.rescue.salvage.click()
    [dialog] = window.findChildren(SalvageDialog)
    dialog.go_button.click()
    qtbot.waitUntil(dialog.summary.isVisible, timeout=WAIT)
    said = dialog.summary.accessibleName()
    assert "Tickets: 5 saved" in said
    assert dialog.go_button.text() == "&Open the new file"
    dialog.go_button.click()
    path = opened(qtbot, window)
    assert path.name == "shop saved.desk"
    assert rows(path, "SELECT count(*) FROM ticket") == [(5,)]
    assert damaged.read_bytes() == before
    window.close()


def test_a_backup_is_opened_as_a_new_file(qtbot: QtBot, window: MainWindow, damaged: Path) -> None:
    before = damaged.read_bytes()
    [backup] = (damaged.parent / "backups").glob("*.desk")
    window.show_start_page().rescue.take_backup(backup)
    assert opened(qtbot, window).name == "shop restored.desk"
    assert damaged.read_bytes() == before
    window.close()


def test_where_it_cannot_be_saved_a_sentence_says_so_and_it_can_be_tried_again(
    qtbot: QtBot, window: MainWindow, damaged: Path
) -> None:
    window.show_start_page().rescue.salvage.click()
    [dialog] = window.findChildren(SalvageDialog)
    dialog.target.setText(str(damaged))
    dialog.go_button.click()
    eventually(qtbot, lambda: "already a file" in dialog.banner.text())
    assert dialog.go_button.isEnabled()
    dialog.reject()
    window.close()


def test_who_gives_up_has_nothing_made(qtbot: QtBot, window: MainWindow, damaged: Path) -> None:
    window.show_start_page().rescue.salvage.click()
    [dialog] = window.findChildren(SalvageDialog)
    dialog.go_button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: not window.worker.is_busy(), timeout=WAIT)
    assert not (damaged.parent / "shop saved.desk").exists()
    window.close()


def test_of_a_file_that_is_not_there_nothing_is_saved(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path, dressed: object
) -> None:
    made = MainWindow(Settings(), clock)
    qtbot.addWidget(made)
    made.start(tmp_path / "none.desk")
    made.show()
    eventually(qtbot, lambda: "There is no shop file" in made.show_start_page().banner.text())
    assert not made.show_start_page().rescue.isVisible()
    settle(qtbot, made)
    made.close()
