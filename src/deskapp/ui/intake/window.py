"""The intake window: a counter of its own that stays open from customer to customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.paper import Document
from deskapp.domain.ticket import Ticket
from deskapp.errors import DeskError
from deskapp.i18n import N_, _
from deskapp.ui.commands import PALETTE, SHEET, Command, Commands
from deskapp.ui.intake.aftermath import Aftermath
from deskapp.ui.intake.drawer import drawer_of
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.intake.start import Start
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.domain.undo import Done, Undo
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("intake_save", N_("&Save"), "file", "save", ("Ctrl+S",)),
    Command("intake_print", N_("Save and &print"), "file", "print", ("Ctrl+Return", "Ctrl+Enter")),
    Command("intake_aside", N_("Put aside"), "file", keys=("Esc",)),
    Command("intake_discard", N_("&Discard"), "file", "trash", ("Ctrl+Shift+Backspace",)),
    Command("intake_item", N_("Add another &item"), "edit", "plus", ("Ctrl+I",)),
    PALETTE,
    SHEET,
)

_ROOMY = """
QLineEdit, QComboBox { min-height: 30px; }
QPushButton { min-height: 28px; }
QPushButton[kind="tag"] { min-height: 32px; padding: 2px 10px; }
QToolButton { min-width: 28px; min-height: 28px; }
"""  # targets of 40 pixels: at the counter people aim in a hurry


class IntakeWindow(QWidget):
    """Takes in tickets one after the other. Closing it or Esc keeps what was typed for the next time."""

    def __init__(self, context: DeskContext, asked: Start | int | None = None) -> None:
        super().__init__()
        start = Start.of(asked)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._drawer = drawer_of(context)
        self._saved_now: Done[Ticket] | None = None
        self._saved_page: IntakeForm | None = None
        self._saving = self._leaving = False
        self.setWindowTitle(_("New ticket"))
        self.setStyleSheet(_ROOMY)
        self.commands = Commands(self, COMMANDS)
        self.received = muted()
        self.aftermath = Aftermath()
        self.save_button = button(_("&Save"), self.save)
        self.print_button = button(_("Save and pri&nt"), self.save_and_print, kind="primary", icon="print")
        self.discard_button = button(_("Discard"), self.discard, kind="quiet")
        self._slot = QVBoxLayout()
        kept = self._drawer.take() if start.is_blank() else None
        self.form = kept or IntakeForm(context)
        self._lay_out()
        self._bind()
        open_at(self, 1180, 800)
        self.form.start(start)
        self._offer_kept()

    def save(self) -> None:
        """Keep the ticket and begin the next one."""
        self._save(self._saved)

    def save_and_print(self) -> None:
        """Keep the ticket, show its claim ticket for printing, and begin the next one."""
        self._save(self._saved_for_print)

    def discard(self) -> None:
        """Throw away what was typed; it can be brought back until the window is closed."""
        if self._saving or self.form.is_empty():
            return
        self._forget_saved()
        self._saved_page = self._swap(IntakeForm(self._context))
        self.aftermath.say(_("Discarded"), (_("Undo"), self._undiscard))

    def add_item(self) -> None:
        """The customer brings one more thing."""
        self.form.add_item()

    # Saving -----------------------------------------------------------------------------------

    def _save(self, saved: Callable[[Done[Ticket]], None]) -> None:
        intake = None if self._saving else self.form.read()
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
        self._forget_saved()
        self._saved_now = done
        self._saved_page = self._swap(IntakeForm(self._context))
        words = _("Ticket {number} saved").format(number=done.value.number)
        self.aftermath.say(words, (_("Undo"), self._take_back), (_("Show the ticket"), self._open))

    def _saved_for_print(self, done: Done[Ticket]) -> None:
        self._saved(done)
        self._context.preview(done.value.number, Document.CLAIM_TICKET)

    def _refused(self, error: DeskError) -> None:
        self._leaving = False
        self.form.show_refusal(error)

    def _rest(self) -> None:
        self._saving = False
        if self._leaving:
            self.close()

    def _open(self) -> None:
        if self._saved_now:
            self._context.open_ticket(self._saved_now.value.number)

    def _take_back(self) -> None:
        """Undo the intake: the ticket goes to the bin and its page comes back to be mended."""
        if self._saved_now:
            desk, actor, undo = self._context.desk, self._context.actor, self._saved_now.undo
            self._context.worker.submit(
                lambda: desk.undo(actor, undo), on_done=self._taken_back, on_failed=self._refused
            )

    def _taken_back(self, _redo: Undo) -> None:
        if self._saved_now:
            number = self._saved_now.value.number
            self._context.tell_taken_back(self._saved_now.undo)
            self._bring_back(_("Ticket {number} is in the bin").format(number=number))

    # Pages ------------------------------------------------------------------------------------

    def _undiscard(self) -> None:
        self._bring_back("")

    def _bring_back(self, words: str) -> None:
        """Show the page of before again; one that was begun since goes into the drawer."""
        page, self._saved_page, self._saved_now = self._saved_page, None, None
        if page is None:
            return
        begun = self._swap(page)
        if begun.is_empty():
            begun.deleteLater()
        else:
            self._drawer.put(begun)
        self.aftermath.say(words) if words else self.aftermath.hush()
        self._offer_kept()

    def _offer_kept(self) -> None:
        if len(self._drawer):
            self.aftermath.say(_("An unfinished ticket was put aside"), (_("Bring it back"), self._continue))

    def _continue(self) -> None:
        page = self._drawer.take()
        if page:
            self._forget_saved()
            self._saved_page = page
            self._bring_back("")

    def _forget_saved(self) -> None:
        if self._saved_page:
            self._saved_page.deleteLater()
        self._saved_page, self._saved_now = None, None

    def _swap(self, page: IntakeForm) -> IntakeForm:
        """Show another page; answers the one that was shown."""
        old, self.form = self.form, page
        self._slot.addWidget(page)
        page.show()
        page.begin()  # before the old one hides, so that the focus never leaves the window
        old.hide()
        self._slot.removeWidget(old)
        self._say_when()
        return old

    def _say_when(self) -> None:
        formats = self._context.formats
        words = _("{moment}, taken in by {person}")
        now = formats.moment(formats.now())
        self.received.setText(words.format(moment=now, person=self._context.actor.name))

    # Qt and looks -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            QWidget.setTabOrder(self.print_button, self.discard_button)
            self.form.begin()

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back to this window writes at another time."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._say_when()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: the page waits in the drawer. One that is being saved is waited for."""
        if self._saving:
            self._leaving = True
            event.ignore()
            return
        if not self.form.is_empty():
            self._drawer.put(self.form)
        event.accept()

    def _bind(self) -> None:
        for key, run in (
            ("intake_save", self.save),
            ("intake_print", self.save_and_print),
            ("intake_aside", self.close),
            ("intake_discard", self.discard),
            ("intake_item", self.add_item),
            ("omnibox", palette_of(self, self.commands, self._context)),
            ("shortcuts", sheet_of(self, self.commands)),
        ):
            self.commands.bind(key, run)
        pairs = (
            (self.save_button, "intake_save"),
            (self.print_button, "intake_print"),
            (self.discard_button, "intake_discard"),
        )
        for made, key in pairs:
            made.setToolTip(self.commands.action(key).toolTip())

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
        for piece in (self.discard_button, self.aftermath, self.save_button, self.print_button):
            row.addWidget(piece, 1 if piece is self.aftermath else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._slot, 1)
        column.addWidget(foot)
        self._slot.addWidget(self.form)
        self.form.show()  # one from the drawer was hidden there
        self._say_when()
