"""Changes the status of a ticket or of one of its items, and asks why where that is to be known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskapp.domain.status import may_follow, needs_reason
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.tickets.next_action import next_action

if TYPE_CHECKING:
    from deskapp.domain.status import Status
    from deskapp.domain.ticket import Ticket
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

_LONGEST_REASON = 500


class StatusDialog(QDialog):
    """`moved` carries the ticket after the step."""

    moved = Signal(object)

    def __init__(
        self, parent: QWidget, context: DeskContext, ticket: Ticket, status: str = "", item: int | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change status"))
        self._context, self._ticket, self._item = context, ticket, item
        self.status = ChoiceBox([(one.key, one.label) for one in self._targets()])
        self.reason = TextField(longest=_LONGEST_REASON)
        self.form = Form()
        self.form.add("status", _("New &status"), self.status)
        self._why = self.form.add(
            "reason", _("&Why"), self.reason, hint=_("Stands in the history of the ticket.")
        )
        self._lay_out()
        self.status.currentIndexChanged.connect(self._ask_why)
        self.reason.textEdited.connect(self.form.clear_errors)
        self.status.set_key(status or next_action(ticket).status)
        self._ask_why()
        if status and self._needs_reason():
            self.reason.setFocus()

    def move_on(self) -> None:
        """Take the step, or say at the field why it cannot be taken."""
        self.form.clear_errors()
        if self._needs_reason() and not self.reason.value():
            self.form.show_error(Invalid(_("Say why in a few words, please."), "reason"))
            return
        self.go.setEnabled(False)
        self._context.act(
            self._context.desk.tickets.move,
            self._ticket.number,
            self.status.key(),
            item=self._item,
            reason=self.reason.value(),
            then=self._moved,
            on_failed=self._say_wrong,
        )

    def _moved(self, ticket: Ticket) -> None:
        self.accept()
        self.moved.emit(ticket)

    def _say_wrong(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.form.show_error(Invalid(str(error), "status"))

    def _leaving(self, then: Status) -> list[Status]:
        """The statuses from which the step would be taken."""
        ticket, statuses = self._ticket, self._context.statuses
        return [
            statuses[one.status]
            for one in ticket.items
            if self._item in {None, one.position}
            and may_follow(statuses[one.status], then, worked_on=ticket.worked_on(one))
        ]

    def _targets(self) -> Sequence[Status]:
        return [then for then in self._context.statuses.values() if self._leaving(then)]

    def _needs_reason(self) -> bool:
        then = self._context.statuses.get(self.status.key())
        return then is not None and any(needs_reason(one, then) for one in self._leaving(then))

    def _ask_why(self) -> None:
        self._why.setVisible(self._needs_reason())
        target = self._context.statuses.get(self.status.key())
        self.go.setEnabled(target is not None)
        self.adjustSize()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("Change status"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.move_on)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("Change status")))
        column.addWidget(muted(self._what(), elide=True))
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.setMinimumWidth(440)

    def _what(self) -> str:
        if self._item is None:
            return _("Ticket {number}").format(number=self._ticket.number)
        device = self._ticket.items[self._item - 1].device.label
        words = _("Ticket {number}, item {position}: {device}")
        return words.format(number=self._ticket.number, position=self._item, device=device)
