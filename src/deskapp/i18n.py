"""Texts in the user's language, for every room, paper included."""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from deskapp.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_DOMAIN = "deskapp"
_SOURCE = "en"  # what the texts in the code are written in
_current: ContextVar[_gettext.NullTranslations | None] = ContextVar("translations", default=None)
_default: _gettext.NullTranslations = _gettext.NullTranslations()


def translations(tag: str) -> _gettext.NullTranslations:
    """The texts for a language tag such as `de` or `pt_BR`; English where there are none."""
    return _gettext.translation(_DOMAIN, _folder(), [_plain(tag)], fallback=True)


def has_texts(tag: str) -> bool:
    """Whether the program speaks a language; it always speaks English."""
    plain = _plain(tag)
    return plain.partition("_")[0] == _SOURCE or bool(_gettext.find(_DOMAIN, _folder(), [plain]))


def use(tag: str) -> None:
    """Choose the language of this program run."""
    global _default  # noqa: PLW0603  one language for the whole run, chosen once at start
    _default = translations(tag)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Texts in another language for a while, for example the customer's on a paper."""
    token = _current.set(translations(tag))
    try:
        yield
    finally:
        _current.reset(token)


def language() -> str:
    """The language that is spoken here and now, for example `de`."""
    return _texts().info().get("language", _SOURCE)


def system_language(environment: Mapping[str, str] = os.environ, told: Sequence[str] = ()) -> str:
    """The language of this computer, as far as the program speaks it; `DESKAPP_LANGUAGE` overrides it.

    `told` is what the system says by other ways than the environment, best first.
    """
    return next((tag for tag in _wanted(environment, told) if tag and has_texts(tag)), _SOURCE)


def _(text: str) -> str:
    return _texts().gettext(text) if text else ""  # to nothing gettext answers its own header


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`; the caller fills `{count}`."""
    return _texts().ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802  gettext's own name for a text translated later
    """Mark a text for translation where it is shown, not here."""
    return text


def _texts() -> _gettext.NullTranslations:
    return _current.get() or _default


def _wanted(environment: Mapping[str, str], told: Sequence[str]) -> list[str]:
    """The languages asked for, best first, by the rules of gettext."""
    if chosen := environment.get("DESKAPP_LANGUAGE"):
        return [chosen]
    named = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not named:
        return [*told, locale.getlocale()[0] or ""]
    return [] if _plain(named) in {"C", "POSIX"} else [*environment.get("LANGUAGE", "").split(":"), named]


def _plain(tag: str) -> str:
    """`de_DE` for `de-DE` and `de_DE.UTF-8`, and for `German_Austria`, as Windows may call it."""
    plain = tag.replace("-", "_").partition(".")[0].partition("@")[0]
    name = plain.partition("_")[0]
    return locale.normalize(name).partition(".")[0] if len(name) > 3 else plain


def _folder() -> str:
    return str(shipped("resources") / "translations")
