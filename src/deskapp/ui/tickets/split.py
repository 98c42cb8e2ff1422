"""The list and what stands beside it: right of it or below it, each with a width or height of its own."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QWidget

if TYPE_CHECKING:
    from deskapp.settings import Settings

_RIGHT, _BELOW = "tickets", "tickets.below"
_FIRST = {_RIGHT: [10_000, 404], _BELOW: [300, 360]}
_LEAST_WIDTH, _LEAST_HEIGHT = 380, 220


class Split(QSplitter):
    """`use` puts the second widget where it was left, `kept` says where that is."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._second = second
        self._states: dict[str, str] = {}
        self._place = _RIGHT
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)

    def use(self, settings: Settings) -> None:
        """As it was left on this computer."""
        self._states = {place: settings.splitters.get(place, "") for place in _FIRST}
        self._turn(_BELOW if settings.pane_below else _RIGHT)

    def is_below(self) -> bool:
        """Whether the second widget stands below the first."""
        return self._place == _BELOW

    def put_below(self, *, on: bool) -> None:
        """Put the second widget below the first, or right of it."""
        if on != self.is_below():
            self._states[self._place] = self._state()
            self._turn(_BELOW if on else _RIGHT)

    def kept(self, settings: Settings) -> Settings:
        """The settings with the sizes as they are now."""
        self._states[self._place] = self._state()
        for place, state in self._states.items():
            settings = settings.with_splitter(place, state) if state else settings
        return settings

    def _state(self) -> str:
        return b64encode(self.saveState().data()).decode()

    def _turn(self, place: str) -> None:
        self._place = place
        below = place == _BELOW
        self._second.setMinimumSize(*((0, _LEAST_HEIGHT) if below else (_LEAST_WIDTH, 0)))
        with suppress(ValueError):  # a spoiled setting
            if self.restoreState(QByteArray(b64decode(self._states[place]))):
                return
        self.setOrientation(Qt.Orientation.Vertical if below else Qt.Orientation.Horizontal)
        self.setSizes(_FIRST[place])
