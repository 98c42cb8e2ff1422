"""The customer directory: add, edit, find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain import text
from deskapp.domain.customer import Customer, CustomerDraft, CustomerMatch, Phone, checked
from deskapp.domain.field import FieldOf, searched
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import Invalid
from deskapp.i18n import _, ngettext
from deskapp.services import audit, rows
from deskapp.services.customer_list import all_tags, counted, listed, offered
from deskapp.services.customer_names import renew_names, unknown
from deskapp.services.customer_parts import (
    add_parts,
    change_parts,
    changed_parts,
    read_parts,
    with_normal_numbers,
)
from deskapp.services.erased import check_not_erased
from deskapp.services.field import own_facts, own_values
from deskapp.services.merged import former_names, living_id
from deskapp.services.phone import searchable
from deskapp.services.shop import read_shop
from deskapp.store import schema, search_index
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer_history import CustomerHistory
    from deskapp.domain.field import Values
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_customer = schema.customer
CUSTOMER_COLUMNS = (
    *("name", "company", "email", "street", "postcode", "city", "country"),
    *("language", "tax_id", "note", "alert"),
    *("kind", "channel", "do_not_contact", "price_group", "iban", "payer_id", "fields"),
)
_ONE = Reading(select(_customer).where(_customer.c.id == bindparam("id")))
_LONGEST_CHAIN = 20  # of customers who pay for one another


class Customers:
    """The directory of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def add(self, actor: Actor, draft: CustomerDraft) -> Done[Customer]:
        """Write down a new customer."""
        with self._file.write() as tx:
            customer, steps = add_customer(tx, actor, draft, self._clock)
            return Done(customer, Undo(_("Added {name}").format(name=customer.name), steps))

    def edit(self, actor: Actor, customer_id: int, draft: CustomerDraft, row_version: int) -> Done[Customer]:
        """Keep a changed customer; `row_version` is the version that was read."""
        now = self._clock.now()
        with self._file.write() as tx:
            check_not_erased(tx, customer_id)
            old = read_customer(tx, customer_id).draft
            new = _normalised(tx, checked(draft), old.fields)
            _check_payer(tx, customer_id, new.payer_id)
            values, parts = row_values(new), changed_parts(old, new)
            before, step = rows.change(tx, _customer, customer_id, values, row_version, touch=bool(parts))
            steps = (step, *change_parts(tx, customer_id, new, now))
            changes = {name: (value, values[name]) for name, value in before.items()} | parts
            audit.record(tx, actor, now, "edit", ("customer", customer_id), changes)
            customer = index_customer(tx, customer_id)
            return Done(customer, Undo(_("Changed {name}").format(name=customer.name), steps))

    def get(self, actor: Actor, customer_id: int) -> Customer:
        """One customer; raises `NotFound`."""
        with self._file.read() as connection:
            return read_customer(connection, customer_id)

    def history(self, actor: Actor, customer_id: int) -> CustomerHistory:
        """What the shop did for a customer so far."""
        from deskapp.services.customer_history import read_history

        with self._file.read() as connection:
            return read_history(connection, customer_id, self._clock.now())

    def rows(
        self, actor: Actor, query: str = "", *, sort: str = "name", offset: int = 0, limit: int | None = None
    ) -> tuple[CustomerMatch, ...]:
        """The directory, or the customers that match a query; `sort` is one of `ORDERS`, `-` turns it round.

        A query is words, parts of numbers and `tag:` with a whole tag; all of them must match. With
        `is:deleted` it means customers in the bin, which are left out otherwise.
        """
        with self._file.read() as connection:
            return listed(connection, query, sort, offset, limit)

    def count(self, actor: Actor, query: str = "") -> int:
        """How many customers match."""
        with self._file.read() as connection:
            return counted(connection, query)

    def tags(self, actor: Actor) -> tuple[str, ...]:
        """The tags that customers have, in their order."""
        with self._file.read() as connection:
            return all_tags(connection)

    def match(self, actor: Actor, typed: str, limit: int = 8) -> tuple[CustomerMatch, ...]:
        """Customers to offer while somebody types: digits inside phones, letters at word starts."""
        return offered(self._file, typed, limit)

    def bin(self, actor: Actor, customer_id: int) -> Done[Customer]:
        """Put a customer into the bin; their tickets stay."""
        now = self._clock.now()
        with self._file.write() as tx:
            check_not_erased(tx, customer_id)
            _before, step = rows.change(tx, _customer, customer_id, {"binned_at": now})
            audit.record(tx, actor, now, "bin", ("customer", customer_id))
            customer = read_customer(tx, customer_id)
            return Done(customer, Undo(_("Deleted {name}").format(name=customer.name), (step,)))

    def restore(self, actor: Actor, customer_ids: Sequence[int]) -> Done[int]:
        """Take customers out of the bin; answers how many were in it."""
        now = self._clock.now()
        with self._file.write() as tx:
            back = [one for one in customer_ids if _lies_in_bin(tx, one)]
            steps = tuple(rows.change(tx, _customer, one, {"binned_at": None})[1] for one in back)
            for one in back:
                audit.record(tx, actor, now, "restore", ("customer", one))
            words = ngettext("Restored {count} customer", "Restored {count} customers", len(back))
            return Done(len(back), Undo(words.format(count=len(back)), steps))


