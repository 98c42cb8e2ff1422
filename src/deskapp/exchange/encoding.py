"""Telling how a text file is written before it is read: its bytes, its sign set, its lines."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from io import BufferedReader

LARGEST_FILE = 200 * 2**20
SIGN_SETS = {
    "cp1252": N_("Western (Windows)"),
    "mac_roman": N_("Western (old Mac)"),
    "cp850": N_("Western (DOS)"),
    "cp1250": N_("Central European"),
    "cp1251": N_("Cyrillic"),
    "cp1253": N_("Greek"),
    "cp1254": N_("Turkish"),
    "shift_jis": N_("Japanese"),
    "gb18030": N_("Chinese"),
    "euc_kr": N_("Korean"),
}
"""What a text may be written in that is not Unicode, and how people call it."""
_WESTERN = "cp1252"
_TELLING = 2**14  # bytes of lines with letters beyond ASCII are enough to tell
_BLOCK = 2**20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before the shorter one that it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that can be read as text; `lines` is roughly how many it has.

    `choices` are the sign sets that it may be in, the likeliest first, where the bytes leave a doubt.
    """

    path: Path
    encoding: str
    sha256: str
    lines: int
    choices: tuple[str, ...] = ()

    def chosen(self, encoding: str) -> TextFile:
        """The same file read in another sign set."""
        return replace(self, encoding=encoding)


def examine(path: Path) -> TextFile:
    """Look at the whole file once; raises `DeskError` when it is not there, not a file, empty or too big."""
    check_place(path)
    try:
        with path.open("rb") as file:
            return _examined(path, file)
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> DeskError:
    """The sentence for a file that the system does not let us read."""
    return DeskError(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=error.strerror))


def check_place(path: Path) -> None:
    """Refuse in a sentence what is not there, not a file, empty or too big."""
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
    choices: tuple[str, ...] = ()
    while block := file.read(_BLOCK):
        digest.update(block)
        lines += block.count(b"\n")
        encoding = encoding or (_marked(block) if file.tell() == len(block) else "")
        if not encoding and not _is_utf8(decoder, block):
            choices = sign_sets(block)
            encoding = choices[0]
    return TextFile(path, encoding or "utf-8", digest.hexdigest(), lines, choices)


def sign_sets(block: bytes) -> tuple[str, ...]:
    """The sign sets in which a text that is not UTF-8 may be written, the likeliest first."""
    from charset_normalizer import from_bytes

    telling = b"\n".join(line for line in block.splitlines() if not line.isascii())[:_TELLING]
    found = from_bytes(telling, cp_isolation=list(SIGN_SETS))
    best = min((match.chaos for match in found), default=0.0)
    alike = (match.could_be_from_charset for match in found if match.chaos == best)
    likely = [name for names in alike for name in names if name in SIGN_SETS]
    likely.sort(key=lambda name: name != _WESTERN)  # most files of the west
    return tuple(dict.fromkeys((*likely, *SIGN_SETS)))


def _marked(block: bytes) -> str:
    """The encoding that the first bytes give away."""
    for mark, encoding in _MARKS:
        if block.startswith(mark):
            return encoding
    even, odd = block[:400:2].count(0), block[1:400:2].count(0)
    if max(even, odd) > 0.4 * len(block[:400:2]) and min(even, odd) == 0:
        return "utf-16-be" if even else "utf-16-le"
    return ""


def _is_utf8(decoder: codecs.IncrementalDecoder, block: bytes) -> bool:
    """Whether the block can be UTF-8; a sign cut off at the end of the file can."""
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True
