"""The search over a window that has no place for it: it comes by a key and goes when it was used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shell.omnibox import Omnibox

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from deskapp.ui.command import Command
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext

_WIDTH = 560
_OWN_SIZES = "QToolButton { min-width: 0; min-height: 0; }"  # a window may have larger buttons of its own
_MENUS = {"file", "view", "help", "edit"}
_OF_THE_WINDOW = {"omnibox", "find", "quit", "back", "next_part", "part_before", "shortcuts", "refresh"}


class Elsewhere:
    """The commands of the main window that make sense in another one; it comes to the front for them."""

    def __init__(self, commands: Commands) -> None:
        self._commands = commands
        self.recent = commands.recent

    def bound(self) -> Iterator[Command]:
        """What needs nothing that is shown in the main window."""
        for command in self._commands.bound():
            of_there = command.needs or command.list_keys or command.switch or command.under
            if command.menu in _MENUS and command.key not in _OF_THE_WINDOW and not of_there:
                yield command

    def action(self, key: str) -> QAction:
        """Tells whether it works now."""
        return self._commands.action(key)

    def keys_of(self, key: str) -> str:
        """Nothing: in this window its keys mean something else, or nothing."""
        return ""

    def trigger(self, key: str) -> None:
        """Run it in the main window."""
        self._commands.bring_forward()
        self._commands.trigger(key)


class PaletteBar(QFrame):
    """Lies at the top of `window`; offers the window's own commands, then those of the main one."""

    def __init__(self, window: QWidget, commands: Commands, context: DeskContext) -> None:
        super().__init__(window)
        self.setProperty("kind", "popup")
        self.setStyleSheet(_OWN_SIZES)
        self._window = window
        self.field = Omnibox((commands, Elsewhere(context.commands)), window)
        self.field.use(context)
        self.field.finished.connect(self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.S, style.S, style.S, style.S)
        column.addWidget(self.field)
        window.installEventFilter(self)
        self.hide()

    def enter(self) -> None:
        """Come, ready to type."""
        self._place()
        self.show()
        self.raise_()
        self.field.enter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(_WIDTH, self._window.width() - 2 * style.L)
        self.setGeometry((self._window.width() - width) // 2, style.M, width, self.sizeHint().height())


def palette_of(window: QWidget, commands: Commands, context: DeskContext) -> Callable[[], None]:
    """What the key of the search does in a window beside the main one; the bar is made late."""
    made: list[PaletteBar] = []

    def enter() -> None:
        if not made:
            made.append(PaletteBar(window, commands, context))
        made[0].enter()

    return enter
