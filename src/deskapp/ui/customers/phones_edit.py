"""The telephone numbers of a customer: as many as there are, the first one being the main one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.customer import MOST_PHONES, Phone
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fields import PhoneEdit, TextField
from deskapp.ui.shared.tab_order import put_before


class PhonesEdit(QWidget):
    """One line for each number; an empty line is none. `edited` tells that somebody types."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[PhoneLine] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a proxy would lead Tab back to the first line
        self._list = QVBoxLayout()
        self._list.setSpacing(style.XS)
        self.add_button = button(_("Add a phone"), self._add_and_go, kind="quiet", icon="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(self._list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_phones(())

    def phones(self) -> tuple[Phone, ...]:
        """The numbers that are typed."""
        return tuple(phone for line in self.lines if (phone := line.phone()) is not None)

    def set_phones(self, phones: Sequence[Phone]) -> None:
        """Show these numbers, and an empty line where there are none."""
        for line in self.lines:
            self._list.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for phone in phones or (Phone(""),):
            self._add(phone)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.lines[0].edit.setFocus(event.reason())

    def _add(self, phone: Phone) -> PhoneLine:
        line = PhoneLine(phone)
        line.removal_asked.connect(self._remove)
        line.edit.textEdited.connect(self.edited)
        self.lines.append(line)
        self._list.addWidget(line)
        put_before(self.add_button, line.edit, line.label, line.remove)
        self._count()
        return line

    def _add_and_go(self) -> None:
        self._add(Phone("")).edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, line: PhoneLine) -> None:
        place = self.lines.index(line)
        self.lines.remove(line)
        neighbour = self.lines[max(0, place - 1)]
        neighbour.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.removeWidget(line)
        line.deleteLater()
        self._count()

    def _count(self) -> None:
        for line in self.lines:
            line.remove.setVisible(len(self.lines) > 1)
        self.add_button.setVisible(len(self.lines) < MOST_PHONES)


class PhoneLine(QWidget):
    """A number and what it is, for example mobile or work."""

    removal_asked = Signal(object)

    def __init__(self, phone: Phone) -> None:
        super().__init__()
        self._phone = phone
        self.edit, self.label = PhoneEdit(), TextField(_("mobile, work …"), 20)
        self.edit.setAccessibleName(_("Phone"))
        self.label.setAccessibleName(_("Kind of phone"))
        self.edit.set_phone(phone if phone.shown else None)
        self.label.setText(phone.label)
        self.remove = icon_button("close", _("Remove this phone"), self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.edit, 3)
        row.addWidget(self.label, 2)
        row.addWidget(self.remove)

    def phone(self) -> Phone | None:
        """The number; its normal form is made anew where it was typed anew."""
        typed = self.edit.phone()
        if typed is None:
            return None
        normal = self._phone.normal if typed.typed == self._phone.shown else ""
        return Phone(typed.typed, normal, self.label.value())

    def _ask(self) -> None:
        self.removal_asked.emit(self)
