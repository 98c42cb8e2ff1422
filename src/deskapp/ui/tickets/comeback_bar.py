"""Where a ticket comes from: a ticket before it, with its warranties, or an enquiry; and what came later."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from deskapp.domain.ticket import QUICK
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.flow import Flow
from deskapp.ui.shared.plain import PlainLabel

if TYPE_CHECKING:
    from deskapp.domain.comeback import Comeback
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.formats import Formats


class ComebackBar(QFrame):
    """Hidden where a ticket is one like most."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "info")
        self.setAccessibleName(_("Where it comes from"))
        self.words = PlainLabel(wrap=True)
        self.numbers = QWidget()
        self._row = Flow(self.numbers, style.XS)
        line = QHBoxLayout(self)
        line.setContentsMargins(style.M, style.S, style.S, style.S)
        line.setSpacing(style.S)
        line.addWidget(self.words, 2)
        line.addWidget(self.numbers, 1)
        self.hide()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show another ticket's links."""
        said = [comeback_words(ticket.comeback_of, self._context.formats)] if ticket.comeback_of else []
        said += [_origin(ticket, self._context.formats)] if ticket.enquiry or ticket.kind == QUICK else []
        said += [_("This came back later.")] if ticket.came_back else []
        self.words.setText("\n".join(said))
        first = (ticket.comeback_of.number,) if ticket.comeback_of else ()
        self._show_numbers((*first, *ticket.came_back))
        self.setVisible(bool(said))

    def _show_numbers(self, numbers: tuple[str, ...]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if gone := item.widget():
                gone.setParent(None)
                gone.deleteLater()
        self.numbers.setVisible(bool(numbers))
        for number in numbers:
            made = button(number, partial(self._context.open_ticket, number), kind="tag")
            made.setAccessibleName(_("Open ticket {number}").format(number=number))
            self._row.addWidget(made)


def _origin(ticket: Ticket, formats: Formats) -> str:
    if ticket.enquiry is None:
        return _("Quick job, done while the customer waited.")
    words = _("From enquiry {number} ({day}).")
    return words.format(number=ticket.enquiry.number, day=formats.day(ticket.enquiry.at))


def comeback_words(comeback: Comeback, formats: Formats) -> str:
    """From which ticket it came back, and the warranties that run since then."""
    words = _("Came back from {number} (closed {day}).")
    said = [words.format(number=comeback.number, day=formats.day(comeback.closed_at))]
    today = formats.today()
    for cover in comeback.covers:
        runs = (
            _("{work}: warranty until {day}") if cover.until >= today else _("{work}: warranty ended {day}")
        )
        said.append(runs.format(work=cover.description, day=formats.day(cover.until)))
    return "\n".join(said)
