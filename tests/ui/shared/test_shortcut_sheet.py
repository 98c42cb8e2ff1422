"""The sheet of keys is found by words and by keys, and comes out on one page."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.commands import Commands
from deskapp.ui.shared.shortcut_sheet import ShortcutSheet
from deskapp.ui.shell.command_list import COMMANDS

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def sheet(qtbot: QtBot) -> ShortcutSheet:
    window = QWidget()
    qtbot.addWidget(window)
    commands = Commands(window)
    for command in COMMANDS:
        commands.bind(command.key, lambda *_on: None)
    made = ShortcutSheet(None, commands.sheet())
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("peek", [("Peek at the ticket", "Space")]),
        ("ctrl+k", [("Search or command", "Ctrl+K")]),
        ("ticket note", [("Add note", "N")]),
        ("f9", [("Detail pane", "F9")]),
        ("zeppelin", []),
    ],
)
def test_a_command_or_a_key_is_found_by_typing(
    sheet: ShortcutSheet, typed: str, found: list[tuple[str, str]]
) -> None:
    QTest.keyClicks(sheet.search, typed)
    assert sheet.entries() == found
    assert sheet.nothing.isVisible() is (not found)


def test_the_page_keys_scroll_while_the_search_has_the_focus(sheet: ShortcutSheet) -> None:
    sheet.resize(760, 300)
    bar = sheet.area.verticalScrollBar()
    QTest.keyClick(sheet.search, Qt.Key.Key_PageDown)
    down = bar.value()
    assert down > 100
    QTest.keyClick(sheet.search, Qt.Key.Key_Up)
    assert 0 < bar.value() < down
    QTest.keyClick(sheet.search, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_all_of_it_comes_out_on_one_page(sheet: ShortcutSheet, tmp_path: Path) -> None:
    everything = sheet.entries()
    target = tmp_path / "keys.pdf"
    sheet.save_to(target)
    assert sheet.banner.text() == "Saved as keys.pdf"
    paper = pypdfium2.PdfDocument(target)
    try:
        assert len(paper) == 1
        text = paper[0].get_textpage().get_text_range()
    finally:
        paper.close()
    bare = "".join(text.split())
    for name, keys in everything:
        assert "".join(name.split()) in bare
        assert "".join(keys.split()) in bare


def test_a_place_that_cannot_be_written_is_said(sheet: ShortcutSheet, tmp_path: Path) -> None:
    sheet.save_to(tmp_path / "nowhere" / "keys.pdf")
    assert "another place" in sheet.banner.text()


def test_it_stands_on_the_screen_with_its_foot_over_a_window_at_the_edge(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(500, 500, 600, 600)
    window.show()
    made = ShortcutSheet(window, Commands(window).sheet())
    screen = made.screen().availableGeometry()
    assert screen.contains(made.geometry())
