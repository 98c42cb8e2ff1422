"""Encrypting a shop file, changing its passphrase, decrypting it; and opening one that is encrypted.

The file is written anew while nobody has it open (`store/encryption.py`), so a change is begun at the open
desk, which says who may, and carried out when that is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.backup import Progress, silent
from deskapp.domain.encryption import Change, EncryptionState, checked_passphrase
from deskapp.errors import DeskError, Encrypted, Invalid
from deskapp.i18n import _
from deskapp.services import audit, system_keys
from deskapp.services.plain_copies import drop, plain_copies
from deskapp.store import driver, encryption, shop_file
from deskapp.store.key import Key, know, known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.encryption import PlainCopy
    from deskapp.store.engine import ShopFile


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A change that somebody may make; it holds the keys, so that the file opens before and after."""

    path: Path
    actor: Actor
    change: Change
    before: Key | None
    key: Key | None
    remember: bool = False


class Encryption:
    """Whether one open shop file is encrypted, and what it takes to change that."""

    def __init__(self, file: ShopFile) -> None:
        self._file = file

    def state(self, actor: Actor) -> EncryptionState:
        """How the file is kept."""
        key = self._file.key
        return EncryptionState(
            on=key is not None,
            possible=driver.CAN_ENCRYPT,
            remembered=key is not None and system_keys.find(key.salt) is not None,
            can_remember=system_keys.can_keep(),
        )

    def encrypt(self, actor: Actor, passphrase: str, *, remember: bool = False) -> Rewriting:
        """Begin to encrypt a plain file."""
        if not driver.CAN_ENCRYPT:
            raise shop_file.cannot_encrypt(self._file.path)
        if self._file.key:
            raise DeskError(_("The shop file is encrypted already; change its passphrase instead."))
        key = know(Key.new(checked_passphrase(passphrase)))
        return Rewriting(self._file.path, actor, Change.ENCRYPT, None, key, remember)

    def rekey(self, actor: Actor, present: str, passphrase: str) -> Rewriting:
        """Begin to change the passphrase; a key that is remembered is remembered anew."""
        before = self._shown(present)
        remember = system_keys.find(before.salt) is not None
        key = know(Key.new(checked_passphrase(passphrase)))
        return Rewriting(self._file.path, actor, Change.REKEY, before, key, remember)

    def decrypt(self, actor: Actor, present: str) -> Rewriting:
        """Begin to decrypt the file."""
        return Rewriting(self._file.path, actor, Change.DECRYPT, self._shown(present), None)

    def remember(self, actor: Actor, *, on: bool) -> bool:
        """Let this computer keep the key, or forget it; answers whether it does now."""
        if self._file.key is None:
            return False
        if not on:
            system_keys.drop(self._file.key.salt)
            return False
        return system_keys.keep(self._file.key)

    def plain_copies(self, actor: Actor, folders: Sequence[Path]) -> tuple[PlainCopy, ...]:
        """What is left of the shop that anybody can read, here and in the folders of its backups."""
        return plain_copies(self._file, folders)

    def drop_plain(
        self, actor: Actor, copies: Sequence[PlainCopy], folders: Sequence[Path]
    ) -> tuple[str, ...]:
        """Delete them, once an encrypted backup is there; a sentence each for what could not be."""
        return drop(self._file, copies, folders)

    def _shown(self, present: str) -> Key:
        """The key, for who shows that they know the passphrase: it may be the computer alone that does."""
        key = self._file.key
        if key is None:
            raise DeskError(_("The shop file is not encrypted."))
        if not Key.of(present, key.salt).opens_like(key):
            raise Invalid(_("That is not the passphrase of this shop file."), "present")
        return key


def carry_out(change: Rewriting, clock: Clock, progress: Progress = silent) -> None:
    """Write the file anew; raises `DeskError` with the file as it was.

    A key that was remembered before stays so: it opens the backups of before.
    """

    def note(tx: Connection) -> None:
        audit.record(tx, change.actor, clock.now(), change.change.value, ("shop", 1))

    encryption.rewrite(change.path, change.key, note, progress)
    if change.key and change.remember:
        system_keys.keep(change.key)


class WrongPassphrase(Encrypted):
    """A passphrase that does not open a file."""


def unlock(path: Path, passphrase: str) -> Key:
    """Let this program open an encrypted file, for as long as the answer or the file is held."""
    salt = shop_file.check_may_be_encrypted(path)
    key = known(salt) or (Key.of(passphrase, salt) if salt else None)
    if key is None or not shop_file.opens_with(path, key):
        message = _("This passphrase does not open “{name}”. If it is the right one, the file is damaged.")
        raise WrongPassphrase(message.format(name=path.name), path)
    return know(key)


def unlock_remembered(path: Path) -> Key | None:
    """The same with the key that this computer remembers; none where there is none that fits."""
    salt = shop_file.check_may_be_encrypted(path)
    key = system_keys.find(salt) if salt else None
    return know(key) if key and shop_file.opens_with(path, key) else None


def remember(key: Key) -> bool:
    """Let this computer keep a key that opened a file."""
    return system_keys.keep(key)