def add_customer(
    tx: Connection, actor: Actor, draft: CustomerDraft, clock: Clock
) -> tuple[Customer, tuple[UndoStep, ...]]:
    """Write a new customer inside a unit that is already open."""
    new, now = _normalised(tx, checked(draft)), clock.now()
    payer = _check_payer(tx, None, new.payer_id)
    customer_id, step = rows.add(tx, _customer, {**row_values(new), "created_at": now}, now)
    steps = add_parts(tx, customer_id, new, now)
    audit.record(tx, actor, now, "add", ("customer", customer_id))
    words, phones = search_texts(new)
    search_index.add(tx, "customer_words", [(customer_id, words)])
    search_index.add(tx, "customer_parts", [(customer_id, phones)])
    own = own_facts(tx, FieldOf.CUSTOMER, new.fields)
    return Customer(customer_id, new, now, payer=payer, own=own), (step, *steps)


def read_customer(connection: Unit, customer_id: int) -> Customer:
    """One customer, inside a unit that is already open."""
    row = _ONE.first(connection, id=customer_id)
    if row is None:
        raise unknown(customer_id)
    values = {name: getattr(row, name) for name in CUSTOMER_COLUMNS}
    draft = CustomerDraft(**values, tags=tuple(row.tags.split()), **read_parts(connection, customer_id))
    payer = _name_of(_ONE.first(connection, id=row.payer_id)) if row.payer_id else ""
    own = own_facts(connection, FieldOf.CUSTOMER, draft.fields)
    return Customer(row.id, draft, row.created_at, row.row_version, row.binned_at is not None, payer, own)


def _lies_in_bin(tx: Connection, customer_id: int) -> bool:
    """Raises `Invalid` for who was merged or erased, and `NotFound` for nobody."""
    check_not_erased(tx, customer_id)
    row = _ONE.first(tx, id=customer_id)
    if row is None:
        raise unknown(customer_id)
    if row.merged_into is not None:
        message = _("{name} was merged; undo the merge to bring them back.")
        raise Invalid(message.format(name=_name_of(row)), "customer")
    return row.binned_at is not None


def index_customer(tx: Connection, customer_id: int) -> Customer:
    """Write the customer's search texts anew."""
    customer = read_customer(tx, customer_id)
    draft = customer.draft
    words, phones = search_texts(draft, former_names(tx, customer_id))
    if search_index.put(tx, "customer_words", customer_id, words):
        search_index.tell_tickets(tx, customer_id, "ticket_words", "customer", words)
    if search_index.put(tx, "customer_parts", customer_id, phones):
        search_index.tell_tickets(tx, customer_id, "ticket_parts", "phone", phones)
    renew_names(tx, customer_id)
    if customer.binned and (living := living_id(tx, customer_id)) != customer_id:
        index_customer(tx, living)
    return customer


def search_texts(draft: CustomerDraft, former: Iterable[str] = ()) -> tuple[str, str]:
    """By which words a customer and their tickets are found, and by which digits of their phones.

    `former` are the names of those who were merged into this customer.
    """
    said = [*former, draft.name, draft.company, draft.email, draft.city, draft.street, draft.postcode]
    said += [draft.tax_id, draft.iban, *draft.tags, *(one.address for one in draft.emails)]
    said += [part for one in draft.addresses for part in (one.street, one.postcode, one.city)]
    said += searched(draft.fields)
    said += [part for one in draft.contacts for part in (one.name, one.role, one.email)]
    phones = (*draft.phones, *(Phone(one.phone, one.normal) for one in draft.contacts if one.phone))
    return text.index_text(filter(None, said)), " ".join(searchable(phone) for phone in phones)


def _check_payer(tx: Connection, customer_id: int | None, payer_id: int | None) -> str:
    """The name of who pays; raises `Invalid` where it is nobody, or comes back to the customer."""
    name, place = "", payer_id
    for _step in range(_LONGEST_CHAIN):
        if place is None:
            return name
        row = _ONE.first(tx, id=place)
        if row is None or place == customer_id or (place == payer_id and row.binned_at is not None):
            raise Invalid(_("Somebody else has to pay for this customer; choose who."), "payer_id")
        name, place = name or _name_of(row), row.payer_id
    return name


def _name_of(row: Any) -> str:
    return row.name or row.company if row else ""


def _normalised(tx: Connection, draft: CustomerDraft, before: Values | None = None) -> CustomerDraft:
    """With normal numbers, and its own fields as they can be kept; `before` is what they held."""
    if draft.fields or before:
        draft = replace(draft, fields=own_values(tx, FieldOf.CUSTOMER, draft.fields, before))
    if not draft.phones and not draft.contacts:
        return draft
    return with_normal_numbers(draft, draft.country or read_shop(tx).country)


def row_values(draft: CustomerDraft) -> dict[str, Any]:
    """The columns of the customer's own row."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in CUSTOMER_COLUMNS}
    return values | {"tags": " ".join(draft.tags), "sort_name": sort_name(draft)}


def sort_name(draft: CustomerDraft) -> str:
    """By what lists sort a customer: the surname first, folded."""
    given, space, surname = draft.name.rpartition(" ")
    return text.fold(f"{surname} {given}" if space else draft.name or draft.company)
