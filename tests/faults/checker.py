"""Says what a shop file is worth after a fault: whole, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store.driver import connect
from deskapp.store.key import key_of
from tests.faults.shop import NOON

OK, LOST, BROKEN = "ok", "lost", "broken"
NUMBERS = """
SELECT (SELECT count(DISTINCT number) FROM ticket)
    = (SELECT sum(last) FROM number_series WHERE series = 'ticket')
"""


def verdict(path: Path, acknowledged: Sequence[bytes]) -> str:
    """`ok`, `lost` where something acknowledged is missing, else `broken` with what is wrong.

    The program's own check sees pages, references, audit chain, search index and whether tickets agree
    with their history, items and lines; so half an act is seen too.
    """
    try:
        with closing(Desk.open(path, FixedClock(NOON))) as desk:
            if problems := desk.check(desk.actor()):
                return f"{BROKEN}: {problems[0]}"
    except DeskError as error:
        return f"{BROKEN}: {error}"
    return _kept(path, acknowledged)


def _kept(path: Path, acknowledged: Sequence[bytes]) -> str:
    with closing(connect(path, key_of(path))) as connection:
        chains = dict(connection.execute("SELECT id, chain FROM audit"))
        [gapless] = connection.execute(NUMBERS).fetchone()
    if gapless == 0:
        return f"{BROKEN}: ticket numbers with gaps"
    for line in acknowledged:
        _ack, audit_id, chain = line.split()
        if chain.decode() not in {chains.get(int(audit_id), "gone"), "?"} or int(audit_id) not in chains:
            return f"{LOST}: history entry {int(audit_id)}"
    return OK
