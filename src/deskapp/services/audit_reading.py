"""The history of the shop as people read it, newest first, and whether its chain holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from deskapp.domain.actor import Role, Source
from deskapp.domain.audit import AuditEntry, AuditQuestion, ChainState, Change, LastAct
from deskapp.services.audit import first_broken
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Row, Select

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

    Names = Mapping[str, Mapping[Any, str]]

_audit, _value, _person = schema.audit, schema.audit_value, schema.person
_EVERYTHING = AuditQuestion()
_CHANGE_NOTHING = ("print", "reveal_secret", "export")
_LABELS = select(schema.status.c.key, schema.status.c.label)

_NAMES: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "ticket": (schema.ticket, (schema.ticket.c.number,)),
    "customer": (schema.customer, (schema.customer.c.name, schema.customer.c.company)),
    "device": (schema.device, (schema.device.c.brand, schema.device.c.model, schema.device.c.serial)),
    "service": (schema.service, (schema.service.c.name,)),
    "person": (schema.person, (schema.person.c.name,)),
    "enquiry": (schema.enquiry, (schema.enquiry.c.name,)),
    "saved_view": (schema.saved_view, (schema.saved_view.c.name,)),
    "import_batch": (schema.import_batch, (schema.import_batch.c.file_name,)),
    "status": (schema.status, (schema.status.c.label,)),
}
_OF_FIELD = {
    "person_id": "person",
    "back_by": "person",
    "customer_id": "customer",
    "payer_id": "customer",
    "merged_into": "customer",
    "other_id": "customer",
    "device_id": "device",
    "ticket_id": "ticket",
}


class AuditReading:
    """Reads the history of one shop."""

    def __init__(self, file: ShopFile) -> None:
        self._file = file

    def rows(
        self, actor: Actor, question: AuditQuestion = _EVERYTHING, *, offset: int = 0, limit: int = 100
    ) -> tuple[AuditEntry, ...]:
        """The acts that are asked for."""
        with self._file.read() as connection:
            wanted = _asked(select(_audit), question).order_by(_audit.c.id.desc())
            found = list(connection.execute(wanted.limit(limit).offset(offset)))
            return _entries(connection, found)

    def count(self, actor: Actor, question: AuditQuestion = _EVERYTHING) -> int:
        """How many they are."""
        with self._file.read() as connection:
            wanted = _asked(select(func.count()).select_from(_audit), question)
            return int(connection.execute(wanted).scalar_one())

    def last(self, actor: Actor, kind: str, record_id: int) -> LastAct | None:
        """Who changed a record last, and when; what they changed is not told."""
        mine = (
            *(_audit.c.kind == kind, _audit.c.record_id == record_id),
            _audit.c.action.not_in(_CHANGE_NOTHING),
        )
        wanted = select(_audit.c.at, _person.c.name).join(_person, _person.c.id == _audit.c.person_id)
        with self._file.read() as connection:
            row = connection.execute(wanted.where(*mine).order_by(_audit.c.id.desc()).limit(1)).first()
        return LastAct(row.name, row.at) if row else None

    def chain(self, actor: Actor) -> ChainState:
        """Look at every act, whether it follows from the one before it; of a million that takes a while."""
        with self._file.read() as connection:
            acts = connection.execute(select(func.count()).select_from(_audit)).scalar_one()
            return ChainState(int(acts), first_broken(connection))


def _asked(wanted: Select[Any], question: AuditQuestion) -> Select[Any]:
    if question.person_id is not None:
        wanted = wanted.where(_audit.c.person_id == question.person_id)
    if question.since is not None:
        wanted = wanted.where(_audit.c.at >= question.since)
    if question.until is not None:
        wanted = wanted.where(_audit.c.at < question.until)
    if question.kind:
        wanted = wanted.where(_audit.c.kind == question.kind)
    if question.record_id is not None:
        wanted = wanted.where(_audit.c.record_id == question.record_id)
    return wanted


def _entries(connection: Connection, found: Sequence[Row[Any]]) -> tuple[AuditEntry, ...]:
    kept = _values(connection, [row.id for row in found])
    ids: dict[str, set[int]] = defaultdict(set)
    for row in found:
        ids["person"].add(row.person_id)
        ids[row.kind].add(row.record_id)
        for value in kept[row.id].values():
            if kind := _OF_FIELD.get(value.field):
                ids[kind] |= {one for one in (value.before, value.after) if isinstance(one, int)}
    names = {kind: _names(connection, kind, some) for kind, some in ids.items()}
    labels = {
        row.key: row.label for row in connection.execute(select(schema.status.c.key, schema.status.c.label))
    }
    names["status"] = labels
    return tuple(_entry(row, kept[row.id], names) for row in found)


def _entry(
    row: Row[Any], values: Mapping[str, Row[Any]], names: Mapping[str, Mapping[Any, str]]
) -> AuditEntry:
    changes = (_change(name, values.get(name), names) for name in row.fields)
    return AuditEntry(
        id=row.id,
        at=row.at,
        person=names["person"].get(row.person_id, ""),
        role=Role(row.role),
        source=Source(row.source),
        action=row.action,
        kind=row.kind,
        record_id=row.record_id,
        record=names.get(row.kind, {}).get(row.record_id, ""),
        changes=tuple(changes),
    )


def _change(name: str, value: Row[Any] | None, names: Names) -> Change:
    if value is None:  # it was erased with the person whom it was about
        return Change(name, shown=False)
    known = names.get("status" if name == "status" else _OF_FIELD.get(name, ""), {})
    before, after = (
        known.get(one, one) if isinstance(one, int | str) else one for one in (value.before, value.after)
    )
    return Change(name, before, after)


def _values(connection: Connection, ids: Iterable[int]) -> dict[int, dict[str, Row[Any]]]:
    found: dict[int, dict[str, Row[Any]]] = defaultdict(dict)
    for row in connection.execute(select(_value).where(_value.c.audit_id.in_(list(ids)))):
        found[row.audit_id][row.field] = row
    return found


def _names(connection: Connection, kind: str, ids: Iterable[int | None]) -> dict[int, str]:
    """How people call some records of a kind; nothing for those that are gone."""
    if kind not in _NAMES:
        return {}
    table, columns = _NAMES[kind]
    wanted = select(table.c.id, *columns).where(table.c.id.in_([one for one in ids if one is not None]))
    return {row[0]: _name(kind, row[1:]) for row in connection.execute(wanted)}


def _name(kind: str, said: Sequence[str | None]) -> str:
    parts = [one for one in said if one]
    return " ".join(parts) if kind == "device" else next(iter(parts), "")
