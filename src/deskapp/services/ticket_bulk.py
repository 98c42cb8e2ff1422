"""Changing many tickets in one act: one transaction, one undo, and a reason for each that stays as it was."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.ticket_bulk import (
    MOST_TICKETS,
    BulkChange,
    BulkResult,
    Refusal,
    checked_change,
    tags_after,
)
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _, ngettext
from deskapp.services.person import check_person
from deskapp.services.status import all_statuses, find_status
from deskapp.services.ticket_act import Act, settle
from deskapp.services.ticket_status import move_items
from deskapp.services.ticket_words import change_words
from deskapp.store import schema
from deskapp.store.statement import part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.status import Status
    from deskapp.store.engine import ShopFile

    Progress = Callable[[int, int], object]

EVERY = 20
"""So many tickets lie between two reports of progress."""

_CHUNK = 500
_ticket = schema.ticket


class TicketBulk:
    """Acts on many tickets of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def change(
        self,
        actor: Actor,
        tickets: Sequence[int | str],
        change: BulkChange,
        *,
        progress: Progress | None = None,
    ) -> Done[BulkResult]:
        """Change tickets, given as ids or numbers. A refused one stays as it was, the others are done.

        `progress` is called with how many are done and how many there are; whatever it raises leaves
        all of them as they were.
        """
        if len(tickets) > MOST_TICKETS:
            message = _("At most {count} tickets are changed at once; choose fewer.")
            raise Invalid(message.format(count=MOST_TICKETS), "tickets")
        clean = checked_change(change)
        with self._file.write() as tx:
            run = _Run(tx, actor, clean, self._clock)
            for done, ticket in enumerate(_found(tx, tickets)):
                if progress and done % EVERY == 0:
                    progress(done, len(tickets))
                run.take(*ticket)
            if progress:
                progress(len(tickets), len(tickets))
            return run.done()


class _Run:
    """One change while it goes from ticket to ticket."""

    def __init__(self, tx: Connection, actor: Actor, change: BulkChange, clock: Clock) -> None:
        self._tx, self._actor, self._change, self._now = tx, actor, change, clock.now()
        self._target: Status | None = None
        if change.status:
            self._target = find_status(all_statuses(tx), change.status)
        person = change.fields.get("person_id")
        check_person(tx, int(str(person)) if person is not None else None)
        self._steps: list[UndoStep] = []
        self._changed: list[int] = []
        self._refused: list[Refusal] = []
        self._unchanged = 0
        self._acts = tuple(self._chosen_acts())

    def take(self, known: int | str, row: Row[Any] | None) -> None:
        """Change one ticket whole, or not at all."""
        if row is None:
            reason = _("That ticket is no longer in the shop file.")
            self._refused.append(Refusal(known if isinstance(known, int) else 0, str(known), reason))
            return
        try:
            with part(self._tx):
                steps = self._written(row)
        except DeskError as error:
            self._refused.append(Refusal(row.id, row.number, str(error)))
            return
        self._steps += steps
        if steps:
            self._changed.append(row.id)
        else:
            self._unchanged += 1

    def done(self) -> Done[BulkResult]:
        """What came of it, and how to take all of it back."""
        result = BulkResult(tuple(self._changed), tuple(self._refused), self._unchanged)
        return Done(result, Undo(self._label(), tuple(self._steps), tuple(self._changed)))

    def _written(self, row: Row[Any]) -> list[UndoStep]:
        steps: list[UndoStep] = []
        for action, work in self._acts:
            act = Act(self._tx, row.number, "", self._now)
            if action != "restore":
                act.refuse_binned()
            work(act, row)
            if any(step.before or step.table == schema.status_step.name for step in act.steps):
                settle(act, self._actor, action)
                steps += act.steps
        return steps

    def _chosen_acts(self) -> Iterator[tuple[str, Callable[[Act, Row[Any]], None]]]:
        if self._change.out_of_bin:
            yield "restore", self._take_out_of_bin
        if self._target:
            yield "move", self._move
        if self._change.edits:
            yield "edit", self._edit
        if self._change.to_bin:
            yield "bin", self._put_into_bin

    def _move(self, act: Act, row: Row[Any]) -> None:
        """What stands there already stays, with its further items: it was not meant."""
        target = self._target
        if target and row.status != target.key:
            act.steps += move_items(
                act.tx, self._actor, row.id, target, act.now, position=None, reason=self._change.reason
            )
            act.changes["status"] = (None, target.key)

    def _edit(self, act: Act, row: Row[Any]) -> None:
        values = {**self._change.fields, "tags": tags_after(row.tags, self._change)}
        act.change(_ticket, row.id, values)

    def _put_into_bin(self, act: Act, row: Row[Any]) -> None:
        act.put_into_bin(_ticket, row.id)

    def _take_out_of_bin(self, act: Act, row: Row[Any]) -> None:
        act.put_into_bin(_ticket, row.id, out=True)

    def _label(self) -> str:
        count = len(self._changed)
        if not count:
            text = _("Nothing was changed")
        elif self._change.to_bin:
            text = ngettext("Deleted {count} ticket", "Deleted {count} tickets", count)
        elif self._change.out_of_bin:
            text = ngettext("Restored {count} ticket", "Restored {count} tickets", count)
        elif self._target and not self._change.edits:
            text = ngettext("{count} ticket is now “{status}”", "{count} tickets are now “{status}”", count)
        elif what := self._edited():
            text = ngettext("{count} ticket: {what}", "{count} tickets: {what}", count)
            return text.format(count=count, what=what)
        else:
            text = ngettext("Changed {count} ticket", "Changed {count} tickets", count)
        return text.format(count=count, status=self._target.label if self._target else "")

    def _edited(self) -> str:
        """Which fields have which new values; nothing where the status changed too."""
        change, said = self._change, []
        if self._target:
            return ""
        if change.fields:
            said.append(change_words(self._tx, change.fields))
        if change.add_tags:
            said.append(_("tagged {tags}").format(tags=" ".join(change.add_tags)))
        if change.remove_tags:
            said.append(_("no longer tagged {tags}").format(tags=" ".join(change.remove_tags)))
        return ", ".join(said)


def _found(tx: Connection, tickets: Sequence[int | str]) -> Iterator[tuple[int | str, Row[Any] | None]]:
    """Each ticket once with its row, or None where there is none, in the order given."""
    once = list(dict.fromkeys(tickets))
    for start in range(0, len(once), _CHUNK):
        chunk = once[start : start + _CHUNK]
        ids = [one for one in chunk if isinstance(one, int)]
        numbers = [one for one in chunk if isinstance(one, str)]
        rows: dict[int | str, Row[Any]] = {}
        for row in tx.execute(_rows(), {"ids": ids, "numbers": numbers}):
            rows[row.id] = rows[row.number] = row
        yield from ((one, rows.get(one)) for one in chunk)


@cache
def _rows() -> Select[Any]:
    wanted = _ticket.c.id.in_(bindparam("ids", expanding=True)) | _ticket.c.number.in_(
        bindparam("numbers", expanding=True)
    )
    return select(_ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.tags).where(wanted)
