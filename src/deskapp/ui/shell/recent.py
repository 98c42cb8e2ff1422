"""What was done last in a window, to be offered first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST = 8
_NOT_WORTH_IT = frozenset(
    {"omnibox", "quit", "find", "peek", "select_row", "next_part", "part_before", "back", "message", "redo"}
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was opened from the search."""

    title: str
    detail: str
    icon: str
    run: Callable[[], object]


class Recent:
    """The last acts, the newest first: keys of commands, and records that were opened."""

    def __init__(self) -> None:
        self._acts: list[str | Record] = []

    def ran(self, key: str) -> None:
        """A command ran; those that only move about are not kept."""
        if key not in _NOT_WORTH_IT:
            self._put(key)

    def opened(self, record: Record) -> None:
        """A record was opened from the search."""
        self._acts = [
            one for one in self._acts if not (isinstance(one, Record) and one.title == record.title)
        ]
        self._put(record)

    def acts(self) -> tuple[str | Record, ...]:
        """The last acts, the newest first."""
        return tuple(self._acts)

    def clear_records(self) -> None:
        """The shop was closed: its records are nobody's business any more."""
        self._acts = [one for one in self._acts if isinstance(one, str)]

    def _put(self, act: str | Record) -> None:
        self._acts = [act, *(one for one in self._acts if one != act)][:MOST]
