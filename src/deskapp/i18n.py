"""Texts in the user's language, for every room, paper included."""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from deskapp.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOMAIN = "deskapp"
_current: ContextVar[_gettext.NullTranslations | None] = ContextVar("translations", default=None)
_default: _gettext.NullTranslations = _gettext.NullTranslations()


def translations(language: str) -> _gettext.NullTranslations:
    """The texts for a language tag such as `de` or `pt_BR`; English where there are none."""
    folder = shipped("resources") / "translations"
    return _gettext.translation(_DOMAIN, folder, [language.replace("-", "_")], fallback=True)


def use(language: str) -> None:
    """Choose the language of this program run."""
    global _default  # noqa: PLW0603  one language for the whole run, chosen once at start
    _default = translations(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts in another language for a while, for example the customer's on a paper."""
    token = _current.set(translations(language))
    try:
        yield
    finally:
        _current.reset(token)


def _(text: str) -> str:
    return (_current.get() or _default).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`; the caller fills `{count}`."""
    return (_current.get() or _default).ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802  gettext's own name for a text translated later
    """Mark a text for translation where it is shown, not here."""
    return text
