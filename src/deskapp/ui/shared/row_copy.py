"""Rows on the clipboard: text with tabs for anything, a table for programs that take one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QMimeData

Cells = Sequence[Sequence[str]]

_AS_TEXT = "mso-number-format:'\\@'"
"""Keeps a spreadsheet from turning 0170… into a number."""


def rows_on_clipboard(heads: Sequence[str], rows: Cells) -> QMimeData:
    """Rows with their heads, as text and as a table."""
    mime = QMimeData()
    mime.setText("\n".join("\t".join(map(_cell, row)) for row in (heads, *rows)))
    mime.setHtml(_table(heads, rows))
    return mime


def _table(heads: Sequence[str], rows: Cells) -> str:
    body = "".join(_row(row, f'td style="{_AS_TEXT}"') for row in rows)
    return f"<table>{_row(heads, 'th')}{body}</table>"


def _row(cells: Iterable[str], tag: str) -> str:
    end = tag.partition(" ")[0]
    return "<tr>" + "".join(f"<{tag}>{escape(_cell(cell))}</{end}>" for cell in cells) + "</tr>"


def _cell(text: str) -> str:
    return " ".join(text.split())
