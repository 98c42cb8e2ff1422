"""A CSV file for spreadsheets: written whole or not at all, and nothing in it runs when it is opened."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # the same signs as East Asian keyboards type them
_FORMULAS = ("=", "+", "-", "@", "%", *_WIDE)
_STEPS = ("\t", "\r")


def save_csv(lines: Iterable[Sequence[object]], path: Path) -> Path:
    """Write lines of cells, texts guarded.

    Raises `DeskError` with nothing left behind; what stood there before then still stands there.
    """
    target = path if path.suffix else path.with_suffix(".csv")
    try:
        write_whole(target, _csv(lines))
    except OSError as error:
        message = _("“{name}” cannot be written: {reason}. Choose another folder.")
        raise DeskError(message.format(name=target.name, reason=error.strerror)) from error
    return target


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    begins = cell.startswith(_STEPS) or cell.lstrip().startswith(_FORMULAS)
    return f"'{cell}" if begins else cell


def _csv(lines: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    cells = ([guarded(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    csv.writer(text).writerows(cells)
    return text.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
