"""The room's door: a ticket's values in, the bytes of a PDF out."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from deskapp.documents import layouts
from deskapp.documents.draw import About, draw
from deskapp.documents.fonts import printable
from deskapp.documents.formats import formats_for
from deskapp.documents.label import labels
from deskapp.documents.page import Maker, Page
from deskapp.documents.sheet import LETTERS, RECEIPTS, TICKETS
from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.domain.shop import Paper
from deskapp.i18n import _, has_texts, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.paper import TicketPaper

_one_at_a_time = Lock()  # ReportLab reads a font through one position that all papers share


def render(document: Document, paper: TicketPaper, size: Paper | None = None) -> bytes:
    """The paper as a PDF on the given size, else on the shop's; equal values give equal bytes.

    A claim ticket on A4 or Letter is two halves to be cut apart, the customer's and the shop's,
    or a sheet for each when a half is too small. A label has its own size, and there is one for each item.
    """
    maker = _maker(paper)
    language = str(maker.formats.locale)
    with _one_at_a_time, speaking(language):
        title = f"{_(DOCUMENT_LABELS[document])} {paper.number}"
        about = About(printable(title), printable(paper.shop.name), language, paper.printed_at)
        return draw(_pages(document, maker, size or paper.shop.paper), about)


def missing_glyphs(paper: TicketPaper) -> str:
    """The characters of this ticket's papers that come out as boxes, each once."""
    maker = _maker(paper)
    with speaking(str(maker.formats.locale)):
        for document in Document:
            _pages(document, maker, Paper.A5)
    return "".join(sorted(maker.missing))


def _maker(paper: TicketPaper) -> Maker:
    return Maker(paper, formats_for(_languages(paper), paper.shop.zone), set())


def _languages(paper: TicketPaper) -> Iterator[str]:
    """The customer's language, as it is written in the shop's country, where there are words in it."""
    wanted = paper.customer.draft.language if paper.customer else ""
    if has_texts(wanted):
        yield from (f"{wanted}_{paper.shop.country}", wanted)
    yield from (paper.shop.language, "en")


def _pages(document: Document, maker: Maker, size: Paper) -> list[Page]:
    if document is Document.LABEL:
        return labels(maker)
    if document is Document.SERVICE_SUMMARY:
        return maker.pages(layouts.SERVICE_SUMMARY, LETTERS[size])
    if document is Document.RECEIPT:
        return maker.pages(layouts.RECEIPT, RECEIPTS[size])
    if size is Paper.A5:
        return maker.pages(layouts.CUSTOMER_COPY, TICKETS[size])
    return maker.halves(layouts.CUSTOMER_COPY, layouts.SHOP_COPY, TICKETS[size])
