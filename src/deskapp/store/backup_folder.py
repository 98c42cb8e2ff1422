"""A folder of backups: each is a shop file with a small one beside it that says what it is."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from time import time
from typing import Any

from deskapp.domain.backup import READABLE, Backup, Facts, Reason, as_utc, readable_mark
from deskapp.store.types import moment_text
from deskapp.whole_file import write_whole

ENDING = ".desk"
_PARTS = (f"{ENDING}.part", f"{ENDING}.part-journal", f"{ENDING}.json.part")
_ABANDONED = 6 * 3600  # seconds after which nobody writes it any more
_FORMAT = 1
_LARGEST = 1 << 20  # bytes of a manifest


def manifest_of(path: Path) -> Path:
    """The small file beside a backup."""
    return path.with_name(f"{path.name}.json")


def backups_in(folder: Path, uid: str = "", stem: str = "") -> tuple[Backup, ...]:
    """The backups that the program made in a folder, newest first; of one shop and file where they are named.

    Raises `OSError` where the folder cannot be read; whatever else lies in it is passed over.
    """
    names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(f"{ENDING}.json")]
    found = [known for name in names if (known := backup_at(folder / name.removesuffix(".json")))]
    wanted = (one for one in found if (not uid or one.uid == uid) and (not stem or one.stem == stem))
    return tuple(sorted(wanted, key=lambda one: (one.made_at, one.path.stem), reverse=True))


def backup_at(path: Path) -> Backup | None:
    """What the manifest says of a backup; none where it is no backup of this program."""
    try:
        manifest = manifest_of(path)
        if not path.is_file() or manifest.stat().st_size > _LARGEST:
            return None
        return _read(path, json.loads(manifest.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def describe(backup: Backup) -> None:
    """Write the manifest, whole or not at all."""
    facts = asdict(backup.facts) | {"last_change": _moment(backup.facts.last_change)}
    said = {
        "format": _FORMAT,
        "program": f"Deskapp {backup.program}",
        "shop": backup.uid,
        "file": backup.stem,
        "made_at": moment_text(backup.made_at),
        "reason": backup.reason.value,
        "by": backup.by,
        "size": backup.size,
        "sha256": backup.sha256,
        "checked": True,
        "encrypted": backup.encrypted,
        "photos": backup.photos,
        "restore_proven_at": _moment(backup.drilled_at),
        "holds": facts,
    }
    write_whole(manifest_of(backup.path), json.dumps(said, ensure_ascii=False, indent=1).encode())


def remove(backup: Backup) -> bool:
    """Take a backup away, the manifest last; False where the drive does not let go of it."""
    try:
        backup.path.unlink(missing_ok=True)
        manifest_of(backup.path).unlink(missing_ok=True)
    except OSError:
        return False
    return True


def free_name(folder: Path, name: str) -> Path:
    """A path in the folder that is not taken, not even by a manifest: `name.desk`, `name-2.desk` …"""
    path, number = folder / f"{name}{ENDING}", 1
    while path.exists() or manifest_of(path).exists():
        number += 1
        path = folder / f"{name}-{number}{ENDING}"
    return path


def forget_parts(folder: Path, stem: str) -> None:
    """Take away what a program that was stopped began, hours ago, under a name that is never a backup's."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            is_part = entry.name.startswith(f"{stem}-") and entry.name.endswith(_PARTS)
            if is_part and abs(time() - entry.stat().st_mtime) > _ABANDONED:
                Path(entry.path).unlink(missing_ok=True)


def forget_readable(folder: Path, uid: str) -> int:
    """Delete the copies of this shop that people can read without the program; answers how many went."""
    import zipfile

    gone = 0
    for path in sorted(folder.glob(f"*{READABLE}")):
        with suppress(OSError, zipfile.BadZipFile):
            with zipfile.ZipFile(path) as archive:
                own = archive.comment == readable_mark(uid)
            if own:
                path.unlink()
                gone += 1
    return gone


def _read(path: Path, said: dict[str, Any]) -> Backup | None:
    holds, made_at = said["holds"], as_utc(said["made_at"])
    if said["format"] != _FORMAT or made_at is None or said["checked"] is not True:
        return None
    facts = Facts(**{**holds, "last_change": as_utc(holds["last_change"])})
    return Backup(
        path,
        made_at,
        uid=str(said["shop"]),
        stem=str(said["file"]),
        facts=facts,
        size=int(said["size"]),
        sha256=str(said["sha256"]),
        reason=Reason(said["reason"]),
        by=str(said["by"]),
        program=str(said["program"]).removeprefix("Deskapp "),
        drilled_at=as_utc(said["restore_proven_at"]),
        photos=int(said.get("photos", 0)),
        encrypted=bool(said.get("encrypted")),
    )


def _moment(moment: Any) -> str:
    return moment_text(moment) if moment else ""
