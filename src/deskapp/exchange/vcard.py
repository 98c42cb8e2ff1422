"""Address books: vCard 2.1, 3.0 and 4.0, several cards to a file, as phones and mail programs write them.

Read line by line and with forgiveness: lines that are folded or end in a soft break, letters of any case,
entries in groups, nested cards. Of pictures and keys only the fact is kept that they are there.
"""

from __future__ import annotations

import quopri
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

LONGEST_LINE = 1_000_000
_MOST_PROPERTIES = 500
PICTURES = frozenset({"PHOTO", "LOGO", "KEY", "SOUND"})


class Entry(NamedTuple):
    """A property of a card: name and the values of parameters in capitals, group and value as they stand."""

    name: str
    group: str
    types: frozenset[str]
    value: str
    preferred: bool = False


@dataclass(slots=True)
class Card:
    """A card with the line on which it begins."""

    line: int
    entries: list[Entry] = field(default_factory=list)
    problem: str = ""


def lines(stream: TextIO) -> Iterator[str]:
    """The lines of a file; of one that is far too long no more than its beginning."""
    while line := stream.readline(LONGEST_LINE):
        piece = line
        while len(piece) >= LONGEST_LINE and not piece.endswith("\n"):
            piece = stream.readline(LONGEST_LINE)
        yield line


def cards(lines: Iterable[str]) -> Iterator[Card]:
    """The cards of a file; nested ones (the old AGENT) belong to none."""
    card: Card | None = None
    depth = 0
    for number, line in unfolded(lines):
        entry = _entry(line)
        if entry is None:
            continue
        if entry.name == "BEGIN" and entry.value.strip().upper() == "VCARD":
            depth += 1
            card = Card(number) if depth == 1 else card
        elif entry.name == "END" and entry.value.strip().upper() == "VCARD":
            depth = max(depth - 1, 0)
            if depth == 0 and card is not None:
                yield card
                card = None
        elif card is not None and depth == 1:
            _put(card, entry)
    if card is not None:
        card.problem = _("The card is not finished: its last line is missing.")
        yield card


def _put(card: Card, entry: Entry) -> None:
    if entry.name == "AGENT" and entry.value.strip().upper() == "BEGIN:VCARD":
        return
    if len(card.entries) >= _MOST_PROPERTIES or len(entry.value) > LONGEST_LINE:
        card.problem = _("This card holds far more than a customer needs.")
        return
    if entry.name not in PICTURES:
        card.entries.append(entry)
    elif not any(one.name == entry.name for one in card.entries):
        card.entries.append(entry._replace(value=""))


def unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of the first of each; folded by a blank or a soft break."""
    held: list[str] = []
    size, first, soft = 0, 0, False
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if held and (soft or (line[:1] in {" ", "\t"} and line.strip())):
            if soft:
                held[-1] = held[-1].removesuffix("=")
            size += len(line)
            if size <= LONGEST_LINE:
                held.append(line if soft else line[1:])
        else:
            if held:
                yield first, "".join(held)
            held, size, first = [line], len(line), number
        soft = line.endswith("=") and _is_quoted(held[0])
    if held:
        yield first, "".join(held)


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _entry(line: str) -> Entry | None:
    """The property on a line, or nothing where there is none."""
    head, colon, value = _head(line)
    if not colon:
        return None
    name, *parameters = head.split(";")
    group, _dot, name = name.strip().rpartition(".")
    charset, types = "utf-8", set()
    preferred = False
    for parameter in parameters:
        key, equals, said = parameter.partition("=")
        key, said = key.strip().upper(), said.strip().strip('"')
        if key == "CHARSET":
            charset = said
        elif key == "PREF":
            preferred = said in {"", "1"}
        else:
            types |= {
                one.strip().removeprefix("TYPE=") for one in (said if equals else key).upper().split(",")
            }
    if "QUOTED-PRINTABLE" in types:
        value = _decoded(value, charset)
    return Entry(name.upper(), group, frozenset(types), value, preferred or "PREF" in types)


def _head(line: str) -> tuple[str, str, str]:
    """What stands before the first colon outside quotation marks, and what after it."""
    head, colon, value = line.partition(":")
    while head.count('"') % 2 and colon:
        more, colon, value = value.partition(":")
        head = f"{head}:{more}"
    return head, colon, value


def _decoded(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            return raw.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("latin-1")
