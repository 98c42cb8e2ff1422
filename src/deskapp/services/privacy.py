"""What the shop keeps of one person: told on request, and erased on request."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from deskapp.domain import text
from deskapp.domain.privacy import GOES, STAYS, Erased, ErasurePlan, counts
from deskapp.domain.traces import Traces
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import audit, erasure_list
from deskapp.services.customer import index_customer
from deskapp.services.erased import ACTION
from deskapp.services.erasure_contacts import forget_contacts
from deskapp.services.erasure_others import Others
from deskapp.services.erasure_person import someone
from deskapp.services.erasure_remarks import remarks
from deskapp.services.erasure_rows import empty_rows, staying, tickets_of
from deskapp.services.erasure_texts import forget_values, redact_elsewhere, redact_own
from deskapp.services.lent import LOANS
from deskapp.services.lent_now import OUT
from deskapp.services.person_record import read_record
from deskapp.services.ticket_act import touch
from deskapp.services.ticket_index import index_ticket
from deskapp.store import schema
from deskapp.store.erasing import forget_words, wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.privacy import PersonRecord
    from deskapp.services.erasure_person import Someone
    from deskapp.store.engine import ShopFile

    Progress = Callable[[int, int], object]

_ticket, _customer = schema.ticket, schema.customer
EXPORTED = "export"
_MOST_NUMBERS, _MEANT = 3, 7  # the last digits of a number are those of each of its spellings


class Privacy:
    """Requests of the people whom one shop file knows."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def plan(self, actor: Actor, customer_id: int, *, progress: Progress | None = None) -> ErasurePlan:
        """What an erasure would take and leave: it is done for a moment, counted and given up."""
        tried: list[ErasurePlan] = []
        with suppress(_OnlyTried), self._file.write(quietly=True) as tx:
            who = someone(tx, customer_id)
            obstacles, stays = tuple(_obstacles(tx, who)), counts(staying(tx, who), STAYS)
            said = tuple(remarks(tx, who))
            found = erase_all(tx, actor, (who,), self._clock, progress or _silent)
            tried.append(ErasurePlan(customer_id, who.name, counts(found, GOES), stays, obstacles, said))
            raise _OnlyTried
        return tried[0]

    def erase(self, actor: Actor, customer_id: int, *, progress: Progress | None = None) -> Erased:
        """Erase a person for good; raises `DeskError` while a ticket is open or a loaner is out."""
        with self._file.write() as tx:
            who = someone(tx, customer_id)
            for obstacle in _obstacles(tx, who):
                raise DeskError(obstacle)
            found = erase_all(tx, actor, (who,), self._clock, progress or _silent)
            forget_words(tx)
        return self._finished((who,), found)

    def record(self, actor: Actor, customer_id: int, *, progress: Progress | None = None) -> PersonRecord:
        """All that the shop holds of a person, their notes by the staff too; raises `DeskError`."""
        with self._file.read() as connection:
            return read_record(connection, someone(connection, customer_id), progress or _silent)

    def note_export(self, actor: Actor, customer_id: int) -> None:
        """Write down that the person was given what the shop holds of them."""
        with self._file.write() as tx:
            audit.record(tx, actor, self._clock.now(), EXPORTED, ("customer", customer_id))

    def erase_many(
        self, actor: Actor, customer_ids: Sequence[int], progress: Progress | None = None
    ) -> Erased:
        """Erase several people in one unit; whom something stands in the way of is left out."""
        with self._file.write() as tx:
            all_of_them = [someone(tx, one) for one in customer_ids]
            free = tuple(who for who in all_of_them if not any(_obstacles(tx, who)))
            found = erase_all(tx, actor, free, self._clock, progress or _silent)
            forget_words(tx)
        return self._finished(free, found)

    def replay_erasures(self, actor: Actor) -> tuple[int, ...]:
        """Erase again whom the list beside the shop file names; call it after a backup was restored.

        Whatever stands in the way otherwise does not here: the law does not wait. Answers who it was.
        """
        again: list[Someone] = []
        notes = erasure_list.read_list(self._file.path)
        with self._file.write() as tx:
            for one in erasure_list.due_again(tx, notes):
                if not any(one in who.ids for who in again):
                    again.append(someone(tx, one, as_it_stands=True))
            erase_all(tx, actor, again, self._clock, _silent)
            forget_words(tx)
        self._finished(again, {})
        return tuple(one for who in again for one in who.ids)

    def _finished(self, people: Sequence[Someone], found: dict[str, int]) -> Erased:
        """What is done once the unit is saved: the bytes in the file, and the list beside it."""
        with self._file.read() as connection:
            notes = erasure_list.erased_here(connection)
        erasure_list.write_list(self._file.path, notes)
        wiped = wipe(self._file, [one for who in people for one in who.spelled])
        ids = tuple(one for who in people for one in who.ids)
        return Erased(ids, counts(found, GOES), wiped.done, _once(wiped.left))


