"""The papers that come out when a ticket was taken in, as this computer's settings say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from deskapp import settings as settings_
from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.i18n import _
from deskapp.ui.papers.making import Made, make
from deskapp.ui.papers.outlet import Outlet
from deskapp.ui.papers.saving import suggested_name
from deskapp.ui.shared import places, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext

PAPERS = (Document.CLAIM_TICKET, Document.LABEL)
_CHOSEN = (*PAPERS, Document.RECEIPT)  # which a quick job leaves
_SHOWN_FIRST = {Document.CLAIM_TICKET, Document.RECEIPT}
SHOW, NONE, PDF = "show", "no", "pdf"
"""What stands in the settings in the place of a printer's name."""


def way_of(settings: Settings, document: Document) -> str:
    """How a paper comes out: by the name of a printer, `SHOW`, `PDF` or `NONE`."""
    return settings.printers.get(document, SHOW if document in _SHOWN_FIRST else NONE)


class AfterIntake(QObject):
    """Brings the papers of one ticket out, in the background; `told` and `refused` are those of `Outlet`."""

    told = Signal(str, str, object)
    refused = Signal(object, str, object)

    def __init__(
        self, context: DeskContext, number: str, window: QWidget, papers: Sequence[Document] = PAPERS
    ) -> None:
        super().__init__(window)
        self._context, self._number, self._window, self._papers = context, number, window, papers

    def bring_out(self) -> None:
        """Print, save or show each paper that is wanted."""
        for document in self._papers:
            way = way_of(self._context.settings, document)
            if way == SHOW:
                self._context.preview(self._number, document)
            elif way != NONE:
                self._make(document, way)

    def _make(self, document: Document, way: str) -> None:
        context = self._context
        making = partial(make, context.desk, context.actor, self._number, document, context.shop.paper)
        context.worker.submit(
            _made_for, way, making,
            on_done=self._send, on_failed=context.show_error,
        )  # fmt: skip

    def _send(self, answer: tuple[Made, str]) -> None:
        made, printer = answer
        outlet = Outlet(self._context, self._number, self._window)
        outlet.told.connect(self.told)
        outlet.refused.connect(self.refused)
        if printer:
            outlet.print_by_name(made, printer)
            return
        outlet.made = made
        name = suggested_name(_(DOCUMENT_LABELS[made.document]), self._number)
        outlet.save_to(str(places.documents() / name))


def _made_for(way: str, making: partial[Made]) -> tuple[Made, str]:
    """On the worker: the paper, and the printer if it is there now; without one a PDF is saved."""
    return making(), way if way != PDF and way in printers() else ""


def printers() -> list[str]:
    """The printers of this computer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


class AfterIntakeDialog(QDialog):
    """One choice for each paper; kept at once."""

    def __init__(self, window: QWidget, context: DeskContext) -> None:
        super().__init__(window)
        self._context = context
        self.setWindowTitle(_("Papers after the intake"))
        self.boxes = {document: ChoiceBox() for document in _CHOSEN}
        self.form = Form()
        for document, box in self.boxes.items():
            self.form.add(document, _(DOCUMENT_LABELS[document]), box)
            box.chosen.connect(partial(self._keep, document))
        self._lay_out()
        self._offer(())
        context.worker.submit(printers, on_done=self._offer)

    def _offer(self, names: Sequence[str]) -> None:
        ways = [(SHOW, _("Show it first")), (PDF, _("Save as PDF")), (NONE, _("Do not print"))]
        for document, box in self.boxes.items():
            way = way_of(self._context.settings, document)
            known = dict.fromkeys([*names, *([] if way in {SHOW, PDF, NONE} else [way])])
            box.set_choices([*ways, *((name, name) for name in known)])
            box.set_key(way)

    def _keep(self, document: Document, way: str) -> None:
        self._context.settings = self._context.settings.with_printer(document.value, way)
        settings_.save(self._context.settings)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.accept, kind="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(self.form)
        column.addLayout(foot)
        self.setMinimumWidth(420)
