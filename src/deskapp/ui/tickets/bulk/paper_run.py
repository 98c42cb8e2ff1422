"""The fitting papers of several tickets made on the worker and put into one document."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from deskapp.domain.status import Meaning
from deskapp.ui.papers.making import Made, make

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Paper
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.services.desk import Desk
    from deskapp.ui.shared.jobs import Progress

Part = tuple[str, Document, bytes]
"""The number of a ticket, which paper it is, and its own bytes."""


@dataclass(frozen=True, slots=True)
class Run:
    """All papers as one, and each by itself for the history of its ticket."""

    whole: Made
    parts: tuple[Part, ...]


def make_run(desk: Desk, actor: Actor, rows: Sequence[TicketRow], size: Paper, *, progress: Progress) -> Run:
    """Make the paper that fits each ticket, in the order of the rows."""
    made: list[Made] = []
    for done, row in enumerate(rows):
        progress(done, len(rows))
        made.append(make(desk, actor, row.number, fitting_document(row), size))
    progress(len(rows), len(rows))
    pages = tuple(page for one in made for page in one.sizes)
    whole = Made(made[0].document, size, _joined(one.pdf for one in made), pages)
    parts = zip(rows, made, strict=True)
    return Run(whole, tuple((row.number, one.document, one.pdf) for row, one in parts))


def fitting_document(row: TicketRow) -> Document:
    """The paper that a customer gets in this status."""
    done = row.meaning in {Meaning.READY, Meaning.CLOSED}
    return Document.SERVICE_SUMMARY if done else Document.CLAIM_TICKET


def _joined(papers: Iterable[bytes]) -> bytes:
    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    for pdf in papers:
        with PdfDocument(pdf) as one:
            whole.import_pages(one)
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()
