"""Choosing the shop's logo and seeing it as papers show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.setup.logo import FILTER, read_logo
from deskapp.ui.shared import places, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted

if TYPE_CHECKING:
    from deskapp.ui.shared.jobs import Worker

_WIDTH, _HEIGHT = 220, 96


class LogoEdit(QWidget):
    """`refused` carries the reason against a chosen file; the old logo stays then."""

    refused = Signal(object)
    changed = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._logo: bytes | None = None
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing = muted(_("No logo yet"))
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._paper = QFrame()  # white in the dark too, once there is a logo on it
        self.choose = button(_("Choose a picture…"), self._ask, icon="folder")
        self.remove = button(_("Remove"), self._remove, kind="quiet")
        self.setFocusProxy(self.choose)
        self._lay_out()
        self.set_logo(None)

    def logo(self) -> bytes | None:
        """The picture as it will be kept."""
        return self._logo

    def set_logo(self, logo: bytes | None) -> None:
        """Show a picture, always on white as on paper."""
        self._logo = logo
        made = QPixmap()
        there = bool(logo) and made.loadFromData(logo or b"")
        if there:
            ratio = self.devicePixelRatioF()
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            made = made.scaled(round(_WIDTH * ratio), round(_HEIGHT * ratio), keep, smooth)
            made.setDevicePixelRatio(ratio)
        self.picture.setPixmap(made)
        self.picture.setVisible(there)
        self._paper.setStyleSheet("#paper { background: white; border-radius: 6px; }" if there else "")
        self.picture.setAccessibleName(_("The shop's logo") if there else "")
        self.nothing.setVisible(not there)
        self.remove.setVisible(logo is not None)

    def take_file(self, place: str) -> None:
        """Use the picture in a file."""
        self._worker.submit(read_logo, Path(place), on_done=self._take, on_failed=self._refuse)

    def _take(self, logo: bytes) -> None:
        self.set_logo(logo)
        self.changed.emit()

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)

    def _remove(self) -> None:
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_logo(None)
        self.changed.emit()

    def _ask(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        kinds = _("Pictures ({kinds})").format(kinds=FILTER)
        dialog = QFileDialog(self, _("Choose a logo"), str(places.pictures()), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def _lay_out(self) -> None:
        paper = self._paper
        paper.setObjectName("paper")
        paper.setFixedSize(_WIDTH + 2 * style.M, _HEIGHT + 2 * style.S)
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(style.M, style.S, style.M, style.S)
        inside.addWidget(self.picture)
        inside.addWidget(self.nothing)
        frame = QFrame()
        frame.setProperty("kind", "card")
        around = QVBoxLayout(frame)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(paper)
        side = QVBoxLayout()
        side.setSpacing(style.S)
        side.addStretch(1)
        side.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.L)
        row.addWidget(frame)
        row.addLayout(side, 1)
