"""Dialogs that ask for picture files, for a folder, and for a place to save a photograph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from deskapp.i18n import _
from deskapp.ui.photos.sources import FileSource, Source, sources_in
from deskapp.ui.shared import places

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog, QWidget


def ask_files(parent: QWidget, take: Callable[[list[Source]], object]) -> QFileDialog:
    """Ask for pictures; `take` gets those that were chosen."""
    from PySide6.QtWidgets import QFileDialog

    from deskapp.exchange.photo_file import ENDINGS

    kinds = " ".join(f"*{ending} *{ending.upper()}" for ending in ENDINGS)
    filters = (_("Pictures ({kinds})").format(kinds=kinds), _("All files (*)"))
    dialog = _dialog(parent, _("Choose photos"), str(places.pictures()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(filters)

    def chosen(files: list[str]) -> None:
        take([FileSource(Path(file)) for file in files])

    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, now: str, take: Callable[[str], object]) -> QFileDialog:
    """Ask for a folder."""
    from PySide6.QtWidgets import QFileDialog

    dialog = _dialog(parent, _("Folder of the camera or phone"), now or str(places.pictures()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(take)
    dialog.open()
    return dialog


def ask_place(parent: QWidget, name: str, take: Callable[[str], object]) -> QFileDialog:
    """Ask where a photograph is to be saved."""
    from PySide6.QtWidgets import QFileDialog

    dialog = _dialog(parent, _("Save the photo"), str(places.pictures() / name))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("jpg")
    dialog.setNameFilters([_("Pictures ({kinds})").format(kinds="*.jpg")])
    dialog.selectFile(str(places.pictures() / name))
    dialog.fileSelected.connect(take)
    dialog.open()
    return dialog


def copied() -> list[Source]:
    """The pictures that were copied, files or one picture itself."""
    return sources_in(QGuiApplication.clipboard().mimeData())


def _dialog(parent: QWidget, title: str, place: str) -> QFileDialog:
    from PySide6.QtWidgets import QFileDialog

    dialog = QFileDialog(parent, title, place)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
