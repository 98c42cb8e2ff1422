"""Who somebody is, shown by a PIN; wrong ones are counted in the shop file, so that no restart forgets them.

A PIN tells people of the shop apart. It is no encryption: whoever has the file has what is in it.
Setting the computer's clock wins nothing while the program runs, nor does setting it back ever. The limit:
who may set the clock, and sets it ahead and starts the program anew, has waited as long as the clock says.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from deskapp.domain.actor import Actor, Role
from deskapp.domain.pin import LOCK_CHOICES, PinState, checked_pin, new_code, plain_code, wait_after
from deskapp.errors import Invalid, NotAllowed
from deskapp.i18n import _, ngettext
from deskapp.services import audit
from deskapp.services.person import check_person, read_people
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.store.engine import ShopFile

PROVEN_SECONDS = 300.0
"""So long what asks for the PIN again takes it as given; coming in by it does not count, because who came
in may have gone away from the desk since.
"""

_pin, _shop = schema.pin, schema.shop


class Pins:
    """The PINs of one shop; `proven` holds until when (monotonic seconds) a person has shown theirs."""

    def __init__(self, file: ShopFile, clock: Clock, proven: dict[int, float]) -> None:
        self._file, self._clock, self._proven = file, clock, proven

    def state(self, actor: Actor) -> PinState:
        """Who has one, and when the window locks by itself."""
        with self._file.read() as connection:
            people = frozenset(connection.execute(select(_pin.c.person_id)).scalars())
            row = connection.execute(select(_shop.c.lock_minutes, _shop.c.recovery_hash)).one()
        return PinState(people, row.lock_minutes, bool(row.recovery_hash))

    def enter(self, actor: Actor, person_id: int, pin: str = "") -> Actor:
        """Become this person, by their PIN where they have one; raises `NotAllowed` with what to do."""
        with self._file.read() as connection:
            person = next((p for p in read_people(connection) if p.id == person_id and p.active), None)
        if person is None:
            raise NotAllowed(_("That person does not work here."))
        self._verify(person_id, pin)
        self._proven.pop(person_id, None)
        return Actor(person.id, person.name, person.role, actor.source)

    def prove(self, actor: Actor, pin: str) -> None:
        """Show once more who it is: what asks for that may be done for a while; raises `NotAllowed`."""
        self._verify(actor.person_id, pin)
        self._proven[actor.person_id] = time.monotonic() + PROVEN_SECONDS

    def keep(self, actor: Actor, person_id: int, pin: str, old: str = "") -> None:
        """Give a person a PIN; one's own is changed with the `old` one, an owner sets those of others."""
        clean = checked_pin(pin)
        if person_id == actor.person_id:
            self._verify(person_id, old)
        self._write(actor, "set_pin", person_id, _hashed(clean))

    def remove(self, actor: Actor, person_id: int, old: str = "") -> None:
        """Let a person in without a PIN."""
        if person_id == actor.person_id:
            self._verify(person_id, old)
        self._write(actor, "remove_pin", person_id, "")

    def new_code(self, actor: Actor) -> str:
        """A new recovery code, which is shown this once; the one before is worth nothing from now on."""
        code, now = new_code(), self._clock.now()
        with self._file.write() as tx:
            tx.execute(update(_shop).values(recovery_hash=_hashed(plain_code(code))))
            audit.record(tx, actor, now, "recovery_code", ("shop", 1))
        return code

    def recover(self, actor: Actor, code: str) -> Actor:
        """Become the first owner by the recovery code, which is used up with it; their PIN is gone."""
        with self._file.read() as connection:
            kept = connection.execute(select(_shop.c.recovery_hash)).scalar_one()
            owner = next(p for p in read_people(connection) if p.active and p.role is Role.OWNER)
        if not kept or not _fits(kept, plain_code(code)):
            raise NotAllowed(_("That is not the recovery code; it stands on the paper that was printed."))
        after = Actor(owner.id, owner.name, owner.role, actor.source)
        with self._file.write() as tx:
            tx.execute(update(_shop).values(recovery_hash=""))
            tx.execute(delete(_pin).where(_pin.c.person_id == owner.id))
            audit.record(tx, after, self._clock.now(), "recover", ("person", owner.id))
        return after

    def lock_after(self, actor: Actor, minutes: int) -> None:
        """After how many minutes without a touch the window locks; 0 is never."""
        if minutes not in LOCK_CHOICES:
            raise Invalid(_("Choose one of the times that are offered."), "lock_minutes")
        with self._file.write() as tx:
            before = tx.execute(select(_shop.c.lock_minutes)).scalar_one()
            tx.execute(update(_shop).values(lock_minutes=minutes))
            changes = {"lock_minutes": (before, minutes)}
            audit.record(tx, actor, self._clock.now(), "edit", ("shop", 1), changes)

    def _verify(self, person_id: int, pin: str) -> None:
        """Count the try before it is looked at: who ends the program in between has tried all the same."""
        with self._file.write(quietly=True) as tx:
            kept, wait = _count(tx, person_id, self._clock.unhurried())
        if wait > 0:
            raise NotAllowed(_wait_words(wait))
        if not kept:
            return
        if not _fits(kept, pin):
            raise NotAllowed(_("That is not the PIN."))
        with self._file.write(quietly=True) as tx:
            tx.execute(_of(person_id).values(tries=0, tried_at=None, next_try_at=None))

    def _write(self, actor: Actor, action: str, person_id: int, hashed: str) -> None:
        with self._file.write() as tx:
            check_person(tx, person_id)
            if hashed:
                kept = insert(_pin).values(person_id=person_id, hash=hashed)
                fresh = {"hash": hashed, "tries": 0, "tried_at": None, "next_try_at": None}
                tx.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=fresh))
            else:
                tx.execute(delete(_pin).where(_pin.c.person_id == person_id))
            audit.record(tx, actor, self._clock.now(), action, ("person", person_id))


def _count(tx: Connection, person_id: int, now: datetime) -> tuple[str, float]:
    """Write a try down; answers the hash (nothing for who has none) and the seconds that one has to wait.

    Where the clock was put back, the wait begins anew: nobody gains by it, and nobody waits for years.
    """
    row = tx.execute(select(_pin).where(_pin.c.person_id == person_id)).first()
    if row is None:
        return "", 0.0
    until = row.next_try_at
    if row.tried_at and now < row.tried_at:
        until = now + wait_after(row.tries)
        if wait_after(row.tries):
            tx.execute(_of(person_id).values(tried_at=now, next_try_at=until))
    if until and now < until:
        return "", (until - now).total_seconds()
    tries = row.tries + 1
    tx.execute(_of(person_id).values(tries=tries, tried_at=now, next_try_at=now + wait_after(tries)))
    return str(row.hash), 0.0


def _wait_words(seconds: float) -> str:
    minutes = int(seconds // 60) + 1
    words = ngettext("Wait {count} minute, then try again.", "Wait {count} minutes, then try again.", minutes)
    return words.format(count=minutes)


def _of(person_id: int) -> Any:
    return update(_pin).where(_pin.c.person_id == person_id)


def _hashed(secret: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash(secret)


def _fits(hashed: str, secret: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHash

    try:
        return PasswordHasher().verify(hashed, secret)
    except (Argon2Error, InvalidHash):
        return False
