"""What a list of customers said before, so that nobody comes in twice by one list without a remark.

It keeps numbers made of what was said, not the texts, because a list may be long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from deskapp.domain import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import ImportedCustomer

_LOWER = 0xFFFFFFFF


class SeenInList:
    """The records of one list so far."""

    def __init__(self) -> None:
        self._ids: dict[int, int] = {}  # of each id: its line, and what it says in the lower half
        self._contacts: dict[int, int] = {}  # of each phone and e-mail: its line, and whose in the lower half

    def take(self, record: ImportedCustomer, mark: str) -> tuple[str, int]:
        """The id that is free for a record, and the line of one with the same id; none for one said twice."""
        identity, says = record.identity, crc32(mark.encode())
        number, key, first = 1, hash(identity), 0
        while (seen := self._ids.get(key)) is not None:
            first = first or seen >> 32
            if record.external_id or seen & _LOWER == says:
                return "", seen >> 32
            number += 1
            key = hash(f"{identity}-{number}")
        self._ids[key] = record.row << 32 | says
        return identity if number == 1 else f"{identity}-{number}", first

    def alike(self, record: ImportedCustomer) -> int:
        """The line of the first record with one of these phones or e-mails; 0 where there is none."""
        found = 0
        for contact in _contacts(record.draft):
            line = self._contacts.setdefault(hash(contact), record.row)
            if line != record.row:
                found = min(found or line, line)
        return found


def _contacts(draft: CustomerDraft) -> Iterator[str]:
    for address in (draft.email, *(one.address for one in draft.emails)):
        if address:
            yield address.lower()
    for phone in draft.phones:
        if number := phone.normal or text.digits(phone.typed):
            yield number
