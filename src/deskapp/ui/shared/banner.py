"""A bar inside the window that says one thing and may offer one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.shared.tab_order import put_inside

Kind = Literal["info", "good", "warning", "error"]
_LOOKS = {
    "info": ("info", "new"),
    "good": ("tick-circle", "ready"),
    "warning": ("warning", "waiting"),
    "error": ("warning", "alarm"),
}


class Banner(QFrame):
    """Hidden until `say` is called; stays until it is closed or `hush` is called.

    Most banners never say anything: their pieces are made for the first sentence, which `furnished` tells.
    """

    furnished = Signal()

    def __init__(self, *, closable: bool = True) -> None:
        super().__init__()
        self._closable = closable
        self._kind: Kind = "info"
        self._on_click: Callable[[], object] | None = None
        self._other: tuple[str, Callable[[], object]] | None = None
        self._is_furnished = False
        self.hide()

    def say(
        self,
        kind: Kind,
        text: str,
        action: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        other: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Show a sentence, with a button where there is something to do, or two."""
        self._furnish()
        self._kind, self._on_click, self._other = kind, on_click, other
        self._second.setText(other[0] if other else "")
        self._second.setVisible(bool(other))
        self._words.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        style.set_kind(self, kind)
        self._draw()
        self.setAccessibleName(text)
        self.show()
        announce(self, text)

    def hush(self) -> None:
        """Take the bar away."""
        self.hide()

    def text(self) -> str:
        """The sentence that is shown, or nothing."""
        return self._words.full_text() if self._is_furnished and not self.isHidden() else ""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.text():
            self._draw()

    def _act(self) -> None:
        if self._on_click:
            self._on_click()

    def _act_other(self) -> None:
        if self._other:
            self._other[1]()

    def _draw(self) -> None:
        icon, family = _LOOKS[self._kind]
        self._picture.setPixmap(icons.pixmap(icon, family, icons.NORMAL, self.devicePixelRatioF()))
        self._close.setIcon(icons.icon("close", family))

    def _furnish(self) -> None:
        if self._is_furnished:
            return
        self._is_furnished = True
        self._picture = QLabel()
        self._words = PlainLabel(wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = button("", self._act, kind="quiet")
        self._second = button("", self._act_other, kind="quiet")
        self._close = icon_button("close", _("Close"), self.hush)
        self._lay_out()
        put_inside(self, self._button, self._second, self._close)
        self.furnished.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.M, style.XS, style.XS, style.XS)
        row.setSpacing(style.S)
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self._second)
        row.addWidget(self._close)
        self._close.setVisible(self._closable)
