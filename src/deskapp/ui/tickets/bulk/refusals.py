"""The tickets that stayed as they were, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from deskapp.domain.ticket_bulk import Refusal
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.plain import PlainLabel, muted
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.ui.shared.formats import Formats

_MOST_SHOWN = 8


class Refusals(QFrame):
    """`opened` carries the number of a ticket that somebody wants to see, `closed` that it was read."""

    opened = Signal(str)
    closed = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._refused: Sequence[Refusal] = ()
        self.words = PlainLabel(strong=True, wrap=True)
        columns = (
            Column("number", _("No."), attrgetter("number"), 92, strong=True, tabular=True),
            Column("reason", _("Why"), attrgetter("reason"), 220, stretch=True, tip=attrgetter("reason")),
        )
        self.records = PagedModel(columns, sentence=_sentence, parent=self)
        self.table = RecordTable(self.records, _("Tickets that stayed as they were"))
        self.table.horizontalHeader().hide()
        self.reason: PlainLabel = muted(wrap=True)
        self.done = button(_("Close the list"), self.dismiss)
        self.table.current_changed.connect(self._show_reason)
        self.table.opened.connect(self._open)
        self._lay_out()
        self.hide()

    def show_refused(self, refused: Sequence[Refusal], changed: int) -> None:
        """List them; `changed` were done."""
        self._refused = refused
        count = len(refused)
        stayed = ngettext("{count} ticket stays as it was", "{count} tickets stay as they were", count)
        done = ngettext("{count} was changed.", "{count} were changed.", changed)
        number = self._formats.number
        self.words.setText(f"{stayed.format(count=number(count))}. {done.format(count=number(changed))}")
        self.records.show(lambda offset, limit: refused[offset : offset + limit], count)
        rows = min(count, _MOST_SHOWN)
        self.table.setFixedHeight(round((rows + (0.5 if rows < count else 0)) * style.row_height()) + 2)
        self.show()
        self.table.select_place(0)
        announce(self, self.words.full_text())

    def refused(self) -> Sequence[Refusal]:
        """What is listed."""
        return self._refused

    def dismiss(self) -> None:
        """Put the list away."""
        self._refused = ()
        self.hide()
        self.closed.emit()

    def _show_reason(self, ticket_id: int | None) -> None:
        """The whole reason of the ticket under the cursor, which its row may cut off."""
        self.reason.setText(next((one.reason for one in self._refused if one.id == ticket_id), ""))

    def _open(self, ticket_id: int) -> None:
        number = next((one.number for one in self._refused if one.id == ticket_id), "")
        self.opened.emit(number)

    def _lay_out(self) -> None:
        self.setProperty("kind", "card")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.M, style.M, style.M)
        column.setSpacing(style.S)
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table)
        column.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)


def _sentence(refusal: Refusal) -> str:
    return f"{_('Ticket {number}').format(number=refusal.number)}, {refusal.reason}"
