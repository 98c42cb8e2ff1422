"""The ticket at the right of the list."""

from __future__ import annotations
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget, QVBoxLayout
from deskapp.ui.shared.plain import title


class TicketPane(QWidget):
    closed = Signal()
    gone = Signal()
    opened = Signal(object)

    def __init__(self, context):
        super().__init__()
        self.head = title("")
        QVBoxLayout(self).addWidget(self.head)

    def open(self, number, then=None):
        self.head.setText(number)

    def enter(self):
        self.setFocus()

    def run(self, command):
        print(command)
