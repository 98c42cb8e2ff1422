"""A part of a unit that fails leaves nothing, and the unit goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from deskapp.store import schema
from deskapp.store.engine import ShopFile
from deskapp.store.statement import add_row, part


def test_a_failed_part_leaves_nothing_and_the_rest_is_kept(shop_path: Path) -> None:
    file = ShopFile(shop_path)
    with file.write() as tx:
        with part(tx):
            add_row(tx, schema.person, {"name": "Before", "role": "technician"})
        with pytest.raises(RuntimeError):
            _fail(tx)
        with part(tx):
            add_row(tx, schema.person, {"name": "After", "role": "technician"})
    with file.read() as connection:
        names = connection.execute(select(schema.person.c.name)).scalars().all()
    file.close()
    assert sorted(names) == ["After", "Before", "Priya Nair"]


def _fail(tx: Connection) -> None:
    with part(tx):
        add_row(tx, schema.person, {"name": "Lost", "role": "technician"})
        raise RuntimeError
