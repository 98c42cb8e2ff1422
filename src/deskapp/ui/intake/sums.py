"""The running total with its tax, right under the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.domain.tax import Totals
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, caption

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Sums(QWidget):
    """Taxes in small type, the total in large."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._formats = context.formats
        self._inclusive = context.shop.prices_include_tax
        self.taxes = caption()
        self.taxes.setAlignment(_RIGHT)
        self.total = PlainLabel(scale=style.TITLE)
        self.total.setFont(style.font(style.TITLE, tabular=True))
        self.total.setAlignment(_RIGHT)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.addWidget(PlainLabel(_("Total"), strong=True), 0, 0)
        grid.addWidget(self.total, 0, 1)
        grid.addWidget(self.taxes, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def show_totals(self, totals: Totals) -> None:
        """Show the sums."""
        money = self._formats.money
        self.total.setText(money(totals.gross))
        words = (
            _("incl. {tax} {percent} % {amount}") if self._inclusive else _("plus {tax} {percent} % {amount}")
        )
        said = [
            words.format(
                tax=tax.rate.name, percent=self._formats.number(tax.rate.percent), amount=money(tax.tax)
            )
            for tax in totals.taxes
        ]
        if said and not self._inclusive:
            said.insert(0, _("net {amount}").format(amount=money(totals.net)))
        self.taxes.setText("  ·  ".join(said))
        self.taxes.setVisible(bool(said))

    def unclear(self) -> None:
        """While a quantity or price is half typed there is no sum."""
        self.total.setText("–")
        self.taxes.setText("")
