"""Open Repair Data, standard 0.3 (openrepair.org): records of repair events as closed tickets.

What goes where: `event_date` is when the ticket came in and was closed, `repair_status` and the
barrier are the item's outcome, `problem` is the fault, brand, category and year belong to the device,
the repair group stands where a customer would. The partner's own word for the product becomes the
model where it says more than the standard's category; a brand or product that is really a sentence
becomes the item's condition. Left out on purpose: the country and the category's running number.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from deskapp.domain import text
from deskapp.domain.device import LONGEST_BRAND, LONGEST_MODEL, DeviceDraft
from deskapp.domain.import_plan import ImportedTicket, RowProblem
from deskapp.domain.ticket import Outcome
from deskapp.errors import Invalid
from deskapp.exchange.preset import Preset, folded
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from deskapp.exchange.reader import Row

COLUMNS = (
    *("id", "product_category", "partner_product_category", "brand", "year_of_manufacture", "repair_status"),
    *("repair_barrier_if_end_of_life", "group_identifier", "event_date", "problem"),
)

_OUTCOMES = {
    "": Outcome.UNKNOWN,
    "fixed": Outcome.FIXED,
    "repairable": Outcome.REPAIRABLE,
    "end of life": Outcome.END_OF_LIFE,
    "unknown": Outcome.UNKNOWN,
}
_SAYS_NOTHING = {"", "electrical", "electrical item", "it phone", "other", "misc", "ua", "unknown"}
_EARLIEST = date(1900, 1, 1)
_DAY_SAFE_HOURS = (12, 18, 6)  # noon, and what serves where noon is another day in UTC


class Mapping:
    """Turns the rows of one file into tickets."""

    def __init__(self, header: Sequence[str], zone: ZoneInfo, today: date) -> None:
        places = {name: place for place, name in reversed(list(enumerate(folded(header))))}
        self._parsers = [
            (name, places.get(name, len(header)), parse) for name, parse in _parsers(zone, today).items()
        ]
        self._device = lru_cache(maxsize=20_000)(device_of)
        self._lines: dict[str, int] = {}

    def ticket(self, row: Row) -> ImportedTicket | list[RowProblem]:
        """The ticket in a row, or everything that is wrong with it."""
        if row.problem:
            return [RowProblem(row.line, "", row.problem)]
        row.cells.append("")  # for columns that the file does not have
        try:
            ticket = self._ticket(
                row.line, *[parse(row.cells[place]) for _name, place, parse in self._parsers]
            )
        except Invalid:
            return list(self._problems(row))
        first = self._lines.setdefault(ticket.external_id, row.line)
        if first == row.line:
            return ticket
        problem = _("“{id}” is already in line {line}.").format(id=ticket.external_id, line=first)
        return [RowProblem(row.line, "id", problem)]

    def _ticket(self, line: int, *said: Any) -> ImportedTicket:
        """The ticket of these values, which come in the order of `_parsers`."""
        record_id, at, outcome, barrier, group, provider, category, product, brand, year, age, fault = said
        if year is None and age is not None:
            year = at.year - age
        device, condition = self._device(category, product, brand, year)
        return ImportedTicket(
            line, record_id, at, fault, condition, device, outcome, barrier, group or provider
        )

    def _problems(self, row: Row) -> Iterator[RowProblem]:
        for name, place, parse in self._parsers:
            try:
                parse(row.cells[place])
            except Invalid as error:
                yield RowProblem(row.line, name, str(error))


@lru_cache(maxsize=4096)
def moment_of(day: date, zone: ZoneInfo) -> datetime:
    """Noon of that day in the shop's zone, or an hour at which it is the same day in UTC."""
    moments = [datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in _DAY_SAFE_HOURS]
    return next((moment for moment in moments if moment.date() == day), moments[0])


