"""Who may do what, whose history it is, and how often a PIN can be guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from deskapp.clock import FixedClock, SystemClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.permission import CALLS, WITHOUT_ACTOR, Action
from deskapp.errors import NotAllowed
from deskapp.services import pin
from deskapp.services.desk import Desk
from deskapp.services.permission import Guard
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from tests.builders import a_line, an_intake
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON
from tests.services import test_permission as matrix
from tests.services.test_photo import a_picture

ROLES = matrix.ROLES
STAFF = (("Fay", Role.FRONT_DESK), ("Tom", Role.TECHNICIAN), ("Rea", Role.READ_ONLY))
EXTRA: Mapping[str, object] = {"role": "owner", "pin": "8264", "is_owner": True}

# Every call by every role -----------------------------------------------------------------------


def roles(trial: Trial, *, unguarded: bool = False) -> Tally:
    """Every call of every service, by each role, on tickets of theirs and of others; and with more said."""
    path = new_shop(trial.folder)
    with closing(Desk.open(path, FixedClock(NOON))) as desk, closing(ShopFile(path)) as file:
        staff = _staff(desk)
        tickets = _tickets(desk, staff)
        guard: Any = _Open() if unguarded else Guard(file)
        return tally(_cells(desk, guard, staff, tickets))


class _Open:
    """The control: one noun that nobody guards."""

    def over(self, noun: str, service: object) -> object:
        return service


def _staff(desk: Desk) -> dict[Role, Actor]:
    owner = desk.actor()
    for name, role in STAFF:
        desk.people.add(owner, name, role)
    return {Role.OWNER: owner} | {role: desk.actor(name) for name, role in STAFF}


def _tickets(desk: Desk, staff: Mapping[Role, Actor]) -> dict[str, str]:
    owner, made = staff[Role.OWNER], {}
    for whose, person in (("own", staff[Role.TECHNICIAN].person_id), ("other", owner.person_id)):
        intake = an_intake(person_id=person, lines=(a_line(),))
        made[whose] = desk.tickets.take_in(owner, intake).value.number
        desk.photos.add(owner, made[whose], [a_picture(whose)])
    return made


def _cells(desk: Desk, guard: Any, staff: Mapping[Role, Actor], tickets: Mapping[str, str]) -> Iterator[str]:
    for call, method in matrix.calls(desk).items():
        if call in WITHOUT_ACTOR:
            continue
        for role in ROLES:
            for whose, number in tickets.items():
                reached = matrix.reaches(desk, guard, call, method, staff[role], number)
                said = reached is _expected(call, role, whose)
                yield "ok" if said else f"broken: {call} as {role.value} on {whose} ticket"
            yield _with_more(
                guard, call, method, matrix.given(method, number, desk, staff[role]), staff[role]
            )


def _expected(call: str, role: Role, whose: str) -> bool:
    action = Action.BACKUP if call == "backups.make" else CALLS[call]
    said = matrix.SAID.get(action.value, {}).get(role, "")
    narrowed = action is Action.READ_AUDIT  # to own lines, whatever was asked for
    return said in {"yes", "PIN"} or (said.startswith("own") and (narrowed or whose == "own"))


def _with_more(guard: Any, call: str, method: Any, given: Mapping[str, Any], actor: Actor) -> str:
    """Values that no form has are taken by no call."""
    noun, name = call.rsplit(".", 1)
    service = guard.over(noun, SimpleNamespace(**{name: method}))
    for word, value in EXTRA.items():
        if word in given:
            continue
        try:
            getattr(service, name)(actor, **given, **{f"extra_{word}": value})
        except (TypeError, NotAllowed):
            continue
        return f"broken: {call} takes what it has no field for"
    return "ok"


# SQL against the history -------------------------------------------------------------------------

ROW = "SELECT * FROM audit WHERE id = 2"
COPY = "(id, at, person_id, role, source, action, kind, record_id, fields, chain)"
SAME = f"{COPY} SELECT id, at, person_id, role, source, 'nothing', kind, record_id, fields, chain FROM audit"
WAYS: tuple[str, ...] = (
    "UPDATE audit SET action = 'nothing' WHERE id = 2",
    "UPDATE audit SET person_id = 2",
    "UPDATE audit SET chain = 'x' WHERE id = (SELECT max(id) FROM audit)",
    "UPDATE OR IGNORE audit SET action = 'nothing' WHERE id = 2",
    "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 2",
    "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
    f"INSERT OR REPLACE INTO audit {SAME} WHERE id = 2",
    f"REPLACE INTO audit {SAME} WHERE id = 2",
    f"INSERT INTO audit {SAME} WHERE id = 2 ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
    "WITH one AS (SELECT 2 AS id) DELETE FROM audit WHERE id IN (SELECT id FROM one)",
    "UPDATE status_step SET person_id = NULL",
    "DELETE FROM status_step",
    "DELETE FROM status_step WHERE id = 1",
)
AROUND: tuple[str, ...] = (  # what takes the guards off first
    "DROP TRIGGER audit_is_never_updated; UPDATE audit SET action = 'nothing' WHERE id = 2",
    "DROP TRIGGER audit_is_never_deleted; DELETE FROM audit WHERE id = 2",
    "DROP TRIGGER audit_is_never_updated",
    "DROP TRIGGER audit_is_never_deleted",
    "PRAGMA recursive_triggers = OFF; INSERT OR REPLACE INTO audit " + SAME + " WHERE id = 2",
)


def rewriting(trial: Trial, *, unwatched: bool = False) -> Tally:
    """Each way is tried while each role is at the desk: refused by the file, or found by its check."""
    path = new_shop(trial.folder)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        staff = _staff(desk)
        _tickets(desk, staff)
    whole = path.read_bytes()
    if unwatched:
        return tally(
            _tried(path, whole, sql, role, check=False) for role in ROLES for sql in (*WAYS, *AROUND)
        )
    return tally(_tried(path, whole, sql, role) for role in ROLES for sql in (*WAYS, *AROUND))


def _tried(path: Path, whole: bytes, sql: str, role: Role, *, check: bool = True) -> str:
    path.write_bytes(whole)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        names = {each: name for name, each in STAFF}
        actor = desk.actor(names.get(role, ""))
        refused = _refused(desk, sql, recursive=check)
        if role in {Role.OWNER, Role.FRONT_DESK, Role.TECHNICIAN}:  # who is at the desk goes on
            desk.tickets.take_in(actor, an_intake())
        if refused or (check and desk.check(desk.actor())):
            return "ok"
    return f"broken: taken without a word: {sql[:60]}"


def _refused(desk: Desk, sql: str, *, recursive: bool) -> bool:
    file: ShopFile = desk._file  # noqa: SLF001  the program's own connection
    try:
        with file.write() as tx:
            _all(tx, ("PRAGMA recursive_triggers = OFF; " if not recursive else "") + sql)
    except DBAPIError:
        return True
    return False


def _all(tx: Connection, sql: str) -> None:
    for statement in sql.split("; "):
        tx.exec_driver_sql(statement)


# Guessing a PIN ----------------------------------------------------------------------------------

HOURS, EACH = 12, timedelta(seconds=60)
MOST = 60
RESTART_EACH, SET_EACH = 20, 3
SET_BY = (-86_400, -3_600, -60, 0, 60, 3_600, 86_400)


class _Time:
    """Time as it goes, and what the computer's clock makes of it."""

    def __init__(self) -> None:
        self.moment, self.wrong = NOON, timedelta()

    def clock(self) -> SystemClock:
        """As the program has it, from its start."""
        return SystemClock(lambda: self.moment + self.wrong, self._ticks)

    def _ticks(self) -> float:
        return self.moment.timestamp()


