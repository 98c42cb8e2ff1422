"""What was saved and what is lost, by kind, and what people have to know besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, muted

if TYPE_CHECKING:
    from deskapp.domain.salvage import Salvaged

_RIGHT = Qt.AlignmentFlag.AlignRight


class SalvageResult(QWidget):
    """Empty until there is something to show."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(style.L)
        self._grid.setVerticalSpacing(style.XS)
        self._grid.setColumnStretch(3, 1)
        self.remarks = PlainLabel(wrap=True).selectable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.M)
        column.addLayout(self._grid)
        column.addWidget(self.remarks)

    def show_report(self, report: Salvaged) -> None:
        """Show what came of it."""
        from deskapp.services.salvage_words import counts, remarks, sentences

        for place, name in enumerate((_("Saved"), _("Known to be lost")), start=1):
            self._grid.addWidget(muted(name), 0, place, _RIGHT)
        for row, (name, found, lost) in enumerate(counts(report), start=1):
            self._grid.addWidget(PlainLabel(name), row, 0)
            self._grid.addWidget(PlainLabel(f"{found}", strong=True), row, 1, _RIGHT)
            self._grid.addWidget(
                PlainLabel(f"{lost}" if lost else "–", tone="danger" if lost else "muted"), row, 2, _RIGHT
            )
        said = "\n".join(remarks(report))
        self.remarks.setText(said)
        self.remarks.setVisible(bool(said))
        self.setAccessibleName("\n".join(sentences(report)))
