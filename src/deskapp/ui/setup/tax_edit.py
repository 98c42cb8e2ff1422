"""The shop's tax classes: a name and its rates, written like `VAT 20` or `GST 5 + QST 9.975`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.plain import caption
from deskapp.ui.shared.tab_order import put_before

_RATE = re.compile(r"(?P<name>.*?\S)\s+(?P<percent>\d{1,3}(?:[.,]\d{1,4})?)\s*%?")
_PLUS = " + "
_REMOVE_WIDTH = 42


class TaxesEdit(QWidget):
    """One line for each class. Stored classes stay, because entries of the catalog use them."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.lines: list[TaxLine] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # so that its label's key gets here
        self._list = QVBoxLayout()
        self._list.setSpacing(style.XS)
        self.add_button = button(_("Add a tax class"), self._add_new, kind="quiet", icon="plus")
        heads = QGridLayout()
        heads.setHorizontalSpacing(style.S)
        heads.addWidget(caption(_("Name")), 0, 0)
        heads.addWidget(caption(_("Taxes; none means no tax")), 0, 1)
        heads.setColumnStretch(0, 2)
        heads.setColumnStretch(1, 3)
        heads.setColumnMinimumWidth(2, _REMOVE_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(heads)
        column.addLayout(self._list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def classes(self) -> tuple[TaxClass, ...]:
        """What is typed; raises `Invalid` (field `tax_classes`). A new line without a name is none."""
        keys = {line.key for line in self.lines if line.key}
        found = []
        self._look_at(self.lines[0].name if self.lines else self.add_button)
        for line in self.lines:
            if line.key or line.name.value() or line.rates.value():
                key = line.key or _free_key(keys)
                keys.add(key)
                found.append(self._class(key, line))
        return tuple(found)

    def _class(self, key: str, line: TaxLine) -> TaxClass:
        self._look_at(line.rates)
        rates = parse_rates(line.rates.value())
        self._look_at(line.name)
        if not line.name.value():
            raise Invalid(_("A tax class needs a name."), "tax_classes")
        return TaxClass(key, line.name.value(), rates)

    def focusInEvent(self, event: QFocusEvent) -> None:
        first = self.lines[0].name if self.lines else self.add_button
        first.setFocus(event.reason())

    def _look_at(self, field: QWidget) -> None:
        """The field that is read now: a reason is shown there."""
        for line in self.lines:
            style.set_wrong(line.name, wrong=False)
            style.set_wrong(line.rates, wrong=False)
        self.setFocusProxy(field)

    def set_classes(self, classes: Sequence[TaxClass]) -> None:
        """Show these classes."""
        for line in self.lines:
            self._list.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for one in classes:
            self._add(TaxLine(one.key, one.label, rates_text(one.rates, self._formats)))

    def _add(self, line: TaxLine) -> TaxLine:
        line.removal_asked.connect(self._remove)
        self.lines.append(line)
        self._list.addWidget(line)
        put_before(self.add_button, line.name, line.rates, line.remove)
        return line

    def _add_new(self) -> None:
        self._add(TaxLine("", "", "")).name.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: TaxLine) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines.remove(line)
        self._list.removeWidget(line)
        line.deleteLater()


class TaxLine(QWidget):
    """A class; one that was not kept yet can be taken away."""

    removal_asked = Signal(object)

    def __init__(self, key: str, name: str, rates: str) -> None:
        super().__init__()
        self.key = key
        self.name, self.rates = TextField(longest=60), TextField(_("VAT 20"), 120)
        self.name.setAccessibleName(_("Name of the tax class"))
        self.rates.setAccessibleName(_("Taxes of the class"))
        self.name.setText(name)
        self.rates.setText(rates)
        self.remove = icon_button("close", _("Remove this tax class"), self._ask)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.S)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.rates, 0, 1)
        grid.addWidget(self.remove, 0, 2)
        self.remove.setVisible(not key)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnMinimumWidth(2, _REMOVE_WIDTH)

    def _ask(self) -> None:
        self.removal_asked.emit(self)


def parse_rates(text: str) -> tuple[TaxRate, ...]:
    """The rates in a text such as `GST 5 + QST 9.975 %`; raises `Invalid` (field `tax_classes`)."""
    return tuple(_rate(part.strip()) for part in text.split("+") if part.strip())


def rates_text(rates: Sequence[TaxRate], formats: Formats) -> str:
    """The rates as `parse_rates` reads them."""
    return _PLUS.join(f"{rate.name} {formats.number(rate.percent)} %" for rate in rates)


def _rate(part: str) -> TaxRate:
    found = _RATE.fullmatch(part)
    if not found:
        words = _("“{text}” is not a tax; write it like VAT 20, several like GST 5 + QST 9.975.")
        raise Invalid(words.format(text=part), "tax_classes")
    return TaxRate(found["name"], Decimal(found["percent"].replace(",", ".")))


def _free_key(taken: set[str]) -> str:
    return next(key for number in range(1, 1000) if (key := f"class_{number}") not in taken)
