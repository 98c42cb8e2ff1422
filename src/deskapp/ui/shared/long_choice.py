"""A choice among very many, such as all countries, that does not grow as wide as its longest name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox

from deskapp.ui.shared.fields import ChoiceBox

_LEAST = 6


class LongChoice(ChoiceBox):
    """Typing goes to the first name that begins so."""

    def __init__(self, choices: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST)
        self.setMaxVisibleItems(16)

    def choose(self, key: str) -> None:
        """Choose a key; one that is not offered is added, so that nothing is changed by looking at it."""
        if key and self.findData(key) < 0:
            self.addItem(key, key)
        self.setCurrentIndex(max(0, self.findData(key)))
