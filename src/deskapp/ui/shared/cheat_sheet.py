"""All shortcuts of a window on one page of paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

_COLUMNS, _RESOLUTION = 2, 300
_MARGIN_MM = 15
_BIGGEST, _SMALLEST = 10.0, 5.0
_LEFT = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
_RIGHT = Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignVCenter.value

Sheet = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def write_cheat_sheet(path: Path, heading: str, sheet: Sheet) -> bool:
    """Write the groups as a PDF of one A4 page; False where the file cannot be written."""
    writer = QPdfWriter(str(path))
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setTitle(heading)
    painter = QPainter()
    if not painter.begin(writer):
        return False
    _draw(painter, QRectF(0, 0, writer.width(), writer.height()), heading, sheet)
    return painter.end()


def _draw(painter: QPainter, page: QRectF, heading: str, sheet: Sheet) -> None:
    """Two columns, filled one after the other, in the biggest letters with which all of it fits."""
    lines = [line for group in sheet for line in _lines_of(*group)]
    most = -(-len(lines) // _COLUMNS) + 2  # a group that moves on to the next column leaves a gap
    head = page.height() / 20
    height = min((page.height() - head) / most, _BIGGEST * 2 * _RESOLUTION / 72)
    size = max(_SMALLEST, min(_BIGGEST, height * 72 / _RESOLUTION / 1.5))
    _write(painter, QRectF(0, 0, page.width(), head), heading, _LEFT, size * 1.6, bold=True)
    width = page.width() / _COLUMNS
    for place, (words, keys) in enumerate(lines):
        column, row = divmod(place, most)
        box = QRectF(column * width, head + row * height, width * 0.92, height)
        _write(painter, box, words, _LEFT, size, bold=not keys)
        _write(painter, box, keys, _RIGHT, size, bold=False)


def _lines_of(heading: str, entries: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(heading, ""), *entries, ("", "")]


def _write(painter: QPainter, box: QRectF, text: str, where: int, size: float, *, bold: bool) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.drawText(box, where | Qt.TextFlag.TextSingleLine.value, text)
