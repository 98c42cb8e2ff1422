"""Sheets of workbooks (XLSX, XLS, ODS) as rows of text, refused before they can fill the memory."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from deskapp.errors import DeskError
from deskapp.exchange.layout import first_rows, layout_of
from deskapp.exchange.reader import MOST_ROWS, Layout, Row, other_width
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO
    from zipfile import ZipInfo

    from deskapp.exchange.encoding import TextFile

LARGEST_EXPANDED = 400 * 2**20  # bytes of all parts of an XLSX file
MOST_CELLS = 15_000_000  # of the rectangle that a sheet covers, filled or not
LONGEST_CELL = 100_000
_BLOCK = 2**20
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})([0-9]{1,20})["']""")


class Sheet:
    """The rows below the header of a sheet; they can be read again and again."""

    def __init__(self, file: TextFile, rows: Any, layout: Layout) -> None:
        self.file, self.header = file, list(layout.header)
        self._rows, self._above = rows, layout.above

    def rows(self) -> Iterator[Row]:
        """Each row that is not blank, with its number in the sheet."""
        width, merged = len(self.header), _Merged(self._rows)
        first = (self._rows.start or (0, 0))[0] + 1
        for number, row in enumerate(self._rows.iter_rows(), first):
            if number <= self._above:
                continue
            cells = [written(cell) for cell in row]
            if not any(cells):
                continue
            if len(cells) < width:
                cells += [""] * (width - len(cells))
            merged.fill(number, cells)
            yield _checked(number, cells, width)


class _Merged:
    """Cells that were merged downwards: the file says what they hold once, in the topmost."""

    def __init__(self, sheet: Any) -> None:
        top, left = sheet.start or (0, 0)
        ranges = sheet.merged_cell_ranges or ()
        self._lasts = {(a + 1, b - left): c + 1 for (a, b), (c, _d) in ranges if c > a >= top}
        self._rows = {number for number, _place in self._lasts}
        self._held: dict[int, tuple[int, str]] = {}

    def fill(self, number: int, cells: list[str]) -> None:
        """Write into a row what stands above it."""
        for place, (last, value) in self._held.items():
            if number <= last and place < len(cells):
                cells[place] = cells[place] or value
        if number in self._rows:
            self._held |= {
                place: (self._lasts[number, place], value)
                for place, value in enumerate(cells)
                if (number, place) in self._lasts
            }


def _checked(number: int, cells: list[str], width: int) -> Row:
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return Row(number, [], _("This line has more than {most} characters.").format(most=LONGEST_CELL))
    if any(cells[width:]):
        return Row(number, cells, other_width(len(cells), width))
    return Row(number, cells[:width])


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook that hold something, the first filled one in front."""
    with _opened(path) as book:
        names = [name for name in book.sheet_names if book.get_sheet_by_name(name).height]
        if not names:
            raise DeskError(_("“{name}” holds no filled sheet.").format(name=path.name))
        return tuple(names)


def sheet_layout(path: Path, sheet: str, head: int | None = None) -> Layout:
    """Where the header of a sheet is."""
    with _opened(path) as book:
        found = _sheet(book, sheet)
        rows = ([written(cell) for cell in row] for row in found.iter_rows())
        return layout_of(first_rows(rows, (found.start or (0, 0))[0] + 1), head, sheet)


@contextmanager
def open_sheet(file: TextFile, layout: Layout) -> Iterator[Sheet]:
    """One sheet of a workbook."""
    with _opened(file.path) as book:
        found = _sheet(book, layout.sheet)
        if found.height > MOST_ROWS:
            message = _("“{name}” has more than {most} rows; split it into several files.")
            raise DeskError(message.format(name=file.path.name, most=MOST_ROWS))
        yield Sheet(file, found, layout)


def written(cell: Any) -> str:
    """A stored value as text: whole numbers without a point, days without midnight, ids untouched."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        day = cell.time() == time()
        return f"{cell:%Y-%m-%d}" if day else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


def _sheet(book: Any, name: str) -> Any:
    try:
        return book.get_sheet_by_name(name)
    except Exception as error:  # the library has a class for each of its reasons
        raise DeskError(_("There is no sheet “{name}” in the file.").format(name=name)) from error


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook; whatever the library cannot read becomes a sentence."""
    from python_calamine import CalamineWorkbook, PasswordError

    _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except PasswordError as error:
        message = _("“{name}” is protected by a password; save a copy without one.")
        raise DeskError(message.format(name=path.name)) from error
    except BaseException as error:
        raise _broken(path, error) from error
    try:
        yield book
    except DeskError:
        raise
    except BaseException as error:
        if type(error).__module__.startswith(("python_calamine", "pyo3_runtime")):
            raise _broken(path, error) from error
        raise
    finally:
        book.close()


def _broken(path: Path, error: BaseException) -> BaseException:
    """The sentence for a broken file; what stops the program stays what it is."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
        return error
    message = _("“{name}” is no Excel file that can be read; save it as .xlsx or CSV again.")
    return DeskError(message.format(name=path.name))


# --- what an archive may expand to -----------------------------------------------------------------


def _refuse_bombs(path: Path) -> None:
    """Unpack an XLSX once without keeping it, because the sizes that it states may be lies."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return
    try:
        with ZipFile(path) as archive, path.open("rb") as raw:
            left = LARGEST_EXPANDED
            for part in archive.infolist():
                left -= _expanded(path, raw, part, left)
    except (BadZipFile, zlib.error, OSError, ValueError) as error:
        raise _broken(path, error) from error


def _expanded(path: Path, raw: IO[bytes], part: ZipInfo, most: int) -> int:
    """How many bytes a part of the archive really holds; its cells must fit as well."""
    size, far, tail = 0, [0, 0], b""
    is_sheet = part.filename.startswith("xl/worksheets/")
    for block in _blocks(raw, part):
        size += len(block)
        if size > most:
            raise _too_big(path)
        if is_sheet:
            _see_places(tail + block, far)
            tail = block[-40:]
    if far[0] * far[1] > MOST_CELLS:
        raise _too_big(path)
    return size


def _too_big(path: Path) -> DeskError:
    message = _("“{name}” unpacks to far more than a customer list needs; save it as CSV and choose that.")
    return DeskError(message.format(name=path.name))


def _blocks(raw: IO[bytes], part: ZipInfo) -> Iterator[bytes]:
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} or part.flag_bits & 1:
        raise BadZipFile
    raw.seek(part.header_offset + 26)
    name, extra = raw.read(2), raw.read(2)
    raw.seek(int.from_bytes(name, "little") + int.from_bytes(extra, "little"), 1)
    left = part.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := raw.read(min(left, 2**16))):
        left -= len(packed)
        if part.compress_type == ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, _BLOCK)
            packed = unpacker.unconsumed_tail


def _see_places(block: bytes, far: list[int]) -> None:
    """Note the farthest column and row that a piece of a sheet names."""
    places = _PLACE.findall(block)
    if places:
        far[0] = max(far[0], *(_column(name) for name in {name for name, _row in places}))
        far[1] = max(far[1], *(int(row) for _name, row in places))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
