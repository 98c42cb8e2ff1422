"""Trade packs at work: those that come with the program, setting a shop up by one, and its own as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.catalog import Kind, ServiceDraft
from deskapp.domain.field import Field, FieldOf
from deskapp.domain.money import Money, parse_money
from deskapp.domain.shop import checked
from deskapp.domain.trade import Pack, PackService, Setup, pack_from
from deskapp.domain.undo import Done, Undo
from deskapp.errors import NotFound, StaleWrite
from deskapp.i18n import _, language
from deskapp.paths import shipped
from deskapp.services import audit, rows
from deskapp.services.catalog import add_service, warranty_of
from deskapp.services.field import keep_fields, read_fields
from deskapp.services.item_type import keep_types, read_types
from deskapp.services.shop import read_shop
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.money import Currency
    from deskapp.domain.shop import Shop
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit


class Trades:
    """What the trade of one shop file brought."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def set_up(self, actor: Actor, pack: Pack) -> Done[Shop]:
        """Give the shop the words, item types, fields, services and terms of a pack.

        Types and fields of the shop that the pack does not have stay behind those of the pack; catalog
        entries whose code is taken, and terms that are written, stay as they are.
        """
        now = self._clock.now()
        with self._file.write() as tx:
            steps = (
                *_keep_types(tx, pack, now),
                *_keep_fields(tx, pack, now),
                *_add_services(tx, pack, now),
                _change_shop(tx, pack),
            )
            audit.record(tx, actor, now, "set_up", ("shop", 1), {"trade": (None, pack.key)})
            shop = read_shop(tx)
            label = _("Set up as {trade}").format(trade=_said(pack, shop.language))
            return Done(shop, Undo(label, steps))

    def set_up_whole(self, actor: Actor, pack: Pack) -> Done[Setup]:
        """As `set_up`; answers all that the shop has of its trade then."""
        undo = self.set_up(actor, pack).undo
        return Done(self.setup(actor), undo)

    def setup(self, actor: Actor) -> Setup:
        """What the shop has of its trade."""
        with self._file.read() as connection:
            return _setup(connection)

    def keep(self, actor: Actor, setup: Setup, read: Setup) -> Done[Setup]:
        """Keep what was changed by hand, as one act; `read` is what it was changed from."""
        now = self._clock.now()
        with self._file.write() as tx:
            if _setup(tx) != read:
                raise StaleWrite(_("The item types or fields were changed elsewhere since you opened them."))
            words = checked(replace(read_shop(tx), words=setup.words)).words
            steps = (
                *keep_types(tx, setup.item_types, now),
                *keep_fields(tx, setup.fields, now),
                rows.change(tx, schema.shop, 1, {"words": dict(words)})[1],
            )
            audit.record(tx, actor, now, "keep", ("shop", 1), {"words": (None, dict(words))})
            return Done(_setup(tx), Undo(_("Changed item types and fields"), steps))

    def own_pack(self, actor: Actor) -> Pack:
        """The shop as a pack, so that another can be set up by it."""
        with self._file.read() as connection:
            shop = read_shop(connection)
            return Pack(
                key=shop.trade or "own",
                label=shop.name[:60],
                words=shop.words,
                item_types=read_types(connection),
                fields=read_fields(connection),
                services=tuple(_services(connection, shop.currency)),
                terms=shop.terms,
            )


def _setup(connection: Unit) -> Setup:
    return Setup(read_types(connection), read_fields(connection), dict(read_shop(connection).words))


def known_trades() -> tuple[str, ...]:
    """The keys of the trades that come with the program."""
    return tuple(sorted(path.stem for path in (shipped("resources") / "trades").glob("*.json")))


def trade_labels() -> tuple[tuple[str, str], ...]:
    """Key and name of each, in the language of the screen and its order."""
    labels = ((trade, read_trade(trade, language()).label) for trade in known_trades())
    return tuple(sorted(labels, key=lambda one: one[1].casefold()))


def _said(pack: Pack, told: str) -> str:
    """What the window calls a trade read in the shop's language; one named by hand keeps its name."""
    if pack.key in known_trades() and read_trade(pack.key, told).label == pack.label:
        return read_trade(pack.key, language()).label
    return pack.label


