"""What the rows of a list are painted on, in place of Qt's own.

Asked for Qt's own viewport, PySide loads every class of widget to find out which of them it is.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def ground() -> QWidget:
    """A viewport that looks as Qt's own does."""
    made = QWidget()
    made.setBackgroundRole(QPalette.ColorRole.Base)
    made.setAutoFillBackground(True)
    return made
