"""An icon on its own, as a label that follows the look of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from deskapp.ui.shared import icons, style


class Picture(QLabel):
    """Shows an icon in a tone; drawn again when the window turns light or dark."""

    def __init__(self, name: str = "", tone: str = "muted", size: int = icons.NORMAL) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self._draw()
        style.news().changed.connect(self._draw)

    def show_icon(self, name: str, tone: str) -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self._draw()

    def _draw(self) -> None:
        if self._name:
            ratio = self.devicePixelRatioF()
            self.setPixmap(icons.pixmap(self._name, self._tone, self._size, ratio))
