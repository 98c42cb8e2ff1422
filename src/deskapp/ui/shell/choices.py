"""What somebody chose on this computer: kept at once, because a window may never be closed as it should."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp import settings

if TYPE_CHECKING:
    from deskapp.ui.main_window import MainWindow


def put(window: MainWindow, **values: object) -> None:
    """Let choices hold from now on, by the names of the settings."""
    window.settings = replace(window.settings, **values)  # type: ignore[arg-type]  # names of that class's own
    if window.context:
        window.context.settings = replace(window.context.settings, **values)  # type: ignore[arg-type]  # as above


def keep(window: MainWindow, **values: object) -> None:
    """Let choices hold from now on, and write them."""
    put(window, **values)
    newest = window.context.settings if window.context else window.settings
    window.worker.submit(settings.save, newest)
