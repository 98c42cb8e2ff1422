"""A passcode or unlock pattern that a customer leaves with an item, until it is handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from deskapp.errors import Invalid
from deskapp.i18n import N_, _

LONGEST = 128
FEWEST_DOTS, MOST_DOTS = 4, 9


class SecretKind(StrEnum):
    """How an item is unlocked."""

    PASSCODE = "passcode"
    PATTERN = "pattern"


KIND_LABELS = {SecretKind.PASSCODE: N_("Passcode"), SecretKind.PATTERN: N_("Pattern")}


@dataclass(frozen=True, slots=True)
class Secret:
    """`value` is the passcode as it is typed, or the dots of a pattern from 1 (top left) to 9.

    It is left out of the text of this object, which may stand in a log or a crash report.
    """

    kind: SecretKind
    value: str = field(repr=False)


def checked(secret: Secret | None) -> Secret | None:
    """The secret as it can be kept, nothing where nothing was typed; raises `Invalid` (field `secret`).

    A passcode is kept exactly: a space or an accent is a part of it.
    """
    if secret is None or not secret.value:
        return None
    if secret.kind is SecretKind.PATTERN:
        return Secret(secret.kind, _dots(secret.value))
    if len(secret.value) > LONGEST:
        raise Invalid(_("A passcode has up to {count} characters.").format(count=LONGEST), "secret")
    if not secret.value.isprintable():
        raise Invalid(_("A passcode is one line of signs that can be seen."), "secret")
    return secret


def _dots(typed: str) -> str:
    dots = "".join(char for char in typed if char not in " -–.,>")
    right = dots.isascii() and dots.isdigit() and "0" not in dots and len(set(dots)) == len(dots)
    if not (right and FEWEST_DOTS <= len(dots) <= MOST_DOTS):
        words = _("A pattern is four to nine dots, each once, as digits from 1 (top left) to 9: 14789.")
        raise Invalid(words, "secret")
    return dots
