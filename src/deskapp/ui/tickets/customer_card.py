"""Who the ticket is for: name, ways to reach them, and what the desk should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from deskapp.domain.link import mail_link
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.links import open_link
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted, set_tip, strong

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


class CustomerCard(QFrame):
    """One line with the name, one with phone and mail, and an alert where there is one."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._customer_id = 0
        self._email = ""
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Customer"))
        self.name, self.reach = strong(elide=True), muted(elide=True).selectable()
        self.alert = PlainLabel(wrap=True)
        self._alarm = QFrame()
        self._copy = icon_button("copy", _("Copy the phone number"), self._copy_phone)
        self._mail = icon_button("mail", _("Write an e-mail"), self._write_mail)
        self._open = icon_button("chevron-right", _("Show the customer"), self._show)
        self._phone = ""
        self._lay_out()

    def show_customer(self, ticket: Ticket) -> None:
        """Show the customer of a ticket, or the group it came from."""
        customer = ticket.customer
        draft = customer.draft if customer else None
        self._customer_id = customer.id if customer else 0
        self._phone = draft.phones[0].shown if draft and draft.phones else ""
        self._email = draft.email if draft else ""
        company = draft.company if draft and draft.name else ""
        self.name.setText(customer.name if customer else ticket.group or _("No customer"))
        payer = _("Paid by {name}").format(name=customer.payer) if customer and customer.payer else ""
        self.reach.setText("  ·  ".join(part for part in (self._phone, self._email, company, payer) if part))
        self.reach.setVisible(bool(self.reach.full_text()))
        barred = _("Does not want to be contacted by us.") if draft and draft.do_not_contact else ""
        self.alert.setText("\n".join(filter(None, (draft.alert, barred))) if draft else "")
        self._alarm.setVisible(bool(self.alert.full_text()))
        self._copy.setVisible(bool(self._phone))
        self._mail.setVisible(bool(mail_link(self._email)))
        set_tip(self._mail, _("Write an e-mail to {address}").format(address=self._email))
        self._open.setVisible(bool(customer))

    def _copy_phone(self) -> None:
        QGuiApplication.clipboard().setText(self._phone)
        self._context.tell(_("Copied {text}").format(text=self._phone))

    def _write_mail(self) -> None:
        open_link(mail_link(self._email))

    def _show(self) -> None:
        self._context.open_customer(self._customer_id)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.reach)
        row = QHBoxLayout()
        row.setSpacing(style.XS)
        row.addWidget(Picture("person"))
        row.addSpacing(style.XS)
        row.addLayout(words, 1)
        for one in (self._copy, self._mail, self._open):
            row.addWidget(one)
        self._alarm.setProperty("kind", "warning")
        inside = QHBoxLayout(self._alarm)
        inside.setContentsMargins(style.S, style.XS, style.S, style.XS)
        inside.addWidget(self.alert)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.S, style.S, style.S)
        column.setSpacing(style.S)
        column.addLayout(row)
        column.addWidget(self._alarm)
