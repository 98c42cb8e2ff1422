"""What anybody can still read of an encrypted shop: older backups, readable copies, files beside it."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from deskapp.domain.encryption import PlainCopy, PlainKind
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.store import backup_file, backup_folder, backup_photos
from deskapp.store.encryption import wipe
from deskapp.store.key import salt_of
from deskapp.store.same_file import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from deskapp.store.engine import ShopFile

_READABLE = "*-readable.zip"
_NEEDED = {PlainKind.BACKUP, PlainKind.PHOTOS}  # to go back to, as long as there is nothing else


def plain_copies(file: ShopFile, folders: Sequence[Path]) -> tuple[PlainCopy, ...]:
    """Plain backups and readable copies of this shop in these folders, and plain files of it beside it."""
    uid, photos = _known(file)
    places = dict.fromkeys((*folders, file.path.parent))
    found = {copy.path: copy for folder in places for copy in _in_folder(folder, uid)}
    lying = [folder / backup_photos.FOLDER for folder in folders if _own(folder, uid, photos)]
    return (*found.values(), *(PlainCopy(path, PlainKind.PHOTOS) for path in lying))


def drop(file: ShopFile, copies: Sequence[PlainCopy], folders: Sequence[Path]) -> tuple[str, ...]:
    """Overwrite and delete them; raises `DeskError` where nothing encrypted would be left to go back to."""
    uid, photos = _known(file)
    if any(copy.kind in _NEEDED for copy in copies) and not _has_encrypted(folders, uid):
        raise DeskError(_("There is no encrypted backup yet; make one first, then delete the plain ones."))
    missed = []
    for copy in copies:
        try:
            _drop(copy, uid, photos)
        except OSError as error:
            message = _("“{file}” could not be deleted ({reason}); delete it by hand.")
            missed.append(message.format(file=str(copy.path), reason=error.strerror))
    return tuple(missed)


def _drop(copy: PlainCopy, uid: str, photos: set[str]) -> None:
    if copy.kind is PlainKind.PHOTOS:
        folder = copy.path.parent
        for sha256 in _own(folder, uid, photos):
            wipe(backup_photos.place_of(folder, sha256))
        backup_photos.thin(folder)
    else:
        wipe(copy.path)
        backup_folder.manifest_of(copy.path).unlink(missing_ok=True)


def _own(folder: Path, uid: str, photos: set[str]) -> set[str]:
    """Which of these lie there for the backups of this shop alone."""
    lying = photos & backup_photos.lying_in(folder)
    return lying - backup_photos.of_others(folder, uid) if lying else lying


def _known(file: ShopFile) -> tuple[str, set[str]]:
    """Which shop it is, and the hashes of its photographs."""
    with file.read() as connection:
        driver = connection.connection.dbapi_connection
        return backup_file.uid_of(driver), backup_photos.in_shop(driver)


def _in_folder(folder: Path, uid: str) -> Iterator[PlainCopy]:
    try:
        for path in sorted(folder.glob("*.desk")):
            if not held(path) and _is_plain(path) and _uid_in(path) == uid:
                yield PlainCopy(path, PlainKind.BACKUP if backup_folder.backup_at(path) else PlainKind.FILE)
        for path in sorted(folder.glob(_READABLE)):
            if _is_readable_of(path, uid):
                yield PlainCopy(path, PlainKind.READABLE)
    except OSError:  # a drive that is not plugged in
        return


def _has_encrypted(folders: Sequence[Path], uid: str) -> bool:
    for folder in folders:
        with suppress(OSError):
            if any(salt_of(one.path) for one in backup_folder.backups_in(folder, uid)):
                return True
    return False


def _is_plain(path: Path) -> bool:
    return path.is_file() and not salt_of(path)


def _uid_in(path: Path) -> str:
    with suppress(Exception), backup_file.opened(path) as driver:  # of whatever else ends in .desk
        return backup_file.uid_of(driver)
    return ""


def _is_readable_of(path: Path, uid: str) -> bool:
    with suppress(OSError, zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        return archive.comment == f"Deskapp {uid}".encode()
    return False
