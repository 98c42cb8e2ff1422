"""The passcode or pattern of an item: that there is one, what it is on request, and another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.item_secret import KIND_LABELS, Secret
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.intake.secret_field import SecretField
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel

if TYPE_CHECKING:
    from deskapp.domain.ticket import Item, Ticket
    from deskapp.ui.context import DeskContext

_SHOWN_MS = 30_000
_DOTS = "••••••"


class SecretRow(QWidget):
    """Whoever shows it is written down in the history; it is hidden again after half a minute."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._of: tuple[str, int] = ("", 0)  # the ticket's number and the item's position
        self._hidden = ""
        self.words = PlainLabel()
        self.reveal = button(_("Show"), self._ask, kind="quiet", icon="eye")
        self.change = button(_("Change"), self._begin, kind="quiet")
        self.edit = SecretField()
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide_again)
        self.edit.left.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        for piece in (self.words, self.edit, self.reveal, self.change):
            row.addWidget(piece)
        row.addStretch(1)
        self.edit.hide()

    def show_item(self, number: str, item: Item) -> None:
        """Show whether anything is kept of an item."""
        hidden = f"{_(KIND_LABELS[item.secret])} {_DOTS}" if item.secret else _("Not kept")
        if (number, item.position) != self._of or hidden != self._hidden:
            self._of, self._hidden = (number, item.position), hidden
            self.hide_again()
        self.reveal.setVisible(item.secret is not None)
        self.change.setVisible(item.closed_at is None)

    def hide_again(self) -> None:
        """Show dots."""
        self._timer.stop()
        self.words.setText(self._hidden)
        self.edit.set_secret(None)
        self.edit.hide()
        self.words.show()

    def _ask(self) -> None:
        self._context.read(self._context.desk.secrets.reveal, *self._of, then=self._show)

    def _show(self, secret: Secret) -> None:
        self.words.setText(f"{_(KIND_LABELS[secret.kind])}  {secret.value}")
        self._timer.start()

    def _begin(self) -> None:
        self.edit.show()
        self.words.hide()
        self.edit.edit.setFocus()

    def _keep(self) -> None:
        """Keep what was typed; nothing typed changes nothing."""
        try:
            secret = self.edit.secret()
        except Invalid as error:
            self._context.show_error(error)
            return
        if secret:
            self._context.read(self._context.desk.secrets.keep, *self._of, secret, then=self._kept)

    def _kept(self, ticket: Ticket) -> None:
        self._hidden = ""
        self.show_item(ticket.number, ticket.items[self._of[1] - 1])
