"""What was left with an item: what is ticked is seen at a glance, in light and dark."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ui.intake.ticks import Ticks
from deskapp.ui.shared import style
from deskapp.ui.shared.palette import DARK, LIGHT, Palette, contrast


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_ticked_stands_out(dressed: QApplication, qtbot: QtBot, palette: Palette) -> None:
    style.apply(dressed, palette.name)  # type: ignore[arg-type]  # "light" or "dark"
    ticks = Ticks()
    qtbot.addWidget(ticks)
    ticks.offer(("Case", "Charger"))
    ticks.show()
    off, on = ticks.buttons()
    icon_before, wide = on.icon().cacheKey(), on.sizeHint().width()
    on.click()
    pictures = [one.grab().toImage() for one in (off, on)]
    fills = [QColor(one.pixel(one.width() // 2, 4)).name().upper() for one in pictures]
    assert fills[1] == palette.accent.upper()
    assert contrast(*fills) >= 3
    assert contrast(palette.accent, palette.on_accent) >= 4.5
    assert on.icon().cacheKey() != icon_before, "a tick too, for those who see no colours"
    assert on.sizeHint().width() - wide < 12
