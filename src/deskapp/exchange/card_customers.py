"""What an address card says about a customer; what has no field here goes to the note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deskapp.domain.customer import FIRM, PERSON, Address
from deskapp.domain.import_plan import RowProblem
from deskapp.exchange.customer_draft import Said, country_code, customer
from deskapp.exchange.vcard import PICTURES
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from deskapp.domain.customer_import import Record
    from deskapp.exchange.vcard import Card, Entry

_LONGEST_TEXT = 20_000
_LEFT_OUT = frozenset(
    {
        *("AGENT", "LABEL", "VERSION", "PRODID", "REV", "GEO", "TZ", "CALURI", "FBURL", "CALADRURI", "CLASS"),
        *("CLIENTPIDMAP", "MAILER", "SORT-STRING", "SOURCE", "PROFILE", "GENDER", "NAME", "X-GENDER"),
        *("X-ABLABEL", "X-ABUID", "X-ABADR", "X-ABSHOWAS", "X-ID", "X-ETAG", "X-FC-TAGS", "X-FC-LIST-ID"),
    }
)
_NAMES = {"BDAY": N_("Birthday"), "URL": N_("Website"), "TITLE": N_("Position"), "X-ABDATE": N_("Date")}
_LABELS = (
    ("FAX", N_("fax")),
    ("CELL", N_("mobile")),
    ("PAGER", N_("pager")),
    ("WORK", N_("work")),
    ("HOME", N_("home")),
)
_KINDS = {"individual": PERSON, "org": FIRM}
_SEMICOLON = re.compile(r"(?<!\\)((?:\\\\)*);")
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def record(card: Card, country: str) -> Record:
    """The customer on a card, or what is wrong with it."""
    shown = tuple(f"{one.name}: {one.value[:200]}" for one in card.entries)
    if card.problem:
        return [RowProblem(card.line, "", card.problem, shown)]
    said = Said(card.line, shown, kind="")
    labels = {one.group: one.value for one in card.entries if one.name == "X-ABLABEL" and one.group}
    for entry in sorted(card.entries, key=lambda one: not one.preferred):
        label = _label(entry, labels)
        if entry.name in _TAKES:
            _TAKES[entry.name](said, entry, label)
        elif entry.name not in _LEFT_OUT and not entry.name.startswith("X-FCENC") and entry.value.strip():
            said.notes.append(f"{_readable(entry.name, label)}: {_text(entry.value)}")
    if not (said.name or said.given or said.family):
        said.name = "" if said.company else _named_by_contact(said)
    _one_phone_or_none(said)
    return customer(said, country)


def _one_phone_or_none(said: Said) -> None:
    """Placeholders that mail programs write where there is no number."""
    for typed, _label_of_it in [one for one in said.phones if not any(map(str.isdigit, one[0]))]:
        said.phones = [one for one in said.phones if one[0] != typed]
        said.doubt(
            "TEL",
            _("“{value}” is not a phone number; it is kept in the note.").format(value=typed[:60]),
            typed,
        )


def _named_by_contact(said: Said) -> str:
    return next((said_so for said_so, _label_of_it in (*said.emails, *said.phones)), "")


def _label(entry: Entry, labels: dict[str, str]) -> str:
    own = labels.get(entry.group, "")
    if own:
        return _text(own).removeprefix("_$!<").removesuffix(">!$_").lower()
    return next((_(label) for word, label in _LABELS if word in entry.types), "")


def _readable(name: str, label: str) -> str:
    known = _(_NAMES[name]) if name in _NAMES else name.removeprefix("X-").replace("-", " ").capitalize()
    return f"{known} ({label})" if label else known


def _formatted(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.name = said.name or _text(entry.value)


def _name(said: Said, entry: Entry, _label_of_it: str) -> None:
    family, given, *more = [" ".join(_parts(one)) for one in (*_pieces(entry.value), "", "")]
    said.family, said.given = family, " ".join(filter(None, (given, *more[:1])))


def _firm(said: Said, entry: Entry, _label_of_it: str) -> None:
    firm, *rest = [_text(piece) for piece in _pieces(entry.value)]
    if said.company:
        rest, firm = [firm, *rest], ""
    said.company = said.company or firm
    if rest := [one for one in rest if one]:
        said.notes.append(", ".join(rest))


def _telephone(said: Said, entry: Entry, label: str) -> None:
    number, _semicolon, extension = _text(entry.value).removeprefix("tel:").partition(";ext=")
    if number:
        said.phones.append((f"{number} ext {extension}" if extension else number, label))


def _mail(said: Said, entry: Entry, label: str) -> None:
    said.emails.append((_text(entry.value), label))


def _address(said: Said, entry: Entry, label: str) -> None:
    box, extra, street, city, region, postcode, country = [
        " ".join(_text(piece).split()) for piece in (*_pieces(entry.value), *[""] * 7)[:7]
    ]
    road = ", ".join(filter(None, (box, extra, street)))
    town = ", ".join(filter(None, (city, region)))
    if not (said.street or said.city):
        said.street, said.postcode, said.city, said.country = road, postcode, town, country
        return
    code = country_code(country)
    town = town if code else ", ".join(filter(None, (town, country)))
    said.addresses.append(Address(road, postcode, town, code, label[:20]))


def _note(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.notes.append(_text(entry.value)[:_LONGEST_TEXT])


def _uid(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.id = _text(entry.value)[:120]


def _categories(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.tags.extend(_parts(entry.value))


def _language(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.language = said.language or _text(entry.value)[:12]


def _kind(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.kind = _KINDS.get(entry.value.strip().casefold(), "")


def _picture(said: Said, entry: Entry, _label_of_it: str) -> None:
    said.doubt(entry.name, _("The picture or key of the card is left out."))


_TAKES = {
    "FN": _formatted, "N": _name, "ORG": _firm, "TEL": _telephone, "EMAIL": _mail, "ADR": _address,
    "NOTE": _note, "UID": _uid, "CATEGORIES": _categories, "KIND": _kind, "LANG": _language,
    **dict.fromkeys(PICTURES, _picture),
}  # fmt: skip


def _pieces(value: str) -> list[str]:
    """The parts of a value with structure, still escaped."""
    return _SEMICOLON.sub(lambda found: f"{found[1]}\0", value).split("\0")


def _parts(value: str) -> list[str]:
    """The items of a list, plain."""
    return [_text(one) for one in _COMMA.sub(lambda found: f"{found[1]}\0", value).split("\0") if one.strip()]


def _text(value: str) -> str:
    """A value as people read it."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
