"""What was left with an item: ticks for what its type often has, and a line for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.flow import Flow


class Ticks(QWidget):
    """Buttons that stay down; hidden where there is nothing to tick."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(self, style.XS)
        self._buttons: dict[str, QPushButton] = {}
        self.hide()

    def offer(self, labels: Sequence[str]) -> None:
        """Offer these; what is ticked stays, offered or not."""
        ticked = self.ticked()
        for gone in self._buttons.values():
            self._flow.removeWidget(gone)
            gone.deleteLater()
        self._buttons = {}
        for label in dict.fromkeys((*labels, *ticked)):
            made = button(label, kind="tag")
            made.setCheckable(True)
            made.setChecked(label in ticked)
            self._buttons[label] = made
            self._flow.addWidget(made)
        self.setVisible(bool(self._buttons))

    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order of the buttons."""
        return tuple(label for label, one in self._buttons.items() if one.isChecked())

    def set_ticked(self, labels: Iterable[str]) -> None:
        """Tick these, offered so far or not."""
        wanted = tuple(labels)
        self.offer((*self._buttons, *wanted))
        for label in wanted:
            self._buttons[label].setChecked(True)

    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, in the order in which Tab comes by them."""
        return tuple(self._buttons.values())
