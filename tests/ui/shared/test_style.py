"""The window changes its dress at once, light or dark, small or large."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.shared import style
from deskapp.ui.shared.palette import DARK, LIGHT
from deskapp.ui.shared.plain import PlainLabel, title


@pytest.fixture(autouse=True)
def _light_again(dressed: QApplication) -> Iterator[None]:
    yield
    style.apply(dressed, "light")


def test_dark_is_dark_at_once(dressed: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(80, 60)
    assert window.grab().toImage().pixelColor(5, 5).name().upper() == LIGHT.window
    with qtbot.waitSignal(style.news().changed):
        style.apply(dressed, "dark")
    assert window.grab().toImage().pixelColor(5, 5).name().upper() == DARK.window
    assert style.palette() is DARK
    assert dressed.palette().color(QPalette.ColorRole.Text).name().upper() == DARK.text


def test_larger_text_enlarges_headings_too(dressed: QApplication, qtbot: QtBot) -> None:
    heading = title("Tickets")
    qtbot.addWidget(heading)
    heading.grab()
    before = heading.font().pointSizeF()
    style.apply(dressed, "light", 150)
    assert heading.font().pointSizeF() == pytest.approx(before * 1.5)
    assert style.row_height() == 48


def test_a_heading_keeps_its_size_on_the_screen(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    heading = PlainLabel("Tickets", tone="muted", scale=style.TITLE)
    QVBoxLayout(page).addWidget(heading)
    page.grab()
    heading.set_tone("danger")
    page.grab()
    assert heading.font().pointSizeF() == pytest.approx(style.font().pointSizeF() * style.TITLE)


def test_a_primary_button_is_filled(qtbot: QtBot) -> None:
    button = QPushButton("Save")
    qtbot.addWidget(button)
    button.grab()
    style.set_kind(button, "primary")
    button.resize(100, 40)
    assert button.grab().toImage().pixelColor(50, 4).name().upper() == LIGHT.accent


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sheet_has_no_open_ends(dressed: QApplication, mode: style.Mode) -> None:
    style.apply(dressed, mode)
    sheet = dressed.styleSheet()
    assert "$" not in sheet
    assert len(sheet) < 16_000


def test_pictures_of_the_sheet_exist(dressed: QApplication) -> None:
    import re
    from pathlib import Path

    for mode in ("light", "dark"):
        style.apply(dressed, mode)
        pictures = re.findall(r'url\("([^"]+)"\)', dressed.styleSheet())
        assert pictures
        assert [name for name in pictures if not Path(name).is_file()] == []


def test_the_same_dress_is_not_put_on_twice(dressed: QApplication, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(style.news().changed):
        style.apply(dressed, "light")
