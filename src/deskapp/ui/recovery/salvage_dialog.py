"""Saving what can be read of a damaged shop into a new file, with what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.recovery.salvage_result import SalvageResult
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.plain import PlainLabel, muted, title

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.backup import Progress
    from deskapp.domain.salvage import Salvaged
    from deskapp.errors import DeskError
    from deskapp.ui.shared.jobs import Job, Worker

_WIDTH = 640


class SalvageDialog(QDialog):
    """`open_new` is called with the new file, once the person has seen what it holds."""

    def __init__(
        self,
        parent: QWidget | None,
        damaged: Path,
        worker: Worker,
        clock: Clock,
        open_new: Callable[[Path], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Save what can be read"))
        self._damaged, self._worker, self._clock, self._open_new = damaged, worker, clock, open_new
        self._job: Job | None = None
        self._made: Path | None = None
        self.banner = Banner()
        self.words = PlainLabel(
            _(
                "All that can still be read goes into a new shop file. The damaged file is not touched: keep"
                " it until you have looked the new one over. A backup may hold more."
            ),
            wrap=True,
        )
        self.target_name = muted(_("New file"))
        self.target = TextField()
        self.target.setText(str(free_name(damaged, _("{name} saved"))))
        self.target.setAccessibleName(_("New file"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Saving"))
        self.summary = SalvageResult()
        self._lay_out()
        self.bar.hide()
        self.summary.hide()

    def go(self) -> None:
        """Save; then, once it is saved, open the new file."""
        if self._made:
            self.accept()
            self._open_new(self._made)
            return
        target = Path(self.target.value()).expanduser()
        target = target if target.suffix else target.with_suffix(".desk")
        self.banner.hush()
        self._show_busy(on=True)
        self._job = self._worker.submit(
            partial(_save, self._damaged, target, self._clock),
            on_done=self._show,
            on_failed=self._refuse,
            on_progress=self._show_progress,
        )

    def reject(self) -> None:
        """Leave; what is being saved is stopped, and nothing half-made stays."""
        if self._job:
            self._job.cancel()
        super().reject()

    def _show(self, report: Salvaged) -> None:
        self._job, self._made = None, report.path
        self._show_busy(on=False)
        for one in (self.words, self.target, self.target_name):
            one.hide()
        self.head.setText(_("This was saved"))
        self.summary.show_report(report)
        self.summary.show()
        self.go_button.setText(_("&Open the new file"))
        self.leave_button.setText(_("Close"))
        self.go_button.setFocus()
        announce(self, self.summary.accessibleName())
        self.adjustSize()

    def _refuse(self, error: DeskError) -> None:
        self._job = None
        self.banner.say("error", str(error))
        self._show_busy(on=False)

    def _show_progress(self, done: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def _show_busy(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        self.target.setEnabled(not on)
        self.go_button.setEnabled(not on)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        self.leave_button = buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go_button = buttons.addButton(
            _("&Save what can be read"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.go_button.setProperty("kind", "primary")
        self.go_button.setDefault(True)
        buttons.accepted.connect(self.go)
        buttons.rejected.connect(self.reject)
        self.head = title(_("Save what can be read"))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        name = muted(self._damaged.name, elide=True)
        pieces: tuple[QWidget, ...] = (
            self.head,
            name,
            self.banner,
            self.words,
            self.target_name,
            self.target,
        )
        for piece in (*pieces, self.bar, self.summary):
            column.addWidget(piece)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)


def free_name(path: Path, named: str) -> Path:
    """A name beside a file that is not taken; `named` says what becomes of its own."""
    stem, number = named.format(name=path.stem), 1
    other = path.with_name(f"{stem}.desk")
    while other.exists():
        number += 1
        other = path.with_name(f"{stem} {number}.desk")
    return other


def _save(damaged: Path, target: Path, clock: Clock, *, progress: Progress) -> Salvaged:
    from deskapp.services.salvage import salvage

    return salvage(damaged, target, clock, progress)
