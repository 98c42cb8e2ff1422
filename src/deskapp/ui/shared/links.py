"""Opens what lies outside of the window: an allowed link, or the folder of a file that was written here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from deskapp.domain.link import allowed_link

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN_HERE = frozenset({".html"})
"""What the program writes and may have shown; all else is opened by the person, in their own program."""


def open_link(link: str) -> bool:
    """Hand a link to the system; False where it is of a kind that is not opened."""
    allowed = allowed_link(link)
    return bool(allowed) and QDesktopServices.openUrl(QUrl(allowed, QUrl.ParsingMode.StrictMode))


def show_folder(file: Path) -> bool:
    """Show the folder that a file lies in."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))


def show_written(file: Path) -> bool:
    """Show a page that this program has just written, else the folder it lies in."""
    if file.suffix not in WRITTEN_HERE:
        return show_folder(file)
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
