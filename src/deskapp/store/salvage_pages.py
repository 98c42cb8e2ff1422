"""Reading the pages of a damaged SQLite file without SQLite, which gives up at the first broken one.

The format is SQLite's own (sqlite.org/fileformat2.html). What does not fit it is passed over: a page, or
one cell of a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    Content = bytes | mmap
    Value = int | float | str | bytes | None

INDEX_NODE, TABLE_NODE, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
_NODES, _LEAVES = (INDEX_NODE, TABLE_NODE), (INDEX_LEAF, TABLE_LEAF)
_HEADER = 100
_USUAL_PAGE = 4096
_LONGEST = 1 << 28  # bytes of a row that anybody wrote
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}


class Broken(Exception):
    """Bytes that are not what the format asks for."""


class Row(NamedTuple):
    """A row of a table by its rowid, or an entry of an index, whose last value is the rowid."""

    rowid: int
    values: tuple[Value, ...]


class Pages:
    """The pages of a file, counted from 1."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.size = _page_size(content)
        self.count = -(-len(content) // self.size)
        self._usable = self.size - (content[20] if content[:6] == b"SQLite" and content[20] < 64 else 0)

    def kind(self, number: int) -> int:
        """What kind of page it is; 0 where it is none of a tree."""
        try:
            kind = self._page(number)[self._start(number)]
        except (Broken, IndexError):
            return 0
        return kind if kind in (*_NODES, *_LEAVES) else 0

    def children(self, number: int) -> Iterator[int]:
        """The pages below a node, in their order."""
        page, start = self._page(number), self._start(number)
        for place in self._cells(page, start, 12):
            yield int.from_bytes(page[place : place + 4], "big")
        yield int.from_bytes(page[start + 8 : start + 12], "big")

    def rows(self, number: int) -> Iterator[Row | None]:
        """The rows of a leaf, or the entries of an index page; none for each that cannot be read."""
        page, start = self._page(number), self._start(number)
        kind = page[start]
        for place in self._cells(page, start, 12 if kind in _NODES else 8):
            try:
                yield self._row(page, place + 4 * (kind == INDEX_NODE), kind)
            except (Broken, IndexError, UnicodeDecodeError):
                yield None

    def _row(self, page: bytes, place: int, kind: int) -> Row:
        length, place = _varint(page, place)
        rowid = 0
        if kind == TABLE_LEAF:
            rowid, place = _varint(page, place)
            rowid -= (rowid >> 63) << 64
        values = _record(self._payload(page, place, length, kind))
        if kind == TABLE_LEAF:
            return Row(rowid, values)
        if not values or not isinstance(values[-1], int):
            raise Broken
        return Row(values[-1], values[:-1])

    def _payload(self, page: bytes, place: int, length: int, kind: int) -> bytes:
        """What a cell holds, with what overflows it."""
        if not 0 < length < _LONGEST:
            raise Broken
        here = self._local(length, kind)
        parts, left = [page[place : place + here]], length - here
        following = int.from_bytes(page[place + here : place + here + 4], "big") if left else 0
        while left > 0:
            more = self._page(following)
            following, room = int.from_bytes(more[:4], "big"), min(left, self._usable - 4)
            parts.append(more[4 : 4 + room])
            left -= room
        content = b"".join(parts)
        if len(content) != length:
            raise Broken
        return content

    def _local(self, length: int, kind: int) -> int:
        """How many bytes of a cell lie on its own page."""
        usable = self._usable
        most = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (usable - 12) * 32 // 255 - 23
        wanted = least + (length - least) % (usable - 4)
        return wanted if wanted <= most else least

    def _cells(self, page: bytes, start: int, header: int) -> Iterator[int]:
        """Where the cells of a page begin."""
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        if count > self.size // 4:
            raise Broken
        first = start + header
        for place in range(first, first + 2 * count, 2):
            cell = int.from_bytes(page[place : place + 2], "big")
            if first <= cell < self._usable:
                yield cell

    def _page(self, number: int) -> bytes:
        if not 1 <= number <= self.count:
            raise Broken
        return self._content[(number - 1) * self.size : number * self.size]

    def _start(self, number: int) -> int:
        return _HEADER if number == 1 else 0


def _page_size(content: Content) -> int:
    size = int.from_bytes(content[16:18], "big") if content[:6] == b"SQLite" else 0
    size = 65_536 if size == 1 else size
    return size if size >= 512 and size & (size - 1) == 0 else _USUAL_PAGE


def _varint(page: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and the place behind it."""
    value = 0
    for count in range(8):
        byte = page[place + count]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + count + 1
    return value << 8 | page[place + 8], place + 9


def _record(content: bytes) -> tuple[Value, ...]:
    """The values of a row."""
    end, place = _varint(content, 0)
    if not 0 < end <= len(content):
        raise Broken
    kinds = []
    while place < end:
        kind, place = _varint(content, place)
        kinds.append(kind)
    values, at = [], end
    for kind in kinds:
        if kind in (10, 11):
            raise Broken
        size = _SIZES[kind] if kind < 12 else (kind - 12) // 2
        values.append(_value(kind, content[at : at + size]))
        at += size
    if at != len(content):
        raise Broken
    return tuple(values)


def _value(kind: int, content: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind < 7:
        return int.from_bytes(content, "big", signed=True)
    if kind == 7:
        from struct import unpack

        return float(unpack(">d", content)[0])
    return content.decode() if kind % 2 else content
