"""All shortcuts of a window on one page of paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

_RESOLUTION = 300
_MARGIN_MM = 15
_BIGGEST, _SMALLEST = 10.0, 5.0
_LEFT = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
_RIGHT = Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignVCenter.value

Sheet = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def write_cheat_sheet(path: Path, heading: str, sheet: Sheet) -> bool:
    """Write the groups as a PDF of one A4 page; False where the file cannot be written."""
    try:
        path.write_bytes(cheat_sheet(heading, sheet))
    except OSError:
        return False
    return True


def cheat_sheet(heading: str, sheet: Sheet) -> bytes:
    """The groups as a PDF of one A4 page."""
    page = QBuffer()
    page.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(page)
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
    painter = QPainter(writer)
    _draw(painter, QRectF(0, 0, writer.width(), writer.height()), heading, sheet)
    painter.end()
    return bytes(page.data().data())


def _draw(painter: QPainter, page: QRectF, heading: str, sheet: Sheet) -> None:
    """Two columns in the biggest letters with which all of it fits."""
    columns = _columns(sheet)
    most = max(len(lines) for lines in columns)
    head = page.height() / 20
    height = min((page.height() - head) / most, _BIGGEST * 2 * _RESOLUTION / 72)
    size = max(_SMALLEST, min(_BIGGEST, height * 72 / _RESOLUTION / 1.5))
    _write(painter, QRectF(0, 0, page.width(), head), heading, _LEFT, size * 1.6, bold=True)
    width = page.width() / len(columns)
    for column, lines in enumerate(columns):
        for row, (words, keys) in enumerate(lines):
            box = QRectF(column * width, head + row * height, width * 0.92, height)
            _write(painter, box, words, _LEFT, size, bold=not keys)
            _write(painter, box, keys, _RIGHT, size, bold=False)


def _columns(sheet: Sheet) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The lines of two columns of about the same length; a group stays whole."""
    groups = [[(heading, ""), *entries, ("", "")] for heading, entries in sheet]
    half = sum(map(len, groups)) / 2
    columns: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for lines in groups:
        goes_on = columns[1] or len(columns[0]) + len(lines) / 2 > half
        columns[1 if goes_on else 0].extend(lines)
    return columns


def _write(painter: QPainter, box: QRectF, text: str, where: int, size: float, *, bold: bool) -> None:
    font = QFont(painter.font())
    font.setPointSizeF(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.drawText(box, where | Qt.TextFlag.TextSingleLine.value, text)
