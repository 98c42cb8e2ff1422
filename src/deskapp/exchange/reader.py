"""CSV files as other programs write them: whatever is in them, each line becomes cells or a problem.

A quotation mark that is opened and never closed spoils its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from deskapp.errors import DeskError
from deskapp.exchange.encoding import TextFile, examine, unreadable
from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

DELIMITERS = ",;\t|"
MOST_ROWS = 500_000
LONGEST_LINE = 100_000  # characters; csv itself gives up on a cell of 131,072
_MOST_LINES_OF_A_ROW = 500


class Line(NamedTuple):
    """A line of the file as it stands, with its number."""

    number: int
    text: str


class Row(NamedTuple):
    """The cells that begin on a line, or what is wrong with it."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a file lie: `above` counts the lines before the first of them."""

    header: tuple[str, ...]
    above: int
    delimiter: str = DELIMITERS[0]
    quote: str = '"'
    sheet: str = ""


class Table:
    """The rows below the header of an open CSV file; they can be read once.

    Without a layout the header is the first line that is not blank.
    """

    def __init__(self, file: TextFile, stream: TextIO, layout: Layout | None = None) -> None:
        self.file = file
        self._lines = _Lines(stream)
        self._delimiter, self._quote, self._bare = DELIMITERS[0], '"', layout is not None
        if layout is None:
            self.header = self._read_header()
            return
        self._delimiter, self._quote, self.header = layout.delimiter, layout.quote, list(layout.header)
        for _line in range(layout.above):
            self._lines.take()

    def rows(self) -> Iterator[Row]:
        """Each row that is not blank; raises `DeskError` past `MOST_ROWS`."""
        count = 0
        while (line := self._lines.take()) is not None:
            row = self._row(line)
            if not row.problem and not any(row.cells):
                continue
            count += 1
            if count > MOST_ROWS:
                message = _("“{name}” has more than {most} rows; split it into several files.")
                raise DeskError(message.format(name=self.file.path.name, most=MOST_ROWS))
            yield row

    def _read_header(self) -> list[str]:
        line = self._lines.take()
        while line is not None and not line.text.strip():
            line = self._lines.take()
        if line is None:
            raise DeskError(_("“{name}” holds no text.").format(name=self.file.path.name))
        text = line.text
        if text.count('"') % 2:
            text += "".join(rest.text for rest in self._lines.until_closed('"'))
        found = [(len(_cells(text, delimiter) or ()), delimiter) for delimiter in DELIMITERS]
        self._delimiter = max(found, key=lambda pair: pair[0])[1]
        return _cells(text, self._delimiter) or []

    def _cells(self, text: str, *, strict: bool = False) -> list[str] | None:
        """The cells of a row; in a file whose layout was looked for, a blank may stand before a quote."""
        return _cells(text, self._delimiter, self._quote, strict=strict, bare=self._bare)

    def _row(self, line: Line) -> Row:
        if len(line.text) > LONGEST_LINE:
            problem = _("This line has more than {most} characters.").format(most=LONGEST_LINE)
            return Row(line.number, [], problem)
        if line.text.count(self._quote) % 2:
            return self._quoted_row(line)
        return self._checked(line.number, self._cells(line.text))

    def _quoted_row(self, line: Line) -> Row:
        """A row with an odd number of quotation marks: a stray one, or a cell that goes on below."""
        alone = self._cells(line.text, strict=True)
        if alone is not None and len(alone) == len(self.header):
            return Row(line.number, alone)
        rest = self._lines.until_closed(self._quote)
        if rest:
            whole = self._cells(line.text + "".join(more.text for more in rest), strict=True)
            row = self._checked(line.number, whole)
            if not row.problem:
                return row
            self._lines.put_back(rest)
        return Row(line.number, [], _("A quotation mark in this line has no counterpart."))

    def _checked(self, number: int, cells: list[str] | None) -> Row:
        if cells is None:
            return Row(number, [], _("This line is not well-formed CSV."))
        columns = len(self.header)
        while len(cells) > columns and not cells[-1]:
            cells.pop()
        if len(cells) == columns or not any(cells):
            return Row(number, cells)
        return Row(number, cells, other_width(len(cells), columns))


@contextmanager
def open_table(path: Path, file: TextFile | None = None, layout: Layout | None = None) -> Iterator[Table]:
    """The file as a table; raises `DeskError` when it cannot be read as one.

    `file` is what an earlier look at it found.
    """
    file = file or examine(path)
    try:
        with path.open(encoding=file.encoding, errors="replace", newline="") as stream:
            yield Table(file, stream, layout)
    except OSError as error:
        raise unreadable(path, error) from error


class _Lines:
    """Numbered lines that can be put back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._number = 0
        self._back: deque[Line] = deque()

    def take(self) -> Line | None:
        """The next line, None at the end; no more than its first characters where it is far too long."""
        if self._back:
            return self._back.popleft()
        text = self._stream.readline(LONGEST_LINE + 1)
        if not text:
            return None
        piece = text
        while len(piece) > LONGEST_LINE and not piece.endswith("\n"):
            piece = self._stream.readline(LONGEST_LINE + 1)
        self._number += 1
        return Line(self._number, text)

    def put_back(self, lines: list[Line]) -> None:
        """Give these lines again."""
        self._back.extendleft(reversed(lines))

    def until_closed(self, quote: str) -> list[Line]:
        """The lines up to the one with the counterpart of an open quotation mark; none, where that is far."""
        taken: list[Line] = []
        length = 0
        while length <= LONGEST_LINE and len(taken) < _MOST_LINES_OF_A_ROW:
            if (line := self.take()) is None:
                break
            taken.append(line)
            length += len(line.text)
            if line.text.count(quote) % 2:
                return taken
        self.put_back(taken)
        return []


def other_width(count: int, columns: int) -> str:
    """What is said of a line that is not as wide as the header."""
    words = ngettext(
        "This line has {count} cell where the header has {columns}.",
        "This line has {count} cells where the header has {columns}.",
        count,
    )
    return words.format(count=count, columns=columns)


def _cells(
    text: str, delimiter: str, quote: str = '"', *, strict: bool = False, bare: bool = False
) -> list[str] | None:
    """The cells of one row, None when they cannot be told apart."""
    try:
        rows = csv.reader((text,), delimiter=delimiter, quotechar=quote, strict=strict, skipinitialspace=bare)
        return next(rows, [])
    except csv.Error:
        return None
