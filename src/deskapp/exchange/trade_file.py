"""Trade packs as files, to be given to another shop and brought in again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deskapp.domain.trade import Pack, pack_from, plain_of
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 4_000_000


def read_pack(path: Path, language: str) -> Pack:
    """The pack in a file, in a language such as `de_DE`; raises `DeskError` with what is wrong."""
    try:
        if path.stat().st_size > _LARGEST:
            raise DeskError(_("“{file}” is too large for a trade pack.").format(file=path.name))
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = _("“{file}” cannot be read: {reason}.").format(file=path.name, reason=error.strerror)
        raise DeskError(message) from error
    except (ValueError, RecursionError) as error:
        message = _("“{file}” is no trade pack; nothing was changed.").format(file=path.name)
        raise DeskError(message) from error
    return pack_from(given, language)


def save_pack(pack: Pack, path: Path) -> Path:
    """Write a pack, whole or not at all; raises `DeskError` where that cannot be."""
    text = json.dumps(plain_of(pack), ensure_ascii=False, indent=1)
    try:
        write_whole(path, f"{text}\n".encode())
    except OSError as error:
        message = _("“{file}” cannot be written: {reason}.").format(file=str(path), reason=error.strerror)
        raise DeskError(message) from error
    return path
