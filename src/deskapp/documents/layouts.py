"""The papers: which blocks each is made of, in which order. Data, no branches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.documents.blocks import foot, items, lines, people, receipt, title, totals, warranty
from deskapp.documents.blocks.letterhead import letterhead
from deskapp.documents.blocks.planned import deposit, estimate
from deskapp.documents.strip import Strip
from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.i18n import N_

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting

Block = Callable[["Setting"], list[Strip]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper as its blocks; those of `foot` stand at the lower end of the last page."""

    title: str
    body: tuple[Block, ...]
    foot: tuple[Block, ...]
    copy: str = ""


_CLAIM = (letterhead, title.title, people.claimant, items.intake, estimate, deposit)
_SIGNED = (foot.terms, foot.signature)

SERVICE_SUMMARY = Layout(
    DOCUMENT_LABELS[Document.SERVICE_SUMMARY],
    (
        letterhead,
        people.addressed,
        title.title_with_headline,
        items.work,
        lines.lines,
        totals.totals,
        warranty.warranty,
    ),
    (foot.pick_up,),
)
RECEIPT = Layout(
    DOCUMENT_LABELS[Document.RECEIPT],
    (
        letterhead,
        title.title,
        people.served,
        receipt.free_of_charge,
        lines.lines,
        totals.totals,
        warranty.warranty,
        receipt.keep,
    ),
    (),
)
CUSTOMER_COPY = Layout(DOCUMENT_LABELS[Document.CLAIM_TICKET], _CLAIM, _SIGNED, N_("Customer’s copy"))
SHOP_COPY = Layout(DOCUMENT_LABELS[Document.CLAIM_TICKET], _CLAIM, _SIGNED, N_("Shop’s copy"))
