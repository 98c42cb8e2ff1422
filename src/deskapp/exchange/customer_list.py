"""Customer lists in files: a look before anything is decided, and the reading by a mapping.

CSV and other text tables, Excel sheets and address cards all become the same stream of records.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.customer_import import CustomerReading
from deskapp.domain.field import Field, FieldOf, of_record
from deskapp.domain.import_plan import ImportSource
from deskapp.errors import DeskError
from deskapp.exchange import card_customers, vcard
from deskapp.exchange.customer_mapping import ColumnLook, Mapping, doubt, guess, looks, targets
from deskapp.exchange.customer_rows import Customers
from deskapp.exchange.encoding import TextFile, examine, unreadable
from deskapp.exchange.file_kind import FileKind, kind_of
from deskapp.exchange.import_way import way_of, way_of_cards
from deskapp.exchange.layout import text_layout
from deskapp.exchange.reader import Layout, open_table
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from deskapp.domain.customer_import import Record
    from deskapp.domain.import_mapping import KeptMapping
    from deskapp.exchange.reader import Table
    from deskapp.exchange.workbook import Sheet

LIST, CARDS = "customers", "vcard"
_LOOKED_AT = 2000  # rows


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What somebody said about a file; whatever is empty is found out. `head` is the line of the header."""

    encoding: str = ""
    delimiter: str = ""
    head: int | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ListLook:
    """A table before its import: how it is written, what its columns hold, what they are taken for."""

    kind: FileKind
    file: TextFile
    layout: Layout
    columns: tuple[ColumnLook, ...]
    mapping: Mapping
    doubt: str = ""
    sheets: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()  # of the shop's own, which columns may fill
    kept: KeptMapping | None = None  # what was said by hand about such a file

    @property
    def as_kept(self) -> Mapping:
        """The mapping that was said by hand; what it does not name is as it was found out."""
        fills = targets(self.fields)
        said = self.kept.columns if self.kept else {}
        fates = ((said.get(name, fate), fate) for name, fate in self._found())
        return Mapping(tuple(kept if kept in fills else found for kept, found in fates))

    def said(self, mapping: Mapping) -> dict[str, str]:
        """A mapping by the names of the columns, as it is kept."""
        return dict(zip(self.layout.header, mapping.fates, strict=True))

    def _found(self) -> Iterator[tuple[str, str]]:
        return zip(self.layout.header, self.mapping.fates, strict=True)

    @property
    def name(self) -> str:
        """The name of the file, as a sentence can quote it."""
        return file_name(self.file)


def look(path: Path, how: HowToRead | None = None, fields: Iterable[Field] = ()) -> ListLook:
    """What a table holds; raises `DeskError` for what is none. `fields` are the shop's own."""
    how = how or HowToRead()
    kind = kind_of(path)
    file = examine(path)
    sheets: tuple[str, ...] = ()
    if kind is FileKind.WORKBOOK:
        from deskapp.exchange.workbook import sheet_layout, sheet_names

        file = replace(file, choices=())
        sheets = sheet_names(path)
        layout = sheet_layout(path, how.sheet or sheets[0], how.head)
    else:
        file = file.chosen(how.encoding) if how.encoding else file
        layout = text_layout(file, how.delimiter, how.head)
    with _opened(kind, file, layout) as table:
        rows = [row.cells for row in islice(table.rows(), _LOOKED_AT) if not row.problem]
    columns = looks(layout.header, rows)
    own = of_record(fields, FieldOf.CUSTOMER)
    mapping = guess(columns, own)
    return ListLook(kind, file, layout, columns, mapping, doubt(columns, mapping), sheets, own)


def list_reading(found: ListLook, mapping: Mapping, country: str) -> CustomerReading:
    """A table as customers, by a mapping; raises `DeskError` for one that makes none."""
    if mapping.problem:
        raise DeskError(mapping.problem)

    def records() -> Iterator[Record]:
        _still_the_same(found.file)
        customers = Customers(found.layout.header, mapping, country, found.fields)
        with _opened(found.kind, found.file, found.layout) as table:
            for row in table.rows():
                if record := customers.record(row):
                    yield record

    source = ImportSource(_system(found, mapping), LIST, found.name, found.file.sha256)
    way = way_of(found, mapping)
    return CustomerReading(source, records, found.file.lines, found.layout.header, way)


def card_reading(path: Path, country: str) -> CustomerReading:
    """A file of address cards as customers."""
    file = examine(path)

    def records() -> Iterator[Record]:
        _still_the_same(file)
        try:
            with path.open(encoding=file.encoding, errors="replace", newline="") as stream:
                for card in vcard.cards(vcard.lines(stream)):
                    yield card_customers.record(card, country)
        except OSError as error:
            raise unreadable(path, error) from error

    source = ImportSource(CARDS, CARDS, file_name(file), file.sha256)
    return CustomerReading(source, records, file.lines, way=way_of_cards(path))


def file_name(file: TextFile) -> str:
    """The name of a file; some hold bytes that are no text."""
    return text.line(file.path.name, "name", 255)


@contextmanager
def _opened(kind: FileKind, file: TextFile, layout: Layout) -> Iterator[Table | Sheet]:
    if kind is FileKind.WORKBOOK:
        from deskapp.exchange.workbook import open_sheet

        with open_sheet(file, layout) as sheet:
            yield sheet
    else:
        with open_table(file.path, file, layout) as table:
            yield table


def _still_the_same(file: TextFile) -> None:
    if examine(file.path).sha256 != file.sha256:
        message = _("“{name}” was changed since it was read; choose it again.")
        raise DeskError(message.format(name=file.path.name))


def _system(found: ListLook, mapping: Mapping) -> str:
    """Where the ids of a list count: in lists whose column of ids is called the same."""
    ids = [text.fold(found.layout.header[place]) for place in mapping.places("id")]
    return f"{LIST}:{ids[0][:100]}" if ids else LIST
