"""Where a window has been, so that a key goes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_LONGEST = 50


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the sidebar, with the ticket, customer or device that was shown there."""

    place: str
    ticket: str = ""
    customer: int | None = None
    device: int | None = None


class Trail:
    """The stops of a window, the last one where it is now."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._goes_back = False

    def go(self, stop: Stop) -> None:
        """The window is somewhere else; staying where it is leaves no mark."""
        if not self._goes_back and (not self._stops or self._stops[-1] != stop):
            self._stops.append(stop)
            del self._stops[:-_LONGEST]

    @contextmanager
    def back(self) -> Iterator[Stop | None]:
        """Leave the last stop for the one before, None where there is none; going there leaves no mark."""
        if len(self._stops) < 2:
            yield None
            return
        self._stops.pop()
        self._goes_back = True
        try:
            yield self._stops[-1]
        finally:
            self._goes_back = False

    def clear(self) -> None:
        """Begin anew."""
        self._stops.clear()
