"""The quick job: what was done while the customer waited, its price, Enter, and the receipt comes out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.paper import Document
from deskapp.domain.quick_job import QuickJob
from deskapp.domain.ticket import Ticket
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import N_, _
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.intake.problems import Problems
from deskapp.ui.intake.quick_customer import QuickCustomer
from deskapp.ui.intake.service_block import ServiceBlock
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.plain import caption, title
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.domain.undo import Done
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("quick_save", N_("&Done"), "file", "tick", ("Ctrl+S",)),
    Command("quick_print", N_("Done, with &receipt"), "file", "print", ("Ctrl+Return", "Ctrl+Enter")),
    Command("quick_close", N_("&Close"), "file", keys=("Esc",)),
    PALETTE,
    SHEET,
)
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class QuickWindow(QWidget):
    """Closed, it offers to go on with what was typed. `desk_window` is the one that outlives it."""

    def __init__(
        self, context: DeskContext, desk_window: QWidget, content: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._desk_window = context, desk_window
        self._saving = self._saved = False
        self.setWindowTitle(_("Quick job"))
        self.commands = Commands(self, COMMANDS)
        self.banner = Banner()
        self.services = ServiceBlock(context)
        self.customer = QuickCustomer(context)
        self.customer_row = FieldRow(_("For &whom"), self.customer)
        self.save_button = button(_("&Done"), self.save)
        self.print_button = button(
            _("Done, with rec&eipt"), self.save_and_print, kind="primary", icon="print"
        )
        self._lay_out()
        self._bind()
        self.services.search.entered_empty.connect(self.save_and_print)
        self.customer.finished.connect(self._go_to_search)
        open_at(self, 600, 460)
        self._restore(content or {})

    def save(self) -> None:
        """Write the job down without a paper."""
        self._save(receipt=False)

    def save_and_print(self) -> None:
        """Write the job down and bring its receipt out, as this computer's settings say."""
        self._save(receipt=True)

    # Saving -----------------------------------------------------------------------------------

    def _save(self, *, receipt: bool) -> None:
        job = None if self._saving else self._read()
        if job is None:
            return
        self._saving = True
        desk, actor = self._context.desk, self._context.actor
        self._context.worker.submit(
            lambda: _read_through(desk.quick_jobs.add(actor, job)),
            on_done=partial(self._done, receipt),
            on_failed=self._refuse,
            on_finished=self._rest,
        )

    def _read(self) -> QuickJob | None:
        """The job as it is typed; None where it cannot be kept, which is then shown at its field."""
        self.banner.hush()
        problems = Problems()
        self.customer_row.clear()
        lines = self.services.read(problems)
        if pending := self.customer.pending():
            words = _("“{typed}” is nobody yet: press Enter to choose, or clear the field.")
            problems.add(self.customer_row, words.format(typed=pending))
        if problems:
            problems.go_to_first()
            return None
        who = self.customer.who()
        return QuickJob(lines, who.customer_id, who.draft)

    def _done(self, receipt: bool, done: Done[Ticket]) -> None:
        self._context.notify(done)
        self._saved = True
        if receipt:
            self._bring_out(done.value.number)
        self.close()

    def _bring_out(self, number: str) -> None:
        from deskapp.ui.papers.after_intake import AfterIntake

        papers = AfterIntake(self._context, number, self._desk_window, (Document.RECEIPT,))
        papers.told.connect(self._context.tell)
        papers.refused.connect(partial(_tell_refused, self._context))
        papers.bring_out()

    def _refuse(self, error: DeskError) -> None:
        problems = Problems()
        if isinstance(error, Invalid) and error.field in {"lines", "description"}:
            problems.add(self.services.search_row, str(error))
        elif isinstance(error, Invalid) and error.field in {"name", "phones"}:
            problems.add(self.customer_row, str(error))
        elif isinstance(error, Invalid) and error.field == "unit_price" and self.services.lines:
            unpriced = [line for line in self.services.lines if not line.price.text().strip()]
            problems.add((unpriced or self.services.lines)[0].price_row, str(error))
        else:
            self.banner.say("error", str(error))
            return
        problems.go_to_first()

    def _rest(self) -> None:
        self._saving = False

    # Closing ----------------------------------------------------------------------------------

    def _content(self) -> dict[str, Any]:
        if self.services.is_empty() and not self.customer.name() and not self.customer.pending():
            return {}
        who = (self.customer.who(), self.customer.name())
        return {"services": self.services.content(), "who": who}

    def _restore(self, content: Mapping[str, Any]) -> None:
        if content:
            self.services.restore(content["services"])
            self.customer.show_who(*content["who"])

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed can be gone on with, as long as the message about it is there."""
        if self._saving and not self._saved:
            event.ignore()
            return
        if not self._saved and (content := self._content()):
            again = partial(self._context.open_quick_job, content)
            self._context.tell(_("Quick job not finished"), _("Go on"), again)
        event.accept()

    # Qt and looks -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._go_to_search()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a quantity or a price goes back to where the next line, or the end, is asked for."""
        focus = QApplication.focusWidget()
        if event.key() in _ENTER and focus and any(line.isAncestorOf(focus) for line in self.services.lines):
            self._go_to_search()
        else:
            super().keyPressEvent(event)

    def _go_to_search(self) -> None:
        self.services.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bind(self) -> None:
        for key, run in (
            ("quick_save", self.save),
            ("quick_print", self.save_and_print),
            ("quick_close", self.close),
            ("omnibox", palette_of(self, self.commands, self._context)),
            ("shortcuts", sheet_of(self, self.commands)),
        ):
            self.commands.bind(key, run)
        for made, key in ((self.save_button, "quick_save"), (self.print_button, "quick_print")):
            made.setToolTip(self.commands.action(key).toolTip())

    def _lay_out(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(style.XL, style.M, style.XL, style.L)
        body.setSpacing(style.M)
        for piece in (self.services, self.customer_row):
            body.addWidget(piece)
        body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head, foot = QHBoxLayout(), QFrame()
        head.setContentsMargins(style.XL, style.L, style.XL, 0)
        head.addWidget(title(_("Quick job")))
        foot.setProperty("kind", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(style.XL, style.M, style.XL, style.M)
        row.setSpacing(style.S)
        row.addWidget(caption(_("Enter adds; Enter again is done.")), 1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(scroll, 1)
        column.addWidget(foot)


def _read_through(done: Done[Ticket]) -> Done[Ticket]:
    """Read the ticket while the worker is at it: the window never waits for the file."""
    _ = done.value
    return done


def _tell_refused(context: DeskContext, error: DeskError, verb: str, again: Any) -> None:
    context.tell(str(error), verb, again)
