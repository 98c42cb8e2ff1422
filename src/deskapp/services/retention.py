"""Rules of how long data is kept, what may go now, and letting it go when the owner says so.

Nothing goes by itself. Lines, prices, dates and the history of statuses never go here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from deskapp.domain.retention import KINDS, Due, Rules, before, checked, from_plain
from deskapp.domain.undo import Done, Undo
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.privacy import Privacy
from deskapp.services.retention_kinds import OF_KIND
from deskapp.store import schema
from deskapp.store.erasing import forget_words
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

    Progress = Callable[[int, int], object]

EXAMPLES = 5
_AT_ONCE = 200
_PEOPLE_AT_ONCE = 20
_KEPT = Reading(select(schema.shop.c.retention).where(schema.shop.c.id == bindparam("id")))


class Retention:
    """How long one shop file keeps what."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def rules(self, actor: Actor) -> Rules:
        """The rules as they stand; without any, everything is kept."""
        with self._file.read() as connection:
            return read_rules(connection)

    def keep(self, actor: Actor, rules: Rules) -> Done[Rules]:
        """Write other rules; nothing goes yet."""
        new, now = checked(rules), self._clock.now()
        with self._file.write() as tx:
            old, step = rows.change(tx, schema.shop, 1, {"retention": dict(new.months)})
            changes = {name: (value, dict(new.months)) for name, value in old.items()}
            audit.record(tx, actor, now, "edit", ("shop", 1), changes)
        return Done(new, Undo(_("Changed how long data is kept"), (step,)))

    def due(self, actor: Actor) -> tuple[Due, ...]:
        """What may go now by the rules: how much of each kind, with a few examples."""
        with self._file.read() as connection:
            rules, now = read_rules(connection), self._clock.now()
            found = (_due(connection, kind, before(now, rules.of(kind))) for kind in KINDS if rules.of(kind))
            return tuple(one for one in found if one.number)

    def run(
        self, actor: Actor, kinds: Sequence[str] | None = None, *, progress: Progress | None = None
    ) -> dict[str, int]:
        """Let go what is due of these kinds; answers how much went.

        It goes in parts, each of them whole: what is cancelled half-way has let go the first parts and
        none of the rest.
        """
        due = [one for one in self.due(actor) if kinds is None or one.kind in kinds]
        whole, done = sum(one.number for one in due), dict[str, int]()
        try:
            for one in due:
                self._run_kind(actor, one, whole, done, progress or _silent)
        finally:
            self._settle()
        return done

    def _run_kind(self, actor: Actor, due: Due, whole: int, done: dict[str, int], progress: Progress) -> None:
        """In the order of ids, so that what cannot go is passed over and not met again."""
        last = 0
        while ids := self._next(due, last):
            progress(sum(done.values()), whole)
            last = ids[-1]
            done[due.kind] = done.get(due.kind, 0) + self._let_go(actor, due, ids)

    def _next(self, due: Due, last: int) -> list[int]:
        kind, most = OF_KIND[due.kind], _PEOPLE_AT_ONCE if due.kind == "customers" else _AT_ONCE
        with self._file.read() as connection:
            found = kind.due(due.before).where(kind.table.c.id > last).order_by(kind.table.c.id)
            return [int(row.id) for row in connection.execute(found.limit(most))]

    def _let_go(self, actor: Actor, due: Due, ids: list[int]) -> int:
        if due.kind == "customers":
            return len(Privacy(self._file, self._clock).erase_many(actor, ids).customer_ids)
        now, kind = self._clock.now(), OF_KIND[due.kind]
        with self._file.write() as tx:
            kind.let_go(tx, ids)
            audit.record(tx, actor, now, "let_go", (kind.table.name, None))
        return len(ids)

    def _settle(self) -> None:
        with self._file.write(quietly=True) as tx:
            forget_words(tx)
        self._file.settle()


def read_rules(connection: Connection) -> Rules:
    """The rules, inside a unit that is open."""
    return from_plain(_KEPT.value(connection, id=1) or {})


def _due(connection: Connection, name: str, moment: datetime) -> Due:
    kind = OF_KIND[name]
    found = kind.due(moment)
    number = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    shown = connection.execute(found.order_by(kind.table.c.id).limit(EXAMPLES))
    return Due(name, number, tuple(kind.named(connection, [row.id for row in shown])), moment)


def check_kinds(kinds: Sequence[str]) -> None:
    """Raises `DeskError` for a kind that there is not."""
    if wrong := [one for one in kinds if one not in KINDS]:
        message = _("There is no kind “{kind}”; there is {known}.")
        raise DeskError(message.format(kind=wrong[0], known=", ".join(KINDS)))


def _silent(_done: int, _whole: int) -> None:
    pass
