"""What a query means, as small buttons under the filter; taking one away edits the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.flow import Flow
from deskapp.ui.shared.plain import set_tip

if TYPE_CHECKING:
    from deskapp.domain.query import Chip

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_TAKE_AWAY = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_LONGEST = 32


class ChipRow(QWidget):
    """`removed` carries the chip that is taken away, `left` tells that a key asks for the field again."""

    removed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What the filter means"))
        self._chips: tuple[Chip, ...] = ()
        self._buttons: list[ChipButton] = []
        self._flow = Flow(self, style.XS)
        rule = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        rule.setHeightForWidth(True)
        self.setSizePolicy(rule)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show these in place of the others; a chip that had the focus leaves it to the next one."""
        if tuple(chips) == self._chips:
            return
        focused = next((place for place, one in enumerate(self._buttons) if one.hasFocus()), None)
        self._chips = tuple(chips)
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [self._made(chip) for chip in chips]
        for place, new in enumerate(self._buttons):
            new.setFocusPolicy(Qt.FocusPolicy.StrongFocus if not place else Qt.FocusPolicy.ClickFocus)
            new.show()
        self.updateGeometry()
        if focused is not None:
            self._focus(min(focused, len(self._buttons) - 1))

    def buttons(self) -> list[ChipButton]:
        """The chips that are shown, from left to right."""
        return self._buttons

    def _made(self, chip: Chip) -> ChipButton:
        made = ChipButton(chip)
        made.setParent(self)
        self._flow.addWidget(made)
        made.clicked.connect(self._remove)
        made.key_typed.connect(self._answer)
        return made

    def _remove(self) -> None:
        gone = self.sender()
        if isinstance(gone, ChipButton):
            self.removed.emit(gone.chip)

    def _answer(self, key: int) -> None:
        gone = self.sender()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif isinstance(gone, ChipButton) and key in _STEPS:
            self._focus((self._buttons.index(gone) + _STEPS[key]) % len(self._buttons))

    def _focus(self, place: int) -> None:
        if place < 0:
            self.left.emit()
        else:
            self._buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)


class ChipButton(QPushButton):
    """One part of the query; Enter, Delete or a click takes it away. `key_typed` carries its other keys."""

    key_typed = Signal(int)

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.chip = chip
        self.setText(f"{meaning(chip, _LONGEST)}  ×".replace("&", "&&"))
        self.setProperty("kind", "chip")
        self.setProperty("tone", "wrong" if chip.problem else "not" if chip.negated else "")
        set_tip(self, chip.problem)
        self.setAutoDefault(False)
        self.setAccessibleName(_("{part}: take out of the filter").format(part=meaning(chip)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TAKE_AWAY:
            self.click()
        elif event.key() in _STEPS or event.key() == Qt.Key.Key_Escape:
            self.key_typed.emit(event.key())
        else:
            super().keyPressEvent(event)


def meaning(chip: Chip, longest: int = 1000) -> str:
    """What a chip says: the words of its part, and how they are joined with the others."""
    said = _("not {part}").format(part=chip.label) if chip.negated and not chip.problem else chip.label
    said = said if len(said) <= longest else f"{said[: longest - 1]}…"
    said = f"{'(' * chip.opens}{said}{')' * chip.closes}"
    return _("or {part}").format(part=said) if chip.alternative else said
