"""Who somebody is: by a PIN, with waits that no restart takes away, and a code that helps out."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.pin import wait_after
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.errors import DeskError, Invalid, NotAllowed, PinNeeded
from deskapp.services import pin as pin_service
from deskapp.services.desk import Desk
from tests.builders import an_intake, an_item
from tests.contents import everything


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash is made to be slow; what is tested here is what lies around it."""
    monkeypatch.setattr(pin_service, "_hashed", lambda secret: f"hash of {secret}")
    monkeypatch.setattr(pin_service, "_fits", lambda hashed, secret: hashed == f"hash of {secret}")


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Actor:
    desk.people.add(owner, "Tom", Role.TECHNICIAN)
    return desk.actor("Tom")


def test_without_a_pin_everybody_is_let_in(desk: Desk, owner: Actor, tom: Actor) -> None:
    assert desk.pins.enter(owner, tom.person_id) == tom
    assert desk.pins.state(tom).with_pin == frozenset()
    desk.people.retire(owner, tom.person_id)
    with pytest.raises(NotAllowed, match="does not work here"):
        desk.pins.enter(owner, tom.person_id)


def test_with_one_only_who_knows_it(desk: Desk, owner: Actor, tom: Actor) -> None:
    desk.pins.keep(tom, tom.person_id, "2749")
    for wrong in ("", "2748", "27490"):
        with pytest.raises(NotAllowed, match="not the PIN"):
            desk.pins.enter(owner, tom.person_id, wrong)
    assert desk.pins.enter(owner, tom.person_id, "2749") == tom
    assert desk.pins.state(owner).with_pin == {tom.person_id}


