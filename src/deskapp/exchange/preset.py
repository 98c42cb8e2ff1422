"""What is known about the files of one system: how to recognise them, and what their rows mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from deskapp.domain import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from deskapp.domain.import_plan import ImportedTicket, RowProblem
    from deskapp.exchange.reader import Row


class Mapping(Protocol):
    """Turns the rows of one file into tickets."""

    def ticket(self, row: Row) -> ImportedTicket | list[RowProblem]:
        """The ticket in a row, or everything that is wrong with it."""
        ...


@dataclass(frozen=True, slots=True)
class Preset:
    """Files of one system; `mapping` is given their header, the shop's zone and its date of today."""

    key: str
    system: str
    title: str
    columns: tuple[str, ...]
    mapping: Callable[[Sequence[str], ZoneInfo, date], Mapping]

    def missing(self, header: Sequence[str]) -> list[str]:
        """The columns that a header lacks; none when the file is of this system."""
        present = set(folded(header))
        return [name for name in self.columns if name not in present]


def folded(header: Sequence[str]) -> list[str]:
    """Column names without case and outer space."""
    return [text.fold(name) for name in header]
