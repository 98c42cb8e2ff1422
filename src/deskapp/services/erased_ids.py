"""Knowing a person again who was erased, by what tells nothing about them, when a list brings them once more.

Of the ids that they had in other systems, and of what made up such an id, only salted hashes are kept.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from deskapp.domain.customer_import import made_up_id
from deskapp.services.erasure_list import shop_id
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import ImportedCustomer

KIND = "erased"
_ref = schema.external_ref
_KEEP = (
    "INSERT OR IGNORE INTO external_ref (system, kind, external_id, record_id, fingerprint)"
    " VALUES ('', ?, ?, ?, '')"
)
_FIND = (
    "SELECT external_id FROM external_ref"
    " WHERE system = '' AND kind = ? AND external_id IN (SELECT value FROM json_each(?))"
)


def keep_erased(tx: Connection, ids: Sequence[int], drafts: Iterable[tuple[int, CustomerDraft]]) -> None:
    """Remember people who are about to be erased: before their ids and what is written of them go."""
    salt = shop_id(tx)
    theirs = select(_ref.c.system, _ref.c.external_id, _ref.c.record_id).where(
        _ref.c.kind == "customer", _ref.c.record_id.in_(ids)
    )
    found = [(_hash(salt, system, said), of) for system, said, of in tx.execute(theirs)]
    found += [(_hash(salt, "", made_up_id(draft)), of) for of, draft in drafts]
    for said, of in found:
        tx.exec_driver_sql(_KEEP, (KIND, said, of))


class Erased:
    """Whom of a list was erased here; asks for nothing where nobody was."""

    def __init__(self, connection: Connection, system: str) -> None:
        self._system = system
        there = select(exists().where(_ref.c.system == "", _ref.c.kind == KIND))
        self._salt = shop_id(connection) if connection.execute(there).scalar() else None

    def among(self, connection: Connection, records: Sequence[tuple[str, ImportedCustomer]]) -> set[str]:
        """The ids of those records."""
        if self._salt is None:
            return set()
        hashed: dict[str, str] = {}
        for identity, record in records:
            hashed[_hash(self._salt, self._system, identity)] = identity
            hashed[_hash(self._salt, "", made_up_id(record.draft))] = identity
        driver: Any = connection.connection.dbapi_connection
        return {hashed[said] for (said,) in driver.execute(_FIND, (KIND, json.dumps(list(hashed))))}


def _hash(salt: str, system: str, said: str) -> str:
    told = f"{system}\n{said}".encode(errors="surrogatepass")
    return hashlib.blake2b(told, key=salt.encode()[:64], digest_size=16).hexdigest()