def device_of(category: str, product: str, brand: str, year: int | None) -> tuple[DeviceDraft, str]:
    """The device, and what was written about it where only its name belongs."""
    product = says_more(product, category)
    sentences = []
    if len(brand) > LONGEST_BRAND:
        sentences.append(brand)
        brand = ""
    if len(product) > LONGEST_MODEL:
        sentences.append(product)
        product = ""
    return DeviceDraft(category=category, brand=brand, model=product, year=year), "\n".join(sentences)


@lru_cache(maxsize=4096)
def says_more(product: str, category: str) -> str:
    """The partner's word for the product, empty where the category already says it.

    `Electrical Item ~ Power Tool e.g. DIY tool` says no more than `Power tool`; `Other ~ Guitar pedal`
    says more than `Small home electrical`.
    """
    own = product.rpartition(" ~ ")[2].strip()
    words = text.words(own.partition(" e.g.")[0])
    if " ".join(words) in _SAYS_NOTHING or set(words) <= set(text.words(category)):
        return ""
    return own


def _parsers(zone: ZoneInfo, today: date) -> dict[str, Callable[[str], Any]]:
    """How each column is read; each raises `Invalid` with a sentence."""

    def line(field: str, longest: int) -> Callable[[str], str]:
        return lru_cache(maxsize=20_000)(partial(text.line, field=field, longest=longest))

    return {
        "id": _id,
        "event_date": lru_cache(maxsize=4096)(partial(_moment, zone=zone, today=today)),
        "repair_status": _outcome,
        "repair_barrier_if_end_of_life": line("repair_barrier_if_end_of_life", 200),
        "group_identifier": line("group_identifier", 200),
        "data_provider": line("data_provider", 200),
        "product_category": line("product_category", 60),
        "partner_product_category": line("partner_product_category", 500),
        "brand": lru_cache(maxsize=20_000)(_brand),
        "year_of_manufacture": _year,
        "product_age": _age,
        "problem": partial(text.block, field="problem"),
    }


def _id(cell: str) -> str:
    clean = text.line(cell, "id", 120)
    if not clean:
        raise Invalid(_("The record has no id."), "id")
    return clean


def _moment(cell: str, zone: ZoneInfo, today: date) -> datetime:
    clean = cell.strip()
    try:
        day = date.fromisoformat(clean) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", clean) else None
    except ValueError:
        day = None
    if day is None or day < _EARLIEST:
        raise Invalid(_("“{value}” is not a date like 2017-04-01.").format(value=_shown(cell)), "event_date")
    if day > today:
        raise Invalid(_("{date} lies in the future.").format(date=day), "event_date")
    return moment_of(day, zone)


@lru_cache(maxsize=64)
def _outcome(cell: str) -> Outcome:
    try:
        return _OUTCOMES[text.fold(cell)]
    except KeyError:
        message = _("“{value}” is none of Fixed, Repairable, End of life, Unknown.")
        raise Invalid(message.format(value=_shown(cell)), "repair_status") from None


def _brand(cell: str) -> str:
    clean = text.line(cell, "brand")
    return "" if text.fold(clean) == "unknown" else clean


@lru_cache(maxsize=512)
def _year(cell: str) -> int | None:
    clean = cell.strip()
    if not clean:
        return None
    if not re.fullmatch(r"1[5-9][0-9]{2}|20[0-9]{2}", clean):
        message = _("“{value}” is not a year like 2009.")
        raise Invalid(message.format(value=_shown(cell)), "year_of_manufacture")
    return int(clean)


@lru_cache(maxsize=512)
def _age(cell: str) -> int | None:
    clean = cell.strip()
    if not clean:
        return None
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,20})?", clean):
        message = _("“{value}” is not an age in years.")
        raise Invalid(message.format(value=_shown(cell)), "product_age")
    return int(re.split("[.,]", clean)[0])


def _shown(cell: str) -> str:
    """A cell as a sentence can quote it."""
    clean = text.line(cell[:200], "cell")
    return clean if len(clean) <= 60 else clean[:59] + "…"


PRESET = Preset("ords", "open-repair-data", "Open Repair Data", COLUMNS, Mapping)
