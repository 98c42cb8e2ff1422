"""What is read once is never older than the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from deskapp.store import schema
from deskapp.store.engine import ShopFile
from deskapp.store.kept import kept
from deskapp.store.statement import Reading, Unit, add_row, change_row, part
from tests.processes import run

_PEOPLE = Reading(select(schema.person.c.name).order_by(schema.person.c.id))
_reads: list[int] = []


@kept
def people(unit: Unit) -> tuple[str, ...]:
    _reads.append(1)
    return tuple(row.name for row in _PEOPLE.all(unit))


@pytest.fixture
def file(shop_path: Path) -> Iterator[ShopFile]:
    _reads.clear()
    file = ShopFile(shop_path)
    yield file
    file.close()


def seen(file: ShopFile) -> tuple[str, ...]:
    """The people, as every kind of unit sees them."""
    with file.read() as connection:
        read = people(connection)
    with file.write() as tx:
        assert people(tx) == read
    with file.record() as record:
        assert people(record) == read
    return read


def rename(file: ShopFile, name: str) -> None:
    with file.write() as tx:
        change_row(tx, schema.person, 1, {"name": name})


def test_what_nobody_changes_is_read_once_by_each_connection(file: ShopFile) -> None:
    for _ in range(2):  # until each has its connection
        seen(file)
    _reads.clear()
    assert seen(file) == ("Priya Nair",)
    assert not _reads


def test_what_this_program_changes_is_seen_at_once(file: ShopFile) -> None:
    seen(file)
    rename(file, "Priya Shah")
    assert seen(file) == ("Priya Shah",)
    with file.write() as tx:
        add_row(tx, schema.person, {"name": "Tom Ellis", "role": "technician"})
        assert people(tx) == ("Priya Shah", "Tom Ellis")


RENAME = """
    import sys
    from pathlib import Path
    from deskapp.store import schema
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import change_row
    file = ShopFile(Path(sys.argv[1]))
    with file.write() as tx:
        change_row(tx, schema.person, 1, {"name": sys.argv[2]})
    file.close()
"""


def test_what_another_program_changes_is_seen_by_the_next_unit(file: ShopFile) -> None:
    for name in ("Priya Shah", "Priya Rao"):
        seen(file)
        run(RENAME, file.path, name)
        assert seen(file) == (name,)


def test_a_unit_keeps_the_state_that_it_began_with(file: ShopFile) -> None:
    other = ShopFile(file.path)
    with file.record() as record:
        assert people(record) == ("Priya Nair",)
        rename(other, "Priya Shah")
        assert people(record) == ("Priya Nair",)
    other.close()
    assert seen(file) == ("Priya Shah",)


def test_what_was_not_saved_is_forgotten(file: ShopFile) -> None:
    seen(file)
    with pytest.raises(RuntimeError):
        _fail(file)
    assert seen(file) == ("Priya Nair",)
    with file.write() as tx:
        with pytest.raises(RuntimeError), part(tx):
            _rename_and_fail(tx)
        assert people(tx) == ("Priya Nair",)


def _fail(file: ShopFile) -> None:
    with file.write() as tx:
        _rename_and_fail(tx)


def _rename_and_fail(tx: Any) -> None:
    change_row(tx, schema.person, 1, {"name": "Nobody"})
    assert people(tx) == ("Nobody",)
    raise RuntimeError
