"""A person at the window: the same hands that take the tour."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.guide import Guide

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def guide(qapp: QApplication, shop_path: Path, tmp_path: Path) -> Iterator[Guide]:
    """The window open on a shop file of the test's own; it must close in peace."""
    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide
    from deskapp.ui.shared import failures

    made = Guide(qapp, Album(tmp_path / "album"))
    try:
        made.open_window(shop_path)
        made.expect("the shop is open", lambda: made.desk.path, shop_path)
        yield made
        made.close_window()
        made.check_health()
    finally:
        made.abandon()
        failures.uninstall()
