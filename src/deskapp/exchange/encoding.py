"""Telling how a text file is written before it is read: its bytes, its sign set, its lines."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import _

if TYPE_CHECKING:
    from io import BufferedReader

LARGEST_FILE = 200 * 2**20
_BLOCK = 2**20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that can be read as text; `lines` is roughly how many it has."""

    path: Path
    encoding: str
    sha256: str
    lines: int


def examine(path: Path) -> TextFile:
    """Look at the whole file once; raises `DeskError` when it is not there, not a file, empty or too big."""
    _check(path)
    try:
        with path.open("rb") as file:
            return _examined(path, file)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> DeskError:
    """The sentence for a file that the system does not let us read."""
    return DeskError(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=error.strerror))


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise DeskError(_("“{name}” is a folder; choose a file in it.").format(name=path.name))
        if not path.exists():
            raise DeskError(_("There is no file “{name}”; check the name.").format(name=path))
        if not path.is_file():
            raise DeskError(_("“{name}” is not a file that can be read.").format(name=path.name))
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise DeskError(_("There is no file “{name}”; check the name.").format(name=path)) from error
    if not size:
        raise DeskError(_("“{name}” is empty; export it again.").format(name=path.name))
    if size > LARGEST_FILE:
        message = _("“{name}” is larger than {most} MB; split it into several files.")
        raise DeskError(message.format(name=path.name, most=LARGEST_FILE // 2**20))


def _examined(path: Path, file: BufferedReader) -> TextFile:
    digest, lines = hashlib.sha256(), 1
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = ""
    while block := file.read(_BLOCK):
        digest.update(block)
        lines += block.count(b"\n")
        encoding = encoding or _marked(block)
        if not encoding:
            encoding = _unless_utf8(decoder, block)
    return TextFile(path, encoding or "utf-8", digest.hexdigest(), lines)


def _marked(block: bytes) -> str:
    """The encoding that the first bytes give away."""
    for mark, encoding in _MARKS:
        if block.startswith(mark):
            return encoding
    even, odd = block[:400:2].count(0), block[1:400:2].count(0)
    if max(even, odd) > 0.4 * len(block[:400:2]) and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    return ""


def _unless_utf8(decoder: codecs.IncrementalDecoder, block: bytes) -> str:
    """Windows' western sign set when the block cannot be UTF-8; a sign cut off at the end of the file can."""
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return ""
