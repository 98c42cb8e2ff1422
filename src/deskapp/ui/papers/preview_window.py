"""The window in which a paper is looked at, printed and saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.domain.permission import Action
from deskapp.domain.shop import Paper
from deskapp.errors import DeskError
from deskapp.i18n import N_, _, ngettext
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.papers.making import Made, make
from deskapp.ui.papers.outlet import Outlet
from deskapp.ui.papers.paper_view import FIT, PaperView
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import muted
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shared.toast import Toasts
from deskapp.ui.shell.allowed import use_role
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("paper_print", N_("&Print…"), "print", "print", ("Ctrl+P",)),
    Command("paper_save", N_("&Save PDF…"), "print", "save", ("Ctrl+S",)),
    Command("paper_claim", N_("Claim ticket"), "view", keys=("Ctrl+1",), choice="document"),
    Command("paper_summary", N_("Service summary"), "view", keys=("Ctrl+2",), choice="document"),
    Command("paper_label", N_("Item label"), "view", keys=("Ctrl+3",), choice="document"),
    Command("paper_receipt", N_("Receipt"), "view", keys=("Ctrl+4",), choice="document"),
    Command("paper_larger", N_("Larger"), "view", keys=("Ctrl++", "Ctrl+=")),
    Command("paper_smaller", N_("Smaller"), "view", keys=("Ctrl+-",)),
    Command("paper_fit", N_("Fit width"), "view", keys=("Ctrl+0",)),
    Command("paper_close", N_("&Close"), "file", keys=("Esc", "Ctrl+W")),
    PALETTE,
    SHEET,
)


class PreviewWindow(QWidget):
    """One ticket's papers; the document and the sheet can be switched."""

    def __init__(self, context: DeskContext, number: str, document: Document) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self.number = context, number
        self._document = document
        self.outlet = Outlet(context, number, self)
        self.banner = Banner()
        self.view = PaperView(context.worker)
        self.toasts = Toasts(self)
        self.paper = ChoiceBox((size.value, size.value) for size in Paper)
        self.paper.set_key(context.shop.paper.value)
        self.paper.setAccessibleName(_("Paper size"))
        self.documents: dict[Document, QPushButton] = {}
        self.pages = muted()
        self.zoom_label = muted()
        self.print_button = button(_("&Print…"), self.outlet.ask_printer, kind="primary", icon="print")
        self.save_button = button(_("&Save PDF…"), self.outlet.ask_place, icon="save")
        self.commands = Commands(self, COMMANDS)
        self._lay_out()
        self._bind()
        open_at(self, 900, 800)
        self.paper.chosen.connect(self._load_again)
        self.view.zoomed.connect(self._say_zoom)
        self.outlet.told.connect(self._tell)
        self.outlet.refused.connect(self._refuse_output)
        self.show_document(document)
        self.view.setFocus()

    def show_document(self, document: Document) -> None:
        """Show another document of the ticket."""
        self._document = document
        self.documents[document].setChecked(True)
        label = _(DOCUMENT_LABELS[document])
        self.setWindowTitle(f"{label} {self.number}")
        self._load()

    def made(self) -> Made | None:
        """The paper that is shown."""
        return self.outlet.made

    def _load_again(self, _size: str) -> None:
        self._load()

    def _load(self) -> None:
        self.banner.hush()
        self._allow(there=False)
        context, size = self._context, Paper(self.paper.key())
        self._context.worker.submit(
            make, context.desk, context.actor, self.number, self._document, size,
            on_done=self._show, on_failed=self._refuse,
        )  # fmt: skip

    def _show(self, made: Made) -> None:
        if (made.document, made.size.value) != (self._document, self.paper.key()):
            return  # something else was asked for since
        self.outlet.made = made
        self._allow(there=True)
        self.view.show_paper(made.pdf, made.sizes)
        count = len(made.sizes)
        self.pages.setText(ngettext("{count} page", "{count} pages", count).format(count=count))
        if made.missing:
            words = _("The papers' font has no sign for {signs}; they come out as boxes.")
            self.banner.say("warning", words.format(signs=" ".join(made.missing[:12])))

    def _refuse(self, error: DeskError) -> None:
        self.banner.say("error", str(error), _("Try again"), self._load)

    def _tell(self, words: str, verb: str, act: Callable[[], object] | None) -> None:
        self.banner.hush()
        self.toasts.show(words, verb, act)

    def _refuse_output(self, error: DeskError, verb: str, again: Callable[[], object]) -> None:
        self.banner.say("error", str(error), verb, again)

    def _allow(self, *, there: bool) -> None:
        if not there:
            self.outlet.made = None
        for one in (self.print_button, self.save_button):
            one.setEnabled(there)

    # Looks ------------------------------------------------------------------------------------

    def _say_zoom(self, zoom: float) -> None:
        self.zoom_label.setText(f"{round(zoom * 100)} %")

    def _bind(self) -> None:
        for key, run in (
            ("paper_print", self.outlet.ask_printer),
            ("paper_save", self.outlet.ask_place),
            ("paper_larger", self.view.zoom_in),
            ("paper_smaller", self.view.zoom_out),
            ("paper_fit", partial(self.view.set_zoom, FIT)),
            ("paper_close", self.close),
            ("omnibox", palette_of(self, self.commands, self._context)),
            ("shortcuts", sheet_of(self, self.commands)),
        ):
            self.commands.bind(key, run)
        for key, document in (
            ("paper_claim", Document.CLAIM_TICKET),
            ("paper_summary", Document.SERVICE_SUMMARY),
            ("paper_label", Document.LABEL),
            ("paper_receipt", Document.RECEIPT),
        ):
            self.commands.bind(key, partial(self._switch, document))
        use_role(self.commands, self._context.actor.role)
        only(self._context, Action.TAKE_IN, self.print_button, self.save_button)

    def _switch(self, document: Document, on: bool) -> None:
        if on:
            self.show_document(document)

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("kind", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(style.L, style.S, style.L, style.S)
        row.setSpacing(style.S)
        for piece in (*self._switches(), self.paper):
            row.addWidget(piece)
        row.addStretch(1)
        row.addWidget(icon_button("minus", _("Smaller"), self.view.zoom_out, keys="Ctrl+-"))
        row.addWidget(self.zoom_label)
        row.addWidget(icon_button("plus", _("Larger"), self.view.zoom_in, keys="Ctrl++"))
        row.addStretch(1)
        for piece in (self.pages, self.save_button, self.print_button):
            row.addWidget(piece)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)

    def _switches(self) -> list[QPushButton]:
        group = QButtonGroup(self)
        for document, label in DOCUMENT_LABELS.items():
            made = button(_(label), partial(self.show_document, document))
            made.setCheckable(True)
            group.addButton(made)
            self.documents[document] = made
        return list(self.documents.values())
