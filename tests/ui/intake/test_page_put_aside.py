"""A page that was put aside and comes back works like a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ui.intake.window import IntakeWindow

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


def test_its_keys_still_lead_from_field_to_field(context: DeskContext, qtbot: QtBot) -> None:
    first = IntakeWindow(context)
    with qtbot.waitExposed(first):
        first.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClicks(first.form.customer.search, "Ada Byron")
    qtbot.waitUntil(first.form.customer.search.is_open)
    first.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = IntakeWindow(context)
    with qtbot.waitExposed(again):
        again.show()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is again.form.customer.search)
    assert again.form.isVisible()
    QTest.keyClick(again.form.customer.search, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is again.form.promise.promised.edit
    again.discard()
    again.close()
