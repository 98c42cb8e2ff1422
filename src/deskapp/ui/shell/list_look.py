"""Binds the commands that say how the queue is shown: groups, height of rows, columns, place of the pane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.tickets.page import TicketsPage

KEYS = (
    "choose_columns", "rows_compact", "rows_normal", "rows_comfortable", "pane_below",
    "group_none", "group_status", "group_person", "group_day",
)  # fmt: skip


def bind(window: MainWindow) -> None:
    """Let them act on the queue of the open shop."""
    for key in KEYS:
        window.commands.bind(key, partial(_run, window, key))


def show(page: TicketsPage) -> None:
    """Tick what the queue shows now."""
    look, commands = page.list.look(), page.commands
    commands.set_on(f"group_{look.grouping or 'none'}", on=True)
    commands.set_on(f"rows_{look.density or page.density()}", on=True)
    commands.set_on("pane_below", on=page.split.is_below())


def _run(window: MainWindow, key: str, on: bool = True) -> None:
    if not window.pages.is_used():
        return
    page, (kind, _under, value) = window.pages.tickets(), key.partition("_")
    if key == "choose_columns":
        page.list.table.choose_columns()
    elif key == "pane_below":
        page.put_pane(below=on)
    elif on and kind == "rows":
        page.use_density(value)
    elif on:
        page.list.group_by("" if value == "none" else value)
