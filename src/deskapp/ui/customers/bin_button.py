"""The way into the bin of the directory and out of it: a button that says how many lie there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton

from deskapp.domain.customer import IN_BIN
from deskapp.i18n import ngettext
from deskapp.ui.shared import icons
from deskapp.ui.shared.plain import set_name

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class BinButton(QPushButton):
    """Pressed while the bin is listed; hidden as long as it is empty. The filter says so in words too."""

    def __init__(self, context: DeskContext, filter_field: QLineEdit) -> None:
        super().__init__()
        self._context, self._filter = context, filter_field
        self.setIcon(icons.icon("trash", "text"))
        self._count = 0
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.hide()
        self.clicked.connect(self._switch)
        filter_field.textChanged.connect(self._follow)

    def renew(self) -> None:
        """Count anew."""
        count = self._context.desk.customers.count
        self._context.read(count, IN_BIN, then=self._show)

    def ask(self) -> None:
        """List the bin."""
        self._filter.setText(IN_BIN)
        self._filter.textEdited.emit(self._filter.text())

    def is_in_bin(self) -> bool:
        """Whether the filter asks for what lies in the bin."""
        return IN_BIN in self._filter.text().lower().split()

    def _switch(self) -> None:
        if self.is_in_bin():
            words = (word for word in self._filter.text().split() if word.lower() != IN_BIN)
            self._filter.setText(" ".join(words))
            self._filter.textEdited.emit(self._filter.text())
        else:
            self.ask()

    def _show(self, count: int) -> None:
        self._count, number = count, self._context.formats.number(count)
        self.setText(number)
        words = ngettext("{count} customer in the bin", "{count} customers in the bin", count)
        set_name(self, words.format(count=number))
        self._follow(self._filter.text())

    def _follow(self, _text: str) -> None:
        self.setChecked(self.is_in_bin())
        self.setVisible(bool(self._count) or self.is_in_bin())
