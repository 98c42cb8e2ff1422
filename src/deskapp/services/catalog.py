"""The catalog of services and parts: add, edit, retire, find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from deskapp.domain import text
from deskapp.domain.catalog import Kind, Service, ServiceDraft, checked
from deskapp.domain.money import Currency, Money
from deskapp.domain.undo import Done, Undo
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.shop import read_shop
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_service = schema.service
_TEXTS = ("code", "name", "category", "tax_class", "description", "minutes")


class Catalog:
    """The catalog of one shop file; small enough that it is searched whole."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def rows(
        self,
        actor: Actor,
        query: str = "",
        *,
        retired: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Service, ...]:
        """The entries by category and name; every word of the query must occur in code, name or category."""
        end = None if limit is None else offset + limit
        return self._found(query, retired=retired)[offset:end]

    def count(self, actor: Actor, query: str = "", *, retired: bool = False) -> int:
        """How many entries match."""
        return len(self._found(query, retired=retired))

    def by_code(self, actor: Actor, code: str) -> Service:
        """The entry with that code; raises `NotFound`."""
        with self._file.read() as connection:
            return by_code(connection, code)

    def add(self, actor: Actor, draft: ServiceDraft) -> Done[Service]:
        """Write down a new service or part."""
        now = self._clock.now()
        with self._file.write() as tx:
            service_id, step = add_service(tx, draft, now)
            audit.record(tx, actor, now, "add", ("service", service_id))
            service = _read(tx, service_id)
            return Done(service, Undo(_("Added {name}").format(name=service.name), (step,)))

    def add_all(self, actor: Actor, drafts: tuple[ServiceDraft, ...]) -> int:
        """Write down many entries at once, for example a trade's; answers how many."""
        now = self._clock.now()
        with self._file.write() as tx:
            for draft in drafts:
                add_service(tx, draft, now)
            audit.record(tx, actor, now, "add_all", ("service", None))
        return len(drafts)

    def edit(self, actor: Actor, service_id: int, draft: ServiceDraft, row_version: int) -> Done[Service]:
        """Keep a changed entry; lines already written keep what they say."""
        new = checked(draft)
        with self._file.write() as tx:
            _check_code_free(tx, new.code, service_id)
            read_shop(tx).tax_class(new.tax_class)
            return self._changed(tx, actor, "edit", service_id, _values(new), row_version)

    def retire(self, actor: Actor, service_id: int) -> Done[Service]:
        """Offer the entry no more; tickets that use it stay as they are."""
        with self._file.write() as tx:
            return self._changed(tx, actor, "retire", service_id, {"retired": True})

    def bring_back(self, actor: Actor, service_id: int) -> Done[Service]:
        """Offer a retired entry again."""
        with self._file.write() as tx:
            return self._changed(tx, actor, "bring_back", service_id, {"retired": False})

    def _found(self, query: str, *, retired: bool) -> tuple[Service, ...]:
        wanted = text.words(query)
        with self._file.read() as connection:
            services = (
                _service_of(row, currency_of(connection)) for row in connection.execute(_listed(retired))
            )
            return tuple(service for service in services if _holds(service, wanted))

    def _changed(
        self,
        tx: Connection,
        actor: Actor,
        action: str,
        service_id: int,
        values: dict[str, Any],
        row_version: int | None = None,
    ) -> Done[Service]:
        before, step = rows.change(tx, _service, service_id, values, row_version)
        changes = {name: (value, values[name]) for name, value in before.items()}
        audit.record(tx, actor, self._clock.now(), action, ("service", service_id), changes)
        service = _read(tx, service_id)
        label = {"retire": _("Retired {name}"), "bring_back": _("Brought back {name}")}.get(
            action, _("Changed {name}")
        )
        return Done(service, Undo(label.format(name=service.name), (step,)))


def by_code(connection: Connection, code: str) -> Service:
    """The entry with that code, inside a unit that is already open."""
    wanted = text.line(code[:200], "code").upper()
    mine = (_service.c.code == wanted, _service.c.binned_at.is_(None))
    row = connection.execute(select(_service).where(*mine)).first()
    if row is None:
        raise NotFound(_("The catalog has no entry “{code}”.").format(code=code))
    return _service_of(row, currency_of(connection))


