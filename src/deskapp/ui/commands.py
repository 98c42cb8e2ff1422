"""The one list of what the window can do: it feeds menus, buttons, keys and the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from deskapp.i18n import N_, _
from deskapp.ui.shared import icons
from deskapp.ui.shell.list_keys import OF_EVERY_LIST, hint_of, shown_keys
from deskapp.ui.shell.recent import Recent

Menu = Literal["file", "edit", "view", "ticket", "customer", "print", "help"]
Role = Literal["", "about", "settings", "quit"]

MENUS: dict[Menu, str] = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "ticket": N_("&Ticket"),
    "customer": N_("&Customer"),
    "print": N_("&Print"),
    "help": N_("&Help"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window can do.

    `keys` work everywhere, `list_keys` only while a list has the focus. `needs` names what must be
    there, for example `ticket`; `Commands.provide` says that it is. Commands of one `choice` are one
    of several; a `switch` is on or off. A new `part` draws a line in the menu, `under` names a menu
    inside the menu.
    """

    key: str
    text: str
    menu: Menu
    icon: str = ""
    keys: tuple[str, ...] = ()
    list_keys: tuple[str, ...] = ()
    needs: str = ""
    part: int = 0
    under: str = ""
    choice: str = ""
    switch: bool = False
    role: Role = ""

    @property
    def name(self) -> str:
        """The translated text without the mark of its mnemonic."""
        return _(self.text).replace("&", "")


FORM, GROUPS = N_("&Form of the list"), N_("&Group by")

PALETTE = Command("omnibox", N_("&Search or command"), "edit", "search", ("Ctrl+K",), part=1)
SHEET = Command("shortcuts", N_("&Keyboard shortcuts"), "help", "keyboard", ("F1", "Ctrl+/"))
"""Every window has these two."""

