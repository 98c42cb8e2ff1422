"""Photographs beside backups: each content once, as a file named by its hash, for all backups of a folder.

A backup names its photographs and leaves their contents out (`backup_copy`). A content is proven by its name:
what reads a file compares them. It goes when no backup of the folder names it any more.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from time import time
from typing import Any

from deskapp.domain.backup import Progress, silent
from deskapp.store import backup_file, backup_folder
from deskapp.store.driver import connect, sqlite
from deskapp.store.key import key_of
from deskapp.whole_file import write_whole

FOLDER = "photos"
_ENDING = ".jpg"
_HASH = re.compile(r"[0-9a-f]{64}")  # a backup may come from anywhere, and a hash becomes a name
_YOUNG = 6 * 3600  # seconds in which a backup that will name it may still be on its way
_WHOLE = 100
_KEPT = "SELECT sha256 FROM photo WHERE length(content) > 0"
_NAMED = "SELECT sha256 FROM photo WHERE length(content) = 0"
_CONTENT = "SELECT content FROM photo WHERE sha256 = ?"
_PUT = "UPDATE photo SET content = ? WHERE sha256 = ?"
_OF_PEOPLE = """
SELECT sha256 FROM photo
LEFT JOIN ticket_photo ON photo_id = photo.id LEFT JOIN ticket ON ticket.id = ticket_id
LEFT JOIN customer ON customer.id = customer_id
WHERE length(content) = 0 AND (
    ticket.id IS NULL
    OR (customer_id, customer.created_at) IN (
        SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)
    )
)
"""


def place_of(folder: Path, sha256: str) -> Path:
    """Where a content lies, or would."""
    return folder / FOLDER / sha256[:2] / f"{sha256}{_ENDING}"


def lying_in(folder: Path) -> set[str]:
    """The hashes of all that lies beside the backups of a folder."""
    return {path.name.removesuffix(_ENDING) for path in _files(folder)}


def in_shop(driver: Any) -> set[str]:
    """The hashes of the photographs whose contents a shop file holds."""
    return _hashes(driver, _KEPT)


def named(driver: Any) -> set[str]:
    """The hashes of the photographs that a backup leaves to its folder."""
    return _hashes(driver, _NAMED)


def size_in(driver: Any) -> int:
    """How many bytes of a shop file are contents of photographs."""
    if not _has_photos(driver):
        return 0
    [size] = driver.execute("SELECT coalesce(sum(length(content)), 0) FROM photo").fetchone()
    return int(size)


def keep(driver: Any, folder: Path, progress: Progress = silent) -> None:
    """Write what the shop file holds and the folder lacks; what is not what its hash says is left out."""

    def content(sha256: str) -> bytes:
        row = driver.execute(_CONTENT, (sha256,)).fetchone()
        return bytes(row[0]) if row else b""

    _write(folder, sorted(in_shop(driver) - lying_in(folder)), content, progress)


def carry(source: Path, folder: Path, hashes: Iterable[str], progress: Progress = silent) -> None:
    """Write the same photographs into another folder, as far as they are there and sound."""
    wanted = sorted(set(hashes) - lying_in(folder))
    _write(folder, wanted, lambda sha256: _sound(source, sha256) or b"", progress)


def lacking(folder: Path, hashes: Iterable[str]) -> set[str]:
    """Which of these do not lie in the folder."""
    return set(hashes) - lying_in(folder)


def spoiled(folder: Path, hashes: Iterable[str], progress: Progress = silent) -> set[str]:
    """Which of these are missing or not what was written, each read anew.

    A spoiled file loses its name, so that the next backup writes it again while the shop still has it; one
    that cannot be read just now keeps it, because the shop may have it no more.
    """
    found = set()
    for sha256 in _told(sorted(hashes), progress):
        try:
            content = place_of(folder, sha256).read_bytes()
        except OSError:
            found.add(sha256)
            continue
        if hashlib.sha256(content).hexdigest() != sha256:
            found.add(sha256)
            with suppress(OSError):
                place_of(folder, sha256).replace(_damaged(folder, sha256))
    return found


def put_back(path: Path, folders: Sequence[Path], progress: Progress = silent) -> int:
    """Put the contents back into a restored file that nobody has open; answers how many are missing."""
    missing = 0
    with closing(connect(path, key_of(path), isolation_level=None)) as driver:
        wanted = named(driver)
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):  # nothing yet has its name
            driver.execute(f"PRAGMA {pragma}").fetchone()
        driver.execute("BEGIN")
        for sha256 in _told(sorted(wanted), progress):
            found = (_sound(folder, sha256) for folder in folders)
            if content := next((one for one in found if one), None):
                driver.execute(_PUT, (content, sha256))
            else:
                missing += 1
        driver.execute("COMMIT")
    return missing


def thin(folder: Path) -> int:
    """Delete what no backup in the folder names, of whichever shop; answers how many went.

    Where a backup cannot be asked, all stay.
    """
    if not (folder / FOLDER).is_dir():
        return 0
    try:
        held = set().union(*map(names_of, backups_beside(folder)))
    except (OSError, sqlite.DatabaseError):
        return 0
    old = (path for path in _files(folder) if time() - path.stat().st_mtime > _YOUNG)
    return _removed(path for path in old if path.name.removesuffix(_ENDING) not in held)


def forget(folder: Path, uid: str, customers: Iterable[tuple[int, str]], held: set[str]) -> int:
    """Delete the photographs of erased people and of drafts that older backups of a shop name; how many went.

    `customers` are their ids with when they were written down, as the file has it: a number may have become
    somebody else's. `held` is what the shop still shows; what other shops' backups name stays too.
    """
    theirs, people = set[str](), json.dumps([*customers])
    for path in backups_beside(folder):
        with suppress(OSError, sqlite.DatabaseError), backup_file.opened(path) as driver:
            if _has_photos(driver) and backup_file.uid_of(driver) == uid:
                theirs |= _checked(driver.execute(_OF_PEOPLE, (people,)).fetchall())
    going = sorted(theirs - held - of_others(folder, uid))
    _removed(_damaged(folder, sha256) for sha256 in going)
    return _removed(place_of(folder, sha256) for sha256 in going)


def of_others(folder: Path, uid: str) -> set[str]:
    """What backups of other shops in the folder name."""
    found = set[str]()
    for path in backups_beside(folder):
        with suppress(OSError, sqlite.DatabaseError), backup_file.opened(path) as driver:
            if backup_file.uid_of(driver) != uid:
                found |= named(driver)
    return found


def names_of(path: Path) -> set[str]:
    """What a backup names; a file beside it that is none names nothing."""
    try:
        with backup_file.opened(path) as driver:
            return named(driver)
    except sqlite.OperationalError:
        raise  # of the drive: what cannot be read just now may name any
    except sqlite.DatabaseError:
        known = backup_folder.backup_at(path)
        if known is None or not known.photos:
            return set()
        raise


def backups_beside(folder: Path) -> list[Path]:
    """All files that may be backups, also those that people put there."""
    return sorted(path for path in folder.glob(f"*{backup_folder.ENDING}") if path.is_file())


def _write(folder: Path, hashes: Sequence[str], content: Callable[[str], bytes], progress: Progress) -> None:
    touched = set[Path]()
    for sha256 in _told(hashes, progress):
        found = content(sha256)
        if found and hashlib.sha256(found).hexdigest() == sha256:
            path = place_of(folder, sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, found)
            touched |= {path.parent}
    if touched:
        for one in (*sorted(touched), folder / FOLDER, folder):
            backup_file.sync_folder(one)


def _sound(folder: Path, sha256: str) -> bytes | None:
    try:
        found = place_of(folder, sha256).read_bytes()
    except OSError:
        return None
    return found if hashlib.sha256(found).hexdigest() == sha256 else None


def _damaged(folder: Path, sha256: str) -> Path:
    return place_of(folder, sha256).with_suffix(".damaged")


def _told(hashes: Sequence[str], progress: Progress) -> Iterator[str]:
    for sha256 in hashes:
        progress(0, _WHOLE)  # so that it can be stopped
        yield sha256


def _files(folder: Path) -> Iterator[Path]:
    """What lies there under a final name; what was begun and left is cleared away in passing."""
    with suppress(OSError):
        for inner in list(os.scandir(folder / FOLDER)):
            for entry in list(os.scandir(inner.path)) if inner.is_dir() else ():
                if entry.name.endswith(_ENDING):
                    yield Path(entry.path)
                elif entry.name.endswith(".part") and time() - entry.stat().st_mtime > _YOUNG:
                    Path(entry.path).unlink(missing_ok=True)


def _removed(paths: Iterable[Path]) -> int:
    gone = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            gone += 1
            path.parent.rmdir()  # where it was the last one
    return gone


def _hashes(driver: Any, statement: str) -> set[str]:
    if not _has_photos(driver):
        return set()
    return _checked(driver.execute(statement).fetchall())


def _checked(rows: Iterable[tuple[Any]]) -> set[str]:
    return {sha256 for (sha256,) in rows if isinstance(sha256, str) and _HASH.fullmatch(sha256)}


def _has_photos(driver: Any) -> bool:
    """A shop of an older schema has none."""
    return driver.execute("SELECT 1 FROM sqlite_schema WHERE name = 'photo'").fetchone() is not None
