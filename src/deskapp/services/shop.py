"""The shop's identity and choices."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from deskapp.domain.money import Currency
from deskapp.domain.shop import OpeningDay, Paper, Shop, checked
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema
from deskapp.store.kept import kept
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_PLAIN = (
    *("name", "street", "postcode", "city", "country", "phone", "email", "website", "tax_id", "language"),
    *("time_zone", "prices_include_tax", "terms", "logo", "ticket_template", "is_sample", "row_version"),
    *("stale_days", "uncollected_days", "trade", "words"),
)
_SHOP = Reading(select(schema.shop))
_TAXES = Reading(
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
            old, values = read_shop(tx), _values(new)
            _check_currency(tx, old, new)
            taxes_changed = old.tax_classes != new.tax_classes
            before, step = rows.change(tx, schema.shop, 1, values, shop.row_version, touch=taxes_changed)
            changes: dict[str, Any] = {name: (value, values[name]) for name, value in before.items()}
            steps = [step]
            if taxes_changed:
                changes["tax_classes"] = (_spelled(old.tax_classes), _spelled(new.tax_classes))
                steps += _save_taxes(tx, new.tax_classes, now)
            if "time_zone" in before:
                renew_months(tx, new)
            audit.record(tx, actor, now, "edit", ("shop", 1), changes)
            return Done(read_shop(tx), Undo(_("Changed the shop's settings"), tuple(steps)))


def add_shop(tx: Connection, shop: Shop, now: datetime) -> None:
    """Write the shop of a new file."""
    new = checked(shop)
    own = {"is_sample": new.is_sample, "uid": secrets.token_hex(16)}
    tx.execute(insert(schema.shop), {"id": 1, **_values(new), **own})
    for _step in _save_taxes(tx, new.tax_classes, now):
        pass  # a new file has nothing to take back


def renew_months(tx: Connection, shop: Shop) -> None:
    """Write anew the months in which tickets were closed, which a change of the time zone may move."""
    ticket = schema.ticket
    closed = select(ticket.c.id, ticket.c.closed_at, ticket.c.closed_month)
    moved = [
        {"ticket": row.id, "month": month}
        for row in tx.execute(closed.where(ticket.c.closed_at.is_not(None)))
        if (month := f"{row.closed_at.astimezone(shop.zone):%Y-%m}") != row.closed_month
    ]
    if moved:
        tx.execute(
            update(ticket).where(ticket.c.id == bindparam("ticket")).values(closed_month=bindparam("month")),
            moved,
        )


@kept
def read_shop(connection: Unit) -> Shop:
    """The shop inside a unit that is already open."""
    row = _SHOP.first(connection)
    if row is None:
        raise NotFound(_("The shop file holds no shop; open a backup."))
    return Shop(
        **{name: getattr(row, name) for name in _PLAIN},
        currency=Currency(row.currency, row.currency_digits),
        paper=Paper(row.paper),
        opening_hours=tuple(OpeningDay(**day) for day in row.opening_hours),
        tax_classes=tuple(_tax_classes(connection)),
    )


def _tax_classes(connection: Unit) -> Iterator[TaxClass]:
    found: dict[str, TaxClass] = {}
    for key, label, name, percent in _TAXES.all(connection):
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


def _check_currency(tx: Connection, old: Shop, new: Shop) -> None:
    """Amounts are kept in smallest units, so another currency would turn pounds into euros."""
    if old.currency == new.currency:
        return
    for amount in (
        schema.line.c.unit_price_minor,
        schema.service.c.price_minor,
        schema.ticket.c.cost_limit_minor,
    ):
        if tx.execute(select(amount).where(amount.is_not(None)).limit(1)).first():
            message = _("The currency stays {currency}: prices are already written in it.")
            raise Invalid(message.format(currency=old.currency.code), "currency")


def _spelled(classes: tuple[TaxClass, ...]) -> list[list[Any]]:
    """Tax classes as the audit keeps them."""
    return [[c.key, c.label, [[rate.name, str(rate.percent)] for rate in c.rates]] for c in classes]


def _save_taxes(tx: Connection, wanted: tuple[TaxClass, ...], now: datetime) -> Iterator[UndoStep]:
    """Bring the stored classes to the wanted ones; lines keep the rates they were written with."""
    old = {tax_class.key: tax_class for tax_class in _tax_classes(tx)}
    ids = {row.key: row.id for row in tx.execute(select(schema.tax_class.c.key, schema.tax_class.c.id))}
    for position, tax_class in enumerate(wanted):
        if tax_class.key not in ids:
            yield from _add_tax_class(tx, tax_class, position, now)
            continue
        values = {"label": tax_class.label, "position": position, "binned_at": None}
        yield rows.change(tx, schema.tax_class, ids[tax_class.key], values)[1]
        if old.get(tax_class.key) != tax_class:
            yield from _save_rates(tx, ids[tax_class.key], tax_class.rates, now)
    for key in old.keys() - {tax_class.key for tax_class in wanted}:
        yield rows.change(tx, schema.tax_class, ids[key], {"binned_at": now})[1]


def _save_rates(
    tx: Connection, class_id: int, rates: tuple[TaxRate, ...], now: datetime
) -> Iterator[UndoStep]:
    rate = schema.tax_rate
    stored = tx.execute(select(rate.c.id).where(rate.c.tax_class_id == class_id, rate.c.binned_at.is_(None)))
    for rate_id in stored.scalars().all():
        yield rows.change(tx, rate, rate_id, {"binned_at": now})[1]
    yield from _add_rates(tx, class_id, rates, now)


def _add_tax_class(tx: Connection, tax_class: TaxClass, position: int, now: datetime) -> Iterator[UndoStep]:
    values = {"key": tax_class.key, "label": tax_class.label, "position": position}
    class_id, step = rows.add(tx, schema.tax_class, values, now)
    yield step
    yield from _add_rates(tx, class_id, tax_class.rates, now)


def _add_rates(
    tx: Connection, class_id: int, rates: tuple[TaxRate, ...], now: datetime
) -> Iterator[UndoStep]:
    for new in rates:
        values = {"tax_class_id": class_id, "name": new.name, "percent": new.percent}
        yield rows.add(tx, schema.tax_rate, values, now)[1]
