"""Several programs at one shop file: nobody's work is written over, nobody is turned away."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection

from deskapp.clock import FixedClock
from deskapp.domain.number import format_number
from deskapp.errors import Busy, DeskError, StaleWrite
from deskapp.services import ticket_intake
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from tests.builders import an_intake
from tests.faults import checker
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.nursery import nursery
from tests.faults.shop import NOON

CLIENTS = 8
COUNT = "SELECT coalesce(max(last), 0) FROM number_series WHERE series = 'trial'"
KEEP = "INSERT OR REPLACE INTO number_series (series, period, last) VALUES ('trial', '', ?)"

Work = Callable[[Path, int, bool], list[str]]


def _all_at_once(work: Work, clients: int, path: Path, count: int, *, weak: bool) -> list[str]:
    """What went wrong in all of them; each is a process of its own."""
    server = nursery()
    with server.Pool(clients, _meet, (server.Barrier(clients),)) as pool:
        answers = pool.starmap(_begin, [(work, path, count // clients, weak)] * clients, chunksize=1)
    return [wrong for answer in answers for wrong in answer]


def _meet(door: Barrier) -> None:
    _doors[:] = [door]


def _begin(work: Work, path: Path, count: int, weak: bool) -> list[str]:
    """Begin when all are there."""
    _doors[0].wait(60)
    return work(path, count, weak)


_doors: list[Barrier] = []


def _verdicts(count: int, kept: int, wrong: list[str]) -> Tally:
    """Of so many acts some were kept; whoever was turned away knows it, but that is not good either."""
    told = {one: wrong.count(one) for one in set(wrong)}
    lost = count - kept - len(wrong)
    return Tally({name: of for name, of in {"ok": kept, "lost": lost, **told}.items() if of > 0})


# One ticket, many clerks -----------------------------------------------------------------------


def one_ticket(trial: Trial, *, weak: bool = False) -> Tally:
    """Each clerk reads the ticket, adds one to what stands there and saves; a conflict is done again."""
    path = new_shop(trial.folder)
    count = _even(trial.count, CLIENTS)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        desk.tickets.take_in(desk.actor(), an_intake())
    wrong = _all_at_once(_edit, CLIENTS, path, count, weak=weak)
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        [row] = desk.tickets.rows(desk.actor(), "")
        return _verdicts(count, int(desk.tickets.get(desk.actor(), row.number).edit.place), wrong)


def _edit(path: Path, count: int, weak: bool) -> list[str]:
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        [row] = desk.tickets.rows(owner, "")
        for _edit in range(count):
            while not _one_more(desk, row.number, weak):
                pass
    return []


def _one_more(desk: Desk, number: str, weak: bool) -> bool:
    owner = desk.actor()
    ticket = desk.tickets.get(owner, number)
    edit = replace(ticket.edit, place=str(int(ticket.edit.place or 0) + 1))
    time.sleep(0.003)  # a clerk thinks
    version = desk.tickets.get(owner, number).row_version if weak else ticket.row_version
    try:
        desk.tickets.edit(owner, number, edit, version)
    except (StaleWrite, Busy):
        return False
    return True


# Reading and writing in one unit ---------------------------------------------------------------


def read_and_write(trial: Trial, *, weak: bool = False) -> Tally:
    """Two programs count in the file; nobody is refused although both want to write."""
    path, count = new_shop(trial.folder), _even(trial.count, 2)
    wrong = _all_at_once(_count, 2, path, count, weak=weak)
    with closing(sqlite.connect(path)) as connection:
        [kept] = connection.execute(COUNT).fetchone()
    return _verdicts(count, kept, wrong)


def _count(path: Path, count: int, weak: bool) -> list[str]:
    wrong = []
    with closing(ShopFile(path)) as file:
        for _turn in range(count):
            try:
                with file.read() if weak else file.write() as unit:
                    _count_on(unit)
            except DeskError:
                wrong.append("broken: refused")
    return wrong


def _count_on(unit: Connection) -> None:
    last = unit.exec_driver_sql(COUNT).scalar_one()
    unit.exec_driver_sql(KEEP, (last + 1,))
    unit.commit()


# Ticket numbers --------------------------------------------------------------------------------


def numbers(trial: Trial, *, weak: bool = False) -> Tally:
    """Two programs take tickets in: every number once, and none left out."""
    path, count = new_shop(trial.folder), _even(trial.count, 2)
    wrong = _all_at_once(_take_in, 2, path, count, weak=weak)
    if (verdict := checker.verdict(path, ())) != "ok":
        wrong.append(verdict)
    with closing(sqlite.connect(path)) as connection:
        [kept] = connection.execute("SELECT count(DISTINCT number) FROM ticket").fetchone()
    return _verdicts(count, kept, wrong)


def _take_in(path: Path, count: int, weak: bool) -> list[str]:
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return [wrong for _ticket in range(count) if (wrong := _one_taken_in(desk, weak))]


def _one_taken_in(desk: Desk, weak: bool) -> str:
    try:
        with _looked_up_before(desk) if weak else nullcontext():
            desk.tickets.take_in(desk.actor(), an_intake(customer=None))
    except Exception as error:  # noqa: BLE001  a number given twice is refused by the schema, as a bug
        return f"broken: {type(error).__name__}"
    return ""


def _looked_up_before(desk: Desk) -> AbstractContextManager[object]:
    """The control: the next number, read before the unit begins."""
    time.sleep(0.002)
    number = format_number(
        desk.shop.get(desk.actor()).ticket_template, 1 + desk.tickets.count(desk.actor()), NOON
    )
    return patch.object(ticket_intake, "_free_number", lambda *_unit: number)


def _even(count: int, clients: int) -> int:
    return max(count // clients, 1) * clients


FAULTS = (
    Fault(
        "F14", "one ticket changed by eight programs", 80, 1_600,
        one_ticket, partial(one_ticket, weak=True), "the version looked up when saving",
    ),
    Fault(
        "F15", "two programs that read and write in turn", 400, 3_000,
        read_and_write, partial(read_and_write, weak=True), "BEGIN without IMMEDIATE",
    ),
    Fault(
        "F16", "ticket numbers taken by two programs", 100, 3_000,
        numbers, partial(numbers, weak=True), "a number looked up outside of the unit",
    ),
)  # fmt: skip
