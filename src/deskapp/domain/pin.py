"""What a PIN looks like, how long a wrong one makes people wait, and the code that helps out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from deskapp.errors import Invalid
from deskapp.i18n import _

FEWEST, MOST = 4, 12
FREE_TRIES = 5
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
LOCK_CHOICES = (1, 2, 5, 10, 30, 0)
_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another one
_GROUPS, _GROUP = 5, 5


@dataclass(frozen=True, slots=True)
class PinState:
    """Who has a PIN, after how many minutes without a touch the window locks (0: never), and whether
    there is a code for an owner who forgot theirs.
    """

    with_pin: frozenset[int]
    lock_minutes: int
    has_recovery: bool


def checked_pin(typed: str) -> str:
    """A PIN as it can be kept; raises `Invalid`."""
    if not (typed.isascii() and typed.isdecimal() and FEWEST <= len(typed) <= MOST):
        raise Invalid(_("A PIN has {least} to {most} digits.").format(least=FEWEST, most=MOST), "pin")
    if len(set(typed)) == 1 or typed in "01234567890123" or typed in "98765432109876":
        raise Invalid(_("That PIN is the first that anybody would try; choose another one."), "pin")
    return typed


def wait_after(tries: int) -> timedelta:
    """How long nobody may try again after so many wrong ones."""
    if tries < FREE_TRIES:
        return timedelta()
    doubled: int = 2 ** min(tries - FREE_TRIES, 10)
    return min(SHORTEST_WAIT * doubled, LONGEST_WAIT)


def new_code() -> str:
    """A recovery code, for example `K7QDM-…`: 125 bits in groups that can be copied from paper."""
    groups = ("".join(secrets.choice(_SIGNS) for _sign in range(_GROUP)) for _group in range(_GROUPS))
    return "-".join(groups)


def plain_code(typed: str) -> str:
    """A recovery code as it was typed from paper, without what does not count."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
