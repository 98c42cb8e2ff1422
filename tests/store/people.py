"""People of a shop file, written and read past the services."""

from __future__ import annotations

from sqlalchemy import insert, select

from deskapp.store.engine import ShopFile
from deskapp.store.schema import person


def names(file: ShopFile) -> list[str]:
    """Everybody's name, first come first."""
    with file.read() as connection:
        return list(connection.execute(select(person.c.name).order_by(person.c.id)).scalars())


def add(file: ShopFile, name: str) -> None:
    """Write somebody down in a unit of its own."""
    with file.write() as tx:
        tx.execute(insert(person), {"name": name, "role": "technician"})
