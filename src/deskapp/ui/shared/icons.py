"""Line icons that take their colour from the palette in use and are sharp at every scale."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from deskapp.paths import shipped
from deskapp.ui.shared import style

SMALL, NORMAL, LARGE = 14, 18, 40
"""Edge lengths in pixels at 100 %: in a chip, on a button, in an empty screen."""


@cache
def icon(name: str, tone: str = "muted") -> QIcon:
    """An icon of `resources/icons` in a token's colour; it follows a switch of light and dark.

    Any status family (`new`, `waiting`, `alarm` …) is a token too. A missing file is a bug: `KeyError`.
    """
    if name not in _names():
        raise KeyError(name)
    return QIcon(_Engine(name, tone))


def pixmap(name: str, tone: str = "muted", size: int = NORMAL, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture, `size` pixels wide on a screen with that many dots per pixel."""
    made = _rendered(name, style.palette().colour(tone), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def paint(painter: QPainter, name: str, box: QRect, color: str) -> None:
    """Draw the icon into a square in a colour such as `#1B2430`, for delegates."""
    ratio = dots(painter)
    made = _rendered(name, color, round(box.width() * ratio))
    made.setDevicePixelRatio(ratio)
    painter.drawPixmap(box.topLeft(), made)


def dots(painter: QPainter) -> float:
    """How many dots a pixel has where it paints.

    To ask for its device would load all there is to paint on, which a start feels.
    """
    return painter.deviceTransform().m11()


class _Engine(QIconEngine):
    """Asks for the palette each time it paints, so that nobody has to set icons again."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        edge = min(rect.width(), rect.height())
        corner = rect.center() - QPoint((edge - 1) // 2, (edge - 1) // 2)
        paint(painter, self._name, QRect(corner, QSize(edge, edge)), self._color(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802  Qt's name
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        edge = min(size.width(), size.height())
        drawn = _rendered(self._name, self._color(mode), round(edge * scale))
        if size.width() > edge:
            drawn = _with_room(drawn, size * scale)
        drawn.setDevicePixelRatio(scale)
        return drawn

    def _color(self, mode: QIcon.Mode) -> str:
        token = "disabled" if mode is QIcon.Mode.Disabled else self._token
        return style.palette().colour(token)


def _rendered(name: str, color: str, edge: int) -> QPixmap:
    """The picture with `edge` dots a side, kept in Qt's own cache."""
    key = f"deskapp/{name}/{color}/{edge}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = _drawn(_source(name).replace(b"currentColor", color.encode()), edge)
    QPixmapCache.insert(key, made)
    return made


def _with_room(drawn: QPixmap, size: QSize) -> QPixmap:
    """The picture with free room towards the text that follows it."""
    made = QPixmap(size)
    made.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(made)
    at_left = QGuiApplication.layoutDirection() is not Qt.LayoutDirection.RightToLeft
    painter.drawPixmap(0 if at_left else size.width() - drawn.width(), 0, drawn)
    painter.end()
    return made


def _drawn(svg: bytes, edge: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # two milliseconds of a start that may draw no icon

    made = QPixmap(edge, edge)
    made.fill(QColor(Qt.GlobalColor.transparent))
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return made


@cache
def _names() -> frozenset[str]:
    return frozenset(file.stem for file in _folder().iterdir())


@cache
def _source(name: str) -> bytes:
    return (_folder() / f"{name}.svg").read_bytes()


@cache
def _folder() -> Path:
    return shipped("resources") / "icons"
