"""Holding an imported customer beside the one who is here: whether it is them, and who says what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from deskapp.domain.customer_import import CUSTOMER_FIELDS, ImportedCustomer
from deskapp.domain.import_plan import Verdict
from deskapp.services.customer_resolve import is_alike, shares_contact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.customer import CustomerDraft


class Judged(NamedTuple):
    """A record, what is to be done with it, and the customer it is about where there is one."""

    identity: str
    record: ImportedCustomer
    mark: str
    verdict: Verdict
    customer_id: int | None = None
    draft: CustomerDraft | None = None  # what is to stand here, where that differs
    is_linked: bool = False  # found by contact, so that its id is not known yet
    was_binned: bool = False
    says_else: bool = False  # than it did at its last import


def is_about(said: CustomerDraft, here: CustomerDraft) -> bool:
    """Whether an id may still mean the same customer; two lists may both count from one."""
    return is_alike(said, here.name, here.company) or shares_contact(said, here)


def is_told(one: Judged) -> bool:
    return one.verdict is not Verdict.UNCHANGED


def as_asked(here: CustomerDraft, said: CustomerDraft) -> CustomerDraft:
    """What is here, of the shop's own fields only those that a file says something about."""
    return replace(here, fields={key: here.fields[key] for key in said.fields if key in here.fields})


def with_taken(here: CustomerDraft, said: CustomerDraft, takes: Sequence[str]) -> CustomerDraft:
    taken: dict[str, Any] = {name: getattr(said, name) for name in takes}
    if "fields" in taken:
        taken["fields"] = {**here.fields, **said.fields}
    return replace(here, **taken)


def filled(here: CustomerDraft, said: CustomerDraft) -> tuple[CustomerDraft, list[str]]:
    """What is here with what it lacks, and which fields say something else."""
    values: dict[str, Any] = {}
    keeps: list[str] = []
    for name in CUSTOMER_FIELDS:
        ours, theirs = getattr(here, name), getattr(said, name)
        if not theirs or theirs == ours:
            continue
        if not ours:
            values[name] = theirs
        elif name == "fields":
            values[name] = {**theirs, **ours}
            keeps += [name] if any(ours.get(key, one) != one for key, one in theirs.items()) else []
        elif isinstance(ours, tuple):
            values[name] = _joined(name, ours, theirs)
        elif name == "note" and theirs not in ours:
            values[name] = f"{ours}\n{theirs}"
        elif name != "note":
            keeps.append(name)
    return replace(here, **values), keeps


def _joined(name: str, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {_key(name, one) for one in ours}
    return (*ours, *(one for one in theirs if _key(name, one) not in known))


def _key(name: str, one: Any) -> object:
    if name == "phones":
        return one.normal or one.typed
    return one.address.lower() if name == "emails" else one
