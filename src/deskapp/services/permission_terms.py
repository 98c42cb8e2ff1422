"""What the guard has to look up or to leave out for somebody who is not the owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.actor import Actor, Role
from deskapp.domain.backup import Reason
from deskapp.domain.permission import Action, may, why_not, why_not_on
from deskapp.domain.query import Filter, parse
from deskapp.errors import NotAllowed, NotFound, StaleWrite
from deskapp.i18n import _
from deskapp.services.status import all_statuses, find_status
from deskapp.services.ticket_read import read_ticket, ticket_id_of
from deskapp.services.unseen import keeps_nothing_unseen, without
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from deskapp.domain.ticket import LineDraft, Ticket
    from deskapp.store.engine import ShopFile

Given = dict[str, Any]

_ticket, _photo, _service = schema.ticket, schema.ticket_photo, schema.service
_PERSON = Reading(select(_ticket.c.person_id).where(_ticket.c.id == bindparam("id")))
_OF_PHOTO = Reading(select(_photo.c.ticket_id).where(_photo.c.id == bindparam("id")))
_PRICE = Reading(select(_service.c.price_minor).where(_service.c.id == bindparam("id")))
_HAS_PIN = Reading(select(schema.pin.c.person_id).where(schema.pin.c.person_id == bindparam("id")))
_DRAFT_OF = Reading(select(schema.draft.c.person_id).where(schema.draft.c.id == bindparam("id")))


# --- which actions a call is -----------------------------------------------------------------------


def actions(file: ShopFile, call: str, action: Action, given: Given) -> Iterator[Action]:
    """The action of the list, and what else the call is with what it is given."""
    yield from _FURTHER[call](file, given) if call in _FURTHER else (action,)


def _of_move(file: ShopFile, given: Given) -> Iterator[Action]:
    yield from _of_status(file, given["status"])


def _of_status(file: ShopFile, name: str) -> Iterator[Action]:
    with file.read() as connection:
        key = find_status(all_statuses(connection), name).key
    yield {"cancelled": Action.CANCEL, "collected": Action.HAND_OVER}.get(key, Action.MOVE)


def _of_bulk(file: ShopFile, given: Given) -> Iterator[Action]:
    change = given["change"]
    if change.status:
        yield from _of_status(file, change.status)
    if change.to_bin or change.out_of_bin:
        yield Action.CANCEL
    if "person_id" in change.fields:
        yield Action.ASSIGN
    if change.edits and change.fields.keys() != {"person_id"}:
        yield Action.CHANGE_WORDS


def _of_edit(file: ShopFile, given: Given) -> Iterator[Action]:
    with file.record() as record:
        before = read_ticket(record, ticket_id_of(record, given["number"])).edit
    if given["edit"].person_id != before.person_id:
        yield Action.ASSIGN
    else:
        yield Action.CHANGE_WORDS


def _of_intake(_file: ShopFile, given: Given) -> Iterator[Action]:
    yield Action.TAKE_IN
    if any(item.secret for item in given["intake"].items):
        yield Action.ENTER_SECRET


def _of_backup(_file: ShopFile, given: Given) -> Iterator[Action]:
    yield Action.BACKUP if given["reason"] is Reason.HAND else Action.UPKEEP


def _of_pin(_file: ShopFile, given: Given) -> Iterator[Action]:
    """Everybody sets their own."""
    yield Action.UPKEEP if given["person_id"] == given["actor"].person_id else Action.PEOPLE


_FURTHER: Mapping[str, Callable[[ShopFile, Given], Iterator[Action]]] = {
    "tickets.move": _of_move,
    "bulk.change": _of_bulk,
    "tickets.edit": _of_edit,
    "tickets.take_in": _of_intake,
    "backups.make": _of_backup,
    "pins.keep": _of_pin,
    "pins.remove": _of_pin,
}


def has_pin(file: ShopFile, actor: Actor) -> bool:
    """Whether the person has a PIN that can be asked for."""
    with file.record() as record:
        return _HAS_PIN.value(record, id=actor.person_id) is not None


# --- own tickets ---------------------------------------------------------------------------------


def demand_own(file: ShopFile, call: str, action: Action, actor: Actor, given: Given) -> None:
    """Raises `NotAllowed` unless the tickets of the call are the person's, or nobody's yet."""
    if action is Action.READ_AUDIT:
        _ask_own(actor, given)
        return
    taking = action is Action.ASSIGN
    if taking and _given_person(call, given) != actor.person_id:
        raise NotAllowed(_("You can take a ticket, but not give it to somebody else."))
    with file.record() as record:
        if "photo_id" in given:
            ids = [int(_OF_PHOTO.value(record, id=given["photo_id"]) or 0)]
        elif "tickets" in given:
            ids = [one if isinstance(one, int) else ticket_id_of(record, one) for one in given["tickets"]]
        else:
            ids = [ticket_id_of(record, given["number"])]
    demand_tickets(file, actor, ids, action)


def _ask_own(actor: Actor, given: Given) -> None:
    """Of the history, whoever is no owner reads what they did themselves."""
    if "question" not in given:
        raise NotAllowed(why_not(Role.READ_ONLY, Action.READ_AUDIT))
    given["question"] = replace(given["question"], person_id=actor.person_id)


def demand_tickets(file: ShopFile, actor: Actor, ids: Sequence[int], action: Action) -> None:
    """Raises `NotAllowed` unless the person may do it on each of these tickets."""
    with file.record() as record:
        persons = {_PERSON.value(record, id=one) for one in ids}
    if reason := next(filter(None, (why_not_on(actor, action, whose) for whose in persons)), ""):
        raise NotAllowed(reason)


def _given_person(call: str, given: Given) -> int | None:
    found = given["edit"].person_id if call == "tickets.edit" else given["change"].fields["person_id"]
    return None if found is None else int(found)


# --- what is not seen ------------------------------------------------------------------------------


def sees_all(actor: Actor) -> bool:
    """Whether the person may see money and addresses."""
    return may(actor.role, Action.SEE_MONEY) and may(actor.role, Action.SEE_ADDRESS)


def keep_unseen(file: ShopFile, call: str, actor: Actor, given: Given) -> None:
    """What a person does not see they do not change, and do not ask for: the file's values stand in."""
    if call in {"tickets.add_line", "tickets.edit_line"}:
        given["line"] = _priced(file, given)
    elif call == "tickets.edit":
        given["edit"] = _kept(_ticket_of(file, given), given["edit"])
    elif call == "tickets.take_in":
        lines = tuple(_at_catalog_price(file, line) for line in given["intake"].lines)
        given["intake"] = replace(given["intake"], lines=lines, deposit=None, cost_limit=None)
    elif call in {"drafts.get", "drafts.drop", "drafts.keep"}:
        _demand_own_draft(file, actor, given["draft_id"])
    elif "sort" in given or "query" in given:
        _demand_no_sums(given)


