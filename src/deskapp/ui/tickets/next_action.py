"""The one next step of a ticket in each status, and the paper that fits it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import QUICK
from deskapp.i18n import N_

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class NextAction:
    """What the filled button says, and the status it leads to; without one it restores or prints."""

    text: str
    icon: str
    status: str = ""
    restores: bool = False


_BY_STATUS = {
    "received": NextAction(N_("Start diagnosis"), "search", "diagnosing"),
    "diagnosing": NextAction(N_("Start work"), "wrench", "in_work"),
    "in_work": NextAction(N_("Finish and test"), "half-circle", "testing"),
    "testing": NextAction(N_("Ready"), "tick-circle", "ready"),
    "waiting_customer": NextAction(N_("Record answer"), "message", "in_work"),
    "waiting_part": NextAction(N_("Part arrived"), "part", "in_work"),
}
_BY_MEANING = {
    Meaning.NEW: NextAction(N_("Start work"), "wrench", "in_work"),
    Meaning.ACTIVE: NextAction(N_("Ready"), "tick-circle", "ready"),
    Meaning.WAITING: NextAction(N_("Go on working"), "wrench", "in_work"),
    Meaning.READY: NextAction(N_("Hand over"), "hand-over", "collected"),
    Meaning.CLOSED: NextAction(N_("Print summary"), "print"),
}


_RESTORE = NextAction(N_("Restore"), "undo", restores=True)
_RECEIPT = NextAction(N_("Print receipt"), "print")


def next_action(ticket: Ticket) -> NextAction:
    """The step that most tickets in this status take next; out of the bin first."""
    if ticket.binned:
        return _RESTORE
    if ticket.kind == QUICK:
        return _RECEIPT
    return _BY_STATUS.get(ticket.status) or _BY_MEANING[ticket.meaning]


def step_after(status: str, meaning: str) -> str:
    """The status that most tickets in this one go to next, as far as only the row of a list is known."""
    return (_BY_STATUS.get(status) or _BY_MEANING[Meaning(meaning)]).status


def fitting_paper(ticket: Ticket) -> Document:
    """The paper that a customer gets in this status; of a quick job there is one."""
    if ticket.kind == QUICK:
        return Document.RECEIPT
    done = ticket.meaning in {Meaning.READY, Meaning.CLOSED}
    return Document.SERVICE_SUMMARY if done else Document.CLAIM_TICKET
