"""No icon is missing, and each follows the palette and the screen's dots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from deskapp.domain.status import SEEDED
from deskapp.paths import shipped
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.palette import DARK, LIGHT
from deskapp.ui.shell.command_list import COMMANDS

FOLDER = shipped("resources") / "icons"
FILES = sorted(FOLDER.glob("*.svg"))
SOURCE = Path(icons.__file__).parents[2]


@pytest.fixture(autouse=True)
def _light_again(dressed: QApplication) -> Iterator[None]:
    yield
    style.apply(dressed, "light")


def _colours(image: QImage) -> set[str]:
    found = set()
    for x in range(image.width()):
        for y in range(image.height()):
            color = QColor.fromRgba(image.pixel(x, y))
            if color.alpha() == 255:
                found.add(color.name().upper())
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_draws_something(file: Path) -> None:
    assert _colours(icons.pixmap(file.stem, "text", 48).toImage())


def test_statuses_and_commands_name_icons_that_exist() -> None:
    names = {status.icon for status in SEEDED} | {command.icon for command in COMMANDS if command.icon}
    assert names - {file.stem for file in FILES} == set()


def test_every_icon_named_in_the_code_exists() -> None:
    calls = re.compile(r'(?:icons\.(?:icon|pixmap)|icon_button)\(\s*"([a-z-]+)"|icon="([a-z-]+)"')
    used = {
        name
        for file in SOURCE.rglob("*.py")
        for pair in calls.findall(file.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert used
    assert used - {file.stem for file in FILES} == set()


def test_a_missing_icon_is_a_bug() -> None:
    with pytest.raises(KeyError, match="no-such"):
        icons.icon("no-such")


def test_an_icon_turns_dark_without_being_set_again(dressed: QApplication) -> None:
    icon = icons.icon("plus", "text")
    assert LIGHT.text in _colours(icon.pixmap(24, 24).toImage())
    style.apply(dressed, "dark")
    assert DARK.text in _colours(icon.pixmap(24, 24).toImage())


def test_an_icon_has_as_many_dots_as_the_screen() -> None:
    picture = icons.icon("print").pixmap(QSize(18, 18), 2.0)
    assert picture.size() == QSize(36, 36)
    assert picture.devicePixelRatio() == 2.0
