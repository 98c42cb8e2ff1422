"""The intake window: a counter of its own that stays open from customer to customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.paper import Document
from deskapp.domain.ticket import Ticket
from deskapp.errors import DeskError
from deskapp.i18n import N_, _
from deskapp.ui.commands import Command, Commands
from deskapp.ui.intake.aftermath import Aftermath
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.undo import Done, Undo
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("intake_save", N_("&Save"), "file", "save", ("Ctrl+S",)),
    Command("intake_print", N_("Save and &print"), "file", "print", ("Ctrl+Return", "Ctrl+Enter")),
    Command("intake_hide", N_("Put aside"), "file", keys=("Esc",)),
    Command("intake_discard", N_("&Discard"), "file", "trash", ("Ctrl+Shift+Backspace",)),
    Command("intake_item", N_("Add another &item"), "edit", "plus", ("Ctrl+I",)),
)

_ROOMY = """
QLineEdit, QComboBox { min-height: 30px; }
QPushButton { min-height: 28px; }
QPushButton[kind="tag"] { min-height: 32px; padding: 2px 10px; }
QToolButton { min-width: 28px; min-height: 28px; }
"""  # targets of 40 pixels: at the counter people aim in a hurry


class IntakeWindow(QWidget):
    """Takes in tickets one after the other. Closing it or Esc keeps what was typed."""

    def __init__(self, context: DeskContext, customer_id: int | None = None) -> None:
        super().__init__()
        self._context = context
        self._saving = False
        self._aside: IntakeForm | None = None
        self.setWindowTitle(_("New ticket"))
        self.setStyleSheet(_ROOMY)
        self.commands = Commands(self, COMMANDS)
        self.received = muted()
        self.aftermath = Aftermath()
        self.save_button = button(_("&Save"), self.save)
        self.print_button = button(_("Save and &print"), self.save_and_print, kind="primary", icon="print")
        self.discard_button = button(_("Discard"), self.discard, kind="quiet")
        self._slot = QVBoxLayout()
        self.form = IntakeForm(context)
        self._lay_out()
        self._bind()
        self.resize(1180, 800)
        if customer_id is not None:
            self.form.customer.take(customer_id)

    def begin(self, customer_id: int | None = None) -> None:
        """Show the window as it was left; for a named customer on an empty page, with the old one kept."""
        if customer_id is not None:
            if not self.form.is_empty():
                self._put_aside(_("The unfinished ticket was put aside"), _("Bring it back"))
            self.form.customer.take(customer_id)
        self._say_when()
        self.show()
        self.raise_()
        self.activateWindow()
        self.form.begin()

    def save(self) -> None:
        """Keep the ticket and begin the next one."""
        self._save(self._saved)

    def save_and_print(self) -> None:
        """Keep the ticket, show its claim ticket for printing, and begin the next one."""
        self._save(self._saved_for_print)

    def discard(self) -> None:
        """Throw away what was typed; it can be brought back until the next ticket is saved."""
        if not self.form.is_empty():
            self._put_aside(_("Discarded"), _("Undo"))
            self.form.begin()

    # Saving -----------------------------------------------------------------------------------

    def _save(self, saved: Any) -> None:
        if self._saving:
            return
        intake = self.form.read()
        if intake is None:
            return
        self._saving = True
        desk, actor = self._context.desk, self._context.actor
        self._context.worker.submit(
            lambda: desk.tickets.take_in(actor, intake),
            on_done=saved,
            on_failed=self._refused,
            on_finished=self._rest,
        )

    def _saved(self, done: Done[Ticket]) -> None:
        self._context.notify(done)
        self._undo = done.undo
        self._number = done.value.number
        self._renew()
        words = _("Ticket {number} saved").format(number=self._number)
        self.aftermath.say(words, (_("Undo"), self._take_back), (_("Open"), self._open))
        self.form.begin()

    def _saved_for_print(self, done: Done[Ticket]) -> None:
        self._saved(done)
        self._context.preview(self._number, Document.CLAIM_TICKET)

    def _refused(self, error: DeskError) -> None:
        self.form.show_refusal(error)

    def _rest(self) -> None:
        self._saving = False

    def _take_back(self) -> None:
        """Undo the intake: the ticket goes to the bin and its text comes back to be mended."""
        desk, actor, undo = self._context.desk, self._context.actor, self._undo
        self._context.worker.submit(
            lambda: desk.undo(actor, undo), on_done=self._taken_back, on_failed=self._context.show_error
        )

    def _taken_back(self, _redo: Undo) -> None:
        self._bring_back()
        self.aftermath.say(_("Ticket {number} is in the bin").format(number=self._number))

    def _open(self) -> None:
        self._context.open_ticket(self._number)

    # Pages ------------------------------------------------------------------------------------

    def _put_aside(self, words: str, verb: str) -> None:
        self._renew()
        self.aftermath.say(words, (verb, self._bring_back))

    def _renew(self) -> None:
        """An empty page; the old one is kept behind it."""
        old = self._aside
        self._aside = self.form
        self._show_form(IntakeForm(self._context))
        if old:
            old.deleteLater()

    def _bring_back(self) -> None:
        if self._aside:
            form, self._aside = self._aside, None
            gone = self.form
            self._show_form(form)
            gone.deleteLater()
            self.aftermath.hush()
            self.form.begin()

    def _show_form(self, form: IntakeForm) -> None:
        self._slot.addWidget(form)
        form.show()
        self.form.hide()
        self._slot.removeWidget(self.form)
        self.form = form
        QWidget.setTabOrder(form.promise.tags.edit, self.discard_button)

    # Qt and looks -----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: the page comes back as it was."""
        event.accept()

    def _say_when(self) -> None:
        formats = self._context.formats
        words = _("{moment}, taken in by {person}")
        moment = formats.moment(formats.now())
        self.received.setText(words.format(moment=moment, person=self._context.actor.name))

    def _bind(self) -> None:
        for key, run in (
            ("intake_save", self.save),
            ("intake_print", self.save_and_print),
            ("intake_hide", self.close),
            ("intake_discard", self.discard),
            ("intake_item", self._add_item),
        ):
            self.commands.bind(key, run)
        for made, key in ((self.save_button, "intake_save"), (self.print_button, "intake_print")):
            made.setToolTip(self.commands.action(key).toolTip())

    def _add_item(self) -> None:
        self.form.add_item()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(style.XL, style.L, style.XL, 0)
        head.addWidget(title(_("New ticket")))
        head.addStretch(1)
        head.addWidget(self.received, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(style.XL, style.M, style.XL, style.M)
        row.setSpacing(style.S)
        row.addWidget(self.discard_button)
        row.addWidget(self.aftermath, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._slot, 1)
        column.addWidget(foot)
        self._slot.addWidget(self.form)
        self._say_when()
