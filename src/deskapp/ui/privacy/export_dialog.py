"""Giving a person all that the shop holds of them, in a folder of their own."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.privacy.work_bar import WorkBar
from deskapp.ui.shared import places, style
from deskapp.ui.shared.links import show_written
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job, Progress


class PersonExport(QDialog):
    """Shows how far it is while it writes, and closes by itself."""

    def __init__(self, parent: QWidget, context: DeskContext, customer_id: int, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("All data of a person"))
        self._context, self._customer_id = context, customer_id
        self._job: Job | None = None
        self.work = WorkBar(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.XL)
        column.setSpacing(style.M)
        column.addWidget(title(_("All data of {name}").format(name=name), elide=True))
        hint = _("A page to read, the same for other programs, and the photos. Notes of the staff are in it.")
        column.addWidget(muted(hint, wrap=True))
        column.addWidget(self.work)
        self.setMinimumWidth(460)

    def ask_place(self) -> None:
        """Ask in which folder the new one shall lie."""
        dialog = QFileDialog(
            self.parentWidget(), _("Where the new folder shall lie"), str(places.documents())
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.save_in)
        dialog.rejected.connect(self.reject)
        dialog.open()

    def save_in(self, parent: str) -> None:
        """Write the folder there."""
        self.open()
        self.work.begin(_("The folder is being written…"))
        context = self._context
        self._job = context.worker.submit(
            partial(_save, context.desk, context.actor, self._customer_id, Path(parent)),
            on_done=self._saved,
            on_failed=self._failed,
            on_progress=self.work.show_progress,
            on_finished=self._rest,
        )

    def reject(self) -> None:
        """Close it; what is being written is stopped and leaves nothing behind."""
        self._stop()
        if self._job is None:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        event.setAccepted(self._job is None)

    def _saved(self, folder: Path) -> None:
        show = partial(show_written, folder / "index.html")
        self._context.tell(_("Saved in the folder “{name}”").format(name=folder.name), _("Open it"), show)

    def _failed(self, error: DeskError) -> None:
        self._context.show_error(error)

    def _stop(self) -> None:
        if self._job:
            self._job.cancel()

    def _rest(self) -> None:
        self._job = None
        self.accept()


def _save(desk: Desk, actor: Actor, customer_id: int, parent: Path, *, progress: Progress) -> Path:
    from deskapp.exchange.person_folder import free_folder, save_person

    folder = free_folder(parent, desk, customer_id)
    return save_person(desk, actor, customer_id, folder, progress=progress)
