"""Telling a shop file from everything else before it is opened, in one sentence each."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from deskapp.errors import Busy, Damaged, DeskError, Encrypted, NoShop
from deskapp.i18n import _
from deskapp.paths import shipped
from deskapp.store import foreign_file
from deskapp.store.driver import CAN_ENCRYPT, connect, sqlite
from deskapp.store.key import SALT, Key, key_of, known, salt_of
from deskapp.store.same_file import held
from deskapp.store.schema_id import APPLICATION_ID

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def known_revisions() -> tuple[str, ...]:
    """The schema revisions that this program can upgrade to, oldest first."""
    versions = shipped("migrations") / "versions"
    return tuple(sorted(path.name.partition("_")[0] for path in versions.glob("[0-9]*_*.py")))


def newest_revision() -> str:
    """The schema that this program works with."""
    return known_revisions()[-1]


def check_is_shop(path: Path) -> str:
    """The file's schema revision; raises `DeskError` when the file cannot be opened as a shop."""
    _check_content(path)
    _check_writable(path)  # before SQLite looks, which calls a file damaged that it may not write beside
    return _known_revision(path)


def check_is_backup(path: Path) -> str:
    """The schema revision of a file that is only read, on whatever medium; raises `DeskError` as above."""
    _check_content(path)
    return _known_revision(path)


def check_may_be_read(path: Path) -> None:
    """Raises `DeskError` where there is no file, or none that may be read."""
    try:
        _check_readable(path)
    except OSError as error:  # a name that is too long
        raise _not_read(path, error) from error
    if not path.stat().st_size:
        raise DeskError(_("“{name}” is empty; open a backup of the shop instead.").format(name=path.name))


def _check_content(path: Path) -> None:
    try:
        _check_readable(path)
    except OSError as error:  # a name that is too long
        raise _not_read(path, error) from error
    _check_header(path)


def _known_revision(path: Path) -> str:
    revision = _revision(path)
    if revision not in known_revisions():
        raise DeskError(
            _("“{name}” was written by a newer version of Deskapp; update the program to open it.").format(
                name=path.name
            )
        )
    return revision


def _check_readable(path: Path) -> None:
    if path.is_dir():
        raise DeskError(_("“{name}” is a folder, not a shop file.").format(name=path.name))
    if not path.exists():
        message = _("There is no shop file “{name}”. Check the name, or make a new shop.")
        raise NoShop(message.format(name=str(path)))
    if not os.access(path, os.R_OK):
        raise DeskError(_("You may not read “{name}”; ask whoever set up this PC.").format(name=path.name))


def _check_writable(path: Path) -> None:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        message = _(
            "“{name}” lies where you may not write; move it to a folder of your own and open it there."
        )
        raise DeskError(message.format(name=path.name))


def _check_header(path: Path) -> None:
    if held(path):
        return  # it was looked at before it was opened
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise _not_read(path, error) from error
    if not header:
        raise DeskError(_("“{name}” is empty; open a backup of the shop instead.").format(name=path.name))
    if known(header[:SALT]):
        return  # what it begins with says no more than that
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise foreign_file.refusal(path, header)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DeskError(_another(path))
    if not is_left_open(path) and _is_cut(path, header):
        message = _("“{name}” was cut off, is damaged and was not touched; open a backup of the shop.")
        raise Damaged(message.format(name=path.name), path)


def _is_cut(path: Path, header: bytes) -> bool:
    """Whether the end is missing: a page is not whole, or there are fewer than the first one says."""
    size, page = path.stat().st_size, _page_size(header)
    is_current = header[24:28] == header[92:96]  # else the count was not kept by who wrote last
    return bool(size % page) or (is_current and size < page * int.from_bytes(header[28:32], "big"))


def _not_read(path: Path, error: OSError) -> DeskError:
    return DeskError(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=error.strerror))


def _page_size(header: bytes) -> int:
    """The size of a page; the largest one does not fit its two bytes and stands there as 1."""
    size = int.from_bytes(header[16:18], "big")
    return 65_536 if size <= 1 else size


def is_left_open(path: Path) -> bool:
    """Whether a program that was stopped left something beside the file that SQLite will bring in."""
    return any(path.with_name(path.name + ending).exists() for ending in ("-wal", "-journal"))


def _revision(path: Path) -> str:
    try:
        with _looking_into(path, key_of(path)) as connection:
            _check_decrypted(connection, path)
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error
    if len(rows) != 1:
        raise damaged(path)
    return str(rows[0][0])


