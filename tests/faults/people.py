"""Erased people are in no byte of any file, not after a restore either; old data goes when it is due."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.retention import Rules
from deskapp.services import privacy, restore
from deskapp.services.desk import Desk
from deskapp.store import engine
from deskapp.store.engine import ShopFile
from deskapp.store.erasing import Wiped
from tests.builders import a_customer, an_intake
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

MADE = "abcdefghij"
MONTHS = 24


def _name(turn: int) -> str:
    """A name that nothing else in the file looks like."""
    return "Quirxa" + "".join(MADE[int(digit)] for digit in f"{turn:04}") + "wyzk"


def _visit(desk: Desk, clock: FixedClock, name: str) -> int:
    """A person with a ticket that is done; answers who."""
    owner = desk.actor()
    who = desk.customers.add(owner, a_customer(name, "07700 900142", email=f"{name}@example.org")).value
    intake = an_intake(f"{name} says it hums", customer=None, customer_id=who.id)
    number = desk.tickets.take_in(owner, intake).value.number
    desk.tickets.note(owner, number, f"Told {name} to wait")
    desk.tickets.message(owner, number, f"Dear {name}, it is ready")
    for status in ("in_work", "ready", "collected"):
        clock.moment += timedelta(minutes=20)
        desk.tickets.move(owner, number, status)
    return who.id


def _traces(folder: Path, names: list[str]) -> Iterator[str]:
    """A verdict for each name, as it lies in any file of the folder."""
    contents = [path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()]
    for name in names:
        found = any(name.lower().encode() in content for content in contents)
        yield f"broken: {name} is still there" if found else "ok"


# Erased, then looked for -----------------------------------------------------------------------


def erased(trial: Trial, *, left: bool = False) -> Tally:
    """Erase people one after the other and search every byte of the shop's files for them."""
    path, clock = new_shop(trial.folder / "shop"), FixedClock(NOON)
    names = [_name(turn) for turn in range(trial.count)]
    kept = tuple(pragma for pragma in engine.PRAGMAS if "secure_delete" not in pragma)
    plain = patch.multiple(engine, PRAGMAS=(*kept, "secure_delete = OFF")) if left else nullcontext()
    with plain, patch.object(privacy, "wipe", _settled) if left else nullcontext():
        with closing(Desk.open(path, clock)) as desk:
            known = [_visit(desk, clock, name) for name in names]
            for who in known:
                desk.privacy.erase(desk.actor(), who)
        return tally(_traces(path.parent, names))


def _settled(file: ShopFile, _traces: object) -> Wiped:
    return Wiped(file.settle(), ())


def restored(trial: Trial, *, forgotten: bool = False) -> Tally:
    """Erase people, then restore a backup from before."""
    path, clock = new_shop(trial.folder / "shop"), FixedClock(NOON)
    names, backups = [_name(turn) for turn in range(trial.count)], trial.folder / "backups"
    with closing(Desk.open(path, clock)) as desk:
        known = [_visit(desk, clock, name) for name in names]
        backup = desk.backups.make(desk.actor(), [backups]).backup
        for who in known:
            clock.moment += timedelta(minutes=1)
            desk.privacy.erase(desk.actor(), who)
    target = trial.folder / "new" / "shop.desk"
    target.parent.mkdir()
    with patch.object(restore, "_gather_lists", _nothing) if forgotten else nullcontext():
        restore.restore(backup.path, target, clock, erased_in=(path,))
    return tally(_traces(target.parent, names))


def _nothing(_made: Path, _files: object) -> None: ...


# What is due -----------------------------------------------------------------------------------

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
KINDS = ("texts", "customers")


def due(trial: Trial, *, early: bool = False) -> Tally:
    """Ten years of visits: of each kind exactly those are due that are older than the rule says."""
    path, clock = new_shop(trial.folder / "shop"), FixedClock(NOW)
    moments = [datetime(year, month, 1, 9, tzinfo=UTC) for year in range(2016, 2026) for month in (3, 9)]
    with closing(Desk.open(path, clock)) as desk:
        for place, clock.moment in enumerate(moments):
            _visit(desk, clock, _name(place))
        rules = [(kind, months) for kind in KINDS for months in range(6, 126, 12)]
        return tally(_due(desk, clock, moments, rule, early=early) for rule in rules)


def _due(
    desk: Desk, clock: FixedClock, moments: list[datetime], rule: tuple[str, int], *, early: bool
) -> str:
    kind, months = rule
    desk.retention.keep(desk.actor(), Rules((rule,)))
    clock.moment = NOW - timedelta(days=200) if early else NOW
    listed = {one.kind: one.number for one in desk.retention.due(desk.actor())}
    wanted = sum(_months_since(moment) >= months for moment in moments)
    found = listed.get(kind, 0)
    return "ok" if found == wanted else f"broken: {found} of {kind} after {months} months, not {wanted}"


def _months_since(moment: datetime) -> int:
    """Whole months until now."""
    whole = (NOW.year - moment.year) * 12 + NOW.month - moment.month
    return whole - ((moment.day, moment.timetz()) > (NOW.day, NOW.timetz()))


FAULTS = (
    Fault(
        "F51", "erased people, looked for in every byte", 6, 50,
        erased, partial(erased, left=True), "secure_delete = OFF, and not written anew",
    ),
    Fault(
        "F52", "erased people after a restore of an older backup", 6, 50,
        restored, partial(restored, forgotten=True), "the list of erasures not looked at",
    ),
    Fault(
        "F55", "ten years of visits: what is due, by rules of 6 to 114 months", 1, 1,
        due, partial(due, early=True), "another day than today",
    ),
)  # fmt: skip
