"""Keys: made as SQLCipher makes them, known only while held, and never said."""

from __future__ import annotations

import gc
import pickle
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.store import key as keys
from deskapp.store.driver import connect, sqlite
from deskapp.store.key import Key

PASSPHRASE = "correct horse bättery"


def test_the_key_is_the_one_that_sqlcipher_makes(tmp_path: Path) -> None:
    """So that a shop can be opened with other programs too, by its passphrase alone."""
    path = tmp_path / "other.db"
    with closing(sqlite.connect(path, isolation_level=None)) as driver:
        driver.execute(f"PRAGMA key = '{PASSPHRASE}'")
        driver.execute("CREATE TABLE seen (word TEXT)")
    with closing(connect(path, Key.of(PASSPHRASE, keys.salt_of(path)))) as driver:
        assert driver.execute("SELECT count(*) FROM seen").fetchall() == [(0,)]


def test_letters_that_are_typed_in_two_ways_are_the_same() -> None:
    salt = bytes(16)
    assert Key.of("bättery", salt).opens_like(Key.of("ba\u0308ttery", salt))
    assert not Key.of("bättery", salt).opens_like(Key.of("battery", salt))


def test_a_key_is_forgotten_when_nobody_holds_it() -> None:
    key = keys.know(Key(bytes(32), b"one sixteen byte"))
    assert keys.known(key.salt) is key
    salt = key.salt
    del key
    gc.collect()
    assert keys.known(salt) is None


def test_who_makes_the_same_key_again_holds_the_one_that_is_there() -> None:
    key = keys.know(Key(bytes(32), b"one sixteen byte"))
    assert keys.know(Key(bytes(32), b"one sixteen byte")) is key


def test_a_key_says_itself_nowhere() -> None:
    key = Key(b"s" * 32, b"t" * 16)
    said = [repr(key), str(key), f"{key}", f"{[key]}"]
    try:
        raise ValueError(key)
    except ValueError as error:
        said += traceback.format_exception(error)
    assert not any((b"s" * 32).hex() in one or "ssss" in one for one in said)
    with pytest.raises(TypeError, match="written nowhere"):
        pickle.dumps(key)


@pytest.mark.parametrize(
    ("content", "salt"), [(b"SQLite format 3\x00" + b"x" * 99, b""), (b"short", b""), (b"y" * 99, b"y" * 16)]
)
def test_a_plain_file_has_no_salt(tmp_path: Path, content: bytes, salt: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert keys.salt_of(path) == salt
    assert keys.salt_of(tmp_path / "missing") == b""
