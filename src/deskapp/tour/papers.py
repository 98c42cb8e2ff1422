"""Papers of the tour: saved by the preview window, read again, and kept in the album."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from deskapp.tour.guide import Guide

if TYPE_CHECKING:
    from deskapp.ui.papers.preview_window import PreviewWindow


def wait_drawn(guide: Guide, preview: PreviewWindow) -> None:
    """Wait until every page of the paper is there."""
    view = preview.view
    guide.expect("the paper is drawn", lambda: bool(view.images()) and all(view.images()), wanted=True)


def save_shown(
    guide: Guide, preview: PreviewWindow, document: Document, says: str, *words: str, suffix: str = ""
) -> Path:
    """Save what the preview shows, check that the paper holds these words, and draw its pages.

    The system's own file dialog cannot be driven by keys everywhere, so its answer is given directly.
    """
    name = f"{document.value}-{preview.number}{suffix}"
    path = guide.album.folder / f"{name}.pdf"
    preview.outlet.save_to(str(path))
    guide.expect_in("the preview says that it is saved", lambda: _said(preview), path.name)
    guide.expect_in("the paper says what matters", lambda: text_of(path), *words)
    guide.expect_in(
        "the history says that it was handed out", lambda: _history(guide, preview.number), "print"
    )
    return guide.album.paper(name, says)


def text_of(path: Path) -> str:
    """All words of a PDF, with one space between them."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return " ".join(" ".join(pages).split())


def _said(preview: PreviewWindow) -> str:
    toast = preview.toasts.current()
    return toast.words.full_text() if toast else ""


def _history(guide: Guide, number: str) -> str:
    return " ".join(entry.kind for entry in guide.desk.tickets.get(guide.actor, number).history)