def _check_decrypted(connection: Any, path: Path) -> None:
    """What the header of a plain file says before it is opened."""
    if connection.key is None:
        return
    [mark] = connection.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        raise DeskError(_another(path))


def opens_with(path: Path, key: Key) -> bool:
    """Whether a key opens an encrypted file; a file whose beginning is damaged no key opens."""
    try:
        with _looking_into(path, key) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, sqlite.OperationalError):
            raise _unreadable(path, error) from error
        return False
    return True


def check_may_be_encrypted(path: Path) -> bytes:
    """The salt of a file that is not plain; raises `DeskError` where it is none that a passphrase opens."""
    check_may_be_read(path)
    if salt := salt_of(path):
        refused = foreign_file.refusal(path, salt)
        if not isinstance(refused, Encrypted):
            raise refused
        if not CAN_ENCRYPT:
            raise cannot_encrypt(path)
    return salt


def is_encrypted(path: Path) -> bool:
    """Whether a file that does not begin as a plain one is encrypted, as far as its bytes show it."""
    salt = salt_of(path)
    return bool(salt) and (bool(known(salt)) or isinstance(foreign_file.refusal(path, salt), Encrypted))


def cannot_encrypt(path: Path) -> DeskError:
    """What is said where the library is missing."""
    message = _(
        "“{name}” is encrypted, or to be encrypted, and this installation has no library for that: install"
        " the package sqlcipher3 for this version of Python, or use an installer of Deskapp."
    )
    return DeskError(message.format(name=path.name))


def _another(path: Path) -> str:
    return _("“{name}” is a database of another program, not a Deskapp shop.").format(name=path.name)


@contextmanager
def _looking_into(path: Path, key: Key | None) -> Iterator[Any]:
    """A connection that writes nothing, neither into the file nor beside it: it may still be refused."""
    if not is_left_open(path):
        with closing(_read_only(path, key, "immutable=1")) as connection:
            yield connection
    elif path.with_name(path.name + "-shm").exists():  # another program has it open
        with closing(_read_only(path, key, "mode=ro")) as connection:
            yield connection
    else:
        with _by_another_name(path, key) as connection:
            yield connection


@contextmanager
def _by_another_name(path: Path, key: Key | None) -> Iterator[Any]:
    """A file that was left open, with what lies beside it, where SQLite may put its own beside it too."""
    with _folder_beside(path) as folder:
        other = Path(folder) / path.name
        try:
            way = _put_beside(path, other)
        except OSError:  # no room, or a drive that knows no second name
            other, way = path, "immutable=1"
        with closing(_read_only(other, key, way)) as connection:
            yield connection


def _folder_beside(path: Path) -> tempfile.TemporaryDirectory[str]:
    """Where nothing can be written, SQLite could only show what was in the file before it was left open."""
    try:
        return tempfile.TemporaryDirectory(prefix=".deskapp-", dir=path.parent)
    except OSError as error:
        message = _(
            "“{name}” was left open by a program and lies where nothing may be written; copy it to a disk of"
            " this PC with all that begins with its name, and open it there."
        )
        raise DeskError(message.format(name=path.name)) from error


def _put_beside(path: Path, other: Path) -> str:
    """The same file under another name, or a copy where SQLite has to take back what was half done."""
    is_half_done = path.with_name(f"{path.name}-journal").exists()
    put = shutil.copyfile if is_half_done else os.link
    for ending in ("", "-wal", "-journal"):
        if (beside := path.with_name(path.name + ending)).exists():
            put(beside, other.with_name(other.name + ending))
    return "mode=rw" if is_half_done else "mode=ro"


def _read_only(path: Path, key: Key | None, way: str) -> Any:
    return connect(f"{path.absolute().as_uri()}?{way}", key, uri=True, isolation_level=None)


def _unreadable(path: Path, error: Exception) -> DeskError:
    if isinstance(error, sqlite.OperationalError) and "locked" in str(error):
        return busy(path)
    if isinstance(error, sqlite.OperationalError) and "unable to open" in str(error):
        return DeskError(
            _("“{name}” cannot be opened here; check the folder's permissions.").format(name=path.name)
        )
    return damaged(path)


def damaged(path: Path) -> Damaged:
    """The sentence for a shop file whose content cannot be trusted."""
    message = _("“{name}” is damaged and was not touched; open a backup of the shop.")
    return Damaged(message.format(name=path.name), path)


def busy(path: Path) -> DeskError:
    """The sentence for a shop file that another program holds."""
    message = _("“{name}” is in use by another program just now; nothing was saved, try again in a moment.")
    return Busy(message.format(name=path.name))
