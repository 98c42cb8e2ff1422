"""What an empty list says: an icon, a sentence, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel


class EmptyState(QWidget):
    """Shown in place of a list without rows; `say` changes it from first use to no hits."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = ""
        self._picture = QLabel()
        self._sentence = PlainLabel(scale=style.SECTION, wrap=True)
        self._hint = PlainLabel(tone="muted", wrap=True)
        self._button = button("", self._act)
        self._other = button("", self._act_otherwise, kind="quiet")
        for one in (self._button, self._other):
            one.setAutoDefault(True)  # Enter presses what has the focus
        self._on_click: Callable[[], object] | None = None
        self._on_other: Callable[[], object] | None = None
        self._lay_out()
        style.news().changed.connect(self._draw)

    def say(
        self,
        icon: str,
        sentence: str,
        hint: str = "",
        action: str = "",
        on_click: Callable[[], object] | None = None,
    ) -> None:
        """Show an icon, a sentence, a hint under it, and a button where there is something to do."""
        self._icon, self._on_click = icon, on_click
        self._sentence.setText(sentence)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._other.hide()
        self.setAccessibleName(f"{sentence} {hint}".strip())
        self._draw()

    def offer(self, action: str, on_click: Callable[[], object]) -> None:
        """Another button beside the first, until something else is said."""
        self._on_other = on_click
        self._other.setText(action)
        self._other.show()

    def _act_otherwise(self) -> None:
        if self._on_other:
            self._on_other()

    def _act(self) -> None:
        if self._on_click:
            self._on_click()

    def _draw(self) -> None:
        if self._icon:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(icons.pixmap(self._icon, "control", icons.LARGE, ratio))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XXL, style.XL, style.XXL)
        column.setSpacing(style.S)
        column.addStretch(2)
        for label in (self._picture, self._sentence, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(style.S)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.S)
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self._other.hide()
        column.addStretch(3)
