"""Who does something at the desk: every service call takes one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do."""

    OWNER = "owner"
    FRONT_DESK = "front_desk"
    TECHNICIAN = "technician"
    READ_ONLY = "read_only"


class Source(StrEnum):
    """Through which door an act came."""

    WINDOW = "window"
    COMMAND_LINE = "command_line"
    IMPORT = "import"
    PROGRAM = "program"  # by itself, or as a part of what somebody was asked for before


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of the shop, in a role, through a door."""

    person_id: int
    name: str
    role: Role = Role.OWNER
    source: Source = Source.WINDOW