def guessing(trial: Trial, *, forgets: bool = False) -> Tally:
    """Twelve hours of a guess each minute: the clock is set back, ahead, right and once more; the program is
    started anew while the clock is not ahead, because that is the limit.
    """
    path = new_shop(trial.folder)
    with _quick_hashes(), closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        desk.pins.keep(owner, owner.person_id, "8264")
    return tally(_guessed(path, trial.chance(str(night)), forgets) for night in range(trial.count))


def _guessed(path: Path, chance: Any, forgets: bool) -> str:
    looked_at = _Looks()
    with patch.object(pin, "_fits", looked_at):
        _night(path, chance, forgets=forgets)
    return "ok" if looked_at.count < MOST else f"broken: {looked_at.count} guesses in a night"


class _Looks:
    """How often a guess was held against the PIN."""

    count = 0

    def __call__(self, _hashed: str, _typed: str) -> bool:
        self.count += 1
        return False


def _quick_hashes() -> Any:
    """A PIN whose hash costs nothing: what is tried is how often it is looked at."""
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return patch.object(pin, "_hashed", cheap.hash)


def _night(path: Path, chance: Any, *, forgets: bool) -> None:
    time = _Time()
    desk = Desk.open(path, time.clock())
    for turn in range(int(timedelta(hours=HOURS) / EACH)):
        time.moment += EACH
        if turn % SET_EACH == 0:
            time.wrong = timedelta(seconds=chance.choice(SET_BY))
        if turn % RESTART_EACH == 0:
            time.wrong = min(time.wrong, timedelta())
            desk.close()
            if forgets:
                _forget(path)
            desk = Desk.open(path, time.clock())
        owner = desk.actor()
        try:
            desk.pins.enter(owner, owner.person_id, f"{chance.randrange(10_000):04}")
        except NotAllowed:
            continue
    desk.close()


def _forget(path: Path) -> None:
    """The control: tries that are counted in memory alone."""
    with closing(sqlite.connect(path)) as connection, connection:
        connection.execute("UPDATE pin SET tries = 0, tried_at = NULL, next_try_at = NULL")


FAULTS = (
    Fault(
        "F45", "every call of every service, by each role, on own and other tickets, with more said", 1, 1,
        roles, partial(roles, unguarded=True), "nobody guards", 1,
    ),
    Fault(
        "F46", "twelve hours of guessing a PIN, with restarts, and the clock set back and ahead", 1, 10,
        guessing, partial(guessing, forgets=True), "tries counted in memory", 1,
    ),
    Fault(
        "F49", "SQL against the history, as each role", 1, 1,
        rewriting, partial(rewriting, unwatched=True), "recursive_triggers = OFF, and no check", 1,
    ),
)  # fmt: skip
