"""A record on one sheet beside its list: what the cards of all directories have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.plain import section
from deskapp.ui.shared.record_table import RecordTable

_MOST_ROWS = 8


class RecordCard(QScrollArea):
    """Scrolls up and down; the list keeps the focus until somebody goes on to the card."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(style.L, style.L, style.L, style.L)
        self.column.setSpacing(style.M)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def part(heading: str, *pieces: QWidget | QLayout) -> QWidget:
    """Pieces under a heading."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, style.S, 0, 0)
    column.setSpacing(style.XS)
    column.addWidget(section(heading))
    for piece in pieces:
        column.addWidget(piece) if isinstance(piece, QWidget) else column.addLayout(piece)
    return made


def show_rows(table: RecordTable, rows: Sequence[Any], nothing: QWidget) -> None:
    """Show some rows, as high as they are up to a few; without any `nothing` stands in their place."""
    table.records.show(lambda offset, limit: rows[offset : offset + limit], len(rows), rows)
    table.setVisible(bool(rows))
    nothing.setVisible(not rows)
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(head + min(len(rows), _MOST_ROWS) * style.row_height() + 4)
    policy = Qt.ScrollBarPolicy
    fits = len(rows) <= _MOST_ROWS
    table.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, also out of those inside it."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)
