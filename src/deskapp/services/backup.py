"""Backups of the open shop: made while others work, proven before they get a name, thinned by a ladder."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.domain.backup import (
    Backup,
    BackupState,
    Facts,
    Made,
    PlainShop,
    Progress,
    Reason,
    is_astray,
    silent,
)
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services import backup_making as making
from deskapp.services.anchor import Anchors
from deskapp.services.backup_erasure import Forgotten, follow
from deskapp.services.backup_making import Order
from deskapp.services.backup_trouble import trouble
from deskapp.services.rot import rotten
from deskapp.services.shop import read_shop
from deskapp.store import backup_file, backup_folder, readable, row_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

log = logging.getLogger(__name__)


class Backups:
    """The backups of one shop file. `folders` are where they go: the first that takes one, then copies."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file, self._clock = file, clock

    def make(
        self,
        actor: Actor,
        folders: Sequence[Path],
        reason: Reason = Reason.HAND,
        *,
        progress: Progress = silent,
        begun: Callable[[], object] = making.nothing,
    ) -> Made:
        """Keep the shop as it is at this moment.

        What is written after `begun` was called is not in it. Raises `DeskError` where no folder takes it;
        then nothing half-made is left and no older backup is gone.
        """
        order = Order(self._clock.now(), actor.name, reason, progress, begun)
        self._keep_hashes()
        missed: list[str] = []
        for place, folder in enumerate(folders):
            try:
                backup = making.write_backup(self._file, folder, order)
            except DeskError as error:
                log.info("no backup in %s", folder, exc_info=True)  # the caller tells
                missed.append(str(error))
                continue
            missed += _copied(self._file, backup, folders[place + 1 :])
            self.forget_erased(actor, folders)
            Anchors(self._file, self._clock).keep(actor, folders)
            rot = self._rotten()  # one of the older backups holds what was written, so none goes
            return Made(backup, (*missed, *rot), () if rot else self._thinned(backup, folders))
        raise DeskError(missed[0] if missed else _("No folder for backups is chosen; choose one first."))

    def make_if_changed(
        self,
        actor: Actor,
        folders: Sequence[Path],
        reason: Reason,
        *,
        progress: Progress = silent,
        begun: Callable[[], object] = making.nothing,
    ) -> Made | None:
        """A backup, unless the newest one holds the very same already."""
        if folders and not self.state(actor, folders).changed:
            begun()
            return None
        return self.make(actor, folders, reason, progress=progress, begun=begun)

    def list(self, actor: Actor, folder: Path) -> tuple[Backup, ...]:
        """The backups of this shop in a folder, newest first; none where the folder is not there."""
        try:
            return backup_folder.backups_in(folder, self.uid(actor))
        except OSError:
            return ()

    def state(self, actor: Actor, folders: Sequence[Path]) -> BackupState:
        """How well this file is kept in these folders, as it stands now."""
        found = [one for folder in folders for one in self.list(actor, folder)]
        own = [one for one in found if one.stem == self._file.path.stem]
        now = self._clock.now()
        newest = max(own, key=lambda one: (not is_astray(one.made_at, now), one.made_at), default=None)
        changed = newest is None or self._differs(newest, actor)
        return BackupState(newest, changed, making.last_drill(own, now))

    def facts(self, actor: Actor) -> Facts:
        """What the shop holds now."""
        with self._file.read() as connection:
            return backup_file.facts_of(connection.connection.dbapi_connection)

    def uid(self, actor: Actor) -> str:
        """Which shop it is, wherever its file lies."""
        with self._file.read() as connection:
            return backup_file.uid_of(connection.connection.dbapi_connection)

    @contextmanager
    def plain(self, actor: Actor, backup: Backup) -> Iterator[PlainShop]:
        """What a backup holds, as tables that people can read without this program."""
        with trouble(backup.path.parent), readable.read_plain(backup.path) as shop:
            yield shop

    def _differs(self, newest: Backup, actor: Actor) -> bool:
        """Whether something was written since; also where the file was encrypted or decrypted since."""
        facts, encrypted = self.facts(actor), self._file.key is not None
        return newest.encrypted is not encrypted or newest.facts != (
            facts.without_names() if encrypted else facts
        )

    def note_drill(self, actor: Actor, backup: Backup) -> Backup:
        """Write down that a restore of this backup was tried just now and went well."""
        noted = replace(backup, drilled_at=self._clock.now())
        with trouble(backup.path.parent):
            backup_folder.describe(noted)
        return noted

    def forget_erased(self, actor: Actor, folders: Sequence[Path]) -> Forgotten:
        """Delete beside the backups what tells of people who were erased; the backups have them listed."""
        return follow(self._file, self.uid(actor), folders)

    def note_restore(self, actor: Actor, name: str) -> None:
        """Write into the history that this file was made of a backup."""
        with self._file.write() as tx:
            audit.record(tx, actor, self._clock.now(), "restore", ("shop", 1), {"backup": (None, name)})

    def _keep_hashes(self) -> None:
        """New rows get theirs before the copy is made, so that it has them too."""
        try:
            row_hash.keep(self._file)
        except DeskError:
            log.info("no hashes for what is new", exc_info=True)  # the next backup takes them

    def _rotten(self) -> tuple[str, ...]:
        """What differs from what was written."""
        with self._file.read() as connection:
            return tuple(rotten(connection))

    def _thinned(self, newest: Backup, folders: Sequence[Path]) -> tuple[Path, ...]:
        """Only where the newest lies too: a folder that took nothing loses nothing."""
        with self._file.read() as connection:
            zone = read_shop(connection).zone
        gone: list[Path] = []
        for folder in folders:
            there = folder / newest.path.name
            if there.exists():
                gone += making.thin(folder, replace(newest, path=there), newest.made_at, zone)
        return tuple(gone)


def _copied(file: ShopFile, backup: Backup, folders: Sequence[Path]) -> list[str]:
    """What kept the backup from being copied into further folders, a sentence each."""
    missed = []
    for folder in folders:
        try:
            making.copy_backup(file, backup, folder)
        except DeskError as error:
            log.info("no copy in %s", folder, exc_info=True)
            missed.append(str(error))
    return missed
