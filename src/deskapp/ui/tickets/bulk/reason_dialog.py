"""Asks why several tickets go to a status that wants to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskapp.domain.ticket_bulk import LONGEST_REASON
from deskapp.errors import Invalid
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.status import Status


class ReasonDialog(QDialog):
    """`given` carries the reason."""

    given = Signal(str)

    def __init__(self, parent: QWidget, status: Status, count: int) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change status"))
        self.reason = TextField(longest=LONGEST_REASON)
        self.form = Form()
        self.form.add("reason", _("&Why"), self.reason, hint=_("Stands in the history of each ticket."))
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("Change status"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(status.label))
        words = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        for piece in (muted(words), self.form, buttons):
            column.addWidget(piece)
        self.setMinimumWidth(440)
        self.reason.setFocus()

    def give(self) -> None:
        """Hand the reason over, or say that there is none."""
        if self.reason.value():
            self.accept()
            self.given.emit(self.reason.value())
        else:
            self.form.show_error(Invalid(_("Say why in a few words, please."), "reason"))
