"""A short list of records whose order counts: the list at the left, the one under the cursor at the right."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form

Record = TypeVar("Record")
_LIST_WIDTH = 210


class ListEdit(QWidget, Generic[Record]):
    """What is typed at the right is taken over when another record is looked at, or all are asked for."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.form, self.label = Form(), TextField(longest=60)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self._records: list[Record] = []
        self._shown = -1
        self.buttons = (
            icon_button("plus", _("Add"), self.add),
            icon_button("trash", _("Remove"), self.remove),
            icon_button("chevron-up", _("Move up"), self.move_up),
            icon_button("chevron-down", _("Move down"), self.move_down),
        )
        self.list.currentRowChanged.connect(self._look_at)
        self.label.textEdited.connect(self._rename)
        self._lay_out()

    @abstractmethod
    def fresh(self) -> Record:
        """A new record."""

    @abstractmethod
    def fill(self, record: Record) -> None:
        """Show a record in the form."""

    @abstractmethod
    def typed(self, before: Record) -> Record:
        """The record as the form has it."""

    @abstractmethod
    def name_of(self, record: Record) -> str:
        """What the list calls it."""

    def set_records(self, records: Iterable[Record]) -> None:
        """Show these."""
        self._shown = -1
        self._records = list(records)
        self._show(0)

    def records(self) -> tuple[Record, ...]:
        """All, with what was typed."""
        self._take()
        return tuple(self._records)

    def add(self) -> None:
        """Begin a new one at the end."""
        self._take()
        self._records.append(self.fresh())
        self._show(len(self._records) - 1)
        self.label.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Take the one under the cursor away."""
        place = self.list.currentRow()
        if place >= 0:
            self._shown = -1
            del self._records[place]
            self._show(min(place, len(self._records) - 1))

    def move_up(self) -> None:
        """Put it before the one above."""
        self._move(-1)

    def move_down(self) -> None:
        """Put it behind the one below."""
        self._move(1)

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        if place >= 0 and 0 <= place + step < len(self._records):
            self._take()
            self._records.insert(place + step, self._records.pop(place))
            self._show(place + step)

    def _show(self, place: int) -> None:
        self._shown = -1
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([self.name_of(record) for record in self._records])
        self.list.setCurrentRow(place if self._records else -1)
        self.list.blockSignals(False)
        self._look_at(self.list.currentRow())

    def _look_at(self, place: int) -> None:
        self._take()
        self._shown = place
        self.form.setEnabled(place >= 0)
        self.fill(self._records[place] if place >= 0 else self.fresh())

    def _take(self) -> None:
        if 0 <= self._shown < len(self._records):
            self._records[self._shown] = self.typed(self._records[self._shown])

    def _rename(self, name: str) -> None:
        if self.list.currentRow() >= 0:
            self.list.currentItem().setText(name)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(style.XS)
        for one in self.buttons:
            tools.addWidget(one)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(style.XS)
        left.addWidget(self.list, 1)
        left.addLayout(tools)
        self.list.setFixedWidth(_LIST_WIDTH)
        right = QVBoxLayout()
        right.addWidget(self.form)
        right.addStretch(1)
        both = QHBoxLayout(self)
        both.setSpacing(style.L)
        both.addLayout(left)
        both.addLayout(right, 1)