def _kept(ticket: Ticket, edit: Any) -> Any:
    if edit.customer_id != ticket.edit.customer_id:
        raise NotAllowed(_("Only the owner and the front desk change whose ticket it is."))
    return replace(edit, cost_limit=ticket.edit.cost_limit, deposit=ticket.edit.deposit)


def _priced(file: ShopFile, given: Given) -> LineDraft:
    """A line at the price that it has, or that of the catalog when it becomes another service."""
    line: LineDraft = given["line"]
    known = [one for one in _ticket_of(file, given).lines if one.id == given.get("line_id")]
    if known and known[0].draft.service_id == line.service_id:
        return replace(line, unit_price=known[0].draft.unit_price)
    return _at_catalog_price(file, line)


def _at_catalog_price(file: ShopFile, line: LineDraft) -> LineDraft:
    with file.record() as record:
        price = _PRICE.value(record, id=line.service_id) if line.service_id else 0
    return replace(line, unit_price=replace(line.unit_price, minor=int(price or 0)))


def _ticket_of(file: ShopFile, given: Given) -> Ticket:
    with file.record() as record:
        return read_ticket(record, ticket_id_of(record, given["number"]))


def _demand_own_draft(file: ShopFile, actor: Actor, draft_id: int | None) -> None:
    if draft_id is not None and not _is_open(file, actor, draft_id):
        raise NotFound(_("That draft is no longer there."))


def _is_open(file: ShopFile, actor: Actor, draft_id: int) -> bool:
    """What others began holds addresses and prices as they typed them."""
    with file.record() as record:
        return sees_all(actor) or _DRAFT_OF.value(record, id=draft_id) in {actor.person_id, None}


def _demand_no_sums(given: Given) -> None:
    """Who may not see sums does not find or sort by them either."""
    query = parse(given.get("query") or "")
    asked = any(isinstance(leaf, Filter) and leaf.operator == "total" for leaf in query.leaves())
    if asked or "total" in {one.removeprefix("-") for one in (query.sort, given.get("sort") or "")}:
        raise NotAllowed(_("Sums are not shown in your role, so lists cannot be asked for them."))


def answer(file: ShopFile, call: str, actor: Actor, value: Any) -> Any:
    """What the person is given."""
    if call == "drafts.ids":
        return tuple(one for one in value if may(actor.role, Action.TAKE_IN) and _is_open(file, actor, one))
    if call == "tickets.next_statuses":
        shut = {"cancelled": Action.CANCEL, "collected": Action.HAND_OVER}
        return tuple(one for one in value if one.key not in shut or may(actor.role, shut[one.key]))
    if sees_all(actor):
        return value
    return without(value)


def told(error: StaleWrite, *, unseen: bool) -> StaleWrite:
    """The refusal, with what may be seen of what stands there now."""
    return StaleWrite(str(error), keeps_nothing_unseen(error.theirs)) if unseen else error
