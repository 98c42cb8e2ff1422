"""The customers who may be one, pair by pair: to be merged, or told apart for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from deskapp.domain.duplicate import CERTAIN, LIKELY, Found, Lookalike, Pair
from deskapp.i18n import _, ngettext
from deskapp.ui.customers.merge_dialog import MergeDialog
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_SIZE = (1020, 620)


class Row(NamedTuple):
    """A line of the list."""

    id: int
    pair: Pair


class DuplicatesDialog(QDialog):
    """Searches when it is shown; closing it stops the search. What is done from here can be undone."""

    def __init__(self, parent: QWidget, context: DeskContext) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Find duplicates"))
        self._context = context
        self._job: Job | None = None
        self._found: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._left_off = 0
        self.words = muted(wrap=True)
        self.banner = Banner()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Looking for customers who may be one"))
        self.records = PagedModel(_columns(), sentence=_sentence, parent=self)
        self.table = RecordTable(self.records, _("Customers who may be one"))
        self.empty = EmptyState()
        self.again = button(_("Search &again"), self.search, icon="refresh")
        self.stop = button(_("Sto&p"), self.cancel)
        self.apart = button(_("&Not the same"), self.tell_apart)
        self.merge = button(_("&Merge…"), self.ask_merge, kind="primary")
        self.table.opened.connect(self.ask_merge)
        self.table.current_changed.connect(self._provide)
        self._context.changed.connect(self._look_again)
        self.finished.connect(self.cancel)
        self._lay_out()
        self.search()

    def search(self) -> None:
        """Go through the whole directory."""
        self.cancel()
        self.banner.hush()
        self.bar.setRange(0, 0)
        self._show_searching(on=True)
        self._job = self._context.worker.submit(
            self._context.desk.duplicates.find,
            self._context.actor,
            on_done=self._take,
            on_failed=self._fail,
            on_progress=self._show_progress,
            on_finished=self._rest,
        )

    def cancel(self) -> None:
        """Search no further."""
        if self._job:
            self._job.cancel()
            self._job = None
            self._show_searching(on=False)

    def ask_merge(self, _row: int = 0) -> None:
        """Put both side by side."""
        if row := self._current():
            MergeDialog.ask(self, self._context, row.pair.id)

    def tell_apart(self) -> None:
        """Remember that they are not the same."""
        if row := self._current():
            self._context.act(self._context.desk.duplicates.not_same, *row.pair.id)

    def _current(self) -> Row | None:
        chosen = self.table.current_id()
        return next((row for row in self._rows if row.id == chosen), None)

    def _take(self, found: Found) -> None:
        self._found = tuple(Row(place, pair) for place, pair in enumerate(found.pairs, start=1))
        self._left_off = found.count - len(found.pairs)
        self._show(self._found)
        self.table.setFocus()

    def _look_again(self) -> None:
        """Somebody merged two of them, told two apart, or took that back."""
        pairs = [row.pair for row in self._found]
        self._context.read(self._context.desk.duplicates.still, pairs, then=self._keep)

    def _keep(self, pairs: Sequence[Pair]) -> None:
        there = {pair.id for pair in pairs}
        rows = tuple(row for row in self._found if row.pair.id in there)
        if rows != self._rows:
            self._show(rows)

    def _show(self, rows: tuple[Row, ...]) -> None:
        place = next((n for n, row in enumerate(self._rows) if row.id == self.table.current_id()), 0)
        self._rows = rows
        self.records.show(lambda offset, limit: rows[offset : offset + limit], len(rows), rows)
        self._pages.setCurrentWidget(self.table if rows else self.empty)
        self.table.select_place(min(place, len(rows) - 1) if rows else 0)
        self._say(len(rows))
        self._provide()

    def _say(self, count: int) -> None:
        words = ngettext("{count} pair may be one customer", "{count} pairs may be one customer each", count)
        said = words.format(count=self._context.formats.number(count))
        if self._left_off:
            more = _("{count} more that are less sure are not listed.")
            said = f"{said}. {more.format(count=self._context.formats.number(self._left_off))}"
        self.words.setText(said if count else "")
        announce(self, said if count else _("No duplicates"))

    def _provide(self, _row: object = None) -> None:
        there = self._current() is not None
        self.merge.setEnabled(there)
        self.apart.setEnabled(there)

    def _show_progress(self, done: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def _show_searching(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.stop.setVisible(on)
        self.again.setVisible(not on)
        if on:
            self.words.setText(_("Looking for customers who may be one…"))
        elif not self._rows:
            self.words.setText("")

    def _fail(self, error: DeskError) -> None:
        self.banner.say("error", str(error))

    def _rest(self) -> None:
        self._job = None
        self._show_searching(on=False)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        hint = _("Customers with the same phone, the same e-mail, or a similar name in the same street.")
        self.empty.say("customers", _("No duplicates"), hint)
        foot = QHBoxLayout()
        foot.setSpacing(style.S)
        for piece in (self.again, self.stop):
            foot.addWidget(piece)
        foot.addStretch(1)
        for piece in (button(_("Close"), self.close), self.apart, self.merge):
            foot.addWidget(piece)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        for widget in (title(_("Find duplicates")), self.words, self.banner, self.bar, self._pages):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        column.addLayout(foot)
        self.resize(*_SIZE)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.search)


def _columns() -> list[Column]:
    return [
        Column("one", _("Customer"), lambda row: row.pair.one.name, 150, strong=True),
        Column("one_more", _("Phone"), lambda row: _reach(row.pair.one), 130, muted=True),
        Column("other", _("Perhaps the same"), lambda row: row.pair.other.name, 150, strong=True),
        Column("other_more", _("Phone"), lambda row: _reach(row.pair.other), 130, muted=True),
        Column(
            "why", _("Why"), lambda row: _why(row.pair), 200, tip=lambda row: _why(row.pair), stretch=True
        ),
        Column("sure", _("How sure"), lambda row: sureness(row.pair.strength), 140),
    ]


def sureness(strength: int) -> str:
    """How sure it is, in a word."""
    return _("Very likely") if strength >= CERTAIN else _("Likely") if strength >= LIKELY else _("Possible")


def _reach(one: Lookalike) -> str:
    return one.phone or one.email or one.address


def _why(pair: Pair) -> str:
    return ", ".join(reason.label for reason in pair.reasons)


def _sentence(row: Row) -> str:
    return ", ".join((row.pair.one.name, row.pair.other.name, _why(row.pair), sureness(row.pair.strength)))
