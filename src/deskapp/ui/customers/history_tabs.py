"""What the shop did for a customer: sums, the papers that were printed, the messages that were written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, caption, muted, strong

if TYPE_CHECKING:
    from deskapp.domain.customer_history import CustomerEvent, CustomerHistory
    from deskapp.ui.context import DeskContext


class MoneyTab(QWidget):
    """What they paid for, ever and lately, and what is being worked on."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.ever, self.last_year, self.open, self.visits = (strong() for _place in range(4))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(style.S)
        grid.setColumnStretch(0, 1)
        names = (
            _("Handed over in the last 12 months"),
            _("Handed over ever"),
            _("Not closed yet"),
            _("Tickets in all"),
        )
        figures = (self.last_year, self.ever, self.open, self.visits)
        for row, (name, figure) in enumerate(zip(names, figures, strict=True)):
            grid.addWidget(muted(name, wrap=True), row, 0)
            grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight)

    def show_history(self, history: CustomerHistory) -> None:
        """Show another customer's."""
        money, formats = history.money, self._context.formats
        sums = ((self.ever, money.ever), (self.last_year, money.last_year), (self.open, money.open))
        for label, amount in sums:
            label.setText(formats.money(amount))
        self.visits.setText(formats.number(money.visits))


class _EventsTab(QWidget):
    """A list of what happened, the newest first; a button goes to its ticket."""

    def __init__(self, context: DeskContext, nothing: str) -> None:
        super().__init__()
        self._context = context
        self.nothing = muted(nothing)
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(style.S)
        self._list.addWidget(self.nothing)

    def words(self, event: CustomerEvent) -> str:
        """What is said of one."""
        return event.text

    def _show(self, events: Sequence[CustomerEvent]) -> None:
        while (item := self._list.takeAt(1)) is not None:
            if gone := item.widget():
                gone.setParent(None)
                gone.deleteLater()
        self.nothing.setVisible(not events)
        for event in events:
            self._list.addWidget(self._row(event))

    def _row(self, event: CustomerEvent) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        number = button(event.number, partial(self._context.open_ticket, event.number), kind="quiet")
        number.setAccessibleName(_("Open ticket {number}").format(number=event.number))
        said = "  ·  ".join(filter(None, (self._context.formats.moment(event.at), event.person)))
        grid.addWidget(PlainLabel(self.words(event), wrap=True), 0, 0)
        grid.addWidget(caption(said, wrap=True), 1, 0)
        grid.addWidget(number, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        return row


class PapersTab(_EventsTab):
    """The papers that were printed."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context, _("Nothing was printed yet."))

    def show_history(self, history: CustomerHistory) -> None:
        """Show another customer's."""
        self._show(history.papers)

    def words(self, event: CustomerEvent) -> str:
        known = {document.value for document in Document}
        return _(DOCUMENT_LABELS[Document(event.text)]) if event.text in known else event.text


class MessagesTab(_EventsTab):
    """The messages that were written for them."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context, _("No messages yet."))

    def show_history(self, history: CustomerHistory) -> None:
        """Show another customer's."""
        self._show(history.messages)
