"""Two customers or more side by side: whom to keep, and field by field whose value counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.backup import Reason
from deskapp.domain.merge import Side
from deskapp.i18n import _, ngettext
from deskapp.ui.customers.merge_table import MergeTable
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.customer import Customer
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

    Then = Callable[[Customer], object]

_WIDTH, _COLUMN, _HIGHEST = 320, 230, 620


class MergeDialog(QDialog):
    """`ask` opens it once the customers are read; what it did can be undone, at once and later."""

    def __init__(
        self, parent: QWidget, context: DeskContext, sides: Sequence[Side], then: Then | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Merge customers"))
        self._context, self._then = context, then
        self.table = MergeTable(context.formats, sides)
        self.banner = Banner()
        self.table.changed.connect(self._look_again)
        self._lay_out(len(sides))
        self._look_again()

    @classmethod
    def ask(
        cls, parent: QWidget, context: DeskContext, customer_ids: Sequence[int], then: Then | None = None
    ) -> None:
        """Open it with these customers."""
        context.read(context.desk.merges.sides, customer_ids, then=partial(cls._open, parent, context, then))

    @classmethod
    def _open(cls, parent: QWidget, context: DeskContext, then: Then | None, sides: Sequence[Side]) -> None:
        if len(sides) > 1:
            dialog = cls(parent, context, sides, then)
            dialog.open()
            dialog.table.enter()

    def merge(self) -> None:
        """Merge them as chosen."""
        self.go.setEnabled(False)
        kept, gone, choices = self.table.answer()
        merge = self._context.desk.merges.merge
        act = partial(
            self._context.act, merge, kept, gone, choices, then=self._merged, on_failed=self._refuse
        )
        self._context.after_backup(Reason.MERGE, act)

    def _merged(self, customer: Customer) -> None:
        self.accept()
        if self._then:
            self._then(customer)

    def _refuse(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.banner.say("error", str(error))

    def _look_again(self) -> None:
        """Say at once what could not be merged."""
        reason = self.table.refusal()
        self.go.setEnabled(not reason)
        if reason:
            self.banner.say("error", reason)
        else:
            self.banner.hush()

    def _lay_out(self, count: int) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("&Merge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.merge)
        buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go.click)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setWidget(self.table)
        area.setMinimumHeight(min(self.table.sizeHint().height() + style.S, _HIGHEST))
        heading = ngettext("Merge {count} customer", "Merge {count} customers", count).format(count=count)
        hint = _(
            "Tickets, devices and papers of all go to the one who is kept. It can be undone at any time, "
            "from the customer’s card."
        )
        keys_line = muted(_("← → whose value counts   ↑ ↓ field"))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        for piece in (title(heading), muted(hint, wrap=True), self.banner, area, keys_line, buttons):
            column.addWidget(piece, 1 if piece is area else 0)
        self.setMinimumWidth(_WIDTH + _COLUMN * min(count, 3))
