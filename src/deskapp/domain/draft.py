"""A ticket that was begun and not saved: what stood in the fields of the page, as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """`content` is texts by block and field, for the page that made it; it may hold a passcode."""

    id: int
    at: datetime
    person: str
    content: Mapping[str, Any] = field(repr=False)