def check_service(connection: Connection, service_id: int | None) -> None:
    """Raises `NotFound` when the catalog never had that entry."""
    known = select(_service.c.id).where(_service.c.id == service_id)
    if service_id is not None and connection.execute(known).first() is None:
        raise NotFound(_("That entry is no longer in the catalog."))


def check_offered(connection: Connection, service_id: int | None) -> None:
    """Raises `Invalid` for an entry that the shop offers no more, `NotFound` for one it never had."""
    check_service(connection, service_id)
    kept = select(_service.c.code, _service.c.retired, _service.c.binned_at).where(
        _service.c.id == service_id
    )
    row = connection.execute(kept).first()
    if row is not None and (row.retired or row.binned_at is not None):
        raise Invalid(_("“{code}” is retired; bring it back first.").format(code=row.code), "lines")


def add_service(tx: Connection, draft: ServiceDraft, now: datetime) -> tuple[int, UndoStep]:
    """Write a new entry, or the one of that code out of the bin, inside a unit that is already open."""
    new = checked(draft)
    binned = _check_code_free(tx, new.code)
    read_shop(tx).tax_class(new.tax_class)
    if binned is None:
        return rows.add(tx, _service, _values(new), now)
    return binned, rows.change(tx, _service, binned, {**_values(new), "binned_at": None})[1]


def currency_of(connection: Unit) -> Currency:
    """The shop's currency, inside a unit that is already open."""
    return read_shop(connection).currency


def warranty_of(row: Any) -> Warranty | None:
    """The warranty in a row of the catalog or of a ticket's lines."""
    return Warranty(row.warranty_number, WarrantyUnit(row.warranty_unit)) if row.warranty_number else None


def warranty_values(warranty: Warranty | None) -> dict[str, Any]:
    """The two warranty columns."""
    return {
        "warranty_number": warranty.number if warranty else None,
        "warranty_unit": warranty.unit.value if warranty else None,
    }


def _listed(retired: bool) -> Select[Any]:
    shown = select(_service).where(_service.c.binned_at.is_(None))
    if not retired:
        shown = shown.where(_service.c.retired.is_(False))
    return shown.order_by(func.lower(_service.c.category), _service.c.name, _service.c.id)


def _holds(service: Service, wanted: list[str]) -> bool:
    said = " ".join(text.words(f"{service.code} {service.name} {service.draft.category}"))
    return all(f" {word}" in f" {said}" for word in wanted)


def _read(connection: Connection, service_id: int) -> Service:
    row = connection.execute(select(_service).where(_service.c.id == service_id)).one()
    return _service_of(row, currency_of(connection))


def _service_of(row: Row[Any], currency: Currency) -> Service:
    draft = ServiceDraft(
        **{name: getattr(row, name) for name in _TEXTS},
        price=Money(row.price_minor, currency),
        kind=Kind(row.kind),
        cost=None if row.cost_minor is None else Money(row.cost_minor, currency),
        warranty=warranty_of(row),
    )
    return Service(row.id, draft, row.retired, row.row_version)


def _values(draft: ServiceDraft) -> dict[str, Any]:
    return {
        **{name: getattr(draft, name) for name in _TEXTS},
        "price_minor": draft.price.minor,
        "kind": draft.kind.value,
        "cost_minor": draft.cost.minor if draft.cost else None,
        **warranty_values(draft.warranty),
    }


def _check_code_free(tx: Connection, code: str, own_id: int | None = None) -> int | None:
    """Raises `Invalid` when another entry has the code; answers the id of one that lies in the bin."""
    holder = tx.execute(select(_service.c.id, _service.c.binned_at).where(_service.c.code == code)).first()
    if holder is None or holder.id == own_id:
        return None
    if holder.binned_at is None or own_id is not None:
        raise Invalid(
            _("The catalog already has an entry “{code}”; choose another code.").format(code=code), "code"
        )
    return int(holder.id)
