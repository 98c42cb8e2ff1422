"""How a query in an order is asked of the file: a few statements, made once and kept.

Without words a window is a walk along the index of its order: that of the open tickets, that of the
closed ones, or both side by side. Words are answered by the search index, whose rows come newest first;
other orders sort what it finds. Among open tickets the index is asked from the oldest of them on.
Nothing ever walks through all tickets for a page of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, literal_column, or_, select, union_all

from deskapp.domain.query import And, Filter, Query
from deskapp.services import ticket_match as match
from deskapp.services.ticket_filter import KEPT, condition, in_sight
from deskapp.services.ticket_order import BOTH, CLOSED, FEW, NEWEST, OPEN, arms, index_of, keys, open_index
from deskapp.store import schema, search_index
from deskapp.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from deskapp.domain.query import Term, Words
    from deskapp.services.ticket_match import Asked
    from deskapp.services.ticket_order import Arm, Side

_ticket = schema.ticket
_words = search_index.searched("ticket_words")
COLUMNS = (  # in the order of TicketRow, its moments as text and the person by id
    *(_ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.meaning, _ticket.c.priority),
    *(_ticket.c.received_at, _ticket.c.promised_at, _ticket.c.closed_at),
    *(_ticket.c.customer_label, _ticket.c.phone_label, _ticket.c.device_label, _ticket.c.fault_line),
    *(_ticket.c.person_id, _ticket.c.place, _ticket.c.tags, _ticket.c.item_count),
    *(_ticket.c.total_minor, _ticket.c.status_since, _ticket.c.updated_at),
)
_WHOLE_SIDES = (Filter("is", "open"), Filter("is", "closed"))
_COMMON = frozenset((*_WHOLE_SIDES, *(Filter("is", one) for one in ("new", "active", "waiting", "ready"))))
"""What is asked so of so many tickets that a page of them is soon met along the index of any order."""

_IN_ORDER = {" JOIN ticket ": " CROSS JOIN ticket "}
_LOW, _HIGH, _LIMIT, _OFFSET, _OLDEST, _BEST_OF = (
    bindparam(name, type_=_ticket.c.id.type)
    for name in ("low", "high", "limit", "offset", "oldest", "best_of")
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The statements of one query in one order. All take `limit` and the moment `now`.

    `page` answers any window and takes `offset`; `first` is quicker for the first, `jump` for others.
    Where words are asked for newest first, `newest` answers the first window within one run of tickets
    (`low` to `high`). `oldest` tells whether they take the lowest id of an open ticket as `oldest`.
    """

    page: Prepared
    first: Prepared
    newest: Prepared | None = None
    oldest: bool = False
    jump: Jump | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """How a window inside the list of all is found: a closed ticket near its place, then those from there.

    `place` reads one row (`at`, `id`) of the index of the closed alone, `further` one behind such a place,
    and `before` counts the open ones
    that come before it. `rows` are those from `at` and `id` on, without the first `offset`. `open_rows` is
    a window (`offset`) of the open ones alone. `turned` finds windows of the list turned round, if that
    is one walk too. `key` is what the order goes by, and `falling` its direction.
    """

    key: str
    falling: bool
    place: Prepared
    further: Prepared
    before: Prepared
    rows: Prepared
    open_rows: Prepared
    turned: Jump | None


@lru_cache(maxsize=300)
def plan_of(query: Query, sort: str, ranked: tuple[Any, ...]) -> Plan:
    """The plan of a resolved query; `ranked` is what `ticket_order.ranked_of` answers for its order."""
    taken = match.asked(query)
    if taken is None:
        page = _sorted(query, sort, ranked)
        return Plan(page, page)
    if not taken.is_searched:
        return _walks(query, _sides(taken), sort, ranked)
    page = _found(taken, sort, ranked)
    if sort == NEWEST and not (taken.mixed and (taken.words or taken.rest or len(taken.mixed) > 1)):
        newest = _union_newest(taken.mixed[0]) if taken.mixed else _newest(taken)
        return Plan(page, page, newest, taken.is_open)
    return Plan(page, page, oldest=taken.is_open)


@lru_cache(maxsize=300)
def count_of(query: Query) -> tuple[Prepared, bool]:
    """The statement that counts what a resolved query means, and whether it takes `oldest`."""
    taken = match.asked(query)
    if taken is None or not taken.is_searched:
        return _counted(query), False
    if taken.mixed or taken.rest:
        found, hints = _from_hits(select(func.count()), taken)
        return Prepared(found, hints), taken.is_open
    return Prepared(select(func.count()).select_from(match.hits(taken.words).subquery())), False