def read_trade(trade: str, language_: str = "en") -> Pack:
    """The pack of a trade in a language; raises `NotFound` that lists the known ones."""
    if trade not in known_trades():
        known = ", ".join(known_trades())
        raise NotFound(_("There is no trade “{trade}”; known are {known}.").format(trade=trade, known=known))
    return pack_from(_plain(trade), language_)


def _plain(trade: str) -> Any:
    path = shipped("resources") / "trades" / f"{trade}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def type_names() -> Mapping[str, frozenset[str]]:
    """By which names each type of the trades goes, in all languages, by its key."""
    names: dict[str, frozenset[str]] = {}
    for trade in known_trades():
        for one in _plain(trade)["item_types"]:
            said = one["label"]
            labels = frozenset(said.values() if isinstance(said, dict) else (said,))
            names[one["key"]] = names.get(one["key"], frozenset()) | labels
    return names


def together(packs: Sequence[Pack]) -> tuple[Pack, ...]:
    """Packs for one shop with several trades: it has the words that they share, and the terms of all.

    What one of them asks of all its items is asked of its own types alone: a phone has no frame size.
    """
    if len(packs) < 2:
        return tuple(packs)
    shared = set.intersection(*(set(pack.words.items()) for pack in packs))
    terms = "\n".join(dict.fromkeys(pack.terms for pack in packs if pack.terms))
    return tuple(
        replace(
            pack,
            words=dict(shared),
            terms=terms,
            fields=tuple(_of_its_types(one, packs) for one in pack.fields),
        )
        for pack in packs
    )


def _of_its_types(field: Field, packs: Sequence[Pack]) -> Field:
    """The field for the types of all trades that ask it of all of theirs."""
    if field.item_type or field.of is not FieldOf.ITEM:
        return field
    asking = (
        pack for pack in packs if any(one.key == field.key and not one.item_type for one in pack.fields)
    )
    keys = dict.fromkeys(one.key for pack in asking for one in pack.item_types)
    return replace(field, item_type=" ".join(filter(None, keys)))


def _keep_types(tx: Connection, pack: Pack, now: datetime) -> tuple[UndoStep, ...]:
    brought = {one.key for one in pack.item_types}
    stay = [one for one in read_types(tx) if one.key not in brought]
    return keep_types(tx, [*pack.item_types, *stay], now)


def _keep_fields(tx: Connection, pack: Pack, now: datetime) -> tuple[UndoStep, ...]:
    brought = {one.key for one in pack.fields}
    stay = [one for one in read_fields(tx) if one.key not in brought]
    return keep_fields(tx, [*pack.fields, *stay], now)


def _add_services(tx: Connection, pack: Pack, now: datetime) -> Iterator[UndoStep]:
    service, shop = schema.service, read_shop(tx)
    taken = set(tx.execute(select(service.c.code).where(service.c.binned_at.is_(None))).scalars())
    for one in pack.services:
        if one.code.upper() not in taken:
            yield add_service(tx, _draft(one, shop.currency), now)[1]


def _change_shop(tx: Connection, pack: Pack) -> UndoStep:
    shop = read_shop(tx)
    values = {"trade": pack.key, "words": dict(pack.words), "terms": shop.terms or pack.terms}
    return rows.change(tx, schema.shop, 1, values)[1]


def _draft(one: PackService, currency: Currency) -> ServiceDraft:
    return ServiceDraft(
        code=one.code,
        name=one.name,
        price=_money(one.price, currency),
        kind=one.kind,
        category=one.category,
        cost=None if one.cost is None else _money(one.cost, currency),
        minutes=one.minutes,
        warranty=one.warranty,
    )


def _money(amount: Decimal, currency: Currency) -> Money:
    """The amount without cents where the currency has none."""
    whole = f"{amount:.{currency.digits}f}" if currency.digits else str(int(amount))
    return parse_money(whole, currency)


def _services(connection: Connection, currency: Currency) -> Iterator[PackService]:
    service = schema.service
    offered = service.c.binned_at.is_(None) & service.c.retired.is_(False)
    for row in connection.execute(select(service).where(offered).order_by(service.c.id)):
        cost = None if row.cost_minor is None else Money(row.cost_minor, currency).amount
        entry = PackService(
            row.code, row.name, Money(row.price_minor, currency).amount, Kind(row.kind), row.category, cost
        )
        yield replace(entry, minutes=row.minutes, warranty=warranty_of(row))
