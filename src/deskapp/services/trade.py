"""Starter catalogs by trade: data that a new shop begins with and then changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deskapp.domain.catalog import Kind, ServiceDraft
from deskapp.domain.money import parse_money
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.paths import shipped

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.money import Currency
    from deskapp.services.desk import Desk


def known_trades() -> tuple[str, ...]:
    """The keys of the trades that come with the program."""
    return tuple(sorted(path.stem for path in (shipped("resources") / "trades").glob("*.json")))


def fill_catalog(desk: Desk, actor: Actor, trade: str) -> int:
    """Add the trade's services to the catalog in one transaction; answers how many."""
    currency = desk.shop.get(actor).currency
    drafts = tuple(_draft(entry, currency) for entry in read_trade(trade)["services"])
    return desk.catalog.add_all(actor, drafts)


def read_trade(trade: str) -> dict[str, Any]:
    """The data of a trade; raises `NotFound` that lists the known ones."""
    if trade not in known_trades():
        known = ", ".join(known_trades())
        raise NotFound(_("There is no trade “{trade}”; known are {known}.").format(trade=trade, known=known))
    path = shipped("resources") / "trades" / f"{trade}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def _draft(entry: dict[str, Any], currency: Currency) -> ServiceDraft:
    warranty = entry.get("warranty")
    return ServiceDraft(
        code=entry["code"],
        name=entry["name"],
        price=parse_money(_whole_units(entry["price"], currency), currency),
        kind=Kind(entry["kind"]),
        category=entry["category"],
        cost=parse_money(_whole_units(entry["cost"], currency), currency) if "cost" in entry else None,
        minutes=entry.get("minutes"),
        warranty=Warranty(warranty["number"], WarrantyUnit(warranty["unit"])) if warranty else None,
    )


def _whole_units(amount: str, currency: Currency) -> str:
    """The amount without cents where the currency has none."""
    return amount if currency.digits else amount.partition(".")[0]
