"""The left half of a directory: its name, a filter, the table, and what stands there when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.jobs import Job, Worker
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.pages import PAGE
from deskapp.ui.shared.plain import headline, muted, title
from deskapp.ui.shared.record_table import RecordTable

_PAUSE_MS = 120
Read = Callable[[str, int, int], Sequence[Any]]
"""Answers the records of a query from an offset on, at most as many as the limit; runs on the worker."""
Count = Callable[[str], int]


class RecordList(QWidget):
    """`opened` and `current_changed` are the table's; `listed` carries how many records there are."""

    opened = Signal(int)
    current_changed = Signal(object)
    listed = Signal(int)
    failed = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column], worker: Worker, read: Read, count: Count,
        sentence: Callable[[Any], str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._worker, self._read, self._count = worker, read, count
        self._job: Job | None = None
        self._wanted: int | None = None
        self.head, self.count_label = title(name), muted()
        self.filter = _Filter()
        self.records = PagedModel(columns, sentence=sentence, worker=worker, parent=self)
        self.table = RecordTable(self.records, name)
        self.empty = EmptyState()
        self.tools = QHBoxLayout()
        self._stack = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()
        self._lay_out()

    def query(self) -> str:
        """What the filter says."""
        return self.filter.text().strip()

    def list_now(self, wanted: int | None = None) -> None:
        """Read the first rows of what the filter says, then put the cursor on a wanted record."""
        self._pause.stop()
        self._wanted = wanted
        if self._job:
            self._job.cancel()
        query = self.query()
        self._job = self._worker.submit(
            self._first_page, query, on_done=partial(self._show, query), on_failed=self._cannot
        )

    def refresh(self) -> None:
        """Read again what is shown, keeping the place."""
        self._worker.submit(
            self._count,
            self.query(),
            on_done=partial(self._recount, self.query()),
            on_failed=self._cannot,
        )

    def clear_filter(self) -> None:
        """List everything again."""
        self.filter.clear()
        self.list_now()

    def enter(self) -> None:
        """Go to the table."""
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_place(0)

    def _first_page(self, query: str) -> tuple[Sequence[Any], int]:
        rows = self._read(query, 0, PAGE)
        return rows, len(rows) if len(rows) < PAGE else self._count(query)

    def _show(self, query: str, page: tuple[Sequence[Any], int]) -> None:
        rows, count = page
        self.records.show(partial(self._read, query), count, rows)
        self._show_count(count)
        if self._wanted is None or not self.table.select_id(self._wanted):
            self.table.select_place(0)
        self._wanted = None

    def _cannot(self, error: object) -> None:
        self.failed.emit(error)

    def _recount(self, query: str, count: int) -> None:
        if query == self.query():
            self.records.refresh(count)
            self._show_count(count)

    def _show_count(self, count: int) -> None:
        self.count_label.setText(str(count))
        self._stack.setCurrentWidget(self.table if count else self.empty)
        self.listed.emit(count)

    def _enter_list(self) -> None:
        if self._pause.isActive():
            self.list_now()
        self.enter()

    def _leave_filter(self) -> None:
        if self.query():
            self.clear_filter()
        self.enter()

    def _connect(self) -> None:
        self.filter.textEdited.connect(self._pause.start)
        self.filter.textChanged.connect(self._cleared)
        self.filter.entered.connect(self._enter_list)
        self.filter.left.connect(self._leave_filter)
        self._pause.timeout.connect(self.list_now)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.records.failed.connect(self.failed)

    def _cleared(self, text: str) -> None:
        if not text:
            self._pause.start()

    def _lay_out(self) -> None:
        words, heads = headline(self.head, self.count_label), QHBoxLayout()
        heads.setSpacing(style.S)
        heads.addLayout(words)
        heads.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)  # the buttons beside are higher
        heads.addStretch(1)
        heads.addLayout(self.tools)
        self.tools.setSpacing(style.S)
        top = QVBoxLayout()
        top.setContentsMargins(style.L, style.L, style.L, style.M)
        top.setSpacing(style.S)
        top.addLayout(heads)
        top.addWidget(self.filter)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._stack.setContentsMargins(style.S, 0, 0, 0)
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)


class _Filter(QLineEdit):
    """`entered` asks to go to the list, `left` tells that Escape was typed."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        limit(self, 200)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
