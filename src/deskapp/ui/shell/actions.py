"""Says what each command of the window does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deskapp.i18n import _
from deskapp.settings import save
from deskapp.ui.shell import list_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.ui.main_window import MainWindow

OF_SHOP = (
    "new_ticket", "new_customer", "import", "find", "omnibox", "go_to_number", "find_customer", "settings",
    "go_today", "go_tickets", "go_customers", "go_devices", "go_catalog", "refresh", "toggle_pane", "back",
    "next_part", "export_list", "part_before", "peek", "select_row", "scanner_test", "save_view",
    "toggle_board", "work_limits", "find_duplicates", "backups", "quick_job", "new_enquiry", "go_enquiries",
    "customer_bin", "people", "audit", "record_audit", "own_pin", "lock", "encryption",
    "trade",
)  # fmt: skip
"""The commands that need an open shop."""

OF_TICKET = (
    "change_status", "hand_over", "assign", "set_due", "set_priority", "set_tags", "edit_ticket", "add_line",
    "add_note", "add_message", "add_photos", "lend", "loan_back", "delete", "restore", "print",
    "print_choose",
)  # fmt: skip
"""The commands that the ticket screen carries out on the ticket it shows."""

OF_CUSTOMER = (
    "edit_customer", "ticket_for_customer", "merge_customer", "find_duplicates", "export_person",
    "erase_person", "restore_customer", "customer_bin",
)  # fmt: skip
"""The commands that the directory carries out on the customer it shows."""


def bind(window: MainWindow) -> None:
    """Bind what works in this window; the menus show nothing else."""
    commands = window.commands
    for key, run in (_of_window(window) | _of_places(window)).items():
        commands.bind(key, run)
    for key in OF_TICKET:
        commands.bind(key, _there(window, "run_on_ticket", key))
    for key in OF_CUSTOMER:
        commands.bind(key, _there(window, "run_on_customer", key))
    for look in ("system", "light", "dark"):
        commands.bind(f"look_{look}", partial(_look, window, look))
    list_look.bind(window)
    commands.set_on("single_keys", on=window.settings.single_keys)
    commands.single_keys = window.settings.single_keys
    commands.fill_menu_bar(window.menuBar())
    allow(window, shop=False)


def allow(window: MainWindow, *, shop: bool) -> None:
    """Enable the commands that need an open shop, or not."""
    for key in (*OF_SHOP, *list_look.KEYS):
        if window.commands.is_bound(key):
            window.commands.enable(key, on=shop)


def _of_window(window: MainWindow) -> dict[str, Callable[..., object]]:
    return {
        "new_ticket": window.new_ticket,
        "open_shop": window.entrance.ask_for_file,
        "new_shop": window.entrance.ask_for_new_shop,
        "import": window.import_records,
        "backups": partial(_show_backups, window),
        "encryption": partial(_show_encryption, window),
        "people": partial(_show_people, window),
        "audit": partial(_show_history, window),
        "record_audit": partial(_show_record_history, window),
        "own_pin": partial(_change_pin, window),
        "trade": partial(_show_trade, window),
        "lock": partial(_lock, window),
        "quit": window.close,
        "undo": window.undo,
        "redo": window.redo,
        "message": window.go_to_message,
        "refresh": window.refresh,
        "toggle_pane": window.show_pane,
        "toggle_sidebar": window.show_sidebar,
        "full_screen": partial(_fill_screen, window),
        "single_keys": partial(_use_single_keys, window),
        "shortcuts": partial(_show_shortcuts, window),
        "scanner_test": window.test_scanner,
        "about": partial(_show_about, window),
    }


def _of_places(window: MainWindow) -> dict[str, Callable[..., object]]:
    return {
        "new_customer": _there(window, "new_customer"),
        "quick_job": _there(window, "quick_job"),
        "new_enquiry": _there(window, "new_enquiry"),
        "convert_enquiry": _there(window, "convert_enquiry"),
        "find": _there(window, "find_in_list"),
        "omnibox": _there(window, "search"),
        "go_to_number": _there(window, "go_to_number"),
        "find_customer": _there(window, "find_customer"),
        "settings": _there(window, "go", "shop"),
        "save_view": _there(window, "save_view"),
        "back": _there(window, "back"),
        "next_part": _there(window, "next_part"),
        "part_before": _there(window, "part_before"),
        "peek": _there(window, "peek"),
        "toggle_board": _turned(window, "show_board"),
        "work_limits": _there(window, "ask_limits"),
        "select_row": _there(window, "select_row"),
        "duplicate": _there(window, "duplicate"),
        "comeback": _there(window, "comeback"),
        "open_window": _there(window, "open_window"),
        "export_list": _there(window, "export_list"),
        "go_today": _there(window, "go", "today"),
        "go_tickets": _there(window, "go_to_queue"),
        "go_customers": _there(window, "go", "customers"),
        "go_devices": _there(window, "go", "devices"),
        "go_enquiries": _there(window, "go", "enquiries"),
        "go_catalog": _there(window, "go", "catalog"),
    }


def _there(window: MainWindow, act: str, *values: str) -> Callable[..., object]:
    """An act of the navigator, which is made after the commands because its buttons stand for them."""

    def run() -> None:
        getattr(window.navigator, act)(*values)

    return run


def _show_backups(window: MainWindow) -> None:
    if window.context:
        window.context.open_backups()


def _show_encryption(window: MainWindow) -> None:
    from deskapp.ui.encryption.dialog import EncryptionDialog

    if window.context:
        EncryptionDialog.ask(window, window.context)


def _lock(window: MainWindow) -> None:
    if window.context:
        window.context.lock_asked.emit()


def _show_people(window: MainWindow) -> None:
    from deskapp.ui.people.dialog import PeopleDialog

    if window.context:
        PeopleDialog.ask(window, window.context)


def _show_history(window: MainWindow) -> None:
    from deskapp.ui.audit.shown import show_history

    if window.context:
        show_history(window)


def _show_record_history(window: MainWindow) -> None:
    from deskapp.ui.audit.shown import show_record_history

    show_record_history(window)


def _change_pin(window: MainWindow) -> None:
    from deskapp.ui.people.pin_dialog import PinDialog

    if window.context:
        PinDialog.ask_own(window, window.context)


def _show_trade(window: MainWindow) -> None:
    from deskapp.ui.setup.trades.dialog import TradeDialog

    if window.context:
        TradeDialog(window, window.context).open()


def _show_shortcuts(window: MainWindow) -> None:
    from deskapp.ui.shared.shortcut_sheet import ShortcutSheet

    ShortcutSheet(window, window.commands.sheet()).open()


def _show_about(window: MainWindow) -> None:
    from deskapp.ui.shell.about import About

    About(window, window.context).open()


def _fill_screen(window: MainWindow, on: bool) -> None:
    if on:
        window.showFullScreen()
    else:
        window.showNormal()


def _use_single_keys(window: MainWindow, on: bool) -> None:
    window.keep(single_keys=on)
    window.commands.single_keys = on
    _save(window)
    if window.context and not on:
        message = _("Single letters do nothing in lists any more.")
        window.context.tell(message, _("Turn on again"), window.commands.action("single_keys").trigger)


def _turned(window: MainWindow, act: str) -> Callable[..., object]:
    """An act of the navigator that is told whether it is on."""

    def run(on: bool) -> None:
        getattr(window.navigator, act)(on=on)

    return run


def _look(window: MainWindow, look: str, on: bool) -> None:
    if on:
        window.use_look(look)
        _save(window)


def _save(window: MainWindow) -> None:
    """Keep a choice at once: the window may never be closed as it should."""
    now = window.context.settings if window.context else window.settings
    window.worker.submit(save, now)
