"""How the pages of the window are laid out: words in the middle, buttons at the foot."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from deskapp.ui.shared import style

_WIDTH = 480


def foot(left: tuple[QPushButton, ...], right: tuple[QPushButton, ...]) -> QFrame:
    """A bar with what leads away at the left and what leads on at the right."""
    made = QFrame()
    made.setProperty("kind", "foot")
    row = QHBoxLayout(made)
    row.setContentsMargins(style.XL, style.M, style.XL, style.M)
    row.setSpacing(style.S)
    for one in (*left, *right):
        row.addWidget(enter_presses(one))
    row.insertStretch(len(left), 1)
    return made


def enter_presses(button: QPushButton) -> QPushButton:
    """Let Enter press the button when it has the focus, as Space does."""
    button.setAutoDefault(True)
    return button


def in_the_middle(*pieces: QWidget | QLayout) -> QVBoxLayout:
    """Pieces under each other, a little above the middle; words are wrapped at a width that reads well."""
    inner = QWidget()
    inner.setFixedWidth(scaled(_WIDTH))
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(style.S)
    for piece in pieces:
        if isinstance(piece, QLayout):
            column.addSpacing(style.M)
            column.addLayout(piece)
        else:
            column.addWidget(piece)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner)
    row.addStretch(1)
    outer = QVBoxLayout()
    outer.addStretch(2)
    outer.addLayout(row)
    outer.addStretch(3)
    return outer


def scaled(pixels: int) -> int:
    """A length at 100 % grown with the text size."""
    return round(pixels * style.row_height() / 32)


def beside(*buttons: QPushButton) -> QHBoxLayout:
    """Buttons beside each other, in the middle."""
    row = QHBoxLayout()
    row.setSpacing(style.S)
    row.addStretch(1)
    for one in buttons:
        row.addWidget(enter_presses(one))
    row.addStretch(1)
    return row


def above(body: QWidget | QLayout, foot_: QFrame) -> QVBoxLayout:
    """A body that takes the room, with the foot under it."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if isinstance(body, QLayout):
        column.addLayout(body, 1)
    else:
        column.addWidget(body, 1)
    column.addWidget(foot_)
    return column