@pytest.mark.parametrize("weak", ["", "123", "1234", "0000", "987654", "12a4", "٣٤٥٦", "1" * 13])
def test_what_is_no_pin_is_refused(desk: Desk, owner: Actor, weak: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.pins.keep(owner, owner.person_id, weak)
    assert refused.value.field == "pin"


def test_ones_own_is_changed_with_the_old_one_and_others_by_an_owner(
    desk: Desk, owner: Actor, tom: Actor
) -> None:
    desk.pins.keep(tom, tom.person_id, "2749")
    with pytest.raises(NotAllowed, match="not the PIN"):
        desk.pins.keep(tom, tom.person_id, "3861")
    desk.pins.keep(tom, tom.person_id, "3861", "2749")
    with pytest.raises(NotAllowed):
        desk.pins.keep(tom, owner.person_id, "2749")
    with pytest.raises(NotAllowed):
        desk.pins.remove(tom, owner.person_id)
    desk.pins.keep(owner, tom.person_id, "5927")
    assert desk.pins.enter(owner, tom.person_id, "5927") == tom
    desk.pins.remove(owner, tom.person_id)
    assert desk.pins.enter(owner, tom.person_id) == tom


def guesses(desk: Desk, clock: FixedClock, person: int, hours: int) -> int:
    """How many PINs somebody can try who tries once a second."""
    end, tries = clock.moment + timedelta(hours=hours), 0
    while clock.moment < end:
        waits = False
        try:
            desk.pins.enter(desk.actor(), person, "0000")
        except NotAllowed as error:
            tries += "not the PIN" in str(error)
            waits = "Wait" in str(error)
        clock.moment += timedelta(seconds=15 if waits else 1)
    return tries


def test_twelve_hours_of_guessing_are_under_sixty_tries(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    desk.pins.keep(owner, owner.person_id, "2749")
    assert 50 < guesses(desk, clock, owner.person_id, 12) < 60


def test_no_restart_and_no_clock_that_is_put_back_forgets_the_tries(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.pins.keep(owner, owner.person_id, "2749")
    for _try in range(5):
        with pytest.raises(NotAllowed, match="not the PIN"):
            desk.pins.enter(owner, owner.person_id, "0000")
    for back in (timedelta(), timedelta(days=1), timedelta(minutes=5)):
        clock.moment -= back
        again = Desk.open(desk.path, clock)
        with pytest.raises(NotAllowed, match="Wait 1 minute,"):
            again.pins.enter(owner, owner.person_id, "2749")
        again.close()
    clock.moment += timedelta(seconds=31)
    assert desk.pins.enter(owner, owner.person_id, "2749") == owner


def test_the_waits_grow_and_end(desk: Desk) -> None:
    waits = [wait_after(tries).total_seconds() for tries in (0, 4, 5, 6, 7, 8, 9, 10, 11, 5000)]
    assert waits == [0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_the_recovery_code_lets_the_owner_in_once(desk: Desk, owner: Actor, tom: Actor) -> None:
    desk.pins.keep(owner, owner.person_id, "2749")
    desk.pins.prove(owner, "2749")
    first, code = desk.pins.new_code(owner), desk.pins.new_code(owner)
    assert len(code) == 29
    for wrong in ("", first, code[:-1]):
        with pytest.raises(NotAllowed, match="not the recovery code"):
            desk.pins.recover(tom, wrong)
    assert desk.pins.recover(tom, code.lower().replace("-", " ")) == owner
    assert desk.pins.enter(tom, owner.person_id) == owner
    with pytest.raises(NotAllowed):
        desk.pins.recover(tom, code)
    assert not desk.pins.state(owner).has_recovery


def test_no_pin_and_no_code_stands_in_the_file(
    desk: Desk, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the true hash
    desk.pins.keep(owner, owner.person_id, "27494927")
    desk.pins.prove(owner, "27494927")
    code = desk.pins.new_code(owner)
    held = repr(everything(desk.path))
    assert "27494927" not in held
    assert code not in held
    assert code.replace("-", "") not in held
    assert held.count("$argon2id$") == 2
    assert desk.check(owner) == ()


def test_what_reaches_far_asks_an_owner_again(
    desk: Desk, owner: Actor, tom: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.pins.keep(owner, owner.person_id, "2749")
    for call in (
        lambda: desk.tickets.bin(owner, number),
        lambda: desk.tickets.move(owner, number, "cancelled", reason="Sold"),
        lambda: desk.bulk.change(owner, [number], BulkChange(to_bin=True)),
        lambda: desk.people.add(owner, "Zoë"),
        lambda: desk.shop.save(owner, desk.shop.get(owner)),
    ):
        with pytest.raises(PinNeeded):
            call()
    desk.tickets.move(owner, number, "in_work")
    desk.people.add(desk.actor(source=Source.COMMAND_LINE), "Zoë")
    desk.pins.enter(tom, owner.person_id, "2749")
    with pytest.raises(PinNeeded):
        desk.people.add(owner, "Yan")  # who came in may have gone since
    with pytest.raises(NotAllowed, match="not the PIN"):
        desk.pins.prove(owner, "2748")
    desk.pins.prove(owner, "2749")
    desk.people.add(owner, "Yan")
    desk.pins.enter(owner, owner.person_id, "2749")
    with pytest.raises(PinNeeded):
        desk.people.add(owner, "Yve")
    desk.pins.prove(owner, "2749")
    later = time.monotonic() + 301
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with pytest.raises(PinNeeded):
        desk.tickets.bin(owner, number)


def test_what_was_done_by_the_pin_is_taken_back_and_done_again_by_it(
    desk: Desk, owner: Actor, tom: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pins.keep(owner, owner.person_id, "2749")
    desk.pins.prove(owner, "2749")
    role = desk.people.set_role(owner, tom.person_id, Role.READ_ONLY, 1).undo
    number = desk.tickets.take_in(owner, an_intake()).value.number
    note = desk.tickets.note(owner, number, "Hm").undo
    later = time.monotonic() + 301
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with pytest.raises(PinNeeded):
        desk.undo(owner, role)
    assert desk.actor("Tom").role is Role.READ_ONLY
    desk.undo(owner, note)
    desk.pins.prove(owner, "2749")
    again = desk.undo(owner, role)
    desk.pins.enter(owner, owner.person_id, "2749")
    with pytest.raises(PinNeeded):
        desk.undo(owner, again)


def test_a_technician_shows_a_passcode_by_their_pin(desk: Desk, owner: Actor, tom: Actor) -> None:
    item = an_item(secret=Secret(SecretKind.PASSCODE, "4711"))
    number = desk.tickets.take_in(owner, an_intake(person_id=tom.person_id, items=(item,))).value.number
    assert desk.secrets.reveal(tom, number, 1) is not None  # without a PIN nothing is asked
    desk.pins.keep(tom, tom.person_id, "2749")
    with pytest.raises(PinNeeded):
        desk.secrets.reveal(tom, number, 1)
    desk.pins.prove(tom, "2749")
    assert desk.secrets.reveal(tom, number, 1) is not None


def test_wrong_proofs_wait_like_wrong_entries(desk: Desk, owner: Actor) -> None:
    desk.pins.keep(owner, owner.person_id, "2749")
    for _try in range(5):
        with pytest.raises(NotAllowed, match="not the PIN"):
            desk.pins.prove(owner, "0000")
    with pytest.raises(NotAllowed, match="Wait"):
        desk.pins.prove(owner, "2749")


def test_the_lock_waits_as_long_as_the_shop_wants(desk: Desk, owner: Actor) -> None:
    assert desk.pins.state(owner).lock_minutes == 5
    desk.pins.lock_after(owner, 30)
    assert desk.pins.state(owner).lock_minutes == 30
    with pytest.raises(DeskError):
        desk.pins.lock_after(owner, 7)
