"""What the book of enquiries shows about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.enquiry import Enquiry, EnquiryShow
from deskapp.i18n import N_, _
from deskapp.ui.shared.paged_model import Column

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

SHOW_LABELS = {
    EnquiryShow.OPEN: N_("Open enquiries"),
    EnquiryShow.CLOSED: N_("Closed enquiries"),
    EnquiryShow.ALL: N_("All enquiries"),
}


def enquiry_columns(context: DeskContext) -> list[Column]:
    """When, who, what was asked, how to reach them, what became of it."""

    def asked(row: Enquiry) -> str:
        return context.formats.day(row.at)

    return [
        Column("asked", _("Asked"), asked, 98, tabular=True),
        Column("name", _("From"), who, 132, strong=True, tip=who),
        Column("question", _("Question"), question, 150, stretch=True, tip=lambda row: row.draft.text),
        Column("reach", _("To reach"), lambda row: row.reach, 118, tabular=True, tip=lambda row: row.reach),
        Column("state", _("Outcome"), state, 116, muted=True, tabular=True),
    ]


def who(row: Enquiry) -> str:
    """Who asked, or what is known of them."""
    return row.name or row.reach or _("Nobody named")


def question(row: Enquiry) -> str:
    """What was asked, on one line."""
    return " ".join(row.draft.text.split())


def state(row: Enquiry) -> str:
    """What became of it."""
    if row.is_open:
        return ""
    return row.ticket or _("Answered")


def enquiry_sentence(row: Enquiry) -> str:
    """A whole row as it is read aloud."""
    return ", ".join(filter(None, (row.number, who(row), question(row), state(row))))
