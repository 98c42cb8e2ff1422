"""A folder that is typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextField


class FolderField(QWidget):
    """`changed` tells that the field was left with another folder, or one was chosen."""

    changed = Signal()

    def __init__(self, folder: str, heading: str) -> None:
        super().__init__()
        self._heading, self._kept = heading, folder
        self.line = TextField(_("none"))
        self.line.setText(folder)
        self.choose = button(_("Choose…"), self.ask)
        self.choose.setAccessibleName(f"{_('Choose…')} {heading}")
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)

    def value(self) -> str:
        """The folder, or nothing."""
        return self.line.value()

    def take(self, folder: str) -> None:
        """Show a folder that was chosen."""
        self.line.setText(folder)
        self._tell()

    def ask(self) -> None:
        """Let the person choose one."""
        dialog = QFileDialog(self, self._heading, self.value())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    def _tell(self) -> None:
        if self.value() != self._kept:
            self._kept = self.value()
            self.changed.emit()
