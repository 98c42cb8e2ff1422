"""What customer lists call their columns, in the languages of our shops."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from deskapp.domain import text
from deskapp.i18n import N_
from deskapp.paths import shipped

_WORDS = "imports/customer-columns.json"
NOTE, LEFT_OUT = "keep", ""
FIELDS = {
    "name": N_("Name"),
    "given": N_("Given name"),
    "family": N_("Family name"),
    "company": N_("Company"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "street": N_("Street"),
    "house": N_("House number"),
    "postcode": N_("Postcode"),
    "city": N_("City"),
    "country": N_("Country"),
    "language": N_("Language"),
    "tax_id": N_("Tax id"),
    "tags": N_("Tags"),
    "note": N_("Note"),
    "alert": N_("Alert"),
    "id": N_("Customer number"),
    NOTE: N_("Keep in the note"),
    LEFT_OUT: N_("Leave out"),
}
"""What may become of a column, and how people call it."""
SEVERAL = frozenset({"phone", "email", "tags", "note", NOTE, LEFT_OUT, "street"})
"""What several columns of a file may fill."""

_PLAIN_NAME = frozenset({"nom", "nome"})  # a family name beside a given one, else the whole name
_SECRET = re.compile(
    r"\b(password|passwort|passcode|hash|pin|iban|card number|kartennummer|cvc|ip address)\b"
)


@lru_cache(maxsize=2048)
def meaning(header: str) -> str:
    """The field that a column of that name fills, empty where the name says nothing."""
    word = _bare(header)
    return "name" if word in _PLAIN_NAME else _known()[0].get(word, "")


def is_bare_name(header: str) -> bool:
    """Whether the word means half of the name where the other half stands beside it, as in French."""
    word = _bare(header)
    return word in _PLAIN_NAME or word == "name"


def is_of_tickets(header: str) -> bool:
    """Whether a column of that name belongs to a list of tickets or articles."""
    return _bare(header) in _known()[1]


def is_secret(header: str) -> bool:
    """Whether it is better not to bring such a column along."""
    return bool(_SECRET.search(_bare(header)))


@cache
def _known() -> tuple[dict[str, str], frozenset[str]]:
    """The field of each name of a column, and the names that lists of tickets have."""
    said = json.loads((shipped("resources") / _WORDS).read_text(encoding="utf-8"))
    fields = {word: field for field, words in said["fields"].items() for word in words}
    return fields, frozenset(said["tickets"])


def _bare(header: str) -> str:
    return " ".join(re.sub(r"[^\w]|_", " ", text.fold(header)).split())
