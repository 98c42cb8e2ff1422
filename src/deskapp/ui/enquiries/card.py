"""An enquiry on one sheet: who asked what, when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.enquiry import Enquiry
from deskapp.domain.permission import Action
from deskapp.i18n import _
from deskapp.ui.enquiries.columns import who
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import PlainLabel, muted, section, title

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class EnquiryCard(QScrollArea):
    """The `…_asked` signals tell which button was pressed."""

    ticket_asked = Signal()
    edit_asked = Signal()
    closing_asked = Signal()
    removal_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.enquiry: Enquiry | None = None
        self.name, self.stands = title(), muted(wrap=True)
        self.name.setWordWrap(True)
        self.ticket = button(_("Make a ticket"), self.ticket_asked.emit, kind="primary", icon="plus")
        self.show_ticket = button("", self._open_ticket, kind="primary", icon="ticket")
        self.edit = icon_button("edit", _("Edit enquiry"), self.edit_asked.emit, keys="F2")
        self.closing = button("", self.closing_asked.emit)
        self.show_customer = icon_button("chevron-right", _("Show the customer"), self._open_customer)
        self.remove = icon_button("trash", _("Delete enquiry"), self.removal_asked.emit, keys=_("Del"))
        self.facts = QGridLayout()
        self.text = PlainLabel(wrap=True).selectable()
        self._lay_out()
        only(context, Action.CHANGE_CUSTOMER, self.edit, self.remove, self.closing)
        only(context, Action.TAKE_IN, self.ticket)

    def show_sheet(self, enquiry: Enquiry) -> None:
        """Show another enquiry."""
        self.enquiry = enquiry
        self.name.setText(who(enquiry))
        self.stands.setText(_stands(self._context, enquiry))
        self.ticket.setVisible(enquiry.is_open)
        self.show_ticket.setVisible(bool(enquiry.ticket))
        self.show_ticket.setText(_("Ticket {number}").format(number=enquiry.ticket))
        self.closing.setText(_("Answered") if enquiry.is_open else _("Open again"))
        self.closing.setVisible(not enquiry.ticket)
        self.show_customer.setVisible(enquiry.draft.customer_id is not None)
        self.text.setText(enquiry.draft.text)
        _fill(self.facts, _facts(enquiry))

    def go_on(self) -> None:
        """Put the focus on the next step."""
        step = self.ticket if self.ticket.isVisibleTo(self) else self.edit
        (self.show_ticket if self.show_ticket.isVisibleTo(self) else step).setFocus(
            Qt.FocusReason.TabFocusReason
        )

    def _open_ticket(self) -> None:
        if self.enquiry:
            self._context.open_ticket(self.enquiry.ticket)

    def _open_customer(self) -> None:
        if self.enquiry and self.enquiry.draft.customer_id is not None:
            self._context.open_customer(self.enquiry.draft.customer_id)

    def _lay_out(self) -> None:
        head, acts = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.show_customer, 0, Qt.AlignmentFlag.AlignTop)
        acts.setSpacing(style.S)
        for piece in (self.ticket, self.show_ticket, self.closing):
            acts.addWidget(piece)
        acts.addStretch(1)
        acts.addWidget(self.edit)
        acts.addWidget(self.remove)
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(style.M)
        self.facts.setVerticalSpacing(style.XS)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(style.L, style.L, style.L, style.L)
        column.setSpacing(style.M)
        column.addLayout(head)
        column.addWidget(self.stands)
        column.addLayout(acts)
        column.addLayout(self.facts)
        column.addWidget(section(_("Question")))
        column.addWidget(self.text)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _stands(context: DeskContext, enquiry: Enquiry) -> str:
    """Its number, when it was asked and written down by whom, and what became of it."""
    moment = context.formats.moment
    said = [enquiry.number, _("asked {moment}").format(moment=moment(enquiry.at)), enquiry.person]
    if enquiry.closed_at and enquiry.ticket:
        words = _("became ticket {number}")
        said.append(words.format(number=enquiry.ticket))
    elif enquiry.closed_at:
        said.append(_("answered {moment}").format(moment=moment(enquiry.closed_at)))
    return "  ·  ".join(filter(None, said))


def _facts(enquiry: Enquiry) -> Iterator[tuple[str, str]]:
    """Name and value of what is known; the directory's number where none was given."""
    draft = enquiry.draft
    reach = enquiry.reach if not (draft.phone or draft.email) else ""
    asked = draft.name if enquiry.customer and draft.name != enquiry.customer else ""
    for name, value in (
        (_("Phone"), draft.phone),
        (_("E-mail"), draft.email),
        (_("To reach"), reach),
        (_("Asked by"), asked),
    ):
        if value:
            yield name, value


def _fill(grid: QGridLayout, lines: Iterator[tuple[str, str]]) -> None:
    while (item := grid.takeAt(0)) is not None:
        if widget := item.widget():
            widget.setParent(None)
            widget.deleteLater()
    for row, (name, value) in enumerate(lines):
        grid.addWidget(muted(name), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value, wrap=True).selectable(), row, 1)
