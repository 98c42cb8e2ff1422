"""Writing the problems of an import to a CSV file, each with the row as it stands in the file.

So the rows can be mended in this list and brought in again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.exchange.csv_file import save_csv
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from deskapp.domain.import_plan import RowProblem


def save_problems(problems: Iterable[RowProblem], path: Path, header: Sequence[str] = ()) -> Path:
    """Write line, column and sentence of each problem and the row's own cells, whole or not at all."""
    heads = (_("Line"), _("Column"), _("What is wrong"), *header)
    return save_csv([heads, *((one.row, one.place, one.problem, *one.original) for one in problems)], path)
