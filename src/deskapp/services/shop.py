"""The shop's identity and choices."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from deskapp.domain.money import Currency
from deskapp.domain.shop import OpeningDay, Paper, Shop, checked
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_PLAIN = (
    *("name", "street", "postcode", "city", "country", "phone", "email", "website", "tax_id", "language"),
    *("time_zone", "prices_include_tax", "terms", "logo", "ticket_template", "is_sample", "row_version"),
)
_SHOP = select(schema.shop)
_TAXES = (
    select(
        schema.tax_class.c.key, schema.tax_class.c.label, schema.tax_rate.c.name, schema.tax_rate.c.percent
    )
    .outerjoin(
        schema.tax_rate,
        (schema.tax_rate.c.tax_class_id == schema.tax_class.c.id) & schema.tax_rate.c.binned_at.is_(None),
    )
    .where(schema.tax_class.c.binned_at.is_(None))
    .order_by(schema.tax_class.c.position, schema.tax_rate.c.id)
)


class Shops:
    """Reading and changing the one shop of the file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def get(self, actor: Actor) -> Shop:
        """The shop as it stands."""
        with self._file.read() as connection:
            return read_shop(connection)

    def save(self, actor: Actor, shop: Shop) -> Done[Shop]:
        """Keep the changed shop; `shop.row_version` is the version that was read."""
        new, now = checked(shop), self._clock.now()
        with self._file.write() as tx:
            values = _values(new)
            before, step = rows.change(tx, schema.shop, 1, values, shop.row_version)
            steps = [step, *_save_taxes(tx, new.tax_classes, now)]
            audit.record(tx, actor, now, "edit", ("shop", 1), {k: (v, values[k]) for k, v in before.items()})
            return Done(read_shop(tx), Undo(_("Changed the shop's settings"), tuple(steps)))


def add_shop(tx: Connection, shop: Shop) -> None:
    """Write the shop of a new file."""
    new = checked(shop)
    tx.execute(insert(schema.shop), {"id": 1, **_values(new), "is_sample": new.is_sample})
    for position, tax_class in enumerate(new.tax_classes):
        _add_tax_class(tx, tax_class, position)


def read_shop(connection: Connection) -> Shop:
    """The shop inside a unit that is already open."""
    row = connection.execute(_SHOP).mappings().first()
    if row is None:
        raise NotFound(_("The shop file holds no shop; open a backup."))
    return Shop(
        **{name: row[name] for name in _PLAIN},
        currency=Currency(row["currency"], row["currency_digits"]),
        paper=Paper(row["paper"]),
        opening_hours=tuple(OpeningDay(**day) for day in row["opening_hours"]),
        tax_classes=tuple(_tax_classes(connection)),
    )


def _tax_classes(connection: Connection) -> Iterator[TaxClass]:
    found: dict[str, TaxClass] = {}
    for key, label, name, percent in connection.execute(_TAXES):
        rates = found[key].rates if key in found else ()
        found[key] = TaxClass(key, label, (*rates, TaxRate(name, percent)) if name else rates)
    yield from found.values()


def _values(shop: Shop) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(shop, name) for name in _PLAIN if name not in {"row_version", "is_sample"}
    }
    values |= {
        "currency": shop.currency.code,
        "currency_digits": shop.currency.digits,
        "paper": shop.paper.value,
    }
    return values | {"opening_hours": [asdict(day) for day in shop.opening_hours]}


def _save_taxes(tx: Connection, wanted: tuple[TaxClass, ...], now: Any) -> Iterator[UndoStep]:
    """Bring the stored classes to the wanted ones; lines keep the rates they were written with."""
    old = {tax_class.key: tax_class for tax_class in _tax_classes(tx)}
    ids = {row.key: row.id for row in tx.execute(select(schema.tax_class.c.key, schema.tax_class.c.id))}
    for position, tax_class in enumerate(wanted):
        if tax_class.key not in ids:
            _add_tax_class(tx, tax_class, position)
        elif old.get(tax_class.key) != tax_class:
            values = {"label": tax_class.label, "position": position, "binned_at": None}
            yield rows.change(tx, schema.tax_class, ids[tax_class.key], values)[1]
            yield from _save_rates(tx, ids[tax_class.key], tax_class.rates, now)
    for key in old.keys() - {tax_class.key for tax_class in wanted}:
        yield rows.change(tx, schema.tax_class, ids[key], {"binned_at": now})[1]


def _save_rates(tx: Connection, class_id: int, rates: tuple[TaxRate, ...], now: Any) -> Iterator[UndoStep]:
    rate = schema.tax_rate
    stored = tx.execute(select(rate.c.id).where(rate.c.tax_class_id == class_id, rate.c.binned_at.is_(None)))
    for rate_id in stored.scalars().all():
        yield rows.change(tx, rate, rate_id, {"binned_at": now})[1]
    for new in rates:
        yield rows.add(tx, rate, {"tax_class_id": class_id, "name": new.name, "percent": new.percent}, now)[1]


def _add_tax_class(tx: Connection, tax_class: TaxClass, position: int) -> None:
    values = {"key": tax_class.key, "label": tax_class.label, "position": position}
    primary_key = tx.execute(insert(schema.tax_class), values).inserted_primary_key
    assert primary_key is not None
    for rate in tax_class.rates:
        tx.execute(
            insert(schema.tax_rate),
            {"tax_class_id": primary_key[0], "name": rate.name, "percent": rate.percent},
        )
