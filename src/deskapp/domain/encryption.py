"""Encrypting the shop file: passphrases that will do, and what is known of a file."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from deskapp.errors import Invalid
from deskapp.i18n import N_, _

SHORTEST, LONG, LONGEST = 12, 20, 200
"""Letters of a passphrase: that it needs, that make it a good one, and that fit."""
_GROUPS, _GROUP = 5, 5
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one on paper


class Change(StrEnum):
    """What is done to a file, as the history names it."""

    ENCRYPT = "encrypt"
    REKEY = "rekey"
    DECRYPT = "decrypt"


@dataclass(frozen=True, slots=True)
class EncryptionState:
    """Whether the open file is encrypted; `possible` is False where the library is missing.

    `remembered` is whether this computer knows the key, `can_remember` whether it has a place for it.
    """

    on: bool
    possible: bool = True
    remembered: bool = False
    can_remember: bool = False


class PlainKind(StrEnum):
    """What a plain copy of a shop is."""

    BACKUP = "backup"
    READABLE = "readable"
    PHOTOS = "photos"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class PlainCopy:
    """Something that anybody can read, left of the time before the shop was encrypted."""

    path: Path
    kind: PlainKind


def checked_passphrase(typed: str) -> str:
    """The passphrase as it is; raises `Invalid`."""
    if len(typed) < SHORTEST:
        words = _("Take at least {count} letters: a few words that nobody else would put together.")
        raise Invalid(words.format(count=SHORTEST), "passphrase")
    if len(typed) > LONGEST:
        words = _("Take at most {count} letters.")
        raise Invalid(words.format(count=LONGEST), "passphrase")
    if len({*typed}) < SHORTEST // 2:
        raise Invalid(_("Too few different letters; take a few words."), "passphrase")
    return typed


def strength(typed: str) -> str:
    """What its length is worth, as a sentence."""
    if len(typed) < SHORTEST:
        return _(_WEAK).format(count=SHORTEST)
    return _(_GOOD) if len(typed) >= LONG else _(_FAIR)


_WEAK = N_("Too short: at least {count} letters.")
_FAIR = N_("Enough, if it stands in no book and no list. Four or five words are better.")
_GOOD = N_("Long enough that nobody tries it out.")


def suggested() -> str:
    """A passphrase by chance, of more than 120 bits, that can be read off paper."""
    groups = ("".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)
