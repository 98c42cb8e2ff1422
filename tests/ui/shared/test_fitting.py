"""A window is never larger than its screen, and stands over the one before it where it can."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize

from deskapp.ui.shared.fitting import fitted

LAPTOP, DESKTOP = QRect(0, 0, 1366, 728), QRect(1366, 30, 1920, 1050)


@pytest.mark.parametrize("screen", [LAPTOP, DESKTOP])
@pytest.mark.parametrize("around", [QRect(0, 0, 10, 10), QRect(3000, 900, 400, 400), LAPTOP, DESKTOP])
def test_the_window_and_its_frame_are_on_the_screen(screen: QRect, around: QRect) -> None:
    place = fitted(QSize(1180, 800), around, screen)
    assert screen.contains(place.adjusted(-9, -30, 9, 9))


def test_where_there_is_room_it_is_as_wished_and_in_the_middle() -> None:
    place = fitted(QSize(900, 800), DESKTOP, DESKTOP)
    assert place.size() == QSize(900, 800)
    assert (place.center() - DESKTOP.center()).manhattanLength() <= 2
