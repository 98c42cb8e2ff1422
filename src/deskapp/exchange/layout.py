"""Finding out how a table lies in its file: separator, quotation mark, and where its header is.

Looked for in the first rows; whoever imports sees what was found and can say it differently.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from deskapp.errors import DeskError
from deskapp.exchange.customer_words import meaning
from deskapp.exchange.encoding import unreadable
from deskapp.exchange.reader import DELIMITERS, LONGEST_LINE, Layout
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deskapp.exchange.encoding import TextFile

_LOOKED_AT = 200  # lines
_HEADER_AMONG = 40  # rows
_MOST_HEADER_ROWS = 6
_LONGEST_HEAD = 80
_NUMBER = r"[-+]?[\d\s.,:/()'-]*\d[\d\s.,:/()'-]*"
_DATA = re.compile(rf"{_NUMBER}|[^@\s]+@[^@\s]+\.\w+|https?://\S*|true|false", re.IGNORECASE)


class Sample(NamedTuple):
    """A row of the beginning of a file; `line` is the last line that it covers."""

    line: int
    cells: list[str]


def text_layout(file: TextFile, delimiter: str = "", head: int | None = None) -> Layout:
    """How a text file lies; `delimiter` and `head` (the line of the header, 0 for none) may be said."""
    try:
        with file.path.open(encoding=file.encoding, errors="replace", newline="") as stream:
            lines = [stream.readline(LONGEST_LINE) for _line in range(_LOOKED_AT)]
    except OSError as error:
        raise unreadable(file.path, error) from error
    lines = [line for line in lines if line]
    quote = _quote(lines)
    said = [delimiter] if delimiter else list(DELIMITERS)
    found = {one: _rows(lines, one, quote) for one in said}
    best = max(found, key=lambda one: _evenness(found[one]))
    layout = layout_of(found[best], head)
    return replace(layout, delimiter=best, quote=quote)


def layout_of(rows: Sequence[Sample], head: int | None = None, sheet: str = "") -> Layout:
    """Where the header of these rows is; raises `DeskError` where there is nothing at all."""
    filled = [row for row in rows if any(map(str.strip, row.cells))]
    if not filled:
        raise DeskError(_("The file holds no rows; export it again."))
    width = _width(filled)
    place = _said_place(filled, head) if head is not None else _header_place(filled, width)
    if place is None:
        above = filled[0].line - 1 if head is None else head
        return Layout(_numbered(width), above, sheet=sheet)
    last = place if head is not None else _last_of_header(filled, place)
    width = max(width, len(filled[place].cells))  # a header longer than its rows shows in every row
    names = _joined([row.cells for row in filled[place : last + 1]], width)
    return Layout(names, filled[last].line, sheet=sheet)


def _quote(lines: Sequence[str]) -> str:
    """A single quotation mark only where every line begins and ends with it."""
    written = [line.strip() for line in lines if line.strip()]
    single = all(line[0] == line[-1] == "'" and len(line) > 1 for line in written)
    return "'" if written and single else '"'


def _rows(lines: Sequence[str], delimiter: str, quote: str) -> list[Sample]:
    """The rows of these lines under a separator; those before something that is no CSV at all."""
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, skipinitialspace=True)
    rows: list[Sample] = []
    with suppress(csv.Error):
        rows.extend(Sample(reader.line_num, cells) for cells in reader)
    return rows


def _evenness(rows: Sequence[Sample]) -> tuple[float, int]:
    """How much these rows look like a table: the share of rows of one width above one, and that width."""
    filled = [row for row in rows if any(row.cells)]
    widths = Counter(len(row.cells) for row in filled)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    return count * min(width, 4) / len(filled), width


def _width(rows: Sequence[Sample]) -> int:
    """How many columns there are: what most rows have, the widest where two are as frequent."""
    widths = Counter(len(row.cells) for row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _header_place(rows: Sequence[Sample], width: int) -> int | None:
    """Which row is the header: the first with known words, else the first that looks like one."""
    first = rows[:_HEADER_AMONG]
    known = [sum(bool(meaning(cell)) for cell in row.cells) for row in first]
    most = max(known)
    if most >= 2:
        return known.index(most)
    likely = (place for place, row in enumerate(first) if _is_head(row.cells, width))
    place = next(likely, None)
    return place if place is None or len(rows) > 1 or most else None


def _is_head(cells: Sequence[str], width: int) -> bool:
    written = [cell.strip() for cell in cells if cell.strip()]
    enough = len(written) * 2 > width and len(cells) >= min(width, 2)
    return enough and all(len(cell) <= _LONGEST_HEAD and not _DATA.fullmatch(cell) for cell in written)


def _last_of_header(rows: Sequence[Sample], place: int) -> int:
    """The last row of a header with merged cells: what stands below its gaps belongs to it."""
    last = place
    if all(map(str.strip, rows[place].cells)):
        return last
    for number in range(place + 1, min(place + _MOST_HEADER_ROWS, len(rows) - 1)):
        cells = rows[number].cells
        written = [cell for cell in cells if cell.strip()]
        few = len(written) * 2 <= len(cells) or all(map(meaning, written))  # else a row without an id
        if cells[:1] != [""] or not few or any(map(_DATA.fullmatch, written)):
            break
        last = number
    return last


def _said_place(rows: Sequence[Sample], head: int) -> int | None:
    return next((place for place, row in enumerate(rows) if row.line >= head), None) if head else None


def _joined(heads: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """One name for each column; a merged cell names the columns at its right as well."""
    columns: list[list[str]] = [[] for _column in range(width)]
    for number, row in enumerate(heads):
        before = ""
        for place in range(width):
            cell = " ".join(row[place].split()) if place < len(row) else ""
            before = cell or (before if number + 1 < len(heads) else "")
            if before and before not in columns[place]:
                columns[place].append(before)
    return tuple(" ".join(names) or unnamed(place) for place, names in enumerate(columns, 1))


def _numbered(width: int) -> tuple[str, ...]:
    return tuple(unnamed(place) for place in range(1, width + 1))


def unnamed(place: int) -> str:
    """What a column without a name is called."""
    return _("Column {number}").format(number=place)


def first_rows(rows: Iterable[Sequence[str]], start: int = 1) -> list[Sample]:
    """The beginning of a sheet as samples."""
    return [Sample(number, list(cells)) for number, cells in islice(enumerate(rows, start), _LOOKED_AT)]
