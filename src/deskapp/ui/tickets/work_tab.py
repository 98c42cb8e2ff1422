"""The work on a ticket: what was found and done, in words for the customer, and what was said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.domain.ticket import ItemReport
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.card import hairline
from deskapp.ui.shared.plain import strong
from deskapp.ui.shared.tab_order import put_before
from deskapp.ui.tickets.facts import Facts, GrowingText
from deskapp.ui.tickets.field_set import Bound, FieldSet
from deskapp.ui.tickets.saver import Saver
from deskapp.ui.tickets.tab import Tab
from deskapp.ui.tickets.talk import CUSTOMER, TalkBox, TalkList

if TYPE_CHECKING:
    from deskapp.domain.ticket import Item, Ticket
    from deskapp.ui.context import DeskContext


class WorkTab(Tab):
    """A report per item, then notes and messages; the box to write in stays at the foot."""

    def __init__(self, context: DeskContext, saver: Saver) -> None:
        super().__init__()
        self._context, self._saver = context, saver
        self.reports: list[ReportCard] = []
        self._drafts = context.begun
        self._shown_id = 0
        self.talk, self.box = TalkList(context), TalkBox()
        self.column.addWidget(hairline())
        self.column.addWidget(strong(_("Notes and messages")))
        self.column.addWidget(self.talk)
        self.foot.setContentsMargins(style.L, style.S, style.L, style.M)
        self.foot.addWidget(self.box)
        self.box.asked.connect(self._add_text)

    def load(self, ticket: Ticket) -> None:
        self._swap_draft(ticket.id)
        self._show(ticket)
        for card, item in zip(self.reports, ticket.items, strict=True):
            card.facts.clear()
            card.fields.load(report_values(item))
        self.area.verticalScrollBar().setValue(0)

    def update_ticket(self, ticket: Ticket) -> None:
        if len(self.reports) != len(ticket.items):
            self.load(ticket)
            return
        self._show(ticket)
        for card, item in zip(self.reports, ticket.items, strict=True):
            card.fields.update(report_values(item))

    def leave(self) -> None:
        for card in self.reports:
            card.fields.commit()
        if self.box.draft()[1].strip():
            self._drafts[self._shown_id] = self.box.draft()
        else:
            self._drafts.pop(self._shown_id, None)

    def _swap_draft(self, ticket_id: int) -> None:
        """What was begun for another ticket waits there."""
        if ticket_id != self._shown_id:
            self._drafts[self._shown_id] = self.box.draft()
            self._shown_id = ticket_id
            self.box.set_draft(*self._drafts.pop(ticket_id, (self.box.kind(), "")))

    def _show(self, ticket: Ticket) -> None:
        while len(self.reports) < len(ticket.items):
            self._add_report()
        while len(self.reports) > len(ticket.items):
            self.reports.pop().deleteLater()
        for card, item in zip(self.reports, ticket.items, strict=True):
            card.show_item(item, several=len(ticket.items) > 1)
        self.talk.show_ticket(ticket)

    def _add_report(self) -> None:
        card = ReportCard(len(self.reports) + 1)
        card.fields.changed.connect(partial(self._save, card))
        self._saver.watch(card.fields, lambda ticket: report_values(ticket.items[card.position - 1]))
        self.reports.append(card)
        self.column.insertWidget(len(self.reports) - 1, card)
        put_before(self.box.internal, card.findings, card.work_done, card.recommendation)

    def _save(self, card: ReportCard, changes: dict[str, Any]) -> None:
        item = self._saver.ticket.items[card.position - 1]
        report = ItemReport(**{**report_values(item), **changes})
        card.facts.clear()
        call = self._context.desk.tickets.report
        self._saver.save(card.fields, card.facts, call, item.position, report, item.row_version)

    def _add_text(self, kind: str, text: str) -> None:
        tickets = self._context.desk.tickets
        call = tickets.message if kind == CUSTOMER else tickets.note
        self._context.act(call, self._saver.ticket.number, text, then=self._added)

    def _added(self, ticket: Ticket) -> None:
        if ticket.id == self._saver.ticket.id:
            self.box.clear()
            self._drafts.pop(ticket.id, None)
            self.talk.show_ticket(ticket)


class ReportCard(QWidget):
    """What the bench writes about one item."""

    def __init__(self, position: int) -> None:
        super().__init__()
        self.position = position
        self.head = strong(elide=True)
        self.findings = GrowingText(_("What was found"))
        self.work_done = GrowingText(_("What was done"))
        self.recommendation = GrowingText(_("What the customer should know or do"))
        self.facts = Facts()
        self.fields = FieldSet(self)
        self._bind()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addWidget(self.head)
        column.addWidget(self.facts)

    def show_item(self, item: Item, *, several: bool) -> None:
        """Name the item where there are several."""
        label = item.device.label or _("Item")
        words = _("Report on item {position}: {device}").format(position=item.position, device=label)
        self.head.setText(words if several else _("Report for the customer"))

    def _bind(self) -> None:
        fields = (
            ("findings", _("Findings"), self.findings),
            ("work_done", _("Work done"), self.work_done),
            ("recommendation", _("Advice"), self.recommendation),
        )
        for name, label, field in fields:
            self.facts.add(name, label, field)
            self.fields.bind(name, Bound(label, field.value, field.set_value))
            field.left.connect(self.fields.commit)


def report_values(item: Item) -> dict[str, Any]:
    """What the report's fields show of an item."""
    report = item.report
    return {
        "findings": report.findings,
        "work_done": report.work_done,
        "recommendation": report.recommendation,
    }
