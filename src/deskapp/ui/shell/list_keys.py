"""How keys are written, and those that every list has by itself, for the sheet of keys."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from deskapp.i18n import N_

OF_EVERY_LIST = (
    (N_("Next row"), ("Down", "J")),
    (N_("Row before"), ("Up", "K")),
    (N_("First or last row"), ("Home", "End")),
    (N_("Open beside the list"), ("Return",)),
    (N_("Select several rows"), ("Shift+Down", "Shift+Up")),
    (N_("Go on without selecting, X then selects besides"), ("Ctrl+Down", "Ctrl+Up")),
    (N_("Select all rows"), ("Ctrl+A",)),
    (N_("Copy rows"), ("Ctrl+C",)),
    (N_("Menu of the row"), ("Menu", "Shift+F10")),
    (N_("Clear the filter, then close the pane"), ("Esc",)),
)


def shown_keys(keys: str) -> str:
    """As this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def hint_of(keys: tuple[str, ...]) -> str:
    """All keys of a command; the two Enter keys of a keyboard are one to people."""
    doubles = {one for one in keys if one.endswith("Return") and one.replace("Return", "Enter") in keys}
    return "  ".join(shown_keys(one) for one in keys if one not in doubles)
