"""The shop's statuses, by key and by what people call them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.status import Meaning, Status
from deskapp.errors import NotFound
from deskapp.i18n import _, language
from deskapp.store import schema
from deskapp.store.kept import kept
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.store.statement import Unit


_ALL = Reading(select(schema.status).order_by(schema.status.c.position))


def all_statuses(connection: Unit) -> Mapping[str, Status]:
    """Every status of the shop by key, in its order."""
    return _statuses(connection, language())


@kept
def _statuses(connection: Unit, _language: str) -> Mapping[str, Status]:
    return MappingProxyType(
        {
            row.key: Status(row.key, _(row.label), Meaning(row.meaning), row.icon, row.position)
            for row in _ALL.all(connection)
        }
    )


def written_labels(connection: Unit) -> dict[str, str]:
    """The label of every status by key as the file holds it, for a reader of another language."""
    return {row.key: row.label for row in _ALL.all(connection)}


def find_status(statuses: Mapping[str, Status], name: str) -> Status:
    """The status with that key or label; raises `NotFound` that lists the keys."""
    if name in statuses:
        return statuses[name]
    wanted = text.fold(name)
    for status in statuses.values():
        if wanted in {text.fold(status.key), text.fold(status.label)}:
            return status
    message = _("There is no status “{name}”; the shop has {known}.")
    raise NotFound(message.format(name=name, known=", ".join(statuses)))
