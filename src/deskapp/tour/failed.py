"""What a step of the tour raises when the window does not do what it should."""

from __future__ import annotations


class StepFailed(Exception):
    """What was to be expected, and what was there instead."""

    def __init__(self, expected: str, seen: object) -> None:
        super().__init__(f"expected that {expected}, saw {seen}")
