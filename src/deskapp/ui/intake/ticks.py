"""What was left with an item: ticks for what its type often has, and a line for anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from deskapp.ui.shared import icons, style
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
            made = button(label, kind="tag", icon="plus")
            made.setCheckable(True)
            made.toggled.connect(partial(_mark, made))
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


def _mark(one: QPushButton, ticked: bool) -> None:
    """A tick instead of the plus, so that it is seen without colours and nothing moves."""
    one.setIcon(icons.icon("tick", "on_accent") if ticked else icons.icon("plus", "muted"))
