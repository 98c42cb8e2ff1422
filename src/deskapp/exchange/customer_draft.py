"""From what a file says about somebody to a customer that can be kept; what does not fit goes to the note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from deskapp.domain.customer import (
    FIRM,
    MOST_FURTHER,
    MOST_PHONES,
    PERSON,
    Address,
    CustomerDraft,
    Email,
    Phone,
    checked,
)
from deskapp.domain.customer_import import ImportedCustomer
from deskapp.domain.import_plan import RowProblem
from deskapp.domain.text import code_points, digits, fold, lost_in
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.phone_bulk import normalised_quickly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deskapp.domain.field import Value

NO_COLUMNS: dict[str, str] = {}
_EMAIL = re.compile(r"[^@\s<>()]+@[^@\s<>()]+\.[^@\s<>()]+")
_LONGEST_EMAIL, _LONGEST_PHONE, _LONGEST_LABEL = 254, 40, 20
_FEWEST_DIGITS = 5
_SURE_TO_FIT, _LONGEST_POSTCODE, _LONGEST_ROW = 100, 20, 2000  # characters
_BETWEEN_EMAILS = re.compile(r"[;,\s]+")
_BETWEEN_PHONES = re.compile(r"\s*(?:[;\n]|\s/\s|,\s)\s*")
_DAMAGED = re.compile(r"\d+([.,]\d+)?E\+\d+|#{3,}")
_NOTHING = frozenset({"-", "--", "?", "n/a", "none", "null", "unknown", "(none)", "no value"})
_COUNTRY_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")


@dataclass(slots=True)
class Said:
    """What a file says about one customer, before any of it is judged; phones and e-mails with labels."""

    row: int
    original: tuple[str, ...] = ()
    id: str = ""
    name: str = ""
    given: str = ""
    family: str = ""
    company: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    tax_id: str = ""
    alert: str = ""
    kind: str | None = None  # None: to be found out
    phones: list[tuple[str, str]] = field(default_factory=list)
    emails: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    own: dict[str, Value] = field(default_factory=dict)  # the shop's own fields, as they can be kept
    notes: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)  # what of it, and what is wrong there

    def doubt(self, what: str, sentence: str, kept: str = "") -> None:
        """Something that is understood only in part; `kept` goes to the note, so that nothing is lost."""
        self.problems.append((what, sentence))
        if kept:
            self.notes.append(kept)


def customer(
    said: Said, country: str, columns: Mapping[str, str] = NO_COLUMNS
) -> ImportedCustomer | list[RowProblem]:
    """The customer, or everything for which it cannot be kept; phones are read as in `country`.

    `columns` says by which name the file calls each field.
    """
    _tell_lost(said)
    if _DAMAGED.fullmatch(said.id):
        sentence = _(
            "“{value}” was damaged by a spreadsheet; it is kept in the note and not used as a number."
        )
        said.doubt("id", sentence.format(value=said.id))
        said.id = ""
    try:
        home = _country(said) or country
        emails = _emails(said)
        first = emails[0].address if emails else ""
        draft = CustomerDraft(
            name=said.name or " ".join(filter(None, (said.given, said.family))),
            company=said.company,
            phones=_phones(said, home),
            email=first,
            street=said.street,
            postcode=said.postcode,
            city=said.city,
            country=said.country,
            language=said.language,
            tax_id=said.tax_id,
            alert=said.alert,
            kind=_kind(said),
            emails=tuple(emails[1:]),
            addresses=tuple(said.addresses[:MOST_FURTHER]),
            tags=_tags(said),
            note="\n".join(said.notes),
            fields=said.own,
        )
        made = draft if _is_clean(draft) else checked(draft)
    except Invalid as error:
        return [RowProblem(said.row, columns.get(error.field, ""), str(error), said.original)]
    warnings = tuple(
        RowProblem(said.row, columns.get(what, what), why, said.original, is_ours=what not in columns)
        for what, why in said.problems
    )
    return ImportedCustomer(said.row, made, said.id, warnings, said.original)


def _tell_lost(said: Said) -> None:
    """What is in a file beside readable signs is left out: control signs, and those that turn the writing."""
    reached = [typed for typed, _label in (*said.phones, *said.emails)]
    own = [
        said.name,
        said.given,
        said.family,
        said.company,
        said.street,
        said.postcode,
        said.city,
        said.alert,
    ]
    if lost := lost_in("".join((*own, *reached, *said.tags, *said.notes))):
        sentence = _("Signs that cannot be shown were left out: {signs}.")
        said.doubt("", sentence.format(signs=code_points(lost)))


def _is_clean(draft: CustomerDraft) -> bool:
    """Whether `checked` would leave it as it is; so most are, and to see that takes a tenth of its time."""
    if draft.tags or draft.emails or draft.addresses or draft.language or draft.tax_id:
        return False
    own = (draft.name, draft.company, draft.email, draft.street, draft.city, draft.alert)
    phones = [text for phone in draft.phones for text in (phone.typed, phone.label)]
    said = "|".join(("", *own, *phones, draft.postcode, draft.note, ""))
    if (
        max(map(len, own)) > _SURE_TO_FIT
        or len(draft.postcode) > _LONGEST_POSTCODE
        or len(said) > _LONGEST_ROW
    ):
        return False
    spaced = "  " in said or "| " in said or " |" in said
    return (
        not spaced and bool(draft.name or draft.company) and said.isprintable() and is_normalized("NFC", said)
    )


def nothing(cell: str) -> bool:
    """Whether a cell says only that nothing is known."""
    return len(cell) < 10 and cell.casefold() in _NOTHING


def _kind(said: Said) -> str:
    if said.kind is not None:
        return said.kind
    if said.company:
        return "" if said.name or said.family or said.given else FIRM
    return PERSON if said.given or said.family else ""


def _emails(said: Said) -> list[Email]:
    found: dict[str, Email] = {}
    for cell, label in said.emails:
        for address in _BETWEEN_EMAILS.split(cell.removeprefix("mailto:")):
            bare = address.strip("<>\"'")
            if _EMAIL.fullmatch(bare) and len(bare) <= _LONGEST_EMAIL:
                found.setdefault(bare.lower(), Email(bare, label[:_LONGEST_LABEL]))
            elif "@" in bare or cell == address:
                _keep(said, "email", _("“{value}” is not an e-mail address; it is kept in the note."), cell)
                break
    if len(found) > MOST_FURTHER:
        raise Invalid(_("There are more e-mail addresses than a customer can have."), "email")
    return list(found.values())


def _phones(said: Said, country: str) -> tuple[Phone, ...]:
    """What is written once is kept once, however often; the first are kept as phones."""
    found: dict[str, Phone] = {}
    for cell, label in said.phones:
        for typed in _BETWEEN_PHONES.split(cell) if len(cell) > _FEWEST_DIGITS * 3 else (cell,):
            if not typed or not (phone := _phone(said, typed, label, country)):
                continue
            found.setdefault(phone.normal or phone.typed, phone)
    phones = tuple(found.values())
    for phone in phones[MOST_PHONES:]:
        sentence = _("“{value}” is one phone too many; it is kept in the note.")
        _keep(said, "phone", sentence, phone.typed)
    return phones[:MOST_PHONES]


def _phone(said: Said, typed: str, label: str, country: str) -> Phone | None:
    if _DAMAGED.fullmatch(typed):
        _keep(said, "phone", _("“{value}” was damaged by a spreadsheet; the phone is lost."), typed)
        return None
    count = len(digits(typed))
    if not count or len(typed) > _LONGEST_PHONE:
        _keep(said, "phone", _("“{value}” is not a phone number; it is kept in the note."), typed)
        return None
    phone = Phone(typed, "", label[:_LONGEST_LABEL])
    return normalised_quickly(phone, country) if count >= _FEWEST_DIGITS else phone


def _tags(said: Said) -> tuple[str, ...]:
    tags = dict.fromkeys("-".join(tag.split()) for tag in said.tags if tag.strip())
    return tuple(tag for tag in tags if len(tag) <= 30)[:MOST_FURTHER]


def _keep(said: Said, what: str, sentence: str, value: str) -> None:
    shown = value if len(value) <= 60 else value[:59] + "…"
    said.doubt(what, sentence.format(value=" ".join(shown.split())), value)


def _country(said: Said) -> str:
    """The two letters of the country; a name that nobody knows goes to the note."""
    if not said.country:
        return ""
    code = country_code(said.country)
    if not code:
        _keep(
            said, "country", _("“{value}” is no country that is known; it is kept in the note."), said.country
        )
    said.country = code
    return code


@lru_cache(maxsize=1024)
def country_code(written: str) -> str:
    """The two letters of a country, by its name in any language of our shops; empty when unknown."""
    bare = fold(written).replace(".", "")
    if len(bare) == 2 and bare.isalpha():
        return {"uk": "gb"}.get(bare, bare).upper()
    return _countries().get(bare, "")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    from babel import Locale

    names = {
        fold(name): code
        for language in _COUNTRY_LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    letters = {"usa": "US", "gbr": "GB", "deu": "DE", "aut": "AT", "che": "CH", "fra": "FR", "england": "GB"}
    return (
        names
        | letters
        | {"scotland": "GB", "wales": "GB", "ita": "IT", "esp": "ES", "united states of america": "US"}
    )


def label_of(header: str, samples: Sequence[tuple[str, str]]) -> str:
    """The label that a column's name gives its phones or e-mails."""
    folded = fold(header)
    return next((label for word, label in samples if word in folded), "")
