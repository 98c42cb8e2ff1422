"""Finding out who of an imported list is here already: by id, by e-mail, by phone and a similar name.

People are never joined on one weak hint: whoever shares an e-mail or a phone with somebody of another
name becomes a customer of their own and is told as a possible duplicate.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from deskapp.domain import text
from deskapp.domain.customer_import import PossibleDuplicate
from deskapp.services.erased_ids import Erased
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import CustomerReading, ImportedCustomer

CUSTOMER = "customer"
TAKEN_BACK = "-"  # in front of the fingerprint of a record whose import was undone
_ALIKE = 85  # of 100
_REFS = (
    "SELECT r.external_id, r.record_id, r.fingerprint FROM external_ref r"
    " WHERE r.system = ? AND r.kind = 'customer' AND r.external_id IN (SELECT value FROM json_each(?))"
)
_HERE = "c.binned_at IS NULL AND c.merged_into IS NULL AND c.id <= ?"
_BY_EMAIL = (
    "SELECT lower(c.email), c.id, c.name, c.company FROM customer c"  # noqa: S608  own words
    f" WHERE c.email <> '' AND lower(c.email) IN (SELECT value FROM json_each(?)) AND {_HERE}"
)
_BY_FURTHER_EMAIL = (
    "SELECT lower(e.address), c.id, c.name, c.company FROM customer_email e"  # noqa: S608  own words
    " JOIN customer c ON c.id = e.customer_id"
    f" WHERE lower(e.address) IN (SELECT value FROM json_each(?)) AND e.binned_at IS NULL AND {_HERE}"
)
_BY_PHONE = (
    "SELECT p.normal, c.id, c.name, c.company FROM customer_phone p"  # noqa: S608  own words
    " JOIN customer c ON c.id = p.customer_id"
    f" WHERE p.normal IN (SELECT value FROM json_each(?)) AND p.binned_at IS NULL AND {_HERE}"
)


class Ref(NamedTuple):
    """What an earlier import left behind: which customer a record became, and what it said then."""

    customer_id: int
    mark: str


class Known(NamedTuple):
    """A customer who is here."""

    id: int
    name: str
    company: str

    @property
    def label(self) -> str:
        """How people call them."""
        return self.name or self.company


class Match(NamedTuple):
    """Who a record is: somebody by an earlier import, somebody by contact, or nobody yet."""

    ref: Ref | None = None
    known: Known | None = None
    duplicate: PossibleDuplicate | None = None
    was_erased: bool = False


@dataclass(slots=True)
class Resolver:
    """Resolves records against the customers who were here before the import began.

    Each of them stands for one record at most, whichever comes first.
    """

    system: str
    last_id: int
    erased: Erased
    linked: set[int] = field(default_factory=set)

    @classmethod
    def beginning(
        cls, connection: Connection, reading: CustomerReading, last_id: int | None = None
    ) -> Resolver:
        """A resolver for the file as it stands, or as it stood when `last_id` was the newest customer."""
        last = connection.execute(select(func.max(schema.customer.c.id))).scalar()
        system = reading.source.system
        return cls(system, (last or 0) if last_id is None else last_id, Erased(connection, system))

    def resolve(self, connection: Connection, records: Sequence[tuple[str, ImportedCustomer]]) -> list[Match]:
        """Who each of these records is; each comes with its id."""
        if not self.last_id:
            return [Match()] * len(records)
        refs = self._refs(connection, [identity for identity, _record in records])
        erased = self.erased.among(connection, records)
        unknown = [record.draft for identity, record in records if identity not in refs]
        by_email, by_phone = self._by_email(connection, unknown), self._by_phone(connection, unknown)
        return [
            Match(ref=refs[identity])
            if identity in refs
            else self._matched(record, by_email, by_phone)._replace(was_erased=identity in erased)
            for identity, record in records
        ]

    def _matched(
        self, record: ImportedCustomer, by_email: dict[str, list[Known]], by_phone: dict[str, list[Known]]
    ) -> Match:
        draft = record.draft
        found = [one for address in _addresses(draft) for one in by_email.get(address, ())]
        found += [one for phone in draft.phones for one in by_phone.get(phone.normal, ())]
        for one in found:
            if one.id not in self.linked and is_alike(draft, one.name, one.company):
                self.linked.add(one.id)
                return Match(known=one)
        if not found:
            return Match()
        name = draft.name or draft.company
        return Match(duplicate=PossibleDuplicate(record.row, name, found[0].id, found[0].label))

    def _refs(self, connection: Connection, identities: Iterable[str]) -> dict[str, Ref]:
        driver: Any = connection.connection.dbapi_connection
        rows = driver.execute(_REFS, (self.system, json.dumps(list(identities))))
        return {external_id: Ref(record_id, mark) for external_id, record_id, mark in rows}

    def _by_email(self, connection: Connection, drafts: Iterable[CustomerDraft]) -> dict[str, list[Known]]:
        wanted = [address for draft in drafts for address in _addresses(draft)]
        found = self._known(connection, _BY_EMAIL, wanted)
        for address, customers in self._known(connection, _BY_FURTHER_EMAIL, wanted).items():
            found.setdefault(address, []).extend(customers)
        return found

    def _by_phone(self, connection: Connection, drafts: Iterable[CustomerDraft]) -> dict[str, list[Known]]:
        wanted = [phone.normal for draft in drafts for phone in draft.phones if phone.normal]
        return self._known(connection, _BY_PHONE, wanted)

    def _known(self, connection: Connection, sql: str, wanted: list[str]) -> dict[str, list[Known]]:
        found: dict[str, list[Known]] = {}
        if wanted:
            driver: Any = connection.connection.dbapi_connection
            for key, *known in driver.execute(sql, (json.dumps(wanted), self.last_id)):
                found.setdefault(key, []).append(Known(*known))
        return found


def is_alike(draft: CustomerDraft, name: str, company: str) -> bool:
    """Whether the names may be of the same person or firm; colleagues are not the same person."""
    from rapidfuzz.fuzz import token_sort_ratio

    if draft.name and name:
        return token_sort_ratio(text.fold(draft.name), text.fold(name)) >= _ALIKE
    here = [text.fold(one) for one in (name, company) if one]
    said = [text.fold(one) for one in (draft.name, draft.company) if one]
    return any(token_sort_ratio(one, other) >= _ALIKE for one in here for other in said)


def shares_contact(draft: CustomerDraft, other: CustomerDraft) -> bool:
    """Whether two have an e-mail or a phone in common."""
    if not set(_addresses(draft)).isdisjoint(_addresses(other)):
        return True
    return not {one.normal for one in draft.phones if one.normal}.isdisjoint(
        one.normal for one in other.phones
    )


def _addresses(draft: CustomerDraft) -> list[str]:
    return [one.lower() for one in (draft.email, *(further.address for further in draft.emails)) if one]
