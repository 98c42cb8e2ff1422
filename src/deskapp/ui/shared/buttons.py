"""Buttons of the window's few kinds, each with a name that a screen reader can say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from deskapp.ui.shared import icons
from deskapp.ui.shared.plain import set_tip

Kind = Literal["", "primary", "quiet", "danger", "place", "tag", "note"]
_ICON_TONES = {
    "": "text",
    "primary": "on_accent",
    "quiet": "accent",
    "danger": "danger",
    "place": "muted",
    "tag": "muted",
    "note": "muted",
}


def button(
    text: str, on_click: Callable[[], object] | None = None, *, kind: Kind = "", icon: str = ""
) -> QPushButton:
    """A button with a verb on it; one `primary` button per screen."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_TONES[kind]))
        made.setIconSize(QSize(icons.NORMAL + 2, icons.NORMAL - 2))  # with room before the word
    if on_click:
        made.clicked.connect(_without_state(on_click))
    return made


def icon_button(
    icon: str, name: str, on_click: Callable[[], object] | None = None, *, keys: str = ""
) -> QToolButton:
    """A button that shows only an icon; `name` is its tip and what a screen reader says."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(icons.NORMAL, icons.NORMAL))
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(name)
    set_tip(made, f"{name}  {keys}" if keys else name)
    if on_click:
        made.clicked.connect(_without_state(on_click))
    return made


def _without_state(on_click: Callable[[], object]) -> Callable[[], object]:
    """The call without the value that Qt adds; an object's method stays itself, so that Qt lets go of it."""
    if getattr(on_click, "__self__", None) is not None:
        return on_click

    def clicked() -> None:
        on_click()

    return clicked
