"""Keys of shop files in this computer's own store of secrets, where the person wished it.

What lies there is the key of one file, by what that file begins with, and never the passphrase: it opens
this shop and its backups wherever they lie, and nothing else. A computer without such a store is no error:
then the passphrase is asked for at each start.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from deskapp.store.key import Key

if TYPE_CHECKING:
    from types import ModuleType

_log = logging.getLogger(__name__)
_SERVICE = "Deskapp"


def can_keep() -> bool:
    """Whether this computer has a place for secrets."""
    return _store() is not None


def keep(key: Key) -> bool:
    """Remember a key; False where the computer does not take it."""
    return _asked("set_password", key.salt, key.text()) and find(key.salt) is not None


def find(salt: bytes) -> Key | None:
    """The key of files that begin so, where it is remembered."""
    store = _store()
    if store is None:
        return None
    try:
        text = store.get_password(_SERVICE, salt.hex())
        return Key.kept(text) if text else None
    except Exception as error:  # noqa: BLE001  every system's store has errors of its own
        _log.info("the store of secrets does not answer (%s)", type(error).__name__)  # its words may say more
        return None


def drop(salt: bytes) -> None:
    """Forget a key, where it is remembered."""
    if find(salt):
        _asked("delete_password", salt)


def _asked(act: str, salt: bytes, *values: str) -> bool:
    store = _store()
    if store is None:
        return False
    try:
        getattr(store, act)(_SERVICE, salt.hex(), *values)
    except Exception as error:  # noqa: BLE001  as above
        _log.info("the store of secrets does not take it (%s)", type(error).__name__)
        return False
    return True


def _store() -> ModuleType | None:
    """The library, where it found a place that is one; it takes a twentieth of a second to load."""
    with suppress(Exception):
        import keyring

        if keyring.get_keyring().priority > 0:
            return keyring
    return None
