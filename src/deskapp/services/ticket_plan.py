"""How a query in an order is asked of the file: a few statements, made once and kept.

Without words a window is a walk along the index of its order, from the tickets that are open or from
all. Words are answered by the search index, whose rows come newest first; other orders sort what it
finds. Among open tickets the index is asked from the oldest of them on. Nothing ever walks through
all tickets for a page of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, literal_column, or_, select, union_all

from deskapp.domain.query import And, Filter, Query
from deskapp.services import ticket_match as match
from deskapp.services.ticket_filter import KEPT, condition, in_sight
from deskapp.services.ticket_order import NEWEST, arms, column_of, index_of_walks, keys, open_index
from deskapp.store import schema, search_index
from deskapp.store.prepared import Prepared

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from deskapp.domain.query import Term, Words
    from deskapp.services.ticket_match import Asked
    from deskapp.services.ticket_order import Arm

_ticket = schema.ticket
_words = search_index.searched("ticket_words")
COLUMNS = (  # in the order of TicketRow, its moments as text and the person by id
    *(_ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.meaning, _ticket.c.priority),
    *(_ticket.c.received_at, _ticket.c.promised_at, _ticket.c.closed_at),
    *(_ticket.c.customer_label, _ticket.c.phone_label, _ticket.c.device_label, _ticket.c.fault_line),
    *(_ticket.c.person_id, _ticket.c.place, _ticket.c.tags, _ticket.c.item_count),
    *(_ticket.c.total_minor, _ticket.c.status_since, _ticket.c.updated_at),
)
CANDIDATES = 300  # hits of the beginnings that are looked into before the whole words are asked for
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
    (`low` to `high`), and so does `near` from hits of the words' beginnings, as long as it finds as
    many as were wanted. `oldest` tells whether they take the lowest id of an open ticket as `oldest`.
    """

    page: Prepared
    first: Prepared
    newest: Prepared | None = None
    near: Prepared | None = None
    oldest: bool = False
    jump: Jump | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """How a window inside the list of all tickets is found: the row at its place, then those from there.

    `place` reads one row (`at`, `id`) of the index alone, whose rows in the bin `binned` counts before it.
    `rows` are those from `at` and `id` on.
    """

    place: Prepared
    binned: Prepared
    rows: Prepared


@lru_cache(maxsize=300)
def plan_of(query: Query, sort: str, ranked: tuple[Any, ...]) -> Plan:
    """The plan of a resolved query; `ranked` is what `ticket_order.ranked_of` answers for its order."""
    taken = match.asked(query)
    if taken is None or not taken.is_searched:
        meant = condition(in_sight(query), match.condition)
        is_open = taken is not None and taken.is_open
        walks = arms(sort, ranked, is_open=is_open)
        plain = query.terms in {(), (Filter("is", "open"),)}
        index = index_of_walks(sort, is_open=is_open) if plain else ""
        jump = None if query.terms else _jump(sort, walks)
        return Plan(_later(meant, walks, keys(sort, ranked), index), _walk(meant, walks, index), jump=jump)
    page = _found(taken, sort, ranked)
    if sort == NEWEST and not (taken.mixed and (taken.words or taken.rest or len(taken.mixed) > 1)):
        newest = _union_newest(taken.mixed[0]) if taken.mixed else _newest(taken)
        return Plan(page, page, newest, _near(taken), taken.is_open)
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
        .where(_matches(taken.words), _words.c.rowid >= (_OLDEST if taken.is_open else 1))
        .where(_rest(taken, taken.mixed))
        .order_by(*((_words.c.rowid.desc(),) if in_order else keys(NEWEST, ())))
        .limit(_BEST_OF)
        .subquery("ticket_hits")
    )
    joined = select(*COLUMNS).select_from(newest.join(_ticket, _ticket.c.id == newest.c.rowid))
    ranked = joined.order_by(newest.c.score, _ticket.c.id.desc())
    return Prepared(ranked.limit(_LIMIT).offset(_OFFSET), _IN_ORDER)


# --- without words ------------------------------------------------------------------------------


def _walk(asked: ColumnElement[bool], walks: tuple[Arm, ...], index: str) -> Prepared:
    """The first window, read as the index is walked."""
    found = select(*COLUMNS).where(asked)
    return Prepared(_one_by_one(found, walks).limit(_LIMIT).offset(_OFFSET), _along(index))


def _later(
    asked: ColumnElement[bool], walks: tuple[Arm, ...], order: tuple[ColumnElement[Any], ...], index: str
) -> Prepared:
    """A later window: its ids on the index alone, and then only its rows."""
    ids = _one_by_one(select(_ticket.c.id.label("found")).where(asked), walks)
    rows = select(*COLUMNS).where(_ticket.c.id.in_(ids.limit(_LIMIT).offset(_OFFSET))).order_by(*order)
    return Prepared(rows, _along(index, inner=True))


