"""The ways of a paper out of the program: to a file and to a printer, each noted in the history."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.domain.shop import Paper
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.papers.making import Made
from deskapp.ui.papers.printing import PrintOrder
from deskapp.ui.papers.saving import save, suggested_name
from deskapp.ui.shared import places
from deskapp.ui.shared.links import show_folder

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from deskapp.ui.context import DeskContext


class Outlet(QObject):
    """`made` is the paper that is shown, None while there is none.

    `told` carries a sentence, a verb and what it does; `refused` an error, a verb and what it does.
    """

    told = Signal(str, str, object)
    refused = Signal(object, str, object)

    def __init__(self, context: DeskContext, number: str, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._number, self._window = context, number, window
        self._printer: QPrinter | None = None
        self.made: Made | None = None

    # Saving -----------------------------------------------------------------------------------

    def ask_place(self) -> None:
        """Ask where the PDF shall lie."""
        from PySide6.QtWidgets import QFileDialog

        if not self.made:
            return
        name = suggested_name(self._title(self.made), self._number)
        dialog = QFileDialog(
            self._window, _("Save PDF"), str(places.documents() / name), _("PDF files (*.pdf)")
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _title(self, made: Made) -> str:
        return _(DOCUMENT_LABELS[made.document])

    def save_to(self, place: str) -> None:
        """Write the PDF there and note it in the ticket's history."""
        if self.made:
            self._context.worker.submit(
                self._saved, self.made, Path(place), on_done=self._tell_saved, on_failed=self._refuse_saving
            )

    def _saved(self, made: Made, place: Path) -> Path:
        path = save(made.pdf, place)
        self._log(made)
        return path

    def _tell_saved(self, path: Path) -> None:
        words = _("Saved as {name}").format(name=path.name)
        self.told.emit(words, _("Show folder"), partial(show_folder, path))

    def _refuse_saving(self, error: DeskError) -> None:
        self.refused.emit(error, _("Choose another place"), self.ask_place)

    # Printing ---------------------------------------------------------------------------------

    def ask_printer(self) -> None:
        """Ask for the printer; the system's own dialog does that."""
        from PySide6.QtPrintSupport import QPrintDialog

        if not self.made:
            return
        dialog = QPrintDialog(self._new_printer(self.made), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, len(self.made.sizes))
        dialog.accepted.connect(self._print_chosen)
        QDialog.open(dialog)  # its own form of open() wants a receiver

    def print_on(self, printer: QPrinter) -> None:
        """Print what is shown on a chosen printer and note it in the ticket's history."""
        from deskapp.ui.papers import printing

        made = self.made
        if made is None:
            return
        self._printer, order = printer, PrintOrder.of(printer)
        if printer.outputFileName():
            self.save_to(printer.outputFileName())
        elif printing.can_hand_over():
            self._submit(self._handed_over, made, order, done=self._tell_printed)
        else:
            self._submit(printing.pictures, made, order, done=partial(self._paint, made))

    def print_by_name(self, made: Made, name: str) -> None:
        """Print without asking."""
        self.made = made
        printer = self._new_printer(made)
        printer.setPrinterName(name)
        self.print_on(printer)

    def _new_printer(self, made: Made) -> QPrinter:
        from PySide6.QtGui import QPageLayout, QPageSize
        from PySide6.QtPrintSupport import QPrinter

        sheets = {
            Paper.A4: QPageSize.PageSizeId.A4,
            Paper.A5: QPageSize.PageSizeId.A5,
            Paper.LETTER: QPageSize.PageSizeId.Letter,
        }
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(300)
        page = QPageSize(sheets[made.size])
        if made.document is Document.LABEL:
            page = QPageSize(QSizeF(*made.sizes[0]), QPageSize.Unit.Point)
        printer.setPageSize(page)
        if made.sizes and made.sizes[0][0] > made.sizes[0][1]:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setFullPage(True)
        printer.setDocName(self._window.windowTitle())
        self._printer = printer
        return printer

    def _print_chosen(self) -> None:
        if self._printer:
            self.print_on(self._printer)

    def _handed_over(self, made: Made, order: PrintOrder) -> None:
        from deskapp.ui.papers import printing

        printing.hand_over(made, order, self._window.windowTitle())
        self._log(made)

    def _paint(self, made: Made, images: list[QImage]) -> None:
        from deskapp.ui.papers import printing

        assert self._printer is not None
        try:
            printing.paint(self._printer, images)
        except DeskError as error:
            self._refuse_printing(error)
            return
        self._submit(self._log, made, done=self._tell_printed)

    def _submit(self, work: Any, *values: Any, done: Any) -> None:
        self._context.worker.submit(work, *values, on_done=done, on_failed=self._refuse_printing)

    def _tell_printed(self, _nothing: object) -> None:
        self.told.emit(_("Sent to the printer"), "", None)

    def _refuse_printing(self, error: DeskError) -> None:
        self.refused.emit(error, _("Choose a printer"), self.ask_printer)

    def _log(self, made: Made) -> None:
        """On the worker: the history says that the paper was handed out."""
        context = self._context
        context.desk.papers.printed(context.actor, self._number, made.document, made.pdf)
