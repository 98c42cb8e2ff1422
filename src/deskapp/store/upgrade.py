"""Bring a shop file up to this program's schema, or leave it exactly as it was."""

from __future__ import annotations

import logging
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.errors import Busy, DeskError
from deskapp.i18n import _
from deskapp.paths import shipped
from deskapp.store import place, shop_file
from deskapp.store.driver import connect, sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.key import key_of
from deskapp.store.schema_id import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from deskapp.store.key import Key

    Renew = Callable[[Connection], object]

log = logging.getLogger(__name__)


def create(path: Path, revision: str = "head", key: Key | None = None) -> None:
    """Make an empty shop file at the newest schema; nothing is left behind when it fails.

    An older `revision` is for what is brought up afterwards; with a `key`, which is known, it is encrypted.
    """
    check_free(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(connect(path, key)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with closing(ShopFile(path, foreign_keys=False)) as file, file.write() as tx:
            _migrate(tx, revision=revision)
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
    place.check(path)
    if taken:
        raise DeskError(_("There is already a file “{name}”; choose another name.").format(name=path.name))


def _not_made(path: Path) -> DeskError:
    message = _("The shop file cannot be made in “{folder}”; choose a folder of your own with free space.")
    return DeskError(message.format(folder=str(path.parent)))


def put_in_place(part: Path, path: Path) -> None:
    """Give a file that is whole now its name; it is on the disk before."""
    from deskapp.store import backup_file

    backup_file.sync(part)
    part.replace(path)
    backup_file.sync_folder(path.parent)


def bring_up(path: Path, renew: Renew | None = None) -> Path | None:
    """Upgrade an older file; answers where the backup lies, or None when nothing was to do.

    `renew` computes what the new schema derives, in the transaction of the upgrade. From before the
    backup until the end no other program can read or write the file.
    """
    place.check(path)
    if shop_file.check_is_shop(path) == shop_file.newest_revision():
        return None
    with closing(ShopFile(path, foreign_keys=False, alone=True)) as file:
        if _held_revision(file) == shop_file.newest_revision():  # another program was quicker
            return None
        backup = _backup(file)
        _upgrade(file, renew, backup)
    return backup


def _held_revision(file: ShopFile) -> str:
    """The file's revision, once nobody else has it open."""
    try:
        with file.write() as connection:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    except Busy as error:
        message = _(
            "“{name}” must be upgraded, and another program has it open; close it there and try again."
        )
        raise Busy(message.format(name=file.path.name)) from error


def _upgrade(file: ShopFile, renew: Renew | None, backup: Path) -> None:
    try:
        with file.write() as connection:
            _migrate(connection, renew)
    except DeskError:
        raise
    except Exception as error:
        log.exception("upgrade of %s failed", file.path.name)
        message = _("“{name}” could not be upgraded and is as it was; a copy lies in “{backup}”.")
        raise DeskError(message.format(name=file.path.name, backup=backup.name)) from error


def _backup(file: ShopFile) -> Path:
    path = file.path
    target = _free_name(path)
    try:
        with file.read() as connection:
            return _copy(connection.connection.dbapi_connection, target)
    except (OSError, sqlite.Error) as error:
        message = _(
            "“{name}” must be upgraded, and there is no room for a copy of it; make room and try again."
        )
        raise DeskError(message.format(name=path.name)) from error


def _free_name(path: Path) -> Path:
    """Where the copy goes; one of an earlier upgrade to the same schema stays."""
    name, number = f"{path.stem}.before-{shop_file.newest_revision()}", 1
    target = path.with_name(f"{name}{path.suffix}")
    while target.exists():
        number += 1
        target = path.with_name(f"{name}-{number}{path.suffix}")
    return target


def copy_of(path: Path, target: Path) -> Path:
    """A whole copy of a live file, made by SQLite from one state of it."""
    with closing(connect(path, key_of(path), isolation_level=None)) as source:
        source.execute("BEGIN")
        return _copy(source, target)


def _copy(source: Any, target: Path) -> Path:
    """Copy what an open unit sees; the copy gets its name once it was compared and is on the disk."""
    from deskapp.store import backup_file

    part = target.with_name(target.name + ".part")
    remove(part)
    try:
        backup_file.copy_state(source, part)
        backup_file.prove(part, backup_file.facts_of(source))
        put_in_place(part, target)
    except BaseException:
        remove(part)
        raise
    return target


def is_own(path: Path) -> bool:
    """Whether a file of the newest schema has this program’s tables, indexes and guards, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="deskapp-", dir=path.parent) as folder:
        create(own := Path(folder) / path.name)
        return _schema_of(own) == _schema_of(path)


def _schema_of(path: Path) -> set[tuple[str, ...]]:
    from deskapp.store import backup_file

    with backup_file.opened(path) as driver:
        return set(driver.execute(_SCHEMA).fetchall())


_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"


def remove(path: Path) -> None:
    """Take away a file that was never whole, with what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)


def _migrate(connection: Connection, renew: Renew | None = None, revision: str = "head") -> None:
    """Run the missing revisions in the unit that is open, with foreign keys off from its start."""
    from alembic import command
    from alembic.config import Config

    before = _counts(connection)
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if renew:
        renew(connection)
    _check_nothing_lost(connection, before)


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
        if name not in {"alembic_version", "row_hash"}  # hashes of rows that change shape are taken anew
    }
