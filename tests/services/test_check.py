"""The audit of who did what, and the check that finds a file altered behind the program's back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.paper import Document
from deskapp.domain.ticket import ItemReport, TicketEdit
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.builders import a_customer, a_line, a_service, an_intake, an_item
from tests.contents import rows
from tests.services.conftest import TakeIn

TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
ACTS = "SELECT action, kind, record_id FROM audit ORDER BY id"


def alter(path: Path, *statements: str) -> None:
    """Change a file as no program of ours would."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute(TRIGGERS).fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)


@pytest.mark.parametrize("guard", ["audit_is_never_updated", "status_step_is_never_deleted"])
def test_a_file_without_the_guards_of_its_history_is_not_sound(desk: Desk, owner: Actor, guard: str) -> None:
    with closing(sqlite.connect(desk.path)) as connection:
        connection.execute(f"DROP TRIGGER {guard}")
    assert "guards the history" in " ".join(desk.check(owner))


def test_every_act_is_in_the_audit_once(desk: Desk, owner: Actor) -> None:
    tickets, customers = desk.tickets, desk.customers
    number = tickets.take_in(owner, an_intake()).value.number
    tickets.edit(owner, number, TicketEdit(place="R7", customer_id=1), 1)
    tickets.edit_item(owner, number, 1, an_item("Other"), 1)
    tickets.report(owner, number, 1, ItemReport("Found"), 2)
    undo = tickets.move(owner, number, "in_work").undo
    desk.undo(owner, undo)
    tickets.note(owner, number, "x")
    tickets.message(owner, number, "x")
    tickets.add_line(owner, number, a_line())
    tickets.edit_line(owner, number, 1, a_line("Other"), 1)
    tickets.remove_line(owner, number, 1)
    tickets.bin(owner, number)
    tickets.restore(owner, number)
    customers.edit(owner, 1, a_customer("Zoë"), 1)
    customers.bin(owner, 1)
    desk.catalog.add(owner, a_service())
    desk.catalog.edit(owner, 1, a_service(name="Other"), 1)
    desk.catalog.retire(owner, 1)
    desk.catalog.bring_back(owner, 1)
    desk.people.add(owner, "Tom Ellis")
    desk.shop.save(owner, desk.shop.get(owner))
    desk.papers.printed(owner, number, Document.CLAIM_TICKET, b"")
    ticket_acts = (
        "take_in", "edit", "edit_item", "report", "move", "undo", "note", "message", "add_line", "edit_line",
        "remove_line", "bin", "restore",
    )  # fmt: skip
    assert rows(desk.path, ACTS) == [
        ("add", "customer", 1),
        *((act, "ticket", 1) for act in ticket_acts),
        ("edit", "customer", 1),
        ("bin", "customer", 1),
        *((act, "service", 1) for act in ("add", "edit", "retire", "bring_back")),
        ("add", "person", 2),
        ("edit", "shop", 1),
        ("print", "ticket", 1),
    ]
    assert desk.check(owner) == ()


