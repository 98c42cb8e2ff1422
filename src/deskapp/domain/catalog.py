"""The services and parts that a shop sells, with their prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.domain import text, warranty
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.domain.money import Money
    from deskapp.domain.warranty import Warranty

MOST_MINUTES = 60_000


class Kind(StrEnum):
    """What a catalog entry or a line is."""

    SERVICE = "service"
    PART = "part"


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """What the desk writes down about a service or part of the catalog."""

    code: str
    name: str
    price: Money
    kind: Kind = Kind.SERVICE
    category: str = ""
    tax_class: str = "standard"
    cost: Money | None = None
    minutes: int | None = None
    warranty: Warranty | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """An entry of the catalog; a retired one stays on old tickets and is offered no more."""

    id: int
    draft: ServiceDraft
    retired: bool = False
    row_version: int = 1

    @property
    def code(self) -> str:
        """The short code, unique in the shop."""
        return self.draft.code

    @property
    def name(self) -> str:
        """What the customer reads."""
        return self.draft.name


def nearest_first(services: Iterable[Service], device: str, fault: str = "") -> list[Service]:
    """Those first that name the device (brand and model), then its fault, then little else."""
    about, wrong = set(text.words(device)), set(text.words(fault))

    def distance(service: Service) -> tuple[int, int, int]:
        named = set(text.words(service.name))
        return -len(named & about), -len(named & wrong), len(named - about) if about else 0

    return sorted(services, key=distance)


def checked(draft: ServiceDraft) -> ServiceDraft:
    """The draft as it can be kept; raises `Invalid` naming the field that cannot."""
    clean = replace(
        draft,
        code=text.line(draft.code, "code", 30).upper(),
        name=text.line(draft.name, "name"),
        category=text.line(draft.category, "category", 60),
        description=text.block(draft.description, "description", 2000),
        warranty=warranty.checked(draft.warranty),
    )
    if not clean.code:
        raise Invalid(_("A catalog entry needs a code, for example SCR-IP13."), "code")
    if not clean.name:
        raise Invalid(_("A catalog entry needs a name."), "name")
    if clean.price.minor < 0:
        raise Invalid(_("A price cannot be below zero."), "price")
    if clean.cost and clean.cost.minor < 0:
        raise Invalid(_("A price cannot be below zero."), "cost")
    if clean.minutes is not None and not 0 <= clean.minutes <= MOST_MINUTES:
        raise Invalid(_("Work takes from 0 to {most} minutes.").format(most=MOST_MINUTES), "minutes")
    return clean