class _OnlyTried(Exception):
    """Gives a unit up that was only to be counted."""


def erase_all(
    tx: Connection, actor: Actor, people: Sequence[Someone], clock: Clock, progress: Progress
) -> dict[str, int]:
    """Erase people inside a unit that is open; answers how many rows of each kind went."""
    now, found = clock.now(), dict.fromkeys(GOES, 0)
    if not people:
        return found
    for who in people:
        for kind, number in empty_rows(tx, who, now).items():
            found[kind] += number
        found["texts"] += redact_own(tx, tickets_of(who), who.close)
    far, others = Traces.of(who.far for who in people), Others.of(people)
    contacts = forget_contacts(tx, people, far, Traces.of(who.words for who in people))
    elsewhere = redact_elsewhere(tx, far, others, progress)
    elsewhere.add_contacts(contacts)
    _count_up(tx, elsewhere.customers)
    values, views, of_values = forget_values(tx, far, others)
    found["elsewhere"], found["views"] = elsewhere.number, views
    found["history"] += values
    own = {one for who in people for one in who.tickets}
    _renew(tx, people, elsewhere.customers, own | elsewhere.tickets)
    marked = elsewhere.marked | of_values | {("ticket", one) for one in own}
    marked |= {(kind, one) for who in people for kind, ids in _records(who) for one in ids}
    for kind, record_id in sorted(marked):
        audit.record(tx, actor, now, ACTION, (kind, record_id))
        if kind == _ticket.name:
            touch(tx, record_id, now)
    rows = [
        {"customer_id": one, "at": now, "person_id": actor.person_id, "detail": found}
        for who in people
        for one in who.ids
    ]
    tx.execute(insert(schema.erasure), rows)
    return found


def _count_up(tx: Connection, customer_ids: set[int]) -> None:
    """Whoever has one of these open reads it again before writing."""
    for one in sorted(customer_ids):
        where = update(_customer).where(_customer.c.id == one)
        tx.execute(where.values(row_version=_customer.c.row_version + 1))


def _records(who: Someone) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "customer", who.ids
    yield "device", who.devices


def _renew(tx: Connection, people: Sequence[Someone], others: set[int], tickets: set[int]) -> None:
    """Write anew by what everything that was touched is found, and what lists show of it."""
    for customer_id in (*(one for who in people for one in reversed(who.ids)), *sorted(others)):
        index_customer(tx, customer_id)
    for ticket_id in sorted(tickets):
        index_ticket(tx, ticket_id)


def _obstacles(tx: Connection, who: Someone) -> Iterator[str]:
    """What has to be done first, a sentence each."""
    theirs = (_ticket.c.customer_id.in_(who.ids), _ticket.c.binned_at.is_(None))
    opened = select(_ticket.c.number).where(*theirs, _ticket.c.closed_at.is_(None)).order_by(_ticket.c.number)
    if numbers := list(tx.execute(opened).scalars()):
        message = _("Tickets that are still open: {numbers}. Hand them over or close them first.")
        yield message.format(numbers=_some(numbers))
    paid = _customer.c.payer_id.in_(who.ids) & _customer.c.id.not_in(who.ids)
    for_others = select(_ticket.c.number).join(_customer, _customer.c.id == _ticket.c.customer_id)
    others = for_others.where(paid, _ticket.c.binned_at.is_(None), _ticket.c.closed_at.is_(None))
    if numbers := list(tx.execute(others.order_by(_ticket.c.number)).scalars()):
        message = _(
            "Pays for tickets that are still open: {numbers}. Close them or name another payer first."
        )
        yield message.format(numbers=_some(numbers))
    lent = LOANS.where(*OUT, schema.loan.c.ticket_id.in_(tickets_of(who)))
    if found := [row.number for row in tx.execute(lent)]:
        message = _("A loaner is still out on {numbers}; take it back first.")
        yield message.format(numbers=", ".join(dict.fromkeys(found)))


def _once(left: Sequence[str]) -> tuple[str, ...]:
    """One of the spellings of each."""
    found: dict[str, str] = {}
    for one in left:
        digits = text.digits(one)
        found.setdefault(digits[-_MEANT:] if len(digits) >= _MEANT else text.fold(one), one)
    return tuple(found.values())


def _some(numbers: Sequence[str]) -> str:
    return ", ".join([*numbers[:_MOST_NUMBERS], *(["…"] if len(numbers) > _MOST_NUMBERS else [])])


def _silent(_done: int, _whole: int) -> None:
    pass
