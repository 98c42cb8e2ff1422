"""Where a shop file may lie: on a disk of this computer, in no folder that another program copies meanwhile.

On a share two programs do not see each other's locks, and a sync client copies and replaces the file while it
is being written. Both are right for backups. What is not recognised is allowed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from deskapp.errors import DeskError
from deskapp.i18n import N_, _

SHARES = frozenset(
    (
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "smbclient", "9p", "afpfs", "afs"),
        *("webdav", "davfs", "ncpfs", "ncp", "ceph", "lustre", "gfs2", "ocfs2", "glusterfs", "beegfs"),
        *("vboxsf", "vmhgfs", "prl_fs", "coda", "remote"),
    )
)
"""Types of file systems that lie on another computer, as Linux, macOS and Windows call them."""
_OF_USERS = re.compile(
    r"fuse(?:blk)?\.(?:sshfs|rclone|gvfsd-fuse|davfs2?|glusterfs|s3fs|smbnetfs|curlftpfs|nfs.*|ceph.*|goofys"
    r"|gcsfuse|google-drive-ocamlfuse|onedriver|mount_pikpak|pcloud|vmhgfs-fuse|afp.*|juicefs|encfs-remote)"
)

_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Dropbox", re.compile(r"Dropbox(?: \(.+\))?")),
    ("OneDrive", re.compile(r"OneDrive(?: - .+|-.+)?")),
    ("iCloud", re.compile(r"iCloud ?Drive|com~apple~CloudDocs|Mobile Documents")),
    ("Google Drive", re.compile(r"Google ?Drive(?:[- ].+)?|My Drive|DriveFS")),
    ("Nextcloud", re.compile(r"Nextcloud\d*")),
    ("ownCloud", re.compile(r"ownCloud\d*")),
    ("Syncthing", re.compile(r"Syncthing")),
    ("pCloud", re.compile(r"pCloud ?Drive|pCloud ?Sync")),
    ("MEGA", re.compile(r"MEGAsync(?: .+)?|MEGA")),
    ("Box", re.compile(r"Box(?: Sync|-Box)")),
    ("Seafile", re.compile(r"Seafile")),
    ("Proton Drive", re.compile(r"Proton ?Drive(?: .+)?")),
)
_MARKS: tuple[tuple[str, str], ...] = (
    ("Dropbox", ".dropbox"),
    ("Dropbox", ".dropbox.cache"),
    ("Syncthing", ".stfolder"),
    ("Nextcloud", ".nextcloudsync.log"),
    ("Nextcloud", "._sync_*.db"),
    ("Nextcloud", ".sync_*.db"),
    ("ownCloud", ".owncloudsync.log"),
    ("Google Drive", ".tmp.drivedownload"),
    ("Google Drive", ".tmp.driveupload"),
    ("Resilio Sync", ".sync/ID"),
    ("MEGA", ".megaignore"),
    ("OneDrive", ".849C9593-D756-4E56-8D6E-42412F2A707B"),
)
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_ESCAPED = re.compile(r"\\(\d{3})")

_SHARE = N_(
    "“{folder}” lies on another computer or a network drive, where a shop file can be damaged while it is"
    " written. Choose a folder on a disk of this PC; a network drive is a good place for backups."
)
_SYNCED = N_(
    "“{folder}” is kept in step by {client}, which copies a shop file while it is written and can damage it."
    " Choose another folder on this PC; the folder of {client} is a good place for backups."
)


def check(path: Path) -> None:
    """Raise `DeskError` where no shop file may lie at this path."""
    folder = path.absolute().parent
    for one in dict.fromkeys((folder, _real(folder))):
        if is_share(file_system(one), one):
            raise DeskError(_(_SHARE).format(folder=str(folder)))
        if client := synced_by(one):
            raise DeskError(_(_SYNCED).format(folder=str(folder), client=client))


def is_share(kind: str, folder: Path) -> bool:
    """Whether a type of file system, or a name, is one of another computer."""
    return kind.lower() in SHARES or bool(_OF_USERS.fullmatch(kind.lower())) or _is_unc(str(folder))


def synced_by(folder: Path) -> str:
    """The sync client that a folder belongs to, or nothing."""
    return next(_clients(folder), "")


def _clients(folder: Path) -> Iterator[str]:
    for part in folder.parts:
        yield from (name for name, pattern in _NAMES if pattern.fullmatch(part))
    for above in (folder, *folder.parents):
        yield from (name for name, mark in _MARKS if _has(above, mark))
    for client, place in _told():
        if place == folder or place in folder.parents:
            yield client


def _has(folder: Path, mark: str) -> bool:
    """Whether a client's own file lies in a folder; not in a home, where clients keep their settings."""
    try:
        if folder == Path.home():
            return False
        return any(folder.glob(mark)) if "*" in mark else (folder / mark).exists()
    except (OSError, RuntimeError):  # closed to this person
        return False


def _told() -> Iterator[tuple[str, Path]]:
    """What clients say of themselves: folders may have any name."""
    import json

    yield from (("OneDrive", Path(value)) for name in _VARIABLES if (value := os.environ.get(name)))
    for folder in (os.environ.get("APPDATA"), os.environ.get("LOCALAPPDATA"), os.environ.get("HOME")):
        if not folder:
            continue
        for name in ("Dropbox/info.json", ".dropbox/info.json"):
            try:
                said = json.loads((Path(folder) / name).read_text(encoding="utf-8"))
                yield from (("Dropbox", Path(one["path"])) for one in said.values())
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue


def _is_unc(folder: str) -> bool:
    """Windows' name of a folder on another computer; `?` or `.` behind it are local."""
    plain = folder.replace("/", "\\")
    return plain.startswith("\\\\") and plain[2:4] not in {"?\\", ".\\"}


def _real(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return folder


def file_system(folder: Path) -> str:
    """The type of the file system that a folder lies on, as this system calls it; nothing where unknown."""
    try:
        if sys.platform == "win32":
            return _of_drive(folder)
        if sys.platform == "darwin":
            return _of_mounts(_mounted(), folder)
        return _of_mounts(_mount_info(), folder)
    except (OSError, ValueError):
        return ""


def _of_mounts(mounts: Iterator[tuple[Path, str]], folder: Path) -> str:
    """The last of the deepest mounts that a folder lies in hides the others."""
    found, kind = -1, ""
    for place, one in mounts:
        if (place == folder or place in folder.parents) and len(place.parts) >= found:
            found, kind = len(place.parts), one
    return kind


def _mount_info() -> Iterator[tuple[Path, str]]:
    text = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    for line in text.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split()
        if len(fields) > 4 and after:
            yield Path(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4])), after.split()[0]


def _mounted() -> Iterator[tuple[Path, str]]:
    """Lines as `//me@nas/shop on /Volumes/shop (smbfs, nodev, nosuid)`."""
    import subprocess

    said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
    for line in said.splitlines():
        if found := re.fullmatch(r".+ on (/.*) \((\w+)[,)].*", line):
            yield Path(found[1]), found[2]


def _of_drive(folder: Path) -> str:
    import ctypes

    remote = 4  # DRIVE_REMOTE
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]  # only on Windows
    return "remote" if kernel.GetDriveTypeW(folder.anchor) == remote else ""
