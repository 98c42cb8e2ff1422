"""What every list does by itself, for the sheet of keys."""

from __future__ import annotations

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
