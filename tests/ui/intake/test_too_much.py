"""More than a field takes is told beside it, and a page of it opens and closes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from deskapp.ui.intake.window import IntakeWindow


def test_a_megabyte_in_a_line_is_refused_with_a_reason(window: IntakeWindow, qtbot: QtBot) -> None:
    window.form.customer.begin_new("Ada")
    QApplication.clipboard().setText("x" * 1_000_000)
    field = window.form.promise.place
    field.setText("B2")
    field.paste()
    assert field.text() == "B2"
    qtbot.waitUntil(lambda: "Only 60 characters fit here" in window.form.promise.place_row.wrong())
    field.setText("B3")
    assert not window.form.promise.place_row.wrong()


def test_a_right_to_left_name_is_kept_exactly(window: IntakeWindow) -> None:
    window.form.customer.begin_new("محمد عبد الله 📱")
    assert window.form.content()["customer"]["new"]["name"] == "محمد عبد الله 📱"
