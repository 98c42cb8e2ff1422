"""Rows under headings: a table's rows in groups, of which only those that are looked at are read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any
from zlib import crc32

Fetch = Callable[[int, int], Sequence[Any]]
"""Answers the rows from an offset on, at most as many as the limit."""


def _no_rows(_offset: int, _limit: int) -> Sequence[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading among the rows, and how the rows under it are read; `folded` hides them."""

    key: str
    label: str
    count: int
    read: Fetch = field(default=_no_rows, compare=False)
    folded: bool = False

    @property
    def id(self) -> int:
        """Tells headings apart, and from records, whose ids are above zero."""
        return -1 - crc32(self.key.encode())

    @property
    def length(self) -> int:
        """How many rows the group takes with its heading."""
        return 1 if self.folded else 1 + self.count


class GroupedRows:
    """Reads windows of rows with their headings between them, as a `PagedModel` asks for them."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.groups = tuple(groups)
        *self._starts, self.count = accumulate((group.length for group in self.groups), initial=0)

    def __call__(self, offset: int, limit: int) -> list[Any]:
        rows: list[Any] = []
        place = max(0, bisect_right(self._starts, offset) - 1)
        while len(rows) < limit and place < len(self.groups):
            inside = offset + len(rows) - self._starts[place]
            rows += _part(self.groups[place], inside, limit - len(rows))
            place += 1
        return rows

    def headings(self, first: int, last: int) -> int:
        """How many of the rows from `first` to `last` are headings."""
        return bisect_right(self._starts, last) - bisect_right(self._starts, first - 1)


def _part(group: Group, inside: int, most: int) -> list[Any]:
    """Rows of one group from `inside` on; one that went meanwhile leaves a gap, so that places stay true."""
    head: list[Any] = [] if inside else [group]
    wanted = min(most - len(head), group.length - inside - len(head))
    if wanted <= 0:
        return head
    rows = list(group.read(inside + len(head) - 1, wanted))[:wanted]
    return head + rows + [None] * (wanted - len(rows))
