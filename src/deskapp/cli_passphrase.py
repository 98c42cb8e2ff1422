"""Where a command has a passphrase or a PIN from: the store of secrets, a file, or whoever sits there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from deskapp.errors import DeskError, Encrypted
from deskapp.i18n import _

Answer = TypeVar("Answer")

FILE, NEW_FILE = "DESKAPP_PASSPHRASE_FILE", "DESKAPP_NEW_PASSPHRASE_FILE"
PIN_FILE = "DESKAPP_PIN_FILE"
_TRIES = 3


def unlocked(work: Callable[[], Answer]) -> Answer:
    """Do something with shop files; where one is encrypted, ask for its passphrase and begin again.

    Nothing may have been written before a file is opened.
    """
    held: dict[Path, object] = {}  # keys, which are forgotten when nobody holds them
    while True:
        try:
            return work()
        except Encrypted as error:
            if error.path in held:
                raise
            held[error.path] = _key_of(error)


def passphrase(name: str = FILE) -> str | None:
    """What the file says that this variable of the environment names; none without such a variable."""
    if not (file := os.environ.get(name)):
        return None
    try:
        return Path(file).read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("no text in UTF-8")
        message = _("“{file}”, which {name} names, cannot be read: {reason}.")
        raise DeskError(message.format(file=file, name=name, reason=reason)) from error


def pin_of(person: str) -> str:
    """The PIN of a person; raises `DeskError` where it is in no file and nobody sits there."""
    if (given := passphrase(PIN_FILE)) is not None:
        return given
    if not can_ask():
        message = _("{person} has a PIN: put it into a file and name that in {name}.")
        raise DeskError(message.format(person=person, name=PIN_FILE))
    return ask(_("PIN of {name}: ").format(name=person))


def ask_new() -> str:
    """A new passphrase, typed twice by whoever sits at a terminal."""
    first = ask(_("New passphrase: "))
    if ask(_("New passphrase once more: ")) != first:
        raise DeskError(_("The two are not the same; nothing was changed."))
    return first


def ask(words: str) -> str:
    """What somebody types without it being shown; raises `DeskError` where nobody sits there."""
    if not can_ask():
        message = _(
            "A passphrase is needed, and nobody is there to type it: put it into a file and name that in"
            " {name}."
        )
        raise DeskError(message.format(name=FILE))
    import getpass

    try:
        return getpass.getpass(words, stream=sys.stderr)
    except EOFError as error:
        raise DeskError(_("No passphrase was typed; nothing was done.")) from error


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _key_of(error: Encrypted) -> object:
    from deskapp.services import encryption

    path = error.path
    if key := encryption.unlock_remembered(path):
        return key
    given = passphrase()
    if given is not None:
        return encryption.unlock(path, given)
    if not can_ask():
        message = _("{what} Put the passphrase into a file and name that in {name}.")
        raise DeskError(message.format(what=error, name=FILE)) from error
    return _asked(path)


def _asked(path: Path) -> object:
    from deskapp.services import encryption

    for left in reversed(range(_TRIES)):
        try:
            return encryption.unlock(path, ask(_("Passphrase of “{name}”: ").format(name=path.name)))
        except encryption.WrongPassphrase as error:
            if not left:
                raise
            print(error, file=sys.stderr)
    raise AssertionError
