"""What is lent on the ticket that is shown, with the button that takes it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner, Kind

if TYPE_CHECKING:
    from deskapp.domain.loan import Loan
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


class LoanBar(QWidget):
    """Hidden while nothing is out."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._number = ""
        self.loans: tuple[Loan, ...] = ()
        self._banners: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.S)
        self.hide()

    def show_ticket(self, ticket: Ticket) -> None:
        """Look what is out on a ticket."""
        if ticket.number != self._number:
            self._show(ticket.number, ())
        self._number = ticket.number
        self._context.read(
            self._context.desk.loans.on_ticket, ticket.number, then=partial(self._show, ticket.number)
        )

    def lend(self, ticket: Ticket) -> None:
        """Ask which device is lent."""
        from deskapp.ui.devices.lend_dialog import LendDialog

        LendDialog(self.window(), self._context, ticket).open()

    def take_back(self) -> None:
        """The customer brought the loaner; of several the one that went out first."""
        if self.loans:
            self._take_back(self.loans[0])
        else:
            self._context.tell(_("Nothing is lent on this ticket."))

    def texts(self) -> list[str]:
        """What is said, for a reader."""
        return [banner.text() for banner in self._banners if banner.text()]

    def _show(self, number: str, loans: tuple[Loan, ...]) -> None:
        if number != self._number and loans:
            return
        self.loans = loans
        while len(self._banners) < len(loans):
            self._banners.append(Banner())
            self._column.addWidget(self._banners[-1])
        for banner in self._banners:
            banner.hush()
        for banner, loan in zip(self._banners, loans, strict=False):
            kind: Kind = "warning" if self._context.formats.is_late(loan.due_at) else "info"
            banner.say(kind, self._sentence(loan), _("Took it back"), partial(self._take_back, loan))
        self.setVisible(bool(loans))

    def _sentence(self, loan: Loan) -> str:
        if loan.due_at is None:
            return _("Lent: {device}").format(device=loan.device)
        day = self._context.formats.day(loan.due_at)
        return _("Lent: {device}, due back {day}").format(device=loan.device, day=day)

    def _take_back(self, loan: Loan) -> None:
        self._context.act(self._context.desk.loans.take_back, loan.id)
