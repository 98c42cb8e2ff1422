"""Who was erased is followed into the folders of backups: plain text goes at once, photographs too.

A backup itself stays until it is old enough to go; the list beside it has the person erased again when it is
restored. What people can read without the program cannot wait for that.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from deskapp.errors import DeskError
from deskapp.services import erasure_list
from deskapp.store import backup_folder, backup_photos
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from deskapp.domain.privacy import ErasureNote
    from deskapp.store.engine import ShopFile


class Forgotten(NamedTuple):
    """How much was deleted beside the backups: copies for people without the program, and photographs."""

    readable: int = 0
    photos: int = 0


def follow(file: ShopFile, uid: str, folders: Iterable[Path]) -> Forgotten:
    """Delete what tells of people who were erased since a folder was last followed up.

    Their list is written beside the backups last: the one beside the shop may go with its PC.
    """
    found = Forgotten()
    for folder in folders:
        with suppress(DeskError, OSError):  # a stick that is not plugged in is followed up later
            notes = erasure_list.read_list(file.path)
            beside = folder / file.path.name
            if notes and folder.is_dir():
                if new := set(notes) - set(erasure_list.read_list(beside)):
                    found = _sum(found, _forget(file, uid, folder, new))
                erasure_list.write_list(beside, notes)
    return found


def _forget(file: ShopFile, uid: str, folder: Path, new: set[ErasureNote]) -> Forgotten:
    with file.read() as connection:
        held = backup_photos.in_shop(connection.connection.dbapi_connection)
    people = [(note.customer_id, moment_text(note.since)) for note in new if note.shop == uid]
    photos = backup_photos.forget(folder, uid, people, held)
    return Forgotten(backup_folder.forget_readable(folder, uid), photos)


def _sum(one: Forgotten, other: Forgotten) -> Forgotten:
    return Forgotten(one.readable + other.readable, one.photos + other.photos)
