"""Writing the problems of an import to a CSV file that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from deskapp.domain.import_plan import RowProblem

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def save_problems(problems: Iterable[RowProblem], path: Path) -> Path:
    """Write line, column and sentence of each problem, whole or not at all.

    Raises `DeskError` with nothing left behind; what stood there before then still stands there.
    """
    target = path if path.suffix else path.with_suffix(".csv")
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(_csv(problems))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        message = _("“{name}” cannot be written: {reason}. Choose another folder.")
        raise DeskError(message.format(name=target.name, reason=error.strerror)) from error
    return target


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _csv(problems: Iterable[RowProblem]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_("Line"), _("Column"), _("What is wrong")])
    writer.writerows([one.row, guarded(one.field), guarded(one.problem)] for one in problems)
    return text.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
