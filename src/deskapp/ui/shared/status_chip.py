"""A status as people see it: an icon and a word on a tint, as a widget and for painting in tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.palette import FAMILIES

_PAD, _GAP = 7, 5


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip says; `family` is `new`, `active`, `waiting`, `ready`, `closed` or `alarm`."""

    text: str
    family: str = "closed"
    icon: str = "circle"


def family_of(meaning: str) -> str:
    """The colour family of a status meaning; an unknown one looks closed."""
    return meaning if meaning in FAMILIES else "closed"


def chip_of(label: str, meaning: str, icon: str = "circle") -> Chip:
    """The chip of a status, given its translated label, meaning and icon."""
    return Chip(label, family_of(meaning), icon)


OVERDUE_ICON = "triangle"


def chip_size(text: str, metrics: QFontMetrics) -> QSize:
    """How much room a chip with that text takes."""
    width = metrics.horizontalAdvance(text) + _icon_edge(metrics) + 2 * _PAD + _GAP
    return QSize(width, metrics.height() + 5)


def paint_chip(painter: QPainter, box: QRect, chip: Chip, metrics: QFontMetrics, width: int = 0) -> None:
    """Draw a chip at the left of `box`, centred in height, `width` wide where a column is to line up."""
    size = chip_size(chip.text, metrics)
    wide = min(width or size.width(), box.width())
    if wide > 0:
        ratio, tint = icons.dots(painter), style.palette().family(chip.family)
        font = painter.font()
        picture = _picture(chip, wide, size.height(), ratio, tint.text, tint.fill, font.key())
        if picture.isNull():
            _draw(picture, QRect(0, 0, wide, size.height()), chip, font, ratio)
        painter.drawPixmap(box.left(), box.top() + (box.height() - size.height()) // 2, picture)


@lru_cache(maxsize=256)
def _picture(*_looks: object) -> QPixmap:
    """Where a chip of these looks is kept once it was drawn; a list shows the same few over and over."""
    return QPixmap()


def _draw(picture: QPixmap, body: QRect, chip: Chip, font: QFont, ratio: float) -> None:
    metrics, tint = QFontMetrics(font), style.palette().family(chip.family)
    picture.swap(QPixmap(body.size() * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.qcolor(tint.fill))
    painter.drawRoundedRect(QRectF(body), 4, 4)
    edge = _icon_edge(metrics)
    corner = QRect(_PAD, body.center().y() - edge // 2 + 1, edge, edge)
    icons.paint(painter, chip.icon, corner, tint.text)
    words = body.adjusted(_PAD + edge + _GAP, 0, -_PAD + 2, 0)
    painter.setPen(style.qcolor(tint.text))
    text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.end()


class StatusChip(QWidget):
    """A status in a form or header."""

    def __init__(self, chip: Chip | None = None) -> None:
        super().__init__()
        self._chip = chip or Chip("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_chip(self._chip)

    def set_chip(self, chip: Chip) -> None:
        """Show another status."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def chip(self) -> Chip:
        """What is shown now."""
        return self._chip

    def sizeHint(self) -> QSize:
        return chip_size(self._chip.text, self.fontMetrics()) if self._chip.text else QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._chip.text:
            return
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._chip, self.fontMetrics())
        painter.end()


def _icon_edge(metrics: QFontMetrics) -> int:
    return max(12, round(metrics.ascent() * 0.95))
