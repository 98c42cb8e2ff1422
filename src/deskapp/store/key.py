"""Keys of encrypted shop files: made of a passphrase once, and known here while somebody holds one.

SQLCipher encrypts every page (AES-256) and proves each with a code of its own (HMAC-SHA512). The key is
made of the passphrase as SQLCipher itself does it, with the salt that its file begins with. A random key
wrapped by the passphrase would be changed faster, but would lie in a second file: without that one the
shop would be lost. So the file and the passphrase are all there is; every copy opens, with other SQLCipher
programs too, and another passphrase costs a file written anew.

Making a key takes as long as 400 openings (a tenth of a second, on purpose), so it is made once and handed
to each connection as it is. It is forgotten when the last who holds it lets go.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import WeakValueDictionary

from deskapp.store.same_file import held

if TYPE_CHECKING:
    from pathlib import Path

SALT = 16
"""The first bytes of an encrypted file."""
_PLAIN = b"SQLite format 3\x00"
_ROUNDS, _SIZE = 256_000, 32  # of SQLCipher 4


class Key:
    """What a file is encrypted with. It never says itself: not in a log, an error or a report."""

    __slots__ = ("__weakref__", "_secret", "salt")

    def __init__(self, secret: bytes, salt: bytes) -> None:
        self._secret, self.salt = secret, salt

    @classmethod
    def of(cls, passphrase: str, salt: bytes) -> Key:
        """The key that this passphrase gives for a file with this salt; takes a tenth of a second."""
        typed = unicodedata.normalize("NFC", passphrase).encode()
        return cls(hashlib.pbkdf2_hmac("sha512", typed, salt, _ROUNDS, _SIZE), salt)

    @classmethod
    def new(cls, passphrase: str) -> Key:
        """A key for a file that is yet to be made."""
        return cls.of(passphrase, secrets.token_bytes(SALT))

    @classmethod
    def kept(cls, text: str) -> Key:
        """The key that `text()` wrote; raises `ValueError`."""
        both = bytes.fromhex(text)
        if len(both) != _SIZE + SALT:
            raise ValueError
        return cls(both[:_SIZE], both[_SIZE:])

    def text(self) -> str:
        """For the system's own store of secrets, and for nothing else."""
        return (self._secret + self.salt).hex()

    def literal(self) -> str:
        """As SQLCipher takes it."""
        return f"x'{self.text()}'"

    def unlock(self, driver: Any) -> None:
        """Tell a connection, before anything else."""
        driver.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is no matter for standard error
        driver.execute(f'PRAGMA key = "{self.literal()}"')

    def opens_like(self, other: Key) -> bool:
        """Whether both are the same, compared without telling how much of them is."""
        return secrets.compare_digest(self._secret + self.salt, other._secret + other.salt)

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> NoReturn:
        msg = "a key is written nowhere"
        raise TypeError(msg)


_known: WeakValueDictionary[bytes, Key] = WeakValueDictionary()


def know(key: Key) -> Key:
    """Let every connection to its file, and to copies of it, use a key that was seen to open it."""
    return _known.setdefault(key.salt, key)


def known(salt: bytes) -> Key | None:
    """The key of files that begin with these bytes, if somebody holds it."""
    return _known.get(salt)


def salt_of(path: Path) -> bytes:
    """What a file begins with where it may be encrypted; nothing where it is plain, short or not there."""
    if open_here := held(path):
        return open_here.salt
    try:
        with path.open("rb") as file:
            salt = file.read(SALT)
    except OSError:
        return b""
    return salt_in(salt)


def salt_in(beginning: bytes) -> bytes:
    """The same of a file whose first bytes are known."""
    salt = beginning[:SALT]
    return salt if len(salt) == SALT and salt != _PLAIN else b""


def key_of(path: Path) -> Key | None:
    """The key of a file, if it is encrypted and somebody holds it."""
    return known(salt_of(path))
