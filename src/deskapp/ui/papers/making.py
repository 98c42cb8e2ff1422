"""A ticket's paper made on the worker: its values from the desk, its bytes from the documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from deskapp.domain.shop import Paper
from deskapp.ui.papers.drawing import page_sizes

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Made:
    """A paper as it will be printed; `missing` are characters that no font of the papers has."""

    document: Document
    size: Paper
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    missing: str = ""

    @property
    def media(self) -> str:
        """What the printing system calls the paper."""
        return "Custom.62x29mm" if self.document is Document.LABEL else self.size.value


def make(desk: Desk, actor: Actor, number: str, document: Document, size: Paper) -> Made:
    """Read the ticket and set the paper."""
    from deskapp.documents.render import missing_glyphs, render

    paper = desk.papers.ticket(actor, number)
    pdf = render(document, paper, size)
    return Made(document, size, pdf, page_sizes(pdf), missing_glyphs(paper))
