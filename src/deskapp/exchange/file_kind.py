"""Telling by its first bytes what kind of file it is, whatever its name ends in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.exchange.encoding import check_place, unreadable
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

_BEGINNING = 4096


class FileKind(StrEnum):
    """What can be read."""

    TEXT = "text"
    WORKBOOK = "workbook"
    CARDS = "cards"


_MARKS = (
    (b"PK\x03\x04", FileKind.WORKBOOK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.WORKBOOK),
)
_OTHERS = (  # what people try, by how it begins
    (b"%PDF", N_("a PDF document")),
    (b"SQLite format 3", N_("a database")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"\x1f\x8b", N_("a packed archive")),
    (b"7z\xbc\xaf", N_("a packed archive")),
    (b"Rar!", N_("a packed archive")),
    (b"<?xml", N_("an XML document")),
    (b"<html", N_("a web page")),
    (b"<!doctype html", N_("a web page")),
    (b"{\\rtf", N_("a text document")),
)


def kind_of(path: Path) -> FileKind:
    """What kind of file it is; raises `DeskError` with a sentence for what cannot be read at all."""
    start = _start(path)
    for mark, kind in _MARKS:
        if start.startswith(mark):
            return kind
    plain = _plain(start)
    if plain.upper().startswith(b"BEGIN:VCARD"):
        return FileKind.CARDS
    for mark, name in _OTHERS:
        if plain.lower().startswith(mark.lower()):
            raise DeskError(_refusal().format(name=path.name, kind=_(name)))
    if _is_binary(start):
        message = _("“{name}” is not a file that Deskapp can import; it reads CSV, Excel and vCard files.")
        raise DeskError(message.format(name=path.name))
    return FileKind.TEXT


def _is_binary(start: bytes) -> bool:
    """Whether there are zeros that no text has; in UTF-16 they stand in every other place."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start:
        return False
    return start[::2].count(0) > 0 and start[1::2].count(0) > 0


def _refusal() -> str:
    return _("“{name}” is {kind}; save the list as CSV or Excel (.xlsx) and choose that file.")


def _start(path: Path) -> bytes:
    check_place(path)
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING)
    except OSError as error:
        raise unreadable(path, error) from error


def _plain(start: bytes) -> bytes:
    """The beginning without mark, outer blanks and the zeros of UTF-16."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\0", b"").lstrip()
