"""Writes the directory, or what is filtered of it, to a file of address cards or a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from deskapp.i18n import _, ngettext
from deskapp.ui.shared import places
from deskapp.ui.shared.links import show_folder

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class CustomerExport(QObject):
    """Asks for the place, then reads and writes on the worker, however many they are."""

    def __init__(self, context: DeskContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._query = ""

    def ask_place(self, query: str) -> None:
        """Ask where the customers of a query shall lie; the ending says the kind of file."""
        self._query = query
        kinds = _("Address cards, vCard (*.vcf);;Table, CSV (*.csv)")
        place = str(places.documents() / _("Customers.vcf"))
        dialog = QFileDialog(self._window, _("Export customers"), place, kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(partial(self._chosen, dialog))
        dialog.open()

    def save_to(self, place: str) -> None:
        """Write them there."""
        from deskapp.exchange.customer_file import save_directory

        context = self._context
        work = partial(save_directory, context.desk, context.actor, Path(place), self._query)
        context.worker.submit(work, on_done=self._tell_saved, on_failed=context.show_error)

    def _chosen(self, dialog: QFileDialog, place: str) -> None:
        """A name without an ending gets that of the kind that is chosen."""
        ending = ".csv" if "csv" in dialog.selectedNameFilter() else ".vcf"
        self.save_to(place if Path(place).suffix else place + ending)

    def _tell_saved(self, saved: tuple[Path, int]) -> None:
        path, count = saved
        words = ngettext("{count} customer saved as {name}", "{count} customers saved as {name}", count)
        sentence = words.format(count=self._context.formats.number(count), name=path.name)
        show = partial(show_folder, path)
        self._context.tell(sentence, _("Show folder"), show)
