"""Telling what a file is that is no shop file: a picture, an archive, a text, encrypted, or unknown."""

from __future__ import annotations

from collections import Counter
from math import log2
from typing import TYPE_CHECKING

from deskapp.errors import Damaged, DeskError, Encrypted
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

_PICTURE = N_("“{name}” is not a Deskapp shop file but a picture; open the file that ends in .desk.")
_ARCHIVE = N_("“{name}” is not a Deskapp shop file but an archive; unpack it first, and open what is inside.")
_PAPER = N_("“{name}” is not a Deskapp shop file but a PDF; open the file that ends in .desk.")
_TEXT = N_("“{name}” is not a Deskapp shop file but a text; lists come in with an import.")
_ENCRYPTED = N_("“{name}” is encrypted and opens with its passphrase, or it is not a Deskapp shop file.")
_KNOWN = {
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"RIFF": _PICTURE,
    b"BM": _PICTURE,
    b"PK\x03\x04": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
    b"%PDF": _PAPER,
}
_PAGE = 4096  # of an encrypted file, too
_SAMPLE = 1 << 15
_NO_ORDER = 0.98  # of what chance alone would give


def refusal(path: Path, header: bytes) -> DeskError:
    """The sentence for a file that does not begin as a shop file does, with what to do next."""
    for beginning, sentence in _KNOWN.items():
        if header.startswith(beginning):
            return DeskError(_(sentence).format(name=path.name))
    if header[4:8] == b"ftyp":  # of phones
        return DeskError(_(_PICTURE).format(name=path.name))
    sample = _sample(path)
    if _is_text(sample):
        return DeskError(_(_TEXT).format(name=path.name))
    if not path.stat().st_size % _PAGE and _has_no_order(sample):
        return Encrypted(_(_ENCRYPTED).format(name=path.name), path)
    message = _("“{name}” is not a Deskapp shop file, or it is damaged; open another file or a backup.")
    return Damaged(message.format(name=path.name), path)


def _sample(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def _is_text(sample: bytes) -> bool:
    try:
        text = sample[: -4 if len(sample) == _SAMPLE else None].decode()
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in text)


def _has_no_order(sample: bytes) -> bool:
    """Whether all bytes are equally frequent, as far as so few can show it."""
    counts, size = Counter(sample), len(sample)
    bits = -sum(count / size * log2(count / size) for count in counts.values())
    return bits > _NO_ORDER * min(8.0, log2(size))
