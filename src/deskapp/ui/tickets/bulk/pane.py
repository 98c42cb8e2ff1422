"""What stands in the pane while several tickets are chosen: say what becomes of them, see it, do it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.backup import Reason
from deskapp.domain.permission import Action
from deskapp.domain.ticket_bulk import MOST_TICKETS, BulkChange
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import PlainLabel, muted, title
from deskapp.ui.tickets.bulk.change_form import ChangeForm
from deskapp.ui.tickets.bulk.effect import Effect
from deskapp.ui.tickets.bulk.outlets import ExportOutlet, PaperRun
from deskapp.ui.tickets.bulk.refusals import Refusals

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.ticket_bulk import BulkResult
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job
    from deskapp.ui.tickets.chosen import Chosen

_SAMPLE = 3
_SHOW_PROGRESS_FROM = 60


class BulkPane(QWidget):
    """`closed` asks to go back to the list, `left` tells that there is nothing more to be seen here."""

    closed = Signal()
    left = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._rows: Sequence[TicketRow] = ()
        self._job: Job | None = None
        self._read: Job | None = None
        self._binned = False
        self._effect = Effect(context, {})
        self.head = title(elide=True)
        self.what: PlainLabel = muted(wrap=True)
        self.form = ChangeForm(context.formats)
        self.sample = [PlainLabel(tone="muted", elide=True) for _place in range(_SAMPLE)]
        self.staying = PlainLabel(tone="warning", wrap=True)
        self.go = button("", self.apply, kind="primary")
        self.bar = QProgressBar()
        self.cancel = button(_("Cancel"), self.stop)
        self.refusals = Refusals(context.formats)
        self.papers, self.export = PaperRun(context, self, self), ExportOutlet(context, self, self)
        self.print_button = button(_("Pri&nt…"), self.papers.print, icon="print")
        self.save_button = button(_("Save as PDF…"), self.papers.save, icon="save")
        self.export_button = button(_("E&xport…"), self.export.ask_place, icon="export")
        self.bin_button = button("", self._bin, kind="danger", icon="trash")
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._shut_what_is_refused()
        self._lay_out()
        self._connect()
        context.read(context.desk.people.list, then=self._know)

    # What the screen asks ---------------------------------------------------------------------

    def show_chosen(self, chosen: Chosen, *, binned: bool = False) -> None:
        """These tickets are chosen, all of them in the bin or none; what was said about the change stays."""
        if self._read:
            self._read.cancel()
        self._binned = binned
        self._say_head(chosen.count)
        if chosen.query is None:
            self._show_rows(chosen.rows)
            return
        self._allow(on=False)
        self._read = self._context.read(
            self._context.desk.tickets.rows, chosen.query, limit=MOST_TICKETS + 1, then=self._show_rows
        )

    def show_refused(self, result: BulkResult) -> None:
        """List the tickets that did not take a change, until that was read."""
        if result.refused:
            self.refusals.show_refused(result.refused, len(result.changed))

    def rows(self) -> Sequence[TicketRow]:
        """The chosen tickets."""
        return self._rows

    def holds(self) -> bool:
        """Whether there is something to be seen that must not go away by itself."""
        return self.is_busy() or bool(self.refusals.refused())

    def is_busy(self) -> bool:
        """Whether tickets are being changed."""
        return self._job is not None and not self._job.ended

    def enter(self) -> None:
        """Begin at the status."""
        self.form.status.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def run(self, command: str) -> bool:
        """Carry a command out on all chosen tickets; False where it is meant for one."""
        work = {
            "delete": None if self._binned else self._bin,
            "restore": self._bin if self._binned else None,
            "hand_over": self._hand_over,
            "print": self.papers.print,
        }
        if (act := work.get(command)) and self._rows and not self.is_busy():
            act()
        return command in work

    def apply(self) -> None:
        """Make the change."""
        self.form.clear_errors()
        try:
            missing, change = self.form.missing(), self.form.change()
        except Invalid as error:
            self.form.show_error(error)
            return
        if missing:
            self.form.show_error(missing)
        else:
            self._run(change)

    def stop(self) -> None:
        """Leave all tickets as they were, or make no more papers."""
        if self.is_busy() and self._job:
            self._job.cancel()
        self.papers.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # Doing ------------------------------------------------------------------------------------

    def _run(self, change: BulkChange) -> None:
        ids = [row.id for row in self._rows]
        self.refusals.dismiss()
        self.show_work(on=True, whole=len(ids))
        self._context.after_backup(Reason.BULK, partial(self._begin, ids, change))

    def _begin(self, ids: Sequence[int], change: BulkChange) -> None:
        self._job = self._context.act(
            self._context.desk.bulk.change,
            ids,
            change,
            then=self._done,
            on_failed=self._say_wrong,
            on_progress=self.show_progress,
            on_finished=self._ended,
        )

    def _done(self, result: BulkResult) -> None:
        self.form.begin()
        self._look()
        self.show_refused(result)

    def _say_wrong(self, error: DeskError) -> None:
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self._context.show_error(error)

    def _ended(self) -> None:
        self.show_work(on=False)
        if self._job and self._job.cancelled:
            self._context.tell(_("Cancelled; all tickets are as they were."))
        if not self.holds():
            self.left.emit()

    def _hand_over(self) -> None:
        self._run(BulkChange(status="collected"))

    def _bin(self) -> None:
        self._run(BulkChange(out_of_bin=True) if self._binned else BulkChange(to_bin=True))

    # Showing ----------------------------------------------------------------------------------

    def _know(self, people: Sequence[Person]) -> None:
        self._effect = Effect(self._context, {one.id: one.name for one in people})
        self.form.offer_people(people)

    def _show_rows(self, rows: Sequence[TicketRow]) -> None:
        self._rows = rows
        self._say_head(len(rows))
        self.form.offer_statuses(self._effect.targets(rows))
        self._look()

    def _look(self) -> None:
        """Say what the change would do."""
        try:
            change = self.form.change()
        except Invalid:
            return
        self.form.ask_reason(on=self._effect.asks_reason(self._rows, change.status))
        changes = bool(change.status or change.edits)
        for label, row in zip(self.sample, (*self._rows[:_SAMPLE], None, None, None), strict=False):
            words = self._effect.line(row, change) if row and changes else ""
            label.setText(f"{row.number}   {words}" if row and words else "")
            label.setVisible(bool(words))
        self._say_staying(self._effect.staying(self._rows, change))
        self._allow(on=not self.is_busy())
        self.go.setEnabled(self.go.isEnabled() and changes)

    def _say_staying(self, count: int) -> None:
        words = ngettext(
            "{count} ticket cannot take this step and stays whole as it is.",
            "{count} tickets cannot take this step and stay whole as they are.",
            count,
        )
        self.staying.setText(words.format(count=self._context.formats.number(count)))
        self.staying.setVisible(bool(count))

    def _say_head(self, count: int) -> None:
        shown = self._context.formats.number(count)
        words = ngettext("{count} ticket selected", "{count} tickets selected", count)
        self.head.setText(words.format(count=shown))
        self.go.setText(
            ngettext("Change {count} ticket", "Change {count} tickets", count).format(count=shown)
        )
        bin_words = _("Rest&ore") if self._binned else _("To the &bin")
        self.bin_button.setText(bin_words)
        style.set_kind(self.bin_button, "" if self._binned else "danger")
        too_many = count > MOST_TICKETS
        most = self._context.formats.number(MOST_TICKETS)
        words = _("At most {count} tickets are changed at once; choose fewer.")
        self.what.setText(words.format(count=most))
        self.what.setVisible(too_many)

    def _allow(self, *, on: bool) -> None:
        on = on and 1 < len(self._rows) <= MOST_TICKETS
        for one in (self.go, self.bin_button, self.print_button, self.save_button, self.export_button):
            one.setEnabled(on)
        self.form.setEnabled(on and not self._binned)

    def show_work(self, *, on: bool, whole: int = 0) -> None:
        """Something goes on; how far it is, is shown where it takes long enough to be seen."""
        long = on and whole >= _SHOW_PROGRESS_FROM
        self.bar.setRange(0, 0)
        self.bar.setVisible(long)
        self.cancel.setVisible(long)
        self._allow(on=not on)
        if long:
            announce(self.bar, _("Working on {count} tickets").format(count=whole))
        elif not on:
            self._look()

    def show_progress(self, done: int, whole: int) -> None:
        """How far it is."""
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    # Laying out -------------------------------------------------------------------------------

    def _shut_what_is_refused(self) -> None:
        context, form = self._context, self.form
        only(context, Action.MOVE, form.status, form.reason)
        only(context, Action.ASSIGN, form.person)
        for piece in (form.priority, form.due, form.moment, form.add_tags, form.remove_tags, self.go):
            only(context, Action.CHANGE_WORDS, piece)
        only(context, Action.TAKE_IN, self.print_button, self.save_button)
        only(context, Action.EXPORT_LISTS, self.export_button)
        only(context, Action.CANCEL, self.bin_button)

    def _connect(self) -> None:
        self.form.edited.connect(self._soon.start)  # once for all that a key changes
        self._soon.timeout.connect(self._look)
        self.refusals.opened.connect(self._context.open_ticket)
        self.refusals.closed.connect(self._read_refusals)

    def _read_refusals(self) -> None:
        if not self.is_busy():
            self.left.emit()

    def _lay_out(self) -> None:
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Chosen tickets"))
        inside = QWidget()
        inside.setProperty("kind", "sheet")
        column = QVBoxLayout(inside)
        column.setContentsMargins(style.L, style.L, style.L, style.L)
        column.setSpacing(style.M)
        for piece in (self.head, self.what, self.refusals, self.form, self._effect_card()):
            column.addWidget(piece)
        column.addLayout(_row(self.go, stretch=True))
        column.addLayout(_row(self.bar, self.cancel))
        column.addWidget(_hairline())
        column.addLayout(_row(self.print_button, self.save_button, stretch=True))
        column.addLayout(_row(self.export_button, self.bin_button, stretch=True))
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        for hidden in (self.bar, self.cancel, self.what, self.staying):
            hidden.hide()
        self.bar.setTextVisible(False)

    def _effect_card(self) -> QWidget:
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        for label in (*self.sample, self.staying):
            column.addWidget(label)
        for label in self.sample:
            label.hide()
        return card


def _row(*pieces: QWidget, stretch: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(style.S)
    for piece in pieces:
        row.addWidget(piece, 0 if stretch or piece is pieces[-1] else 1)
    if stretch:
        row.addStretch(1)
    return row


def _hairline() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "hairline")
    return line
