"""How the columns of a kind of file were assigned by hand, for the next file of that kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

CUSTOMERS = "customers"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """Which column fills which field: by the column's name, in whatever order the columns stand."""

    id: int
    name: str
    columns: Mapping[str, str]
    at: datetime
    row_version: int = 1

    @property
    def headers(self) -> frozenset[str]:
        """The columns of the files for which it holds."""
        return frozenset(self.columns)
