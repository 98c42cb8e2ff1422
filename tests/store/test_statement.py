"""Statements that are made once answer what SQLAlchemy would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from deskapp.store import schema
from deskapp.store.engine import ShopFile
from deskapp.store.statement import Reading, Statement, add_row, change_row, part

MOMENT = datetime(2026, 3, 10, 9, 6, tzinfo=UTC)
_rate, _audit, _person = schema.tax_rate, schema.audit, schema.person
AUDIT = {
    "at": MOMENT,
    "person_id": 1,
    "role": "owner",
    "source": "window",
    "action": "move",
    "kind": "ticket",
    "record_id": 7,
    "fields": {"status": "ab", "note": "ł"},
    "chain": "c",
}


@pytest.fixture
def tx(shop_path: Path) -> Iterator[Connection]:
    file = ShopFile(shop_path)
    with file.write() as tx:
        yield tx
    file.close()


def test_a_row_comes_back_with_the_types_of_its_columns(tx: Connection) -> None:
    row_id = add_row(tx, _audit, AUDIT)
    mine = select(_audit).where(_audit.c.id == bindparam("id"))
    row = Reading(mine).first(tx, id=row_id)
    assert row is not None
    assert row._asdict() == {"id": row_id, **AUDIT}
    assert row._asdict() == dict(tx.execute(mine, {"id": row_id}).mappings().one())


def test_exact_numbers_stay_exact(tx: Connection) -> None:
    values = {"tax_class_id": 1, "name": "GST", "percent": Decimal("0.10"), "binned_at": None}
    row_id = add_row(tx, _rate, values)
    reading = Reading(select(_rate.c.percent).where(_rate.c.id == bindparam("id")))
    assert str(reading.value(tx, id=row_id)) == "0.10"
    change_row(tx, _rate, row_id, {"percent": Decimal("8.875")})
    assert str(reading.value(tx, id=row_id)) == "8.875"


def test_a_parameter_may_stand_in_several_places(tx: Connection) -> None:
    wanted: BindParameter[str] = bindparam("wanted")
    reading = Reading(select(_person.c.id).where((_person.c.name == wanted) | (_person.c.role == wanted)))
    assert [row.id for row in reading.all(tx, wanted="owner")] == [1]
    assert [row.id for row in reading.all(tx, wanted="Priya Nair")] == [1]
    assert reading.first(tx, wanted="Nobody") is None
    assert reading.value(tx, wanted="Nobody") is None


def test_a_fixed_value_and_a_given_one_are_both_written(tx: Connection) -> None:
    Statement(insert(_person), ("name", "role")).run(tx, {"name": "Tom Ellis", "role": "technician"})
    rename = Statement(update(_person).where(_person.c.name == bindparam("old")).values(role="front_desk"))
    assert rename.run(tx, {"old": "Tom Ellis"}).rowcount == 1
    assert tx.execute(select(_person.c.role).where(_person.c.name == "Tom Ellis")).scalar() == "front_desk"


def test_a_forgotten_parameter_is_a_bug_and_not_a_blank(tx: Connection) -> None:
    with pytest.raises(KeyError):
        Reading(select(_person).where(_person.c.id == bindparam("id"))).all(tx)


@pytest.mark.parametrize(("limit", "offset"), [(2, 0), (2, 1), (None, 2), (-1, 1), (0, 0)])
def test_a_window_is_the_same_window(tx: Connection, limit: int | None, offset: int) -> None:
    for name in "abcd":
        add_row(tx, _person, {"name": name, "role": "technician"})
    window = select(_person.c.name).order_by(_person.c.id).limit(limit).offset(offset)
    everybody = ["Priya Nair", "a", "b", "c", "d"]
    end = None if limit is None or limit < 0 else offset + limit
    assert [row.name for row in Reading(window).all(tx)] == everybody[offset:end]
    assert tx.execute(window).scalars().all() == everybody[offset:end]


def test_a_part_that_ends_the_whole_unit_tells_why(tx: Connection) -> None:
    """A full disk rolls the unit back by itself; the way back to the part is gone then."""

    def fill() -> None:
        with part(tx):
            tx.connection.rollback()
            raise RuntimeError("full")

    with pytest.raises(RuntimeError, match="full"):
        fill()
