"""The intake window: a counter of its own that stays open from customer to customer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.draft import Draft
from deskapp.domain.ticket import Ticket
from deskapp.errors import DeskError
from deskapp.i18n import N_, _
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.intake.aftermath import Aftermath
from deskapp.ui.intake.drawer import drawer_of
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.intake.held_keys import HeldKeys
from deskapp.ui.intake.start import Start
from deskapp.ui.intake.unfinished import Unfinished
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shared.tab_order import put_behind
from deskapp.ui.shell.palette_bar import palette_of

if TYPE_CHECKING:
    from deskapp.domain.undo import Done, Undo
    from deskapp.ui.context import DeskContext

COMMANDS = (
    Command("intake_save", N_("&Save"), "file", "save", ("Ctrl+S",)),
    Command("intake_print", N_("Save and &print"), "file", "print", ("Ctrl+Return", "Ctrl+Enter")),
    Command("intake_aside", N_("Put aside"), "file", keys=("Esc",)),
    Command("intake_unfinished", N_("&Open what is unfinished"), "file", "folder", ("Ctrl+O",)),
    Command("intake_discard", N_("&Discard"), "file", "trash", ("Ctrl+Shift+Backspace",)),
    Command("intake_item", N_("Add another &item"), "edit", "plus", ("Ctrl+I",)),
    Command("intake_photos", N_("Add p&hotos…"), "edit", "photo", ("Ctrl+Shift+F",)),
    Command("intake_paste", N_("Paste a ph&oto"), "edit", "paste", ("Ctrl+Shift+V",)),
    Command("intake_folder", N_("Camera &folder…"), "edit", "folder", ("Ctrl+Shift+O",)),
    Command("intake_papers", N_("Papers after the intake…"), "print", "print", ("Ctrl+Shift+P",)),
    PALETTE,
    SHEET,
)

_SIZE = (1180, 800)
_ROOMY = """
QLineEdit, QComboBox { min-height: 30px; }
QPushButton { min-height: 28px; }
QPushButton[kind="tag"] { min-height: 32px; padding: 2px 10px; }
QToolButton { min-width: 28px; min-height: 28px; }
"""  # targets of 40 pixels: at the counter people aim in a hurry


class IntakeWindow(QWidget):
    """Takes in tickets one after the other. Closing it or Esc keeps what was typed for the next time.

    One that is built before anybody asks for it is not `begun`: `begin` says what it is for. Its first page
    may be there already.
    """

    def __init__(
        self,
        context: DeskContext,
        asked: Start | int | None = None,
        *,
        begun: bool = True,
        page: IntakeForm | None = None,
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._drawer = drawer_of(context)
        self._saved_now: Done[Ticket] | None = None
        self._saved_page: IntakeForm | None = None
        self._saving = self._leaving = self._is_begun = False
        self._held = HeldKeys(self)
        self.setWindowTitle(_("New ticket"))
        self.setStyleSheet(_ROOMY)
        self.commands = Commands(self, COMMANDS)
        self.received = muted()
        self.banner = Banner()
        self.aftermath = Aftermath()
        self.save_button = button(_("&Save"), self.save)
        self.print_button = button(_("Save and pri&nt"), self.save_and_print, kind="primary", icon="print")
        self.discard_button = button(_("Discard"), self.discard, kind="quiet")
        self.unfinished = Unfinished(context, self._drawer, self.banner, self.aftermath, self)
        self.unfinished.chosen.connect(self._go_on_with)
        self._slot = QVBoxLayout()
        self._lay_out()
        self.form = page or IntakeForm(context, self)
        self._slot.addWidget(self.form)
        self._bind()
        open_at(self, *_SIZE)
        if begun:
            self.begin(asked)

    def begin(self, asked: Start | int | None = None) -> None:
        """Write down what is known already, and keep what is typed from now on."""
        start, self._is_begun = Start.of(asked), True
        open_at(self, *_SIZE)
        self._say_when()
        self.form.come_into_use(start.draft_id)
        self.form.start(start)
        self._keep(self.form, start.draft_id)
        self.unfinished.look()

    def save(self) -> None:
        """Keep the ticket and begin the next one."""
        self._save(self._saved)

    def save_and_print(self) -> None:
        """Keep the ticket, print its papers as this computer's settings say, and begin the next one."""
        self._save(self._saved_for_print)

    def choose_papers(self) -> None:
        """Choose which papers are printed after an intake, and where."""
        from deskapp.ui.papers.after_intake import AfterIntakeDialog

        AfterIntakeDialog(self, self._context).open()

    def discard(self) -> None:
        """Throw away what was typed; it can be brought back until the window is closed."""
        if self._saving or self.form.is_empty():
            return
        self._forget_saved()
        self.form.keeper.end()
        self._saved_page = self._swap(self._new_page())
        self.aftermath.say(_("Discarded"), (_("Undo"), self._undiscard))

    def _go_on_with(self, draft_id: int) -> None:
        """Open a draft in place of an empty page, else in a window of its own."""
        if self._saving or not self.form.is_empty():
            self._context.open_intake(start=Start(draft_id=draft_id))
            return
        page = IntakeForm(self._context, self)
        page.come_into_use(draft_id)
        self._swap(page).go_away()
        self._keep(page, draft_id)

    def add_item(self) -> None:
        """The customer brings one more thing."""
        self.form.add_item()

    def _add_photos(self) -> None:
        self.form.photos.ask_files()

    def _choose_folder(self) -> None:
        self.form.photos.ask_folder()

    def _paste_photo(self) -> None:
        self.form.photos.paste()

    # Saving -----------------------------------------------------------------------------------

    def _save(self, saved: Callable[[Done[Ticket]], None]) -> None:
        """Keep this page once its photos are there; until then nothing can change it."""
        if self._saving:
            return
        self._saving = True
        self._held.hold(self.form)
        if self.form.photos.is_busy():
            self.aftermath.say(_("The photos are being read…"), lasting=True)
        self.form.photos.when_read(partial(self._save_now, saved))

    def _save_now(self, saved: Callable[[Done[Ticket]], None]) -> None:
        intake = self.form.read()
        if intake is None:
            self._leaving = False
            self._held.drop()
            self.aftermath.hush()
            self._rest()
            return
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
        self.form.keeper.end()
        self._saved_page = self._swap(self._new_page())
        words = _("Ticket {number} saved").format(number=done.value.number)
        self.aftermath.say(words, (_("Undo"), self._take_back), (_("Show the ticket"), self._open))

    def _saved_for_print(self, done: Done[Ticket]) -> None:
        from deskapp.ui.papers.after_intake import AfterIntake

        self._saved(done)
        papers = AfterIntake(self._context, done.value.number, self)
        papers.told.connect(self._context.tell)
        papers.refused.connect(self._say_not_printed)
        papers.bring_out()

    def _say_not_printed(self, error: DeskError, verb: str, again: Callable[[], object]) -> None:
        self.banner.say("error", str(error), verb, again)

    def _refused(self, error: DeskError) -> None:
        self._leaving = False
        self._held.drop()
        self.form.show_refusal(error)

    def _rest(self) -> None:
        self._saving = False
        self._held.pass_on()
        if self._leaving:
            self.close()

    def _open(self) -> None:
        if self._saved_now:
            self._context.open_ticket(self._saved_now.value.number)

    def _take_back(self) -> None:
        """Undo the intake: the ticket goes to the bin and its page comes back to be mended."""
        if self._saved_now and not self._saving:
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
        if not self._saving:
            self._bring_back("")

    def _bring_back(self, words: str) -> None:
        """Show the page of before again; one that was begun since stays as a draft."""
        page, self._saved_page, self._saved_now = self._saved_page, None, None
        if page is None:
            return
        page.keep_draft()
        self._swap(page).go_away()
        self.aftermath.say(words) if words else self.aftermath.hush()
        self.unfinished.look()

    def _new_page(self) -> IntakeForm:
        page = IntakeForm(self._context, self)
        page.come_into_use()
        page.keep_draft()
        return page

    def _keep(self, page: IntakeForm, draft_id: int | None) -> None:
        """Keep what is typed, first filled from the draft where it has one."""
        if draft_id is None:
            page.keep_draft()
            return
        context = self._context
        context.read(
            context.desk.drafts.get, draft_id, then=partial(self._fill, page), on_failed=self._refused
        )

    def _fill(self, page: IntakeForm, draft: Draft) -> None:
        page.restore(draft.content)
        page.keep_draft(draft.content)
        self.unfinished.look()

    def _forget_saved(self) -> None:
        if self._saved_page:
            self._saved_page.go_away()
        self._saved_page, self._saved_now = None, None

    def _swap(self, page: IntakeForm) -> IntakeForm:
        """Show another page; answers the one that was shown."""
        old, self.form = self.form, page
        self._slot.addWidget(page)
        page.show()
        self._put_foot_last()
        page.begin()  # before the old one hides, so that the focus never leaves the window
        old.hide()
        self._slot.removeWidget(old)
        self._say_when()
        return old

    def _put_foot_last(self) -> None:
        """Tab goes from the page to the buttons under it, and from them to the bar above it."""
        last: QWidget = self.form.promise.terms
        piece: QWidget | None = last
        while piece and (piece := piece.nextInFocusChain()) and self.form.isAncestorOf(piece):
            last = piece if piece.focusPolicy() & Qt.FocusPolicy.TabFocus else last
        put_behind(last, self.save_button, self.print_button, self.discard_button)

    def _say_when(self) -> None:
        formats = self._context.formats
        words = _("{moment}, taken in by {person}")
        now = formats.moment(formats.now())
        self.received.setText(words.format(moment=now, person=self._context.actor.name))

    # Qt and looks -----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._put_foot_last()
            self.form.begin()

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back to this window writes at another time."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._say_when()
            self.form.photos.serve()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: the page stays as a draft. Photos and one that is being saved are waited for."""
        if self._saving or self.form.photos.is_busy():
            if not self._saving and not self._leaving:
                self.form.photos.when_read(self.close)
            self._leaving = True
            event.ignore()
            return
        if self._is_begun:
            self._forget_saved()
            self._drawer.put_away(self.form.keeper)
            self.form.photos.leave()
        event.accept()

    def _bind(self) -> None:
        for key, run in (
            ("intake_save", self.save),
            ("intake_print", self.save_and_print),
            ("intake_aside", self.close),
            ("intake_unfinished", self.unfinished.open),
            ("intake_discard", self.discard),
            ("intake_item", self.add_item),
            ("intake_photos", self._add_photos),
            ("intake_paste", self._paste_photo),
            ("intake_folder", self._choose_folder),
            ("intake_papers", self.choose_papers),
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
        top = QFrame()
        top.setProperty("kind", "bar")  # what is scrolled goes under a line
        head = QHBoxLayout(top)
        head.setContentsMargins(style.XL, style.M, style.XL, style.M)
        head.addWidget(title(_("New ticket")))
        head.addStretch(1)
        head.addWidget(self.received, 0, Qt.AlignmentFlag.AlignBottom)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(style.XL, style.M, style.XL, style.M)
        row.setSpacing(style.S)
        for piece in (self.aftermath, self.save_button, self.print_button):
            row.addWidget(piece, 1 if piece is self.aftermath else 0)
        row.insertWidget(0, self.discard_button)  # the last to which Tab comes
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.banner)
        column.addLayout(self._slot, 1)
        column.addWidget(foot)