COMMANDS = (
    Command("new_ticket", N_("&New ticket"), "file", "plus", ("Ctrl+N",)),
    Command("new_customer", N_("New &customer"), "file", "customer", ("Ctrl+Shift+N",)),
    Command("quick_job", N_("Quick &job"), "file", "wrench", ("Ctrl+J",)),
    Command("new_enquiry", N_("New enquir&y"), "file", "phone", ("Ctrl+Shift+E",)),
    Command(
        "convert_enquiry", N_("Make a &ticket of the enquiry"), "file", "ticket", ("Ctrl+T",), needs="enquiry"
    ),
    Command("open_shop", N_("&Open shop file…"), "file", "folder", ("Ctrl+O",), part=1),
    Command("new_shop", N_("Ne&w shop file…"), "file", "shop", part=1),
    Command("import", N_("&Import…"), "file", "import", part=2),
    Command("export_list", N_("&Export list…"), "file", "export", ("Ctrl+E",), part=2),
    Command("backups", N_("&Backups…"), "file", "save", part=2),
    Command("lock", N_("Loc&k, or switch person"), "file", "person", ("Ctrl+L",), part=3),
    Command("quit", N_("&Quit"), "file", keys=("Ctrl+Q",), part=3, role="quit"),
    Command("undo", N_("&Undo"), "edit", "undo", ("Ctrl+Z",), needs="undo"),
    Command("redo", N_("&Redo"), "edit", "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), needs="redo"),
    Command("message", N_("Go to the &message"), "edit", "message", ("F8",), needs="message"),
    Command("find", N_("&Find in this list"), "edit", "search", ("Ctrl+F", "F3"), part=1),
    PALETTE,
    Command("go_to_number", N_("&Go to number…"), "edit", "ticket", ("Ctrl+G",), part=1),
    Command("find_customer", N_("Find customer by &phone"), "edit", "phone", ("F7",), part=1),
    Command("select_row", N_("Se&lect or leave row"), "edit", "tick", list_keys=("X",), part=1),
    Command("people", N_("Pe&ople…"), "edit", "customers", part=2),
    Command("settings", N_("Se&ttings"), "edit", "settings", ("Ctrl+8", "Ctrl+,"), part=2, role="settings"),
    Command("go_today", N_("Today’s &work"), "view", "sun", ("Ctrl+1",)),
    Command("go_tickets", N_("&Tickets"), "view", "tickets", ("Ctrl+2",)),
    Command("go_customers", N_("&Customers"), "view", "customers", ("Ctrl+3",)),
    Command("go_devices", N_("D&evices"), "view", "device", ("Ctrl+4",)),
    Command("go_catalog", N_("C&atalog"), "view", "catalog", ("Ctrl+5",)),
    Command("go_enquiries", N_("En&quiries"), "view", "phone", ("Ctrl+6",)),
    Command("back", N_("&Back"), "view", "chevron-left", ("Alt+Left",)),
    Command("refresh", N_("&Refresh"), "view", "refresh", ("F5",), part=1),
    Command("save_view", N_("Sa&ve view…"), "view", "save", part=1),
    Command("toggle_board", N_("B&oard"), "view", "board", ("Ctrl+Shift+B",), part=2, switch=True),
    Command("toggle_pane", N_("&Detail pane"), "view", "panel-right", ("F9",), part=2, switch=True),
    Command("toggle_sidebar", N_("&Sidebar"), "view", "panel-left", ("Ctrl+B",), part=2, switch=True),
    Command("full_screen", N_("F&ull screen"), "view", keys=("F11",), part=2, switch=True),
    Command("peek", N_("Peek at t&he ticket"), "view", "eye", list_keys=("Space",), part=2),
    Command("next_part", N_("&Next pane"), "view", keys=("F6",), part=2),
    Command("part_before", N_("&Previous pane"), "view", keys=("Shift+F6",), part=2),
    Command("work_limits", N_("Li&mits of work…"), "view", "warning", part=2),
    *(
        Command(f"rows_{key}", text, "view", part=2, choice="rows", under=FORM)
        for key, text in (
            ("compact", N_("&Compact rows")),
            ("normal", N_("&Normal rows")),
            ("comfortable", N_("Comfo&rtable rows")),
        )
    ),
    Command("choose_columns", N_("C&olumns…"), "view", "columns", part=2, under=FORM),
    Command("pane_below", N_("&Pane below the list"), "view", part=2, switch=True, under=FORM),
    *(
        Command(key, text, "view", part=2, choice="groups", under=GROUPS)
        for key, text in (
            ("group_none", N_("&No groups")),
            ("group_status", N_("Group by &status")),
            ("group_person", N_("Group by &person")),
            ("group_day", N_("Group by &day due")),
        )
    ),
    Command("single_keys", N_("S&ingle-letter keys in lists"), "view", part=3, switch=True),
    Command("look_system", N_("As the s&ystem"), "view", part=4, choice="look"),
    Command("look_light", N_("&Light"), "view", "sun", part=4, choice="look"),
    Command("look_dark", N_("Dar&k"), "view", "moon", part=4, choice="look"),
    Command(
        "change_status", N_("Change &status…"), "ticket", "half-circle", list_keys=("S",), needs="ticket"
    ),
    Command("hand_over", N_("&Hand over"), "ticket", "hand-over", list_keys=("H",), needs="ticket"),
    Command("assign", N_("&Assign to…"), "ticket", "person", list_keys=("A",), needs="ticket"),
    Command("set_due", N_("&Due day…"), "ticket", "calendar", list_keys=("D",), needs="ticket"),
    Command("set_priority", N_("&Priority…"), "ticket", "triangle", list_keys=("P",), needs="ticket"),
    Command("set_tags", N_("&Tags…"), "ticket", "tag", list_keys=("T",), needs="ticket"),
    Command("edit_ticket", N_("&Edit…"), "ticket", "edit", list_keys=("F2",), needs="ticket"),
    Command("add_line", N_("Add &line…"), "ticket", "plus", list_keys=("L",), needs="ticket", part=1),
    Command("add_note", N_("Add &note"), "ticket", "note", list_keys=("N",), needs="ticket", part=1),
    Command("add_message", N_("Add &message"), "ticket", "message", list_keys=("M",), needs="ticket", part=1),
    Command(
        "add_photos", N_("Photos &from files…"), "ticket", "photo", ("Ctrl+Shift+F",), needs="ticket", part=1
    ),
    Command("lend", N_("Lend a de&vice…"), "ticket", "device", needs="ticket", part=1),
    Command("loan_back", N_("Loaner is bac&k"), "ticket", "undo", needs="ticket", part=1),
    Command(
        "open_window",
        N_("Open in its own &window"),
        "ticket",
        "ticket",
        list_keys=("Ctrl+Return", "Ctrl+Enter"),
        needs="ticket",
        part=2,
    ),
    Command(
        "duplicate", N_("Ticket for the same dev&ice"), "ticket", "copy", ("Ctrl+D",), needs="ticket", part=2
    ),
    Command("comeback", N_("New ticket: &came back"), "ticket", "history", needs="ticket", part=2),
    Command("delete", N_("Move to &bin"), "ticket", "trash", list_keys=("Del",), needs="live", part=2),
    Command("restore", N_("Take &out of bin"), "ticket", "undo", list_keys=("R",), needs="binned", part=2),
    Command("edit_customer", N_("&Edit customer…"), "customer", "edit", needs="customer"),
    Command("ticket_for_customer", N_("New &ticket for customer"), "customer", "ticket", needs="customer"),
    Command("merge_customer", N_("&Merge…"), "customer", "customers", needs="customer", part=1),
    Command("find_duplicates", N_("Find &duplicates…"), "customer", "search", part=1),
    Command("export_person", N_("All data to a &folder…"), "customer", "export", needs="customer", part=2),
    Command("erase_person", N_("E&rase person…"), "customer", "trash", needs="customer", part=2),
    Command("print", N_("&Print what fits"), "print", "print", ("Ctrl+P",), needs="ticket"),
    Command("print_choose", N_("&Choose a paper…"), "print", "file", ("Ctrl+Shift+P",), needs="ticket"),
    SHEET,
    Command("scanner_test", N_("&Scanner test…"), "help", "search"),
    Command("about", N_("&About Deskapp"), "help", "info", part=1, role="about"),
)

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


def single_key(keys: str) -> int:
    """The key's code where it is one letter, digit or the space bar without a modifier, else 0."""
    return Qt.Key.Key_Space.value if keys == "Space" else ord(keys) if len(keys) == 1 else 0


def check(known: tuple[Command, ...]) -> None:
    """Refuse a list in which a key is used twice or a command has no words; raises `ValueError`."""
    seen: dict[str, str] = {}
    for command in known:
        if not command.name.strip():
            raise ValueError(f"{command.key} has no text")
        for keys in (command.key, *command.keys, *command.list_keys):
            if keys in seen:
                raise ValueError(f"{keys} belongs to {seen[keys]} and to {command.key}")
            seen[keys] = command.key
