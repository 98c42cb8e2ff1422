"""What it takes to take an action back: which rows, what they held, and what they must hold now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
class Done(Generic[Result]):
    """What a service method did, and how to take it back."""

    value: Result
    undo: Undo
