"""Where a shop file may lie: refused on shares and in folders of sync clients, in a sentence each."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.errors import DeskError
from deskapp.services import restore
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store import place

KINDS = {
    "ext4": False, "btrfs": False, "xfs": False, "tmpfs": False, "overlay": False, "apfs": False,
    "hfs": False, "ntfs": False, "fuseblk": False, "exfat": False, "vfat": False, "zfs": False,
    "nfs": True, "nfs4": True, "cifs": True, "smb": True, "smb2": True, "smb3": True, "smbfs": True,
    "9p": True, "afpfs": True, "webdav": True, "davfs": True, "fuse.sshfs": True, "fuse.rclone": True,
    "fuse.gvfsd-fuse": True, "fuse.glusterfs": True, "fuse.s3fs": True, "ceph": True, "vboxsf": True,
    "remote": True, "NFS4": True, "fuse.portal": False, "fuse.ntfs-3g": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_share_is_known_by_its_file_system(kind: str) -> None:
    assert place.is_share(kind, Path("/home/mia/shop")) is KINDS[kind]


FOLDERS = {
    "/home/mia/Dropbox/Shop": "Dropbox",
    "/home/mia/Dropbox (Northgate)/Shop": "Dropbox",
    "/Users/mia/OneDrive/Documents": "OneDrive",
    "/Users/mia/OneDrive - Northgate Ltd/Shop": "OneDrive",
    "/Users/mia/Library/CloudStorage/OneDrive-Personal": "OneDrive",
    "/Users/mia/Library/Mobile Documents/com~apple~CloudDocs/Shop": "iCloud",
    "/Users/mia/iCloudDrive/Shop": "iCloud",
    "/home/mia/Google Drive/Shop": "Google Drive",
    "/Users/mia/Library/CloudStorage/GoogleDrive-mia@example.com/My Drive": "Google Drive",
    "/home/mia/Nextcloud/Shop": "Nextcloud",
    "/home/mia/Nextcloud2": "Nextcloud",
    "/home/mia/ownCloud/Shop": "ownCloud",
    "/home/mia/pCloudDrive/Shop": "pCloud",
    "/home/mia/MEGAsync/Shop": "MEGA",
    "/home/mia/Documents/Shop": "",
    "/home/mia/My Dropbox notes": "",
    "/home/mia/Box of parts": "",
    "/home/mia/Sync": "",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_sync_client_is_known_by_the_name_of_its_folder(folder: str) -> None:
    assert place.synced_by(Path(folder)) == FOLDERS[folder]


MARKS = {
    ".dropbox": "Dropbox",
    ".stfolder": "Syncthing",
    "._sync_0a1b.db": "Nextcloud",
    ".sync_0a1b.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
    ".nothing": "",
}


@pytest.mark.parametrize("mark", MARKS)
def test_or_by_what_it_puts_there_however_far_above(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).touch()
    (folder := tmp_path / "a" / "b").mkdir(parents=True)
    assert place.synced_by(folder) == MARKS[mark]


def test_or_by_what_it_says_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "home" / ".dropbox" / "info.json"
    told.parent.mkdir(parents=True)
    told.write_text(json.dumps({"personal": {"path": str(tmp_path / "all my things")}}))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OneDrive", str(tmp_path / "eigene"))
    assert place.synced_by(tmp_path / "all my things" / "shop") == "Dropbox"
    assert place.synced_by(tmp_path / "eigene") == "OneDrive"
    assert place.synced_by(tmp_path / "home" / "shop") == ""  # where a client keeps its settings


def test_the_deepest_mount_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = [
        ("/", "ext4"),
        ("/mnt", "nfs4"),
        ("/mnt/my disk", "ext4"),
        ("/mnt2", "cifs"),
        ("/a", "ext4"),
        ("/a", "9p"),
    ]
    monkeypatch.setattr(place, "_mount_info", lambda: ((Path(where), kind) for where, kind in mounts))
    monkeypatch.setattr("sys.platform", "linux")
    found = {
        where: place.file_system(Path(where))
        for where in ("/home", "/mnt/x", "/mnt/my disk/x", "/mnt2", "/a/b")
    }
    assert found == {
        "/home": "ext4",
        "/mnt/x": "nfs4",
        "/mnt/my disk/x": "ext4",
        "/mnt2": "cifs",
        "/a/b": "9p",
    }


def test_a_server_is_known_by_its_name() -> None:
    assert place.is_share("", Path(r"\\nas\shop"))
    assert not place.is_share("", Path(r"\\?\C:\shop"))


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    folder = tmp_path / "Nextcloud" / "shop"
    folder.mkdir(parents=True)
    return folder


def test_no_shop_is_made_opened_or_restored_there_but_backups_go_there(
    desk: Desk, owner: Actor, clock: FixedClock, synced: Path, tmp_path: Path
) -> None:
    backup = desk.backups.make(owner, [synced]).backup.path
    for act in (
        lambda: Desk.create(synced / "new.desk", shop_in("GB", "Northgate"), "Mia", clock),
        lambda: Desk.open(backup, clock),
        lambda: restore.restore(backup, synced / "back.desk", clock),
    ):
        with pytest.raises(DeskError, match=r"is kept in step by Nextcloud.*good place for backups"):
            act()
    assert not (synced / "new.desk").exists()
    assert not (synced / "back.desk").exists()
    with closing(Desk.open(restore.restore(backup, tmp_path / "back.desk", clock).path, clock)) as back:
        assert back.shop.get(back.actor()).name == "Northgate Repairs"


def test_a_way_round_through_a_link_leads_there_too(clock: FixedClock, synced: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").symlink_to(synced)
    with pytest.raises(DeskError, match="Nextcloud"):
        Desk.create(tmp_path / "plain" / "new.desk", shop_in("GB", "Northgate"), "Mia", clock)