def test_the_audit_holds_no_personal_text_but_the_values_beside_it_do(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    ticket = take_in()
    assert ticket.customer is not None
    desk.customers.edit(owner, ticket.customer.id, a_customer("Zoë Müller"), 1)
    assert "Müller" not in str(rows(desk.path, "SELECT * FROM audit"))
    assert rows(desk.path, "SELECT before, after FROM audit_value WHERE field = 'name'") == [
        ('"Łukasz Wójcik"', '"Zoë Müller"')
    ]


def test_erasing_personal_values_keeps_the_audit_valid(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    ticket = take_in()
    assert ticket.customer is not None
    desk.customers.edit(owner, ticket.customer.id, a_customer("Zoë Müller"), 1)
    alter(desk.path, "DELETE FROM audit_value")
    assert desk.check(owner) == ()


HISTORY = "The history was altered from outside, from its entry {} on."
ONE = "1 ticket does not agree with its own history."
DIFFERS = "The search index differs from {} records; make it anew with “check --rebuild-index”."
SHOWN = "1 ticket is not shown as it is; mend that with “check --rebuild-index”."
SHOWN_BOTH = "2 tickets are not shown as they are; mend that with “check --rebuild-index”."
ORDER = "The queue has lost the order of intake; mend that with “check --rebuild-index”."
ALTERATIONS = {
    "UPDATE audit SET action = 'bin' WHERE id = 2": HISTORY.format(2),
    "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE id = 1": HISTORY.format(1),
    "UPDATE audit SET person_id = NULL WHERE id = 3": HISTORY.format(3),
    "DELETE FROM audit WHERE id = 2": HISTORY.format(3),
    "DELETE FROM ticket_words": DIFFERS.format(2),
    "DELETE FROM customer_words": DIFFERS.format(4),
    "UPDATE ticket SET meaning = 'ready'": "2 tickets do not agree with their own history.",
    "UPDATE ticket SET status = 'ready' WHERE id = 1": ONE,
    "UPDATE ticket SET turnaround_min = 5 WHERE id = 2": ONE,
    "UPDATE ticket SET closed_month = '2020-01' WHERE id = 2": ONE,
    "UPDATE ticket SET closed_at = NULL WHERE id = 2": ONE,
    "UPDATE ticket SET item_count = 3 WHERE id = 2": SHOWN,
    "UPDATE ticket SET customer_label = 'Somebody'": SHOWN_BOTH,
    "UPDATE ticket SET customer_sort = 'x' WHERE id = 1": SHOWN,
    "UPDATE ticket SET phone_label = '' WHERE id = 1": SHOWN,
    "UPDATE ticket SET device_label = 'x' WHERE id = 1": SHOWN,
    "UPDATE ticket SET fault_line = 'x' WHERE id = 1": SHOWN,
    "UPDATE ticket SET total_minor = 1 WHERE id = 1": SHOWN,
    "UPDATE ticket SET status_since = '2020-01-01T00:00:00+00:00' WHERE id = 1": SHOWN,
    "UPDATE ticket SET updated_at = '2020-01-01T00:00:00+00:00' WHERE id = 2": SHOWN,
    "UPDATE customer SET name = 'Renamed' WHERE id = 1": SHOWN,
    "UPDATE line SET quantity = '3'": SHOWN,
    "DELETE FROM ticket_run": ORDER,
    "UPDATE item SET status = 'testing' WHERE id = 1": ONE,
    "UPDATE status_step SET to_status = 'ready' WHERE id = 1": ONE,
    "UPDATE item SET binned_at = '2020-01-01T00:00:00+00:00' WHERE id = 1": ONE,
    "UPDATE item SET device_id = 99": "Some records point to records that are gone. Open a backup.",
}


@pytest.fixture
def altered(desk: Desk, owner: Actor, clock: FixedClock) -> Desk:
    """A desk with an open and a closed ticket, to be altered."""
    for phone in ("0161 1", "0161 2"):
        desk.tickets.take_in(owner, an_intake(customer=a_customer(phone=phone)))
    desk.tickets.add_line(owner, "26000018", a_line())
    desk.tickets.move(owner, "26000026", "cancelled", reason="Sold")
    assert desk.check(owner) == ()
    return desk


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_what_was_altered_behind_the_program_s_back_is_found(altered: Desk, alteration: str) -> None:
    alter(altered.path, alteration)
    said = altered.check(altered.actor())
    assert ALTERATIONS[alteration] in said
    assert all("\n" not in sentence for sentence in said)


@pytest.mark.parametrize(
    "alteration", [one for one, said in ALTERATIONS.items() if "rebuild-index" in said or "search" in said]
)
def test_what_is_derived_is_made_anew(altered: Desk, alteration: str) -> None:
    owner = altered.actor()
    alter(altered.path, alteration)
    before = rows(altered.path, "SELECT count(*) FROM audit")
    assert altered.check(owner) != ()
    altered.rebuild_index(owner)
    assert altered.check(owner) == ()
    assert rows(altered.path, "SELECT count(*) FROM audit") == before


def test_a_damaged_page_is_found(altered: Desk, clock: FixedClock) -> None:
    altered.close()
    [(page,)] = rows(
        altered.path, "SELECT rootpage FROM sqlite_schema WHERE name = 'ix_ticket_closed_by_status'"
    )
    content = bytearray(altered.path.read_bytes())
    content[(page - 1) * 4096 + 8 : page * 4096] = bytes(4088)
    altered.path.write_bytes(content)
    with closing(Desk.open(altered.path, clock)) as desk:
        [sentence] = desk.check(desk.actor())
    assert sentence.startswith("The file is damaged: ")
    assert sentence.endswith("Open a backup.")
    assert "\n" not in sentence


def test_what_another_window_wrote_is_no_damage(desk: Desk, owner: Actor) -> None:
    desk.customers.add(owner, a_customer())
    assert desk.check(owner) == ()
    with closing(Desk.open(desk.path, desk.clock)) as other:
        other.customers.add(other.actor(), a_customer("Zoë Quill", "07700 900318"))
        other.tickets.take_in(other.actor(), an_intake(customer=None, customer_id=1))
    assert desk.check(owner) == ()
