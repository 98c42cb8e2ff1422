"""One kind of data: how many months it is kept, how much of it may go now, and whether it shall."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from deskapp.domain.retention import MOST_MONTHS, Due
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.plain import PlainLabel, caption, muted

_FIELD = 72


class RetentionRow(QObject):
    """The widgets of one line of the table; `changed` tells that something was typed or ticked."""

    changed = Signal()

    def __init__(self, label: str, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.number = 0
        self.label = PlainLabel(label, wrap=True)
        self.field = TextField(longest=4)
        self.field.setValidator(QIntValidator(0, 9999, self.field))
        self.field.setFixedWidth(_FIELD)
        self.field.setAccessibleName(_("Months: {kind}").format(kind=label))
        self.tick, self.nothing = QCheckBox(), muted("–")
        self.tick.setAccessibleName(_("Let go: {kind}").format(kind=label))
        self.examples, self.wrong = (
            caption("", tone="muted", wrap=True),
            caption("", tone="danger", wrap=True),
        )
        self.field.textChanged.connect(self._typed)
        self.tick.toggled.connect(self._told)
        self._hide_due()

    def put_into(self, grid: QGridLayout, row: int) -> None:
        """Take a line of the table."""
        last = QWidget()
        column = QVBoxLayout(last)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for piece in (self.tick, self.nothing, self.examples, self.wrong):
            column.addWidget(piece)
        self.label.setBuddy(self.field)
        grid.addWidget(self.label, row, 0)
        grid.addWidget(self.field, row, 1)
        grid.addWidget(last, row, 2)
        self._hide_due()

    def show_rule(self, months: int, due: Due | None) -> None:
        """Show how long it is kept and what may go."""
        self.field.setText(str(months) if months else "")
        self._hide_due()
        if due:
            self.number = due.number
            self.tick.setText(
                _("{count} older than {day}").format(
                    count=self._formats.number(due.number), day=self._formats.day(due.before)
                )
            )
            names = ", ".join(due.examples) + (" …" if due.number > len(due.examples) > 0 else "")
            self.examples.setText(names)
            self.examples.setVisible(bool(names))
            self.tick.show()
            self.nothing.hide()

    def months(self, kind: str) -> int:
        """What is typed; raises `Invalid`."""
        typed = self.field.value().strip()
        if typed and not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_MONTHS):
            message = _("Write a number of months from 0 to {most}; 0 keeps it for good.")
            raise Invalid(message.format(most=MOST_MONTHS), kind)
        return int(typed or 0)

    def is_chosen(self) -> bool:
        """Whether what is due of it shall go."""
        return self.number > 0 and self.tick.isChecked()

    def say_wrong(self, reason: str) -> None:
        """Say beside the field why it cannot be kept."""
        self.wrong.setText(reason)
        self.wrong.show()
        style.set_wrong(self.field, wrong=True)
        self.field.setFocus()

    def _hide_due(self) -> None:
        self.number = 0
        self.tick.setChecked(False)
        for piece in (self.tick, self.examples, self.wrong):
            piece.setVisible(False)
        self.nothing.setVisible(self.nothing.parentWidget() is not None)

    def _typed(self) -> None:
        self.wrong.hide()
        style.set_wrong(self.field, wrong=False)
        self.changed.emit()

    def _told(self, _on: bool) -> None:
        self.changed.emit()
