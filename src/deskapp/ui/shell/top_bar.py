"""The bar above every screen: the search, and the switches of the two side panes."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button


class TopBar(QFrame):
    """Shows the given search field between buttons for commands."""

    def __init__(self, search: QWidget, left: tuple[QAction, ...], right: tuple[QAction, ...]) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(style.M, style.S, style.M, style.S)
        row.setSpacing(style.XS)
        for action in left:
            row.addWidget(command_button(action))
        row.addSpacing(style.XS)
        row.addWidget(search, 4)
        row.addStretch(1)
        for action in right:
            row.addWidget(command_button(action))


def command_button(action: QAction) -> QToolButton:
    """An icon that runs a command and is on, off or grey as the command is."""
    made = icon_button("circle", action.text().replace("&", ""))
    made.setDefaultAction(action)
    return made
