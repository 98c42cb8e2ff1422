"""Writing the problems of an import to a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.exchange.csv_file import save_csv
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from deskapp.domain.import_plan import RowProblem


def save_problems(problems: Iterable[RowProblem], path: Path) -> Path:
    """Write line, column and sentence of each problem, whole or not at all."""
    heads = (_("Line"), _("Column"), _("What is wrong"))
    return save_csv([heads, *((one.row, one.field, one.problem) for one in problems)], path)
