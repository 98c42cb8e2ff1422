"""Writing a paper to a file: whole or not at all, and one sentence when the disk says no."""

from __future__ import annotations

import errno
from pathlib import Path

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.whole_file import write_whole

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NOT_IN_NAMES = '\\/:*?"<>|'


def suggested_name(title: str, number: str) -> str:
    """A file name that every system takes, for example `Claim ticket 26001230.pdf`."""
    plain = "".join(
        " " if char in _NOT_IN_NAMES or not char.isprintable() else char for char in f"{title} {number}"
    )
    return " ".join(plain.split()).strip(". ") + ".pdf"


def save(pdf: bytes, path: Path) -> Path:
    """Write the file beside its place first; raises `DeskError` with nothing left behind."""
    target = path if path.suffix else path.with_suffix(".pdf")
    try:
        write_whole(target, pdf)
    except OSError as error:
        raise DeskError(_sentence(error, target)) from error
    return target


def _sentence(error: OSError, target: Path) -> str:
    if error.errno in _NO_ROOM:
        return _("The disk is full; nothing was saved. Make room or choose another folder.")
    if error.errno in _NOT_ALLOWED:
        words = _("“{folder}” may not be written to; choose another folder.")
    else:
        words = _("The paper could not be saved in “{folder}”; choose another folder.")
    return words.format(folder=target.parent)
