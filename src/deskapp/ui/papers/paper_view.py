"""Pages of a paper one under the other, always on white, drawn as sharp as the screen is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.papers.drawing import POINTS_PER_INCH, draw_page
from deskapp.ui.shared import style

if TYPE_CHECKING:
    from deskapp.ui.shared.jobs import Worker

_SCREEN_DOTS_PER_INCH = 96
ZOOMS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
FIT = 0.0
"""The zoom that fills the width."""

_WIDEST_FIT = 1.5
_WHITE = QColor(Qt.GlobalColor.white)
Draw = Callable[["_Page"], None]


class PaperView(QScrollArea):
    """`drawn` tells that a page is there; `zoomed` carries the zoom that is shown, 1.0 being true size."""

    drawn = Signal(int)
    zoomed = Signal(float)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._pdf = b""
        self._zoom = FIT
        self._pages: list[_Page] = []
        self._ground = QWidget()
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(style.XL, style.XL, style.XL, style.XL)
        self._column.setSpacing(style.L)
        self._column.addStretch(1)
        self.setWidget(self._ground)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Paper"))

    def show_paper(self, pdf: bytes, sizes: Sequence[tuple[float, float]]) -> None:
        """Show another paper; what is shown stays until the new pages are drawn."""
        old = {place: page.image for place, page in enumerate(self._pages)}
        self._pdf = pdf
        for page in self._pages:
            self._column.removeWidget(page)
            page.deleteLater()
        self._pages = [_Page(place, size, self._draw) for place, size in enumerate(sizes)]
        for page in self._pages:
            page.image = old.get(page.place)
            page.setAccessibleName(_("Page {place}").format(place=page.place + 1))
            self._column.insertWidget(self._column.count() - 1, page, 0, Qt.AlignmentFlag.AlignHCenter)
        self._fit_pages()

    def zoom(self) -> float:
        """How large the pages are now, 1.0 being true size."""
        widest = max((page.points[0] for page in self._pages), default=1.0)
        if self._zoom != FIT:
            return self._zoom
        room = self.viewport().width() - 2 * style.XL - 2
        return min(max(room / _pixels(widest), ZOOMS[0]), _WIDEST_FIT)

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller; `FIT` fills the width."""
        self._zoom = zoom
        self._fit_pages()

    def zoom_in(self) -> None:
        """The next larger step."""
        self.set_zoom(next((step for step in ZOOMS if step > self.zoom() + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """The next smaller step."""
        self.set_zoom(next((step for step in reversed(ZOOMS) if step < self.zoom() - 0.01), ZOOMS[0]))

    def images(self) -> list[QImage | None]:
        """What is drawn of each page."""
        return [page.image for page in self._pages]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom == FIT:
            self._fit_pages()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _fit_pages(self) -> None:
        zoom = self.zoom()
        for page in self._pages:
            page.set_size(_pixels(page.points[0]) * zoom, _pixels(page.points[1]) * zoom)
        self.zoomed.emit(zoom)

    def _draw(self, page: _Page) -> None:
        """Have a page drawn in the size in which it is shown."""
        scale = page.inner().width() * self.devicePixelRatioF() / page.points[0]
        self._worker.submit(
            draw_page, self._pdf, page.place, scale, on_done=partial(self._take, page.place, self._pdf)
        )

    def _take(self, place: int, pdf: bytes, image: QImage) -> None:
        if pdf is self._pdf and place < len(self._pages):
            image.setDevicePixelRatio(self.devicePixelRatioF())
            self._pages[place].take(image)
            self.drawn.emit(place)


class _Page(QWidget):
    """One sheet with a hairline around it; asks for its picture when it comes into sight."""

    def __init__(self, place: int, points: tuple[float, float], draw: Draw) -> None:
        super().__init__()
        self.place, self.points = place, points
        self.image: QImage | None = None
        self._draw, self._asked = draw, QSize()

    def set_size(self, width: float, height: float) -> None:
        """Take another size; the picture follows."""
        self.setFixedSize(round(width) + 2, round(height) + 2)

    def inner(self) -> QRect:
        """The sheet without its hairline."""
        return self.rect().adjusted(1, 1, -1, -1)

    def take(self, image: QImage) -> None:
        """Show a picture."""
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("line"))
        painter.fillRect(self.inner(), _WHITE)
        if self.image:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.inner(), self.image)
        painter.end()
        if self._asked != self.size():
            self._asked = self.size()
            self._draw(self)


def _pixels(points: float) -> float:
    return points / POINTS_PER_INCH * _SCREEN_DOTS_PER_INCH
