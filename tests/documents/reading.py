"""What a reader finds in a PDF: its words, where each letter stands, its pictures of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from PIL.Image import Image

_WATERMARK = 40  # no letter of the text is as high, in points


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and the box of its ink, in points from the lower left corner of its page."""

    char: str
    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: Letter, by: float = 0.7) -> bool:
        """Whether the two lie on each other by more than an overhang."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > by and along > by


def pages_text(data: bytes) -> list[str]:
    """The words of each page in the order in which they were set."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text(data: bytes) -> str:
    """All words in one line, wherever lines and pages break."""
    return " ".join(" ".join(pages_text(data)).split())


def letters(data: bytes) -> list[list[Letter]]:
    """The letters of each page, without spaces and the watermark."""
    with pypdfium2.PdfDocument(data) as document:
        return [_letters(page) for page in document]


def sizes(data: bytes) -> list[tuple[int, int]]:
    """The size of each page in whole millimetres."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            (round(page.get_width() / 72 * 25.4), round(page.get_height() / 72 * 25.4)) for page in document
        ]


def pictures(data: bytes, dots_per_inch: int = 200) -> list[Image]:
    """Each page as it comes out of a printer."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=dots_per_inch / 72).to_pil() for page in document]


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    found = page.get_textpage()
    chars = found.get_text_range()
    boxes = [Letter(char, *found.get_charbox(at)) for at, char in enumerate(chars)]
    return [box for box in boxes if not box.char.isspace() and 0 < box.top - box.bottom < _WATERMARK]