@lru_cache(maxsize=100)
def best_of(query: Query, *, in_order: bool) -> Prepared | None:
    """The newest `best_of` hits by how well they match; None where there are no words to rank by.

    They are those with which `Plan.page` begins by intake. `in_order` tells that this is the order of
    the ids, in which the index has them; else all are sorted first. Takes `oldest` where the plan does.
    """
    taken = match.asked(query)
    if taken is None or not taken.words:
        return None
    score = func.bm25(literal_column("ticket_words"))
    newest = (
        select(_words.c.rowid, score.label("score"))
        .select_from(_words.join(_ticket, _ticket.c.id == _words.c.rowid))
        .where(match.matches(taken.words), _words.c.rowid >= (_OLDEST if taken.is_open else 1))
        .where(_rest(taken, taken.mixed))
        .order_by(*((_words.c.rowid.desc(),) if in_order else keys(NEWEST, ())))
        .limit(_BEST_OF)
        .subquery("ticket_hits")
    )
    joined = select(*COLUMNS).select_from(newest.join(_ticket, _ticket.c.id == newest.c.rowid))
    ranked = joined.order_by(newest.c.score, _ticket.c.id.desc())
    return Prepared(ranked.limit(_LIMIT).offset(_OFFSET), _IN_ORDER)


# --- without words ------------------------------------------------------------------------------


def _sorted(query: Query, sort: str, ranked: tuple[Any, ...]) -> Prepared:
    """Any window of what lies in the bin, which no order has an index over."""
    found = select(*COLUMNS).where(condition(in_sight(query), match.condition))
    return Prepared(found.order_by(*keys(sort, ranked)).limit(_LIMIT).offset(_OFFSET))


def _sides(taken: Asked) -> tuple[Side, ...]:
    """Where there are tickets that a query may mean."""
    if taken.is_open:
        return (OPEN,)
    return (CLOSED,) if Filter("is", "closed") in taken.rest else BOTH


def _walks(query: Query, sides: tuple[Side, ...], sort: str, ranked: tuple[Any, ...]) -> Plan:
    """The first window as the indexes are walked; a later one by its ids, and then only its rows."""
    meant = condition(in_sight(query), match.condition)
    index = sort if _COMMON.issuperset(query.terms) else ""
    walks = [arm for arm in arms(sort, ranked) if set(arm.sides) & set(sides)]
    first = _one_by_one(COLUMNS, meant, walks, sides, index).limit(_LIMIT).offset(_OFFSET)
    jump = None if query.terms or len(walks[0].by) == 1 or walks[0].sides != BOTH else _jump(sort, walks)
    return Plan(_late(meant, walks, sides, index, keys(sort, ranked)), Prepared(first), jump=jump)


def _late(
    meant: ColumnElement[bool],
    walks: Sequence[Arm],
    sides: tuple[Side, ...],
    index: str,
    order: tuple[ColumnElement[Any], ...],
) -> Prepared:
    """Any window: its ids on the indexes alone, and then only its rows."""
    ids = _one_by_one((_ticket.c.id.label("found"),), meant, walks, sides, index)
    rows = select(*COLUMNS).where(_ticket.c.id.in_(ids.limit(_LIMIT).offset(_OFFSET)))
    return Prepared(rows.order_by(*order))


def _one_by_one(
    shown: Sequence[ColumnElement[Any]],
    meant: ColumnElement[bool],
    walks: Sequence[Arm],
    sides: tuple[Side, ...],
    index: str,
) -> Select[Any]:
    """One walk after the other; SQLite answers the parts of a union so. All keep to the order `index`."""
    each = [_walk(shown, meant, walk, [one for one in walk.sides if one in sides], index) for walk in walks]
    if len(each) == 1:
        return each[0]
    return select(union_all(*(select(one.subquery()) for one in each)).subquery())


def _walk(
    shown: Sequence[ColumnElement[Any]],
    meant: ColumnElement[bool],
    walk: Arm,
    sides: Sequence[Side],
    index: str,
) -> Select[Any]:
    """Along one index, or along two side by side."""
    there = meant if walk.condition is None else and_(meant, walk.condition)
    if len(sides) == 1:
        return _along(sides[0], index, *shown).where(there).order_by(*walk.keys)
    names = [f"key_{place}" for place in range(len(walk.by))]
    labelled = [key.label(name) for key, name in zip(walk.by, names, strict=True)]
    both = union_all(*(_along(side, index, *shown, *labelled).where(there) for side in sides))
    order: list[ColumnElement[Any]] = [
        literal_column(f"{name} DESC" if walk.falling else name) for name in names
    ]
    found = both.order_by(*order).subquery()
    return select(*list(found.c)[: len(shown)])


def _along(side: Side, index: str, *shown: ColumnElement[Any]) -> Select[Any]:
    """Tickets of one side, by its index of an order where one is named."""
    found = select(*shown).where(side.condition)
    return found.with_hint(_ticket, f"INDEXED BY {index_of(side, index)}") if index else found


def _jump(sort: str, walks: Sequence[Arm]) -> Jump:
    """In an order that goes by a key; a further walk is for few tickets."""
    walk = walks[0]
    turned = None if walks[1:] else _jump_along(sort, replace(walk, falling=not walk.falling), None)
    return _jump_along(sort, walk, turned)


