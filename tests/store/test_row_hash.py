"""Bits that flip on the disk are found, what programs write is not, and writing costs nothing."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket import TicketEdit
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import row_hash
from deskapp.store.driver import sqlite
from tests.builders import a_customer, a_line, an_intake, an_item
from tests.contents import rows

CHECK = "PRAGMA integrity_check"


@pytest.fixture
def kept(shop_path: Path, clock: FixedClock, tmp_path: Path) -> Path:
    """A shop file at rest whose rows have hashes, from the backup."""
    folder = tmp_path / "backups"
    with closing(Desk.open(shop_path, clock)) as desk:
        owner = desk.actor()
        number = desk.tickets.take_in(
            owner, an_intake(items=(an_item(condition="Bent at the corner"),))
        ).value.number
        desk.tickets.note(owner, number, "Rings when it is warm")
        desk.tickets.message(owner, number, "We will look at it")
        desk.tickets.add_line(owner, number, a_line())
        desk.backups.make(owner, (folder,))
    return shop_path


def flip(path: Path, text: bytes, place: int = 0, bit: int = 0) -> int:
    """Flip a bit of a text wherever it lies in the table's own pages; answers how often it lay there."""
    content = bytearray(path.read_bytes())
    found, at = 0, content.find(text)
    while at >= 0:
        content[at + place] ^= 1 << bit
        found += 1
        at = content.find(text, at + 1)
    path.write_bytes(content)
    return found


def checked(path: Path, clock: FixedClock) -> tuple[str, ...]:
    with closing(Desk.open(path, clock)) as desk:
        return desk.check(desk.actor())


FLIPPED = {
    b"Rings when it is warm": "ticket 26000018 (note)",
    b"We will look at it": "ticket 26000018 (message)",
    b"Charging port": "ticket 26000018 (line)",
    b"Bent at the corner": "ticket 26000018 (item)",
}


@pytest.mark.parametrize("text", FLIPPED)
def test_a_flipped_bit_is_found_and_named(kept: Path, clock: FixedClock, text: bytes) -> None:
    assert checked(kept, clock) == ()
    assert flip(kept, text)
    assert rows(kept, CHECK) == [("ok",)]  # SQLite alone sees nothing
    assert any(FLIPPED[text] in sentence for sentence in checked(kept, clock))


def test_a_bit_that_makes_no_text_of_it_is_found_too(kept: Path, clock: FixedClock) -> None:
    assert flip(kept, b"Rings when", bit=7)
    [sentence] = checked(kept, clock)
    assert sentence.startswith("The drive has altered what was written: ticket 26000018 (note). Compare")


def test_what_people_change_is_not_taken_for_rot(kept: Path, clock: FixedClock) -> None:
    with closing(Desk.open(kept, clock)) as desk:
        owner, tickets = desk.actor(), desk.tickets
        [number] = [row.number for row in tickets.rows(owner)]
        ticket = tickets.get(owner, number)
        tickets.edit(owner, number, TicketEdit(place="R7", customer_id=1), ticket.row_version)
        tickets.edit_item(owner, number, 1, an_item("Other"), 1)
        tickets.remove_line(owner, number, 1)
        tickets.move(owner, number, "in_work")
        desk.customers.edit(owner, 1, a_customer("Zoë Müller"), 1)
        tickets.bin(owner, number)
        desk.privacy.erase(owner, 1)
        assert desk.check(owner) == ()
        assert not [*row_hash.differing(sqlite.connect(kept))]


def test_what_is_deleted_by_a_program_is_not_missed_and_what_is_gone_is(kept: Path) -> None:
    with closing(sqlite.connect(kept)) as driver:
        driver.execute("DELETE FROM note")
        assert not [*row_hash.differing(driver)]
        driver.execute("DROP TRIGGER message_hash_is_gone")
        driver.execute("DELETE FROM message")
        assert [*row_hash.differing(driver)] == [("message", 1)]


def test_daily_steps_write_no_hash(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    assert rows(desk.path, "SELECT * FROM row_hash") == []
    desk.backups.make(owner, (tmp_path / "backups",))
    before = rows(desk.path, "SELECT * FROM row_hash")
    assert {kind for kind, _id, _hash in before} >= {1, 2, 4, 7, 8, 9}
    desk.tickets.move(owner, number, "in_work")
    assert rows(desk.path, "SELECT * FROM row_hash") == before


def test_a_backup_says_what_rotted_and_no_older_one_goes(kept: Path, clock: FixedClock) -> None:
    assert flip(kept, b"Rings when it is warm")
    with closing(Desk.open(kept, clock)) as desk:
        made = desk.backups.make(desk.actor(), (kept.parent / "backups",))
    assert made.removed == ()
    assert "ticket 26000018 (note)" in made.missed[0]


def test_a_list_says_so_where_a_text_is_none_any_more(kept: Path, clock: FixedClock) -> None:
    """Of what the queue keeps of other rows there is no hash; nobody gets a crash for it."""
    assert flip(kept, b"Does not charge", bit=7)
    with closing(Desk.open(kept, clock)) as desk, pytest.raises(DeskError, match="is damaged"):
        desk.tickets.rows(desk.actor())
