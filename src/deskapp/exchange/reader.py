"""CSV files as other programs write them: whatever is in them, each line becomes cells or a problem.

A quotation mark that is opened and never closed spoils its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from deskapp.errors import DeskError
from deskapp.exchange.encoding import TextFile, examine, unreadable
from deskapp.i18n import _

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


class Table:
    """The rows below the header of an open CSV file; they can be read once."""

    def __init__(self, file: TextFile, stream: TextIO) -> None:
        self.file = file
        self._lines = _Lines(stream)
        self._delimiter = DELIMITERS[0]
        self.header = self._read_header()

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
            text += "".join(rest.text for rest in self._lines.until_quotes_close())
        found = [(len(_cells(text, delimiter) or ()), delimiter) for delimiter in DELIMITERS]
        self._delimiter = max(found, key=lambda pair: pair[0])[1]
        return _cells(text, self._delimiter) or []

    def _row(self, line: Line) -> Row:
        if len(line.text) > LONGEST_LINE:
            problem = _("This line has more than {most} characters.").format(most=LONGEST_LINE)
            return Row(line.number, [], problem)
        if line.text.count('"') % 2:
            return self._quoted_row(line)
        return self._checked(line.number, _cells(line.text, self._delimiter))

    def _quoted_row(self, line: Line) -> Row:
        """A row with an odd number of quotation marks: a stray one, or a cell that goes on below."""
        alone = _cells(line.text, self._delimiter, strict=True)
        if alone is not None and len(alone) == len(self.header):
            return Row(line.number, alone)
        rest = self._lines.until_quotes_close()
        if rest:
            whole = _cells(line.text + "".join(more.text for more in rest), self._delimiter, strict=True)
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
        problem = _("This line has {count} cells where the header has {columns}.")
        return Row(number, [], problem.format(count=len(cells), columns=columns))


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The file as a table; raises `DeskError` when it cannot be read as one."""
    file = examine(path)
    try:
        with path.open(encoding=file.encoding, errors="replace", newline="") as stream:
            yield Table(file, stream)
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

    def until_quotes_close(self) -> list[Line]:
        """The lines up to the one with the counterpart of an open quotation mark; none, where that is far."""
        taken: list[Line] = []
        length = 0
        while length <= LONGEST_LINE and len(taken) < _MOST_LINES_OF_A_ROW:
            if (line := self.take()) is None:
                break
            taken.append(line)
            length += len(line.text)
            if line.text.count('"') % 2:
                return taken
        self.put_back(taken)
        return []


def _cells(text: str, delimiter: str, *, strict: bool = False) -> list[str] | None:
    """The cells of one row, None when they cannot be told apart."""
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=strict), [])
    except csv.Error:
        return None
