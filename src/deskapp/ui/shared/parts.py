"""The parts of a screen that a key goes through in a circle: filter, list, record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


def neighbour(parts: Sequence[QWidget], step: int) -> QWidget:
    """The part that is `step` places after the one that holds the focus, or after the first."""
    focused = parts[0].window().focusWidget()
    holds = [part is focused or part.isAncestorOf(focused) for part in parts]
    now = holds.index(True) if True in holds else 0
    return parts[(now + step) % len(parts)]
