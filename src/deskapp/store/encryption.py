"""The same shop file written anew under another key, or none: made whole aside, proven, and put in its place.

From the first look until the end no other program can read or write the file. Whenever the power goes, either
the old or the new file lies whole under its name.
"""

from __future__ import annotations

import os
import shutil
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from deskapp.domain.backup import Facts, Progress, silent
from deskapp.errors import Busy, DeskError
from deskapp.i18n import _
from deskapp.store import backup_file, shop_file, upgrade
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.schema_id import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from deskapp.store.key import Key

_ZEROS = bytes(1 << 16)
_SCHEMA = "SELECT type, name, tbl_name, sql FROM {file}.sqlite_schema WHERE name NOT LIKE 'sqlite_%'"


def rewrite(
    path: Path, key: Key | None, note: Callable[[Connection], object], progress: Progress = silent
) -> None:
    """Encrypt a shop file that nobody has open with this key, which is known; without one, decrypt it.

    `note` writes into the new file what was done. Raises `DeskError` with the file as it was.
    """
    part = path.with_name(f"{path.name}.part")
    with _told(path, part), closing(ShopFile(path, foreign_keys=False, alone=True)) as file:
        _keep_others_out(file)
        with file.lent() as driver:
            driver.execute("PRAGMA journal_mode = DELETE").fetchone()  # nothing beside it is left behind
            facts = backup_file.facts_of(driver)
            progress(0, backup_file.WHOLE)
            _export(driver, part, key)
            progress(_EXPORTED, backup_file.WHOLE)
            _prove(part, facts, progress)
            with closing(ShopFile(part)) as made, made.write() as tx:
                note(tx)
            backup_file.sync(part)
            file.retire()
            _put_over(part, path, driver)


_EXPORTED = 40


def _keep_others_out(file: ShopFile) -> None:
    try:
        with file.write():
            pass
    except Busy as error:
        message = _("“{name}” is open in another program; close it there and try again.")
        raise Busy(message.format(name=file.path.name)) from error


def _export(driver: Any, part: Path, key: Key | None) -> None:
    """Every row and every definition into a new file, attached to the one that is open."""
    driver.execute("ATTACH DATABASE ? AS made KEY ?", (str(part), key.literal() if key else ""))
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):  # it is thrown away unless it becomes whole
        driver.execute(f"PRAGMA made.{pragma}").fetchone()
    driver.execute(f"PRAGMA made.application_id = {APPLICATION_ID}")
    driver.execute("SELECT sqlcipher_export('made')").fetchall()
    one, other = (driver.execute(_SCHEMA.format(file=file)).fetchall() for file in ("main", "made"))
    driver.execute("DETACH DATABASE made")
    if {*one} != {*other}:
        raise backup_file.BrokenCopy(_not_whole())


def _prove(part: Path, facts: Facts, progress: Progress) -> None:
    try:
        backup_file.prove(part, facts, progress)
    except backup_file.BrokenCopy as error:
        raise backup_file.BrokenCopy(_not_whole()) from error


def _not_whole() -> str:
    return _("The new file did not pass its check and was thrown away; the shop file is as it was.")


def _put_over(part: Path, path: Path, driver: Any) -> None:
    """Give the new file the name of the old one, and overwrite what the old one held.

    Who waits for the old one to become free would write into a file without a name; it is none any more. The
    zeros also take what was plain from the drive, as far as the drive writes in place.
    """
    if os.name == "nt":  # an open file cannot be replaced there, and no other program has it open
        driver.close()
        part.replace(path)
        return
    with path.open("rb+") as old:
        part.replace(path)
        backup_file.sync_folder(path.parent)
        _overwrite(old)
        driver.close()


def _overwrite(old: Any, *, names: int = 0) -> None:
    with suppress(OSError):  # the shop is in its place already
        if os.fstat(old.fileno()).st_nlink > names:
            return  # somebody else's copy that shares its bytes
        left = os.fstat(old.fileno()).st_size
        while left > 0:
            left -= old.write(_ZEROS[:left])
        old.flush()
        os.fsync(old.fileno())


def wipe(path: Path) -> None:
    """Delete a plain file, overwritten before as far as the drive writes in place; raises `OSError`."""
    with suppress(PermissionError), path.open("rb+") as old:
        _overwrite(old, names=1)
    path.unlink(missing_ok=True)


@contextmanager
def _told(path: Path, part: Path) -> Iterator[None]:
    """Nothing half-made is left, and one sentence for whatever a drive does."""
    shop_file.check_is_shop(path)
    if part.is_dir():
        shutil.rmtree(part, ignore_errors=True)
    upgrade.remove(part)
    try:
        yield
    except (OSError, sqlite.Error) as error:
        message = _(
            "“{name}” could not be written anew ({reason}); it is as it was. Make room and try again."
        )
        reason = getattr(error, "strerror", None) or str(error)
        raise DeskError(message.format(name=path.name, reason=reason)) from error
    finally:
        upgrade.remove(part)
