"""Bring a shop file up to this program's schema, or leave it exactly as it was."""

from __future__ import annotations

import logging
import os
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.paths import shipped
from deskapp.store import shop_file
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.schema_id import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    Renew = Callable[[Connection], object]

log = logging.getLogger(__name__)


def create(path: Path) -> None:
    """Make an empty shop file at the newest schema; nothing is left behind when it fails."""
    check_free(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite.connect(path)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _migrate(path)
    except (OSError, sqlite.Error) as error:
        remove(path)
        raise _not_made(path) from error
    except BaseException:
        remove(path)
        raise


def check_free(path: Path) -> None:
    """Raise `DeskError` where there is a file already, or can be none of that name."""
    try:
        taken = path.exists()
    except OSError as error:
        raise _not_made(path) from error
    if taken:
        raise DeskError(_("There is already a file “{name}”; choose another name.").format(name=path.name))


def _not_made(path: Path) -> DeskError:
    message = _("The shop file cannot be made in “{folder}”; choose a folder of your own with free space.")
    return DeskError(message.format(folder=str(path.parent)))


def put_in_place(part: Path, path: Path) -> None:
    """Give a file that is whole now its name; it is on the disk before."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)


def bring_up(path: Path, renew: Renew | None = None) -> Path | None:
    """Upgrade an older file; answers where the backup lies, or None when nothing was to do.

    `renew` computes what the new schema derives, in the transaction of the upgrade.
    """
    revision = shop_file.check_is_shop(path)
    if revision == shop_file.newest_revision():
        return None
    backup = _backup(path)
    try:
        _migrate(path, renew)
    except DeskError:
        raise
    except Exception as error:
        log.exception("upgrade of %s failed", path.name)
        message = _("“{name}” could not be upgraded and is as it was; a copy lies in “{backup}”.")
        raise DeskError(message.format(name=path.name, backup=backup.name)) from error
    return backup


def _backup(path: Path) -> Path:
    target = path.with_name(f"{path.stem}.before-{shop_file.newest_revision()}{path.suffix}")
    try:
        return copy_of(path, target)
    except (OSError, sqlite.Error) as error:
        message = _(
            "“{name}” must be upgraded, and there is no room for a copy of it; make room and try again."
        )
        raise DeskError(message.format(name=path.name)) from error


def copy_of(path: Path, target: Path) -> Path:
    """A whole copy of a live file, made by SQLite in one step."""
    part = target.with_name(target.name + ".part")
    remove(part)
    try:
        with closing(sqlite.connect(path)) as source, closing(sqlite.connect(part)) as copy:
            source.backup(copy)
        part.replace(target)
    except BaseException:
        remove(part)
        raise
    return target


def remove(path: Path) -> None:
    """Take away a file that was never whole, with what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def _migrate(path: Path, renew: Renew | None = None) -> None:
    """Run the missing revisions in one transaction, with foreign keys off from the start."""
    from alembic import command
    from alembic.config import Config

    file = ShopFile(path, foreign_keys=False)
    try:
        with file.write() as connection:
            before = _counts(connection)
            config = Config()
            config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if renew:
                renew(connection)
            _check_nothing_lost(connection, before)
    finally:
        file.close()


def _check_nothing_lost(connection: Connection, before: dict[str, int]) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        msg = "the upgrade left references to rows that are gone"
        raise RuntimeError(msg)
    after = _counts(connection)
    lost = [name for name, rows in before.items() if after.get(name, 0) < rows]
    if lost:
        msg = f"the upgrade lost rows of {', '.join(lost)}"
        raise RuntimeError(msg)


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_words_*' AND name NOT GLOB '*_parts_*'"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608  own names
        for name in names
        if name != "alembic_version"
    }
