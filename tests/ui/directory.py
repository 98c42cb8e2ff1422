"""A directory as it opens, and hands that type and press in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ui.shared.directory_page import DirectoryPage

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

Page = TypeVar("Page", bound=DirectoryPage)


def shown(page: Page, context: DeskContext, qtbot: QtBot) -> Page:
    """The page once its list is there and its first record is read."""
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.activateWindow()
    with qtbot.waitSignal(page.list.listed):
        page.activate()
    rest(context, qtbot)
    return page


def rest(context: DeskContext, qtbot: QtBot) -> None:
    """Wait until nothing is read or written."""
    qtbot.waitUntil(lambda: not context.worker.is_busy())


def type_in(text: str) -> None:
    """Type into whatever has the focus."""
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in whatever has the focus."""
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, modifier)
