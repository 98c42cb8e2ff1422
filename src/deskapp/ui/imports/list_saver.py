"""Saves the list of problems where the person wants it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from deskapp.exchange.problem_list import save_problems
from deskapp.i18n import _
from deskapp.ui.shared import places
from deskapp.ui.shared.links import show_folder

if TYPE_CHECKING:
    from deskapp.domain.import_plan import RowProblem
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext


class ListSaver(QObject):
    """`told` carries a sentence, a verb and what it does; `refused` the error of writing."""

    told = Signal(str, str, object)
    refused = Signal(object)

    def __init__(self, context: DeskContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._problems: Sequence[RowProblem] = ()
        self._header: Sequence[str] = ()
        self._file_name = ""

    def use(self, problems: Sequence[RowProblem], file_name: str, header: Sequence[str] = ()) -> None:
        """The problems that are shown, the file they are from, and the names of its columns."""
        self._problems, self._file_name, self._header = problems, file_name, header

    def ask_place(self) -> None:
        """Ask where the list shall lie."""
        if not self._problems:
            return
        name = _("{name} problems.csv").format(name=Path(self._file_name).stem)
        place = str(places.documents() / name)
        dialog = QFileDialog(self._window, _("Save the list of problems"), place, _("CSV files (*.csv)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, place: str) -> None:
        """Write the list there."""
        work = partial(save_problems, self._problems, Path(place), self._header)
        self._context.worker.submit(work, on_done=self._tell_saved, on_failed=self._refuse)

    def _tell_saved(self, path: Path) -> None:
        words = _("Saved as {name}").format(name=path.name)
        self.told.emit(words, _("Show folder"), partial(show_folder, path))

    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)
