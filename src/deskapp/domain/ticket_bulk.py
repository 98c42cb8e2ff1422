"""One change of many tickets: what becomes of each, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from deskapp.domain import text
from deskapp.domain.tag import checked_tags
from deskapp.domain.ticket_row import Priority
from deskapp.errors import Invalid
from deskapp.i18n import _

MOST_TICKETS = 20_000
"""So many fit into one act that can be taken back."""

LONGEST_REASON = 500
_FIELDS = frozenset({"person_id", "promised_at", "priority", "place"})
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What is to become of several tickets; what is not named stays as it is on each of them.

    `fields` holds new values of `person_id`, `promised_at`, `priority` or `place`, where None empties
    a person or a moment. `status` is a key or a label.
    """

    status: str = ""
    reason: str = ""
    fields: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    to_bin: bool = False
    out_of_bin: bool = False

    @property
    def edits(self) -> bool:
        """Whether it changes more than the status, or whether tickets lie in the bin."""
        return bool(self.fields or self.add_tags or self.remove_tags)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ticket that stays as it was, and why."""

    id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What came of a change: the ids of the tickets that changed, and those that were refused."""

    changed: tuple[int, ...]
    refused: tuple[Refusal, ...] = ()
    unchanged: int = 0


def checked_change(change: BulkChange) -> BulkChange:
    """The change as it can be made; raises `Invalid` when it is none."""
    clean = replace(
        change,
        reason=text.line(change.reason, "reason", LONGEST_REASON),
        fields={name: _checked(name, value) for name, value in change.fields.items()},
        add_tags=checked_tags(change.add_tags),
        remove_tags=checked_tags(change.remove_tags),
    )
    if not (clean.status or clean.edits or clean.to_bin or clean.out_of_bin):
        raise Invalid(_("Choose what is to change."), "status")
    return clean


def tags_after(tags: str, change: BulkChange) -> str:
    """The tags of a ticket (with a space between) after the change."""
    kept = [tag for tag in tags.split() if tag not in change.remove_tags]
    return " ".join(dict.fromkeys((*kept, *change.add_tags)))


def _checked(name: str, value: object) -> object:
    if name not in _FIELDS:
        raise ValueError(f"{name} is not changed on many tickets at once")
    if name == "priority":
        return Priority(str(value)).value
    return text.line(str(value), "place", 60) if name == "place" else value
