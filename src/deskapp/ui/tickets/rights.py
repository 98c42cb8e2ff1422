"""What of a ticket that is shown may be changed by who works here: by the list, and by whose ticket it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.permission import Action, may, own_only, why_not_on
from deskapp.ui.shared.only import DOES, shut
from deskapp.ui.tickets.next_action import next_action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.pane import TicketPane

Part = tuple[Action, "QWidget"]


def apply(context: DeskContext, pane: TicketPane, ticket: Ticket) -> None:
    """Shut what this person may not do on this ticket, and open the rest."""
    actor, whose = context.actor, ticket.edit.person_id
    parts = list(_parts(pane, ticket))
    for action, widget in parts:
        widget.setProperty(DOES, action.value)
    for action, widget in parts:
        shut(widget, why_not_on(actor, action, whose))
    if own_only(actor.role, Action.ASSIGN):
        _offer_only(pane, {None, actor.person_id})
    pane.files.photos.let_change(on=not why_not_on(actor, Action.CHANGE_WORDS, whose))
    pane.money.let_change(on=not why_not_on(actor, Action.WRITE_ESTIMATE, whose))
    for name in ("cost_limit", "deposit"):
        pane.overview.facts.set_shown(name, shown=may(actor.role, Action.SEE_MONEY))


def _parts(pane: TicketPane, ticket: Ticket) -> Iterator[Part]:
    head, overview, work, money, photos = (
        pane.header, pane.overview, pane.work, pane.money, pane.files.photos,
    )  # fmt: skip
    yield _of_next(ticket), head.next
    yield Action.MOVE, head.more
    yield Action.TAKE_IN, head.papers
    yield Action.CHANGE_WORDS, head.due
    yield Action.CHANGE_WORDS, head.priority
    yield Action.ASSIGN, head.person
    yield Action.CHANGE_WORDS, overview
    yield Action.SET_PRICE, overview.limit
    yield Action.SET_PRICE, overview.deposit
    for card in overview.cards:
        yield Action.MOVE, card.step
        yield Action.SHOW_SECRET, card.secret.reveal
        yield Action.ENTER_SECRET, card.secret.change
        yield Action.ENTER_SECRET, card.secret.edit
        yield Action.CHANGE_CUSTOMER, card.notice
    yield Action.CHANGE_WORDS, work
    yield Action.MESSAGE, work.box.customer
    yield Action.WRITE_ESTIMATE, money
    for piece in (photos.files, photos.paste_button, photos.caption, photos.remove, photos.item):
        yield Action.CHANGE_WORDS, piece
    yield Action.OPEN_FILE, photos.open
    yield Action.SAVE_FILE, photos.save
    yield Action.CHANGE_WORDS, pane.clash
    yield Action.CHANGE_CUSTOMER, pane.loans


def _of_next(ticket: Ticket) -> Action:
    action = next_action(ticket)
    if action.restores or action.status == "cancelled":
        return Action.CANCEL
    if action.status == "collected":
        return Action.HAND_OVER
    return Action.MOVE if action.status else Action.TAKE_IN


def _offer_only(pane: TicketPane, people: set[int | None]) -> None:
    """Somebody at the bench takes a ticket for themselves, and gives it to nobody else."""
    box = pane.header.person
    shown = box.currentData()
    for place in reversed(range(box.count())):
        key = str(box.itemData(place) or "")
        if (int(key) if key else None) not in people and box.itemData(place) != shown:
            box.removeItem(place)
