"""Making two customers again of one that was merged, inside a unit that is open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from deskapp.domain.field import PREFIX, FieldOf, OwnFact, said
from deskapp.domain.merge import (
    ADDRESS,
    JOINED,
    Joined,
    Parted,
    Stayed,
    brought,
    has_note,
    held,
    key,
    main_address,
    without_note,
)
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import rows
from deskapp.services.customer import read_customer
from deskapp.services.customer_parts import PARTS
from deskapp.services.field import read_fields
from deskapp.services.merge_moves import TICKET, move_back, tell_owners
from deskapp.services.merge_record import active_of, merge_away, read_merge, undone, write
from deskapp.services.merge_together import PARTED, add_rows, own_now, settle, tell, write_customer
from deskapp.services.merged import living_id
from deskapp.store import schema
from deskapp.store.statement import change_row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import CustomerDraft
    from deskapp.services.merge_record import Merge

_customer = schema.customer
PAYER = "payer_id"


@dataclass(slots=True)
class _Parting:
    """A merge that is being undone, the others into the same customer, and what comes of it."""

    merge: Merge
    others: list[Merge]
    now: CustomerDraft
    stayed: list[Stayed] = field(default_factory=list)


def take_apart(tx: Connection, actor: Actor, merge_id: int, now: datetime) -> Parted:
    """Undo a merge; raises `DeskError` where another one has to be undone first, or it was already."""
    merge = _undoable(tx, merge_id)
    kept = read_customer(tx, merge.kept_id)
    others = [one for one in active_of(tx, kept.id) if one.id != merge.id]
    parting = _Parting(merge, others, kept.draft)
    left = {name: _leave_rows(tx, parting, name, now) for name in PARTS}
    _leave_tags(tx, parting)
    _leave_note(tx, parting)
    fields = _fields_back(tx, parting)
    own = own_now(tx, kept.id, _own_back(tx, parting), 0)
    parting.now = replace(parting.now, **fields)
    _leave_notes_of_others(tx, parting, kept.draft.note)
    write_customer(tx, kept.id, parting.now, fields, own)
    rows.change(tx, _customer, merge.gone_id, {"binned_at": None, "merged_into": None})
    back = move_back(tx, merge.moved, merge.gone_id, merge.kept_id)
    tell_owners(tx, back["device"], merge.gone_id, now, actor.person_id, _("Merge undone"))
    for one in parting.others:
        write(tx, _completed(tx, one))
    write(tx, undone(replace(merge, rows=left), now))
    settle(tx, (merge.kept_id, merge.gone_id), back[TICKET])
    tell(tx, actor, now, PARTED, (merge.kept_id, merge.gone_id), back[TICKET], {})
    kept, gone = (read_customer(tx, one) for one in (merge.kept_id, merge.gone_id))
    return Parted(kept, gone, len(back[TICKET]), tuple(parting.stayed))


def _completed(tx: Connection, other: Merge) -> Merge:
    """Another merge with what it brings too and what left with this one, for example the same e-mail."""
    kept, gone = (read_customer(tx, one).draft for one in (other.kept_id, other.gone_id))
    lacking = brought(kept, gone, kept)
    lists = {name: getattr(other.joined, name) + getattr(lacking, name) for name in PARTS}
    ids = {name: other.rows[name] + add_rows(tx, other.kept_id, name, lacking) for name in PARTS}
    return replace(other, joined=replace(other.joined, **lists), rows=ids)


def _undoable(tx: Connection, merge_id: int) -> Merge:
    merge = read_merge(tx, merge_id)
    if merge.undone_at is not None:
        raise DeskError(_("That merge was undone already."))
    if further := merge_away(tx, merge.kept_id):
        kept, into = (read_customer(tx, one).name for one in (further.gone_id, further.kept_id))
        message = _("{kept} was merged into {other} since; undo that merge first.")
        raise DeskError(message.format(kept=kept, other=into))
    return merge


def _fields_back(tx: Connection, parting: _Parting) -> dict[str, Any]:
    """What stood in the fields before, where nobody edited them since.

    Where a later merge put something over it, that one gets to know what stood there before.
    """
    back = {}
    for name, (before, after) in parting.merge.fields.items():
        later = next(
            (one for one in parting.others if one.turn > parting.merge.turn and name in one.fields), None
        )
        now = getattr(parting.now, name)
        if later is not None:
            if _same(tx, name, later.fields[name][0], after):
                later.fields[name] = [before, later.fields[name][1]]
        elif _same(tx, name, now, after):
            back[name] = _payer_back(tx, parting.merge, before) if name == PAYER else before
        elif now != before:
            parting.stayed.append(Stayed(name, str(now or ""), str(before or "")))
    return back


def _same(tx: Connection, name: str, one: Any, other: Any) -> bool:
    if name != PAYER or one is None or other is None:
        return bool(one == other)
    return living_id(tx, one) == living_id(tx, other)


def _payer_back(tx: Connection, merge: Merge, payer_id: int | None) -> int | None:
    """Who paid before; where they went to another one since, the other, until that is undone too."""
    if payer_id in {None, merge.gone_id} or payer_id is None:
        return payer_id
    while further := merge_away(tx, payer_id):
        further.moved["payer"].append(merge.kept_id)
        write(tx, further)
        payer_id = further.kept_id
    return payer_id


def _own_back(tx: Connection, parting: _Parting) -> dict[str, list[Any]]:
    """The same for the shop's own fields."""
    back = {}
    for name, (before, after) in parting.merge.own.items():
        later = next(
            (one for one in parting.others if one.turn > parting.merge.turn and name in one.own), None
        )
        now = parting.now.fields.get(name)
        if later is not None:
            if later.own[name][0] == after:
                later.own[name] = [before, later.own[name][1]]
        elif now == after:
            back[name] = [before, after]
        elif now != before:
            parting.stayed.append(_own_stayed(tx, name, now, before))
    return back


