"""A screen of records: the list at the left, one record at the right, to be read or changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from deskapp.domain.permission import Action, why_not
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.only import only
from deskapp.ui.shared.parts import neighbour
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.shared.record_form import RecordForm
from deskapp.ui.shared.record_list import RecordList

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_LIST, _SIDE, _SIDE_LEAST = 848, 404, 380


class Card(Protocol):
    """What shows one record."""

    def show_sheet(self, sheet: Any) -> None:
        """Show what was read."""


class DirectoryPage(QWidget):
    """A screen says how a record is read (`read_sheet`, on the worker) and what its pieces are.

    Moving in the list never throws away what is typed in the form. `action` is what a change is in the
    list of permissions.
    """

    action = Action.CHANGE_CUSTOMER

    def __init__(self, context: DeskContext, records: RecordList, card: QWidget, form: RecordForm) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._started = False
        self.shown: int | None = None
        self.list, self._card, self._form = records, card, form
        self.nobody = EmptyState()
        self.side = QStackedWidget()
        self._lay_out()
        self._connect()
        only(context, self.action, form)

    # What a screen says -----------------------------------------------------------------------

    def read_sheet(self, record: int) -> Any:
        """What the card shows of a record, None where it is gone; runs on the worker."""
        raise NotImplementedError

    def show_sheet(self, sheet: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def say_empty(self, query: str) -> None:
        """Fill the empty state of the list: first use, or a filter without hits."""
        raise NotImplementedError

    def settled(self, *, there: bool) -> None:
        """A record is shown, or none."""

    def shown_name(self) -> str:
        """How people call the record that is shown."""
        label = getattr(self._card, "name", None)
        return label.full_text() if isinstance(label, PlainLabel) else ""

    # What the window asks ---------------------------------------------------------------------

    def activate(self) -> None:
        """Begin in the list."""
        self.list.table.setFocus()
        if not self._started:
            self._started = True
            self.list.list_now()

    def find_field(self) -> None:
        """Go to the filter."""
        self.list.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.filter.selectAll()

    def go_to_part(self, step: int) -> None:
        """Filter, list and record in a circle."""
        parts: list[QWidget] = [self.list.filter, self.list.table]
        if not self.side.isHidden():
            parts.append(self.side)
        part = neighbour(parts, step)
        if part is self.side:
            self._enter_side()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _enter_side(self) -> None:
        """Go to the first piece of the record that takes keys."""
        keys = Qt.FocusPolicy.TabFocus.value
        for piece in self.side.findChildren(QWidget):
            if piece.isVisible() and piece.isEnabled() and piece.focusPolicy().value & keys:
                piece.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def open_record(self, record: int) -> None:
        """Show a record, whether or not the list holds it."""
        self._started = True
        self.list.filter.clear()
        self.list.list_now(record)
        self.shown = record  # what is written meanwhile makes this one be read again, not the one before
        self.leave_form()
        self._read(record)

    def edit_now(self, begin: Callable[[], object]) -> None:
        """Show the form; `begin` loads it."""
        if self.refuses():
            return
        begin()
        self.side.setCurrentWidget(self._form)
        self.side.show()
        self._form.begin_typing()

    def refuses(self) -> bool:
        """Whether this person may not change records of this kind, which is said then."""
        reason = why_not(self._context.actor.role, self.action)
        if reason:
            self._context.tell(reason)
        return bool(reason)

    def offered(self, verb: str) -> str:
        """The verb of a button that makes a record, for who may."""
        return verb if self._context.may(self.action) else ""

    def is_reading(self) -> bool:
        """Whether the record can be seen, not changed."""
        return self.side.currentWidget() is self._card

    def is_unsaved(self) -> bool:
        """Whether something is typed into the form."""
        return self.side.currentWidget() is self._form and self._form.is_changed()

    def leave_form(self) -> None:
        """Back to the record that is shown, or to none."""
        self.side.setCurrentWidget(self._card if self.shown is not None else self.nobody)
        self.side.setVisible(bool(self.list.records.rowCount()))
        self.list.table.setFocus()

    def kept(self, record: int) -> None:
        """A record was kept: show it in the list and beside it."""
        self.shown = record
        self.open_record(record)

    def add_key(self, keys: str, act: Callable[[], object]) -> None:
        """A key that works while the list has the focus."""
        shortcut = QShortcut(QKeySequence(keys), self.list.table, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(partial(self._run, act))

    # Own --------------------------------------------------------------------------------------

    def _run(self, act: Callable[[], object]) -> None:
        if not self.refuses():
            act()

    def _read(self, record: int | None) -> None:
        if self._job:
            self._job.cancel()
        if record is not None:
            self._job = self._context.worker.submit(
                self.read_sheet, record, on_done=self._take, on_failed=self._gone
            )

    def _take(self, sheet: Any) -> None:
        self.shown = None if sheet is None else sheet.id
        if sheet is not None:
            self.show_sheet(sheet)
        self.settled(there=sheet is not None)
        if self.side.currentWidget() is not self._form:
            self.side.setCurrentWidget(self.nobody if sheet is None else self._card)

    def _gone(self, error: DeskError) -> None:
        self._take(None)
        self._context.show_error(error)

    def _move(self, record: int | None) -> None:
        """Another row; what is typed in the form stays there."""
        if self.side.currentWidget() is self._form:
            if self._form.is_changed():
                return
            if not self._is_in_form():  # a list that came after the form was begun has a row of its own
                self.side.setCurrentWidget(self._card if self.shown is not None else self.nobody)
        self._read(record)

    def _is_in_form(self) -> bool:
        return self._form.isAncestorOf(self.window().focusWidget())

    def _refresh(self) -> None:
        if self._started:
            self.list.refresh()
            if self.shown is not None:
                self._read(self.shown)

    def _listed(self, count: int) -> None:
        self.side.setVisible(bool(count) or self.side.currentWidget() is self._form)
        if not count:
            self._take(None)
            self.say_empty(self.list.query())

    def _connect(self) -> None:
        self.list.current_changed.connect(self._move)
        self.list.listed.connect(self._listed)
        self.list.failed.connect(self._context.show_error)
        self._form.left.connect(self.leave_form)
        self._context.changed.connect(self._refresh)

    def _lay_out(self) -> None:
        for piece in (self.nobody, self._card, self._form):
            self.side.addWidget(piece)
        self.side.setMinimumWidth(_SIDE_LEAST)
        self.side.setProperty("kind", "sheet")
        self.side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.list)
        splitter.addWidget(self.side)
        splitter.setSizes([_LIST, _SIDE])
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
