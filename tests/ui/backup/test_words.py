"""What a backup holds says what of it lies in the bin."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from deskapp.domain.actor import Actor
from deskapp.domain.backup import Facts, Preview
from deskapp.services.desk import Desk
from deskapp.store.backup_file import facts_of, opened
from deskapp.ui.backup.words import holds
from deskapp.ui.shared.formats import Formats
from tests.builders import a_customer


def test_what_lies_in_the_bin_is_counted_apart(
    desk: Desk, owner: Actor, formats: Formats, shop_path: Path
) -> None:
    desk.customers.add(owner, a_customer(name="Stays"))
    gone = desk.customers.add(owner, a_customer(name="Goes")).value
    desk.customers.bin(owner, gone.id)
    with opened(shop_path) as driver:
        facts = facts_of(driver)
    assert (facts.count("customer"), facts.in_bin("customer")) == (2, 1)
    before = Preview(
        shop_path, datetime.now(UTC), Facts("", "", {"customer": 2, "customer:bin": 0}), 0, today=facts
    )
    after = Preview(shop_path, datetime.now(UTC), facts, 0, today=facts)
    assert dict(holds(before, formats))["Customers"] == "2 (1 more than today)"
    assert dict(holds(after, formats))["Customers"] == "1 (as today), and 1 in the bin"
