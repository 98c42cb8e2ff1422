"""Parts of a long list: pages, stretches, and the steps from what was held to what there is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from deskapp.ui.shared.groups import Fetch, Group

PAGE = 128


def records_of(rows: Iterable[Any]) -> list[Any]:
    """What is a record among rows: no gap, no group."""
    return [row for row in rows if row is not None and not isinstance(row, Group)]


def read_runs(fetch: Fetch, runs: Sequence[range]) -> list[Any]:
    """The records of several stretches of a list."""
    return [row for run in runs for row in records_of(fetch(run.start, len(run)))]


def found_at(fetch: Fetch, identity: Callable[[Any], int], record: int, start: int) -> int:
    """The place of a record within a few pages from `start`, or -1."""
    for place, row in enumerate(fetch(start, 4 * PAGE), start):
        if row is not None and identity(row) == record:
            return place
    return -1


def steps_between(old: list[int], new: list[int]) -> list[tuple[int, int, int, int]]:
    """What to remove and insert, last first so that places stay true."""
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in reversed(codes) if tag != "equal"]


def full_pages(first: Sequence[Any], count: int) -> int:
    """How many whole pages the rows make; the last page of a table may be short."""
    return len(first) // PAGE + (1 if len(first) % PAGE and len(first) >= count else 0)


def no_rows(_offset: int, _limit: int) -> Sequence[Any]:
    """A list without rows."""
    return ()
