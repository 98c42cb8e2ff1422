"""Pages of a PDF as pictures. Only the worker may call this: the library is not made for two threads."""

from __future__ import annotations

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points."""
    from pypdfium2 import PdfDocument

    with PdfDocument(pdf) as document:
        return tuple(document.get_page_size(place) for place in range(len(document)))


def draw_page(pdf: bytes, place: int, scale: float, *, for_print: bool = False) -> QImage:
    """One page on white, `scale` dots for each point."""
    from pypdfium2 import PdfDocument

    mode = "print" if for_print else "lcd"
    with PdfDocument(pdf) as document:
        page = document[place]
        bitmap = page.render(scale=scale, prefer_bgrx=True, optimize_mode=mode)
        shape = (bitmap.width, bitmap.height, bitmap.stride)
        image = QImage(bytes(bitmap.buffer), *shape, QImage.Format.Format_RGB32).copy()
        bitmap.close()
        page.close()
    return image
