"""The history as people read it: who, when, what, with names for ids, and own lines for who is no owner."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.audit import AuditQuestion, ChainState
from deskapp.errors import NotAllowed
from deskapp.services import audit
from deskapp.services.desk import Desk
from deskapp.store.engine import ShopFile
from deskapp.store.types import json_text
from tests.builders import a_customer, a_line, a_service, an_intake


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Actor:
    desk.people.add(owner, "Tom", Role.TECHNICIAN)
    return desk.actor("Tom")


@pytest.fixture
def number(desk: Desk, owner: Actor, tom: Actor) -> str:
    found = desk.tickets.take_in(owner, an_intake(customer=a_customer("Ada Byron"), person_id=tom.person_id))
    return found.value.number


def test_acts_stand_newest_first_with_names_for_ids(
    desk: Desk, owner: Actor, tom: Actor, number: str, clock: FixedClock
) -> None:
    edit = desk.tickets.get(owner, number).edit
    desk.tickets.edit(owner, number, replace(edit, person_id=owner.person_id, place="B7"), 1)
    desk.tickets.move(tom_as(desk, owner, number, tom), number, "in_work")
    first, second = desk.audit.rows(owner, limit=2)
    assert (first.person, first.role, first.action, first.record) == ("Tom", Role.TECHNICIAN, "move", number)
    assert [(one.field, one.after) for one in first.changes] == [("status", "In work")]
    assert second.action == "edit"
    said = {one.field: (one.before, one.after) for one in desk.audit.rows(owner, limit=3)[2].changes}
    assert said["place"] == ("", "B7")
    assert said["person_id"] == ("Tom", owner.name)


def tom_as(desk: Desk, owner: Actor, number: str, tom: Actor) -> Actor:
    """Tom, to whom the ticket is given back."""
    ticket = desk.tickets.get(owner, number)
    desk.tickets.edit(owner, number, replace(ticket.edit, person_id=tom.person_id), ticket.row_version)
    return tom


def test_filters_by_person_moment_kind_and_record(
    desk: Desk, owner: Actor, tom: Actor, number: str, clock: FixedClock
) -> None:
    ticket = desk.tickets.get(owner, number)
    desk.tickets.note(tom, number, "Looked at it")
    then = clock.now()
    clock.moment += timedelta(days=1)
    desk.tickets.note(tom, number, "Again")
    audit, record = desk.audit, AuditQuestion(kind="ticket", record_id=ticket.id)
    assert [one.action for one in audit.rows(owner, record)] == ["note", "note", "take_in"]
    assert audit.count(owner, record) == 3
    assert audit.count(owner, replace(record, person_id=tom.person_id)) == 2
    assert audit.count(owner, replace(record, since=then + timedelta(hours=1))) == 1
    assert audit.count(owner, replace(record, until=then + timedelta(hours=1))) == 2
    assert [one.action for one in audit.rows(owner, record, offset=1, limit=1)] == ["note"]
    assert {one.record for one in audit.rows(owner, AuditQuestion(kind="customer"))} == {"Ada Byron"}


def test_who_is_no_owner_reads_own_lines_and_the_bookkeeper_none(
    desk: Desk, owner: Actor, tom: Actor, number: str
) -> None:
    desk.tickets.note(tom, number, "Looked at it")
    assert {one.person for one in desk.audit.rows(tom, AuditQuestion(person_id=owner.person_id))} == {"Tom"}
    assert desk.audit.count(tom, AuditQuestion()) == 1
    desk.people.add(owner, "Rea", Role.READ_ONLY)
    with pytest.raises(NotAllowed):
        desk.audit.rows(desk.actor("Rea"))


def test_a_technician_is_shown_no_sum_that_they_changed(
    desk: Desk, owner: Actor, tom: Actor, number: str
) -> None:
    service = desk.catalog.add(owner, a_service()).value
    line = desk.tickets.add_line(tom, number, a_line(service_id=service.id)).value.lines[0]
    draft = replace(line.draft, description="Another", unit_price=replace(line.draft.unit_price, minor=0))
    desk.tickets.edit_line(owner, number, line.id, replace(draft, unit_price=a_line().unit_price), 1)
    mine = [one for entry in desk.audit.rows(tom) for one in entry.changes if one.field.endswith("_minor")]
    assert not any(one.shown or one.before or one.after for one in mine)


def test_what_was_erased_is_a_field_without_values(desk: Desk, owner: Actor, number: str) -> None:
    customer = desk.tickets.get(owner, number).edit.customer_id
    assert customer is not None
    draft = desk.customers.get(owner, customer).draft
    desk.customers.edit(owner, customer, replace(draft, note="Lives above the bakery"), 1)
    assert "bakery" in repr(desk.audit.rows(owner))
    desk.tickets.move(owner, number, "cancelled", reason="Sold")
    desk.privacy.erase(owner, customer)
    said = repr(desk.audit.rows(owner, limit=100))
    assert "bakery" not in said
    assert "Byron" not in said


def test_a_line_that_was_changed_by_hand_breaks_the_chain(desk: Desk, owner: Actor, number: str) -> None:
    acts = desk.audit.count(owner)
    assert desk.audit.chain(owner) == ChainState(acts)
    file = ShopFile(desk.path)
    with file.write() as tx:
        for trigger in (
            tx.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        ):
            tx.execute(text(f'DROP TRIGGER "{trigger}"'))
        tx.execute(text("UPDATE audit SET action = 'bin' WHERE id = 2"))
    file.close()
    assert desk.audit.chain(owner) == ChainState(acts, 2)


@pytest.mark.parametrize("record_id", [None, 0, 1203])
@pytest.mark.parametrize("person_id", [None, 1, True])
@pytest.mark.parametrize(("kind", "fields"), [("ticket", {}), ('a "kind" é', {"z": "1", "a": "2"})])
def test_a_row_stands_in_the_chain_as_a_list_in_json(
    record_id: int | None, person_id: int | None, kind: str, fields: dict[str, str]
) -> None:
    row: dict[str, object] = {"person_id": person_id, "role": "owner", "source": "window", "action": "move"}
    row |= {
        "kind": kind,
        "record_id": record_id,
        "at": datetime(2026, 3, 10, 9, 6, tzinfo=UTC),
        "fields": fields,
    }
    names = ("person_id", "role", "source", "action", "kind", "record_id", "fields")
    content = json_text(["2026-03-10T09:06:00+00:00", *(row[name] for name in names)])
    assert audit.chain("before", row) == hashlib.sha256(f"before{content}".encode()).hexdigest()
