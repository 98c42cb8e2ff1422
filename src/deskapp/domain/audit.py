"""What the history of the shop says: who did what, when, to which record, and what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deskapp.domain.actor import Role, Source


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was changed; ids are names by now. `shown` is off where the value may not be seen, or was
    erased.
    """

    field: str
    before: Any = None
    after: Any = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act. `kind` and `record_id` say what was changed, `record` how people call it."""

    id: int
    at: datetime
    person: str
    role: Role
    source: Source
    action: str
    kind: str
    record_id: int | None
    record: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LastAct:
    """Who changed a record last, and when."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Which acts are asked for: of a person, between two moments (UTC), on a kind of record or on one."""

    person_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str = ""
    record_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChainState:
    """How many acts were looked at, and the first that does not follow from the one before it."""

    acts: int
    broken_at: int | None = None
