"""Two customers of one full name are a pair as long as nothing speaks against it."""

from __future__ import annotations

from typing import Any

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.duplicate import LIKELY, Reason
from deskapp.services.desk import Desk

PHONE = (Phone("07700 900142"),)
OTHER = (Phone("07700 900999"),)


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        ({"phones": PHONE}, {}, True),
        ({}, {}, True),
        ({"phones": PHONE}, {"email": "maria@example.org"}, True),
        ({"phones": PHONE, "company": "Santos Ltd"}, {}, True),
        ({"phones": PHONE}, {"phones": OTHER}, False),
        ({"email": "maria@example.org"}, {"email": "santos@example.org"}, False),
        ({"street": "1 High Street"}, {"street": "8 Mill Lane"}, False),
        ({"name": "Maria"}, {"name": "Maria"}, False),
        ({"name": "Ada Byron", "company": "Navy Yard"}, {"company": "Navy Yard"}, False),
    ],
)
def test_the_same_full_name(
    desk: Desk, owner: Actor, mine: dict[str, Any], theirs: dict[str, Any], *, found: bool
) -> None:
    desk.customers.add(owner, CustomerDraft(**{"name": "Maria Santos"} | mine))
    desk.customers.add(owner, CustomerDraft(**{"name": "Maria Santos"} | theirs))
    pairs = desk.duplicates.find(owner).pairs
    assert [pair.reasons for pair in pairs] == [(Reason.NAME,)] * found
    assert all(pair.strength < LIKELY for pair in pairs), "a name alone is little"