def _own_stayed(tx: Connection, name: str, now: Any, before: Any) -> Stayed:
    fields = {one.key: one for one in read_fields(tx) if one.of is FieldOf.CUSTOMER}
    if name not in fields:
        return Stayed(PREFIX + name, str(now or ""), str(before or ""), name)
    shown = ["" if one is None else said(OwnFact(fields[name], one)) for one in (now, before)]
    return Stayed(PREFIX + name, shown[0], shown[1], fields[name].label)


def _leave_rows(tx: Connection, parting: _Parting, name: str, now: datetime) -> list[int]:
    """Entries of a list that came with the merge go; one that another merge brings too stays with that."""
    part, left = PARTS[name], list[int]()
    there = part.rows(tx, parting.merge.kept_id)
    for value in getattr(parting.merge.joined, name):
        row = next((one for one in there if part.value(one) == value), None)
        if row is None:
            continue
        if heir := _heir(tx, parting, name, value):
            _inherit(parting, heir, name, (value,))
            heir.rows[name].append(row.id)
        else:
            there.remove(row)
            change_row(tx, part.table, row.id, {"binned_at": now})
            left.append(row.id)
    return left


def _leave_tags(tx: Connection, parting: _Parting) -> None:
    for tag in parting.merge.joined.tags:
        if heir := _heir(tx, parting, "tags", tag):
            _inherit(parting, heir, "tags", (tag,))
        else:
            parting.now = replace(parting.now, tags=tuple(one for one in parting.now.tags if one != tag))


def _leave_note(tx: Connection, parting: _Parting) -> None:
    piece = parting.merge.joined.note
    if not piece:
        return
    for other in parting.others:
        brought = read_customer(tx, other.gone_id).draft.note
        if not other.joined.note and has_note(brought, piece):
            _inherit(parting, other, "note", piece)
            return
    if has_note(parting.now.note, piece):
        parting.now = replace(parting.now, note=without_note(parting.now.note, piece))
    else:
        parting.stayed.append(Stayed("note", parting.now.note, piece))


def _leave_notes_of_others(tx: Connection, parting: _Parting, before: str) -> None:
    """What others say too stays: they brought none of it, because it stood there already."""
    for other in tuple(parting.others):
        piece, now = read_customer(tx, other.gone_id).draft.note, parting.now
        if piece and not other.joined.note and has_note(before, piece) and not has_note(now.note, piece):
            parting.now = replace(now, note="\n\n".join(filter(None, (now.note, piece))))
            _inherit(parting, other, "note", piece)


def _heir(tx: Connection, parting: _Parting, name: str, value: Any) -> Merge | None:
    """Another merge into the same customer that would have brought this too."""
    for other in parting.others:
        brought = held(read_customer(tx, other.gone_id).draft)
        if any(key(one) == key(value) for one in getattr(brought, name)):
            return other
        if name in {"emails", "addresses"} and key(value) in _main_before(parting.now, other, name):
            return other
    return None


def _main_before(now: CustomerDraft, merge: Merge, name: str) -> set[str]:
    """What was the main e-mail or address before that merge."""
    columns = ("email",) if name == "emails" else ADDRESS
    before = {one: merge.fields[one][0] for one in columns if one in merge.fields}
    if not before:
        return set()
    draft = replace(now, **before)
    return {draft.email.lower()} if name == "emails" else {key(main_address(draft))}


def _inherit(parting: _Parting, heir: Merge, name: str, value: Any) -> None:
    assert name in JOINED
    joined: Joined = replace(heir.joined, **{name: getattr(heir.joined, name) + value})
    place = parting.others.index(heir)
    parting.others[place] = replace(heir, joined=joined)