def _jump_along(sort: str, walk: Arm, turned: Jump | None) -> Jump:
    key, there = walk.by[0], _ticket.c.binned_at.is_(None)
    kept = there if walk.condition is None else and_(there, walk.condition)
    at, last = (bindparam(name, type_=_ticket.c.id.type) for name in ("at", "id"))
    own = _ticket.c.id
    if walk.falling:
        ahead = and_(key >= at, or_(key > at, own > last))
        from_there = and_(key <= at, or_(key < at, own <= last))
    else:
        ahead = and_(key <= at, or_(key < at, own < last))
        from_there = and_(key >= at, or_(key > at, own >= last))
    place = _along(CLOSED, sort, key, own).where(there).order_by(*walk.keys).limit(1).offset(_OFFSET)
    first = place if walk.condition is None else place.where(walk.condition)
    from_it = replace(walk, condition=from_there)  # which lies within what the walk meets
    return Jump(
        sort.removeprefix("-"),
        walk.falling,
        Prepared(first),
        Prepared(place.where(from_there)),
        Prepared(_along(OPEN, sort, func.count()).where(kept, ahead)),
        _late(there, [from_it], BOTH, sort, walk.keys),
        _late(there, [walk], (OPEN,), sort, walk.keys),
        turned,
    )


def _counted(query: Query) -> Prepared:
    """All tickets and all closed ones are told from what is less and what SQLite counts by the page."""
    everything = select(func.count()).select_from(_ticket).scalar_subquery()
    binned = select(func.count()).where(_ticket.c.binned_at.is_not(None)).scalar_subquery()
    is_open = select(func.count()).where(OPEN.condition, _ticket.c.binned_at.is_(None)).scalar_subquery()
    if not query.terms:
        return Prepared(select(everything - binned))
    if query.terms == (Filter("is", "closed"),):
        return Prepared(select(everything - binned - is_open))
    meant = condition(in_sight(query), match.condition)
    found = select(func.count()).where(meant).select_from(_ticket)
    taken = match.asked(query)
    if taken is None:
        return Prepared(found)
    index, sides = _index_for(taken), _sides(taken)
    if sides != BOTH:
        return Prepared(_along(sides[0], index, func.count()).where(meant) if index else found)
    one, other = (_along(side, index, func.count()).where(meant).scalar_subquery() for side in BOTH)
    return Prepared(select(one + other))


def _index_for(taken: Asked) -> str:
    """The order whose index holds all that a query asks for, where that is more than one side."""
    asked = [one for one in taken.rest if one not in _WHOLE_SIDES]
    plain = len(asked) == 1 and isinstance(asked[0], Filter) and asked[0].operator in FEW
    return asked[0].operator if plain and isinstance(asked[0], Filter) else ""


# --- with words ---------------------------------------------------------------------------------


def _rest(taken: Asked, mixed: tuple[Words, ...]) -> ColumnElement[bool]:
    """What must hold beside the words that the hits come from."""
    also = [_ticket.c.id.in_(match.mixed_hits(one)) for one in mixed]
    plain: Term = And((KEPT, *taken.rest))
    return and_(condition(plain, match.condition), *also)


def _newest(taken: Asked) -> Prepared:
    """The hits within one run, the newest first."""
    joined = select(*COLUMNS).select_from(_words.join(_ticket, _ticket.c.id == _words.c.rowid))
    within = _words.c.rowid.between(_LOW, _HIGH)
    found = joined.where(match.matches(taken.words), within)
    found = found.where(_rest(taken, ())) if taken.rest else found
    return Prepared(found.order_by(_words.c.rowid.desc()).limit(_LIMIT), _IN_ORDER)


def _union_newest(term: Words) -> Prepared:
    """The hits within one run for a word that may be part of a number, the newest first."""
    found = []
    for one in match.alternatives(term):
        [rowid] = one.selected_columns
        newest = one.where(rowid.between(_LOW, _HIGH)).order_by(rowid.desc()).limit(_LIMIT)
        found.append(select(newest.subquery()))
    either = _ticket.c.id.in_(union_all(*found))
    return Prepared(select(*COLUMNS).where(either).order_by(_ticket.c.id.desc()).limit(_LIMIT))


def _found(taken: Asked, sort: str, ranked: tuple[Any, ...]) -> Prepared:
    """Any window of the hits, sorted."""
    found, hints = _from_hits(select(*COLUMNS), taken, sort)
    return Prepared(found.order_by(*keys(sort, ranked)).limit(_LIMIT).offset(_OFFSET), hints)


def _from_hits(found: Select[Any], taken: Asked, sort: str = NEWEST) -> tuple[Select[Any], dict[str, str]]:
    """Tickets that are hits: from the open ones in their order, or from the hits."""
    words = match.hits(taken.words, _OLDEST if taken.is_open else 1)
    sources = [words] if taken.words else []
    mixed = [match.mixed_hits(one) for one in taken.mixed]
    rest = condition(And((KEPT, *taken.rest)), match.condition)
    if taken.is_open:
        among = [_ticket.c.id.in_(one) for one in (*sources, *mixed)]
        index = {"FROM ticket ": f"FROM ticket INDEXED BY {open_index(sort)} "}
        return found.select_from(_ticket).where(rest, *among), index
    others = [*sources, *mixed]
    source = others.pop(0).subquery("ticket_hits")
    joined = found.select_from(source.join(_ticket, _ticket.c.id == next(iter(source.c))))
    return joined.where(rest, *(_ticket.c.id.in_(one) for one in others)), _IN_ORDER