def _along(index: str, *, inner: bool = False) -> dict[str, str]:
    """Walks that keep to an index, also where they are `inner` parts of a statement."""
    begins = "AS found " if inner else ""
    plain, kept = f"{begins}\nFROM ticket ", f"{begins}\nFROM ticket INDEXED BY {index} "
    return {plain: kept} if index else {}


def _one_by_one(found: Select[Any], walks: tuple[Arm, ...]) -> Select[Any]:
    """One walk after the other; SQLite answers the parts of a union so."""
    each = [
        (found if walk.condition is None else found.where(walk.condition)).order_by(*walk.keys)
        for walk in walks
    ]
    if len(each) == 1:
        return each[0]
    return select(union_all(*(select(one.subquery()) for one in each)).subquery())


def _jump(sort: str, walks: tuple[Arm, ...]) -> Jump | None:
    """Where the first walk is along a column; later ones are for few tickets."""
    walk, falling, key = walks[0], sort.startswith("-"), column_of(sort)
    if key is None:
        return None
    at, last = (bindparam(name, type_=_ticket.c.id.type) for name in ("at", "id"))
    there = () if walk.condition is None else (walk.condition,)
    reached, beyond = (key <= at, key < at) if falling else (key >= at, key > at)
    from_last = _ticket.c.id <= last if falling else _ticket.c.id >= last
    binned = select(func.count()).select_from(_ticket).where(_ticket.c.binned_at.is_not(None), *there)
    rows = select(*COLUMNS).where(_ticket.c.binned_at.is_(None), reached, or_(beyond, from_last))
    return Jump(
        Prepared(select(key, _ticket.c.id).where(*there).order_by(*walk.keys).limit(1).offset(_OFFSET)),
        Prepared(binned.where(~and_(reached, or_(beyond, from_last)))),
        Prepared(rows.order_by(*walk.keys).limit(_LIMIT)),
    )


def _counted(query: Query) -> Prepared:
    """All tickets and all closed ones are told from what is less and what SQLite counts by the page."""
    everything = select(func.count()).select_from(_ticket).scalar_subquery()
    binned = select(func.count()).where(_ticket.c.binned_at.is_not(None)).scalar_subquery()
    going = (_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
    is_open = select(func.count()).where(*going).scalar_subquery()
    if not query.terms:
        return Prepared(select(everything - binned))
    if query.terms == (Filter("is", "closed"),):
        return Prepared(select(everything - binned - is_open))
    return Prepared(
        select(func.count()).where(condition(in_sight(query), match.condition)).select_from(_ticket)
    )


# --- with words ---------------------------------------------------------------------------------


def _matches(question: str) -> ColumnElement[bool]:
    return literal_column("ticket_words").op("MATCH")(question)


def _rest(taken: Asked, mixed: tuple[Words, ...]) -> ColumnElement[bool]:
    """What must hold beside the words that the hits come from."""
    also = [_ticket.c.id.in_(match.mixed_hits(one)) for one in mixed]
    plain: Term = And((KEPT, *taken.rest))
    return and_(condition(plain, match.condition), *also)


def _newest(taken: Asked) -> Prepared:
    """The hits within one run, the newest first."""
    joined = select(*COLUMNS).select_from(_words.join(_ticket, _ticket.c.id == _words.c.rowid))
    within = _words.c.rowid.between(_LOW, _HIGH)
    found = joined.where(_matches(taken.words), within)
    found = found.where(_rest(taken, ())) if taken.rest else found
    return Prepared(found.order_by(_words.c.rowid.desc()).limit(_LIMIT), _IN_ORDER)


def _near(taken: Asked) -> Prepared | None:
    """Hits of the beginnings within one run, the newest first, that hold the words."""
    if not taken.near or taken.mixed:
        return None
    some = (
        select(_words.c.rowid, match.text_of_hit().label("said"))
        .where(_matches(taken.near), _words.c.rowid.between(_LOW, _HIGH))
        .order_by(_words.c.rowid.desc())
        .limit(CANDIDATES)
        .subquery("ticket_hits")
    )
    joined = select(*COLUMNS).select_from(some.join(_ticket, _ticket.c.id == some.c.rowid))
    said = [func.instr(some.c.said, word) > 0 for word in taken.holds]
    found = joined.where(*said)
    found = found.where(_rest(taken, ())) if taken.rest else found
    return Prepared(found.limit(_LIMIT), _IN_ORDER)


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
    words = match.hits_among(taken, _OLDEST) if taken.is_open else match.hits(taken.words)
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
