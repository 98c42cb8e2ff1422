"""Lets the person choose a shop file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from deskapp.i18n import _


def ask_for_shop_file(parent: QWidget, folder: Path, then: Callable[[Path], object]) -> None:
    """Ask for a file that exists, beginning in `folder`; nothing happens when none is chosen."""
    dialog = QFileDialog(parent, _("Open a shop file"), str(folder), _("Shop files (*.desk);;All files (*)"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()
