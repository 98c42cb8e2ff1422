"""What it takes to take an action back: which rows, what they held, and what they must hold now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One row: the values to put back, allowed only while it still holds what the action left.

    Values and not a version, because taking back a later action brings the values back and
    the version grows all the same.
    """

    table: str
    id: int
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Undo:
    """An action that can be taken back; `label` says in the past tense what was done."""

    label: str
    steps: tuple[UndoStep, ...]
    ticket_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Later(Generic[Result]):
    """A value that is read when it is first looked at."""

    read: Callable[[], Result]


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What a service method did, and how to take it back."""

    outcome: Result | Later[Result]
    undo: Undo

    @cached_property
    def value(self) -> Result:
        """The record as it stands afterwards; what is long to read is read when it is first looked at."""
        return self.outcome.read() if isinstance(self.outcome, Later) else self.outcome
