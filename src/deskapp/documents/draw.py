"""Pages of marks drawn on the library's canvas: the same marks give the same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from deskapp.documents.fonts import face
from deskapp.documents.strip import Bars, Mark, Picture, Rule, Text, Watermark
from deskapp.documents.theme import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from deskapp.documents.page import Page

_BLACK = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class About:
    """What a reader program shows about a file; `made_at` in UTC."""

    title: str
    author: str
    language: str
    made_at: datetime


def draw(pages: Sequence[Page], about: About) -> bytes:
    """The pages as a PDF file."""
    # Pictures are kept as they are instead of as text, which takes a third of the time and size.
    rl_config.useA85 = 0
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pageCompression=1,
        invariant=1,
        initialFontName=face(bold=False).name,  # type: ignore[arg-type]  # the stubs mistake a name for a size
        lang=about.language.replace("_", "-"),
    )
    _describe(canvas, about)
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        _draw_page(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, about: About) -> None:
    canvas.setTitle(about.title)
    canvas.setSubject(about.title)
    canvas.setAuthor(about.author)
    canvas.setCreator("Deskapp")
    canvas.setDateFormatter(lambda *_fixed: f"D:{about.made_at:%Y%m%d%H%M%S}Z")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw_page(canvas: Canvas, page: Page) -> None:
    for left, top, mark in page.marks:
        if not isinstance(mark, Text):
            _draw_shape(canvas, mark, left, page.height - top)
    _draw_texts(canvas, page)


def _draw_texts(canvas: Canvas, page: Page) -> None:
    """All texts in one go and in reading order; font and colour are named only when they change."""
    texts = canvas.beginText()
    style = None
    for left, top, mark in page.marks:
        if isinstance(mark, Text) and mark.text:
            if style != mark.style:
                style = mark.style
                texts.setFont(face(bold=style.bold).name, style.size)
                texts.setFillColor(style.colour)
            texts.setTextOrigin(left + mark.x, page.height - top - mark.y)
            texts.textOut(mark.text)
    canvas.drawText(texts)


def _draw_shape(canvas: Canvas, mark: Mark, left: float, top: float) -> None:
    """A mark that is no text, from its strip's upper left corner in the sheet's coordinates."""
    match mark:
        case Rule():
            canvas.setLineWidth(mark.thickness)
            canvas.setStrokeColor(mark.colour)
            canvas.setDash(*mark.dash)
            canvas.line(left + mark.x, top - mark.y, left + mark.x + mark.width, top - mark.y)
        case Bars():
            _draw_bars(canvas, mark, left + mark.x, top - mark.y)
        case Picture():
            lower = top - mark.y - mark.height
            canvas.drawImage(mark.logo.image, left + mark.x, lower, mark.width, mark.height)
        case Watermark():
            _draw_watermark(canvas, mark, left + mark.x, top - mark.y)
        case _:
            pass


def _draw_bars(canvas: Canvas, bars: Bars, left: float, top: float) -> None:
    path = canvas.beginPath()
    for x, y, width, height in bars.rectangles:
        path.rect(left + x, top - y - height, width, height)
    canvas.setFillColor(_BLACK)
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_watermark(canvas: Canvas, mark: Watermark, x: float, y: float) -> None:
    """The word, so light that text on it stays readable."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(mark.angle)
    canvas.setFont(face(bold=False).name, mark.size)
    canvas.setFillColor(MARK)
    canvas.drawCentredString(0, -0.33 * mark.size, mark.text)
    canvas.restoreState()
