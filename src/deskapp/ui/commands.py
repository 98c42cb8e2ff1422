"""The commands of a window: from one list they feed menus, buttons, keys and the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from deskapp.i18n import _
from deskapp.ui.command import MENUS, Command, Menu, check, single_key
from deskapp.ui.shared import icons
from deskapp.ui.shell.command_list import COMMANDS
from deskapp.ui.shell.list_keys import OF_EVERY_LIST, hint_of, shown_keys
from deskapp.ui.shell.recent import Recent

_ROLES = {
    "": QAction.MenuRole.NoRole,
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Commands(QObject):
    """The commands of one window; only those that are bound exist for the user.

    `ran` carries the key of a command after it ran. With `single_keys` off, letters alone do nothing.
    `refused` are those that the person may not use, with the reason.
    """

    ran = Signal(str)

    def __init__(self, window: QWidget, known: tuple[Command, ...] = COMMANDS) -> None:
        super().__init__(window)
        check(known)
        self._window = window
        self._known = {command.key: command for command in known}
        self._actions: dict[str, QAction] = {}
        self._choices: dict[str, QActionGroup] = {}
        self._provided: set[str] = set()
        self._lists: list[QWidget] = []
        self._single: dict[int, str] = {}
        self.recent, self.refused = Recent(), dict[str, str]()
        self._held: dict[str, bool] | None = None
        self.single_keys = True

    def bind(self, key: str, run: Callable[..., object]) -> QAction:
        """Say what a command does; a switch or choice is given whether it is on. An unknown key is a bug."""
        command = self._known[key]
        action = self._made(command)
        takes_state = command.switch or bool(command.choice)

        def trigger(on: bool) -> None:
            run(on) if takes_state else run()
            self.recent.ran(key)
            self.ran.emit(key)

        action.triggered.connect(trigger)
        self._actions[key] = action
        self._window.addAction(action)
        for widget in self._lists:
            self._add_list_keys(command, widget)
        return action

    def action(self, key: str) -> QAction:
        """The action of a bound command, for a button or a context menu."""
        return self._actions[key]

    def trigger(self, key: str) -> None:
        """Run a command as its menu does."""
        self._actions[key].trigger()

    def keys_of(self, key: str) -> str:
        """The keys of a command as this system writes them, the first where there are several."""
        command = self._known[key]
        return next(map(shown_keys, (*command.keys, *command.list_keys)), "")

    def bring_forward(self) -> None:
        """Bring the window of these commands to the front."""
        self._window.raise_()
        self._window.activateWindow()

    def is_bound(self, key: str) -> bool:
        """Whether the command works in this window."""
        return key in self._actions

    def bound(self) -> Iterator[Command]:
        """The commands that work, in the order of the menus."""
        return (command for command in self._known.values() if command.key in self._actions)

    def provide(self, need: str, *, there: bool) -> None:
        """Say that something which commands need is there or not, for example a chosen `ticket`."""
        (self._provided.add if there else self._provided.discard)(need)
        for command in self.bound():
            if command.needs == need:
                self.enable(command.key, on=there)

    def is_there(self, key: str) -> bool:
        """Whether what a command needs is there."""
        return not (needs := self._known[key].needs) or needs in self._provided

    def enable(self, key: str, *, on: bool) -> None:
        """Let a bound command be used or not; what the person may not do stays off."""
        if self._held is None:
            self._actions[key].setEnabled(on and key not in self.refused)
        else:
            self._held[key] = on

    def hold(self, *, on: bool) -> None:
        """Switch everything off for a while; then on again what is there by then."""
        if on:
            held = {key: action.isEnabled() for key, action in self._actions.items()}
            for action in self._actions.values():
                action.setEnabled(False)
            self._held = held
        elif self._held is not None:
            held, self._held = self._held, None
            for key, was in held.items():
                self.enable(key, on=was)

    def set_on(self, key: str, *, on: bool) -> None:
        """Show a switch or choice as on or off without running it."""
        if key in self._actions:
            self._actions[key].setChecked(on)

    def attach_list(self, widget: QWidget) -> None:
        """Let the single keys of the list commands work while `widget` has the focus."""
        self._lists.append(widget)
        widget.installEventFilter(self)
        for command in self.bound():
            self._add_list_keys(command, widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_single(event)
        return super().eventFilter(watched, event)

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Put every bound command into its menu; a menu without commands does not appear."""
        bar.clear()
        for menu, title in MENUS.items():
            if any(command.menu == menu for command in self.bound()):
                self.fill_menu(bar.addMenu(_(title)), menu)

    def fill_menu(self, target: QMenu, menu: Menu) -> None:
        """Put the bound commands of one menu into `target`, with a line between the parts."""
        part, inner = 0, dict[str, QMenu]()
        target.aboutToShow.connect(partial(self._write_list_keys, target, on=True))
        target.aboutToHide.connect(partial(self._write_list_keys, target, on=False))
        for command in self.bound():
            if command.menu != menu:
                continue
            if command.part != part and not target.isEmpty():
                target.addSeparator()
            part, under = command.part, command.under
            if under and under not in inner:
                inner[under] = target.addMenu(_(under))
            (inner[under] if under else target).addAction(self._actions[command.key])

    def _write_list_keys(self, menu: QMenu, *, on: bool) -> None:
        """Keys that work in lists alone are no shortcuts of an action; a menu shows them while it is open."""
        for action in menu.actions():
            command = self._known.get(action.objectName())
            if command and command.list_keys and not command.keys:
                keys = tuple(one for one in command.list_keys if self.single_keys or not single_key(one))
                text = action.text().partition("\t")[0]
                action.setText(f"{text}\t{hint_of(keys)}" if on and keys else text)

    def sheet(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The shortcuts by menu as `(menu, [(command, keys)])`, keys as this system writes them."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in self.bound():
            if keys := (*command.keys, *command.list_keys):
                title = _(MENUS[command.menu]).replace("&", "")
                groups.setdefault(title, []).append((command.name, hint_of(keys)))
        if self._lists:
            groups[_("In lists")] = [(_(name), hint_of(keys)) for name, keys in OF_EVERY_LIST]
        return list(groups.items())

    def _made(self, command: Command) -> QAction:
        action = QAction(_(command.text), self)
        action.setObjectName(command.key)
        action.setMenuRole(_ROLES[command.role])
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        if command.icon:
            action.setIcon(icons.icon(command.icon))
        hint = hint_of(command.keys or command.list_keys)
        action.setToolTip(f"{command.name}  {hint}".rstrip())
        action.setEnabled(self.is_there(command.key))
        action.setCheckable(command.switch or bool(command.choice))
        action.setIconVisibleInMenu(not action.isCheckable())  # there the tick stands in its place
        if command.choice:
            self._group(command.choice).addAction(action)
        return action

    def _group(self, choice: str) -> QActionGroup:
        if choice not in self._choices:
            self._choices[choice] = QActionGroup(self)
        return self._choices[choice]

    def _add_list_keys(self, command: Command, widget: QWidget) -> None:
        for keys in command.list_keys:
            if single := single_key(keys):
                self._single[single] = command.key
            else:
                shortcut = QShortcut(QKeySequence(keys), widget, context=Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(self._actions[command.key].trigger)

    def _take_single(self, event: QKeyEvent) -> bool:
        """Run the command of a letter; a letter that is held down runs it once."""
        key = self._single.get(event.key(), "") if self.single_keys else ""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if not key or not plain or not self._actions[key].isEnabled():
            return False
        if not event.isAutoRepeat():
            self._actions[key].trigger()
        return True
