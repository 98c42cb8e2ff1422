"""Text as people type it: cleaned at the border, and folded so that a search finds it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINE = 200
LONGEST_TEXT = 20_000

_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Cn", "Co"})
_SPACES = frozenset("\n\r\t\x0b\x0c\u0085")
_NEW_LINES = {"\r\n": "\n"} | dict.fromkeys("\r\x0b\x0c\u2028\u2029\u0085", "\n")
_UNDECOMPOSED = str.maketrans("łıøđðħŧŋəςʻʼ", "lioddhtneσ''") | str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
_UNDECOMPOSED |= str.maketrans("ةىیک", "هييك")  # one letter to whoever types it in another country
_UNSPACED = re.compile("[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLAIN_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}

# What people call the fields that are cleaned here; a form is pointed to them by their keys.
LABELS = {
    "accessories": N_("accessories"),
    "addresses": N_("address"),
    "alert": N_("alert"),
    "brand": N_("brand"),
    "category": N_("type"),
    "channel": N_("contact by"),
    "city": N_("city"),
    "code": N_("code"),
    "colour": N_("colour"),
    "company": N_("company"),
    "condition": N_("condition"),
    "contacts": N_("contact"),
    "country": N_("country"),
    "description": N_("description"),
    "email": N_("e-mail"),
    "emails": N_("e-mail"),
    "fault": N_("problem"),
    "frame_number": N_("frame number"),
    "findings": N_("findings"),
    "iban": N_("IBAN"),
    "kind": N_("kind"),
    "imei": N_("IMEI"),
    "language": N_("language"),
    "model": N_("model"),
    "name": N_("name"),
    "note": N_("note"),
    "phone": N_("phone"),
    "phones": N_("phone"),
    "place": N_("place"),
    "postcode": N_("postcode"),
    "price_group": N_("price group"),
    "reason": N_("reason"),
    "recommendation": N_("recommendation"),
    "result": N_("result"),
    "serial": N_("serial number"),
    "street": N_("street"),
    "tags": N_("tag"),
    "tax_id": N_("tax id"),
    "terms": N_("terms"),
    "text": N_("text"),
    "ticket_template": N_("number template"),
    "website": N_("website"),
    "work_done": N_("work done"),
}


def line(text: str, field: str, longest: int = LONGEST_LINE) -> str:
    """One line of text, without control characters and outer space; too long is refused by name.

    Whoever typed or sent the text was told before of what goes: see `lost_in`.
    """
    return _within(" ".join(_printable(text, "").split()), field, longest) if text else ""


def block(text: str, field: str, longest: int = LONGEST_TEXT) -> str:
    """Text of several lines, without control characters; too long is refused by name."""
    return _within(_printable(text, "\n\t").strip(), field, longest) if text else ""


def keeps_all(text: str) -> bool:
    """Whether no sign is lost when the text is kept; marks of the direction of writing hold none."""
    if text.isprintable():
        return True
    return all(char in _SPACES or unicodedata.category(char) not in _UNPRINTABLE for char in text)


def fold(text: str) -> str:
    """The text as a search sees it: no case, no accents, western digits, one space between words."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    bare = "".join(char for char in spread if not unicodedata.combining(char))
    return " ".join(_western(bare.casefold().translate(_UNDECOMPOSED)).split())


def digits(text: str) -> str:
    """Only the digits, in western form, whatever script they were typed in."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def words(text: str) -> list[str]:
    """The folded words of a text, cut where a search index cuts them."""
    cut = text.translate(_PLAIN_WORDS).split()
    if text.isascii():
        return cut
    return [part for word in cut for part in ((word,) if word.isascii() else _foreign_words(word))]


@lru_cache(maxsize=4096)  # an import folds tens of thousands of texts with the same few accents
def _foreign_words(word: str) -> tuple[str, ...]:
    """Signs of scripts that put no space between words are words of their own, found side by side."""
    folded = _UNSPACED.sub(r" \g<0> ", fold(word))
    return tuple("".join(char if char.isalnum() else " " for char in folded).split())


def _western(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def index_text(said: Iterable[str]) -> str:
    """The text under which a search finds a record that says these texts."""
    return " ".join(words(" ".join(said)))


def lost_in(text: str) -> str:
    """The signs of a text that are not kept, each once; breaks and tabs are, as spaces at least."""
    if text.isprintable():
        return ""
    return "".join(dict.fromkeys(char for char in text if char not in _SPACES and not _is_printable(char)))


def refuse_lost(text: str, field: str) -> None:
    """Raises `Invalid` naming the field and the signs that would not be kept."""
    if lost := lost_in(text):
        message = _("“{field}” holds a sign that cannot be shown: {signs}. Take it out.")
        raise Invalid(message.format(field=field, signs=code_points(lost)), field)


def code_points(signs: str) -> str:
    """Signs that cannot be shown, by their numbers."""
    return ", ".join(f"U+{ord(sign):04X}" for sign in signs)


def _printable(text: str, keep: str) -> str:
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    for foreign, own in _NEW_LINES.items():
        text = text.replace(foreign, own)
    if not keep:
        text = text.replace("\n", " ").replace("\t", " ")
    shown = "".join(char for char in text if char in keep or _is_printable(char))
    return unicodedata.normalize("NFC", shown)


def _is_printable(char: str) -> bool:
    return unicodedata.category(char) not in _UNPRINTABLE and char not in _REORDERING


def _within(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        message = _("The text of “{field}” has {count} characters; {longest} fit. Shorten it, please.")
        label = _(LABELS.get(field, field))
        raise Invalid(message.format(field=label, count=len(text), longest=longest), field)
    return text
