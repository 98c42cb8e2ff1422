"""The people who work in the shop."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.domain.actor import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works in the shop; who left is not `active` and stays in the history."""

    id: int
    name: str
    role: Role = Role.OWNER
    active: bool = True
    row_version: int = 1
