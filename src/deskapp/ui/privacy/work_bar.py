"""How far a piece of work is, with a way to stop it; hidden while nothing is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted


class WorkBar(QWidget):
    """`on_cancel` is called once at most for each `begin`."""

    def __init__(self, on_cancel: Callable[[], object]) -> None:
        super().__init__()
        self._on_cancel = on_cancel
        self.words, self.bar = muted(), QProgressBar()
        self.bar.setTextVisible(False)
        self.stop_button = button(_("Stop"), self.stop)
        row = QHBoxLayout()
        row.setSpacing(style.M)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def begin(self, sentence: str) -> None:
        """Show that something is being done."""
        self.words.setText(sentence)
        self.bar.setAccessibleName(sentence)
        self.show_progress(0, 0)
        self.stop_button.setEnabled(True)
        self.show()
        announce(self, sentence)

    def show_progress(self, done: int, whole: int) -> None:
        """How far it is; a whole of 0 is not known yet."""
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def stop(self) -> None:
        """Let it stop at the next part."""
        self.stop_button.setEnabled(False)
        self._on_cancel()
