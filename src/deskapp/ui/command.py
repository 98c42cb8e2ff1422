"""One thing that a window can do, and the menus that it may stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt

from deskapp.i18n import N_, _

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


PALETTE = Command("omnibox", N_("&Search or command"), "edit", "search", ("Ctrl+K",), part=1)
SHEET = Command("shortcuts", N_("&Keyboard shortcuts"), "help", "keyboard", ("F1", "Ctrl+/"))
"""Every window has these two."""


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
