"""The shop's own fields of a customer: kept, refused, found, merged, exported and imported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.customer import Customer
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.errors import Invalid
from deskapp.services.desk import Desk
from tests.builders import a_customer, an_intake
from tests.contents import rows

SOURCE = Field(
    "Heard of us", FieldKind.CHOICE, FieldOf.CUSTOMER, choices=("Poster", "A friend"), key="source"
)
CARD = Field("Club card", of=FieldOf.CUSTOMER, key="card")
SHELF = Field("Shelf", of=FieldOf.TICKET, key="shelf")
OWN = {"source": "Poster", "card": "KM-4711"}


@pytest.fixture(autouse=True)
def fields(desk: Desk, owner: Actor) -> None:
    desk.fields.keep(owner, [SOURCE, CARD, SHELF], [])


@pytest.fixture
def anna(desk: Desk, owner: Actor) -> Customer:
    return desk.customers.add(owner, a_customer("Anna Meyer", fields=OWN)).value


def test_values_are_kept_changed_and_taken_back(desk: Desk, owner: Actor, anna: Customer) -> None:
    kept = desk.customers.get(owner, anna.id)
    assert kept == anna
    assert [(fact.field.label, fact.value) for fact in kept.own] == [
        ("Heard of us", "Poster"),
        ("Club card", "KM-4711"),
    ]
    done = desk.customers.edit(owner, anna.id, replace(kept.draft, fields={"card": "KM-5"}), kept.row_version)
    assert done.value.draft.fields == {"card": "KM-5"}
    [(field,)] = rows(desk.path, "SELECT field FROM audit_value ORDER BY id DESC LIMIT 1")
    assert field == "fields"
    desk.undo(owner, done.undo)
    assert desk.customers.get(owner, anna.id).draft.fields == OWN
    assert desk.check(owner) == ()


@pytest.mark.parametrize(
    ("values", "said"), [({"source": "Radio"}, "Poster, A friend"), ({"shelf": "A1"}, "no field “shelf”")]
)
def test_what_does_not_fit_is_refused_by_name(
    desk: Desk, owner: Actor, values: dict[str, str], said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        desk.customers.add(owner, a_customer(fields=values))
    assert refused.value.field == "own." + next(iter(values))


def test_what_is_asked_no_more_stays_and_comes_back(desk: Desk, owner: Actor, anna: Customer) -> None:
    desk.fields.keep(owner, [SOURCE], [SOURCE, CARD, SHELF])
    new = replace(anna.draft, city="Leeds", fields={"source": "A friend"})
    kept = desk.customers.edit(owner, anna.id, new, anna.row_version).value
    assert kept.draft.fields == {"source": "A friend", "card": "KM-4711"}
    assert [fact.field.key for fact in kept.own] == ["source"]


def test_customers_and_their_tickets_are_found_by_a_value(desk: Desk, owner: Actor, anna: Customer) -> None:
    ticket = desk.tickets.take_in(owner, an_intake(customer=None, customer_id=anna.id)).value
    assert [match.id for match in desk.customers.rows(owner, "4711")] == [anna.id]
    assert [row.number for row in desk.tickets.rows(owner, "km-4711")] == [ticket.number]
    assert desk.fields.of_customers(owner, [anna.id])[anna.id] == anna.own


def test_papers_do_not_carry_them(desk: Desk, owner: Actor, anna: Customer) -> None:
    ticket = desk.tickets.take_in(owner, an_intake(customer=None, customer_id=anna.id)).value
    paper = desk.papers.ticket(owner, ticket.number)
    assert paper.customer is not None
    assert (paper.customer.draft.fields, paper.customer.own) == ({}, ())


def test_a_merge_takes_what_is_chosen_and_what_lacks_and_gives_it_back(
    desk: Desk, owner: Actor, anna: Customer
) -> None:
    other = desk.customers.add(owner, a_customer("Ana Meier", fields={"card": "KM-9"})).value
    kept = desk.merges.merge(owner, other.id, [anna.id], {"own.card": anna.id})
    assert kept.value.draft.fields == OWN
    desk.undo(owner, kept.undo)
    assert desk.customers.get(owner, other.id).draft.fields == {"card": "KM-9"}
    desk.merges.merge(owner, other.id, [anna.id])
    merged = desk.customers.get(owner, other.id)
    assert merged.draft.fields == {"card": "KM-9", "source": "Poster"}
    changed = replace(merged.draft, fields={"card": "KM-9", "source": "A friend"})
    desk.customers.edit(owner, other.id, changed, merged.row_version)
    parted = desk.merges.undo(owner, desk.merges.into(owner, other.id)[0].id).value
    assert parted.kept.draft.fields == {"card": "KM-9", "source": "A friend"}
    assert parted.gone.draft.fields == OWN
    assert [(one.label, one.now, one.before) for one in parted.stayed] == [("Heard of us", "A friend", "")]
    with pytest.raises(Invalid, match=r"no field “own\.shelf”"):
        desk.merges.merge(owner, other.id, [anna.id], {"own.shelf": anna.id})
