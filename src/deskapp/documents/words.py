"""The sentences that a paper makes of a ticket."""

from __future__ import annotations

from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING

from deskapp.domain.item_type import RESULT_LABELS
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import OUTCOME_LABELS, Outcome
from deskapp.domain.warranty import WarrantyUnit
from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.documents.formats import Formats
    from deskapp.domain.device import DeviceDraft
    from deskapp.domain.item_type import Check
    from deskapp.domain.paper import PaperItem, TicketPaper
    from deskapp.domain.shop import Shop
    from deskapp.domain.tax import TaxRate
    from deskapp.domain.warranty import Warranty

GAP = " · "
_RESULTS = ("fail", "untested", "pass", "none")
_POSTCODE_FIRST_UNLESS = frozenset({"GB", "US", "CA", "AU", "NZ", "IE", "IN", "ZA"})


def headline(paper: TicketPaper, formats: Formats) -> str:
    """One sentence that says how things stand."""
    if len(paper.items) != 1:
        return _several(paper, formats)
    item = paper.items[0]
    if item.outcome and not paper.customer:
        return _named(item, _(OUTCOME_LABELS[item.outcome]))
    return _single(item, paper, formats)


def _single(item: PaperItem, paper: TicketPaper, formats: Formats) -> str:
    name = item.device.label or _("device")
    if item.meaning is Meaning.READY and item.outcome is Outcome.FIXED:
        return _("Your {device} is repaired and ready to collect.").format(device=name)
    if item.meaning is Meaning.READY:
        return _("Your {device} is ready to collect.").format(device=name)
    if item.meaning is Meaning.CLOSED and paper.handed_over_at:
        day = formats.day(paper.handed_over_at)
        return _("Your {device} was handed over on {day}.").format(device=name, day=day)
    return _named(item, _(item.status))


def _named(item: PaperItem, state: str) -> str:
    """The state of the item; without a name the facts beside the customer say it better."""
    name = item.device.label
    return _("{device}: {state}.").format(device=name, state=state) if name and state else ""


def _several(paper: TicketPaper, formats: Formats) -> str:
    count = len(paper.items)
    if paper.handed_over_at and count and all(item.meaning is Meaning.CLOSED for item in paper.items):
        day = formats.day(paper.handed_over_at)
        return _("All {count} items were handed over on {day}.").format(count=count, day=day)
    ready = sum(item.meaning is Meaning.READY for item in paper.items)
    if ready == count > 0:
        return _("All {count} items are ready to collect.").format(count=count)
    some = ngettext("{ready} of {count} items is ready.", "{ready} of {count} items are ready.", ready)
    return some.format(ready=ready, count=count) if ready else ""


def device_details(device: DeviceDraft, word: str = "") -> tuple[str, ...]:
    """What tells this device from others of its kind; `word` is the shop's own for a serial number."""
    kind = device.category if device.category != device.label else ""
    serial = _("Serial no. {serial}").format(serial=device.serial) if device.serial else ""
    if serial and word:
        serial = f"{word} {device.serial}"
    imei = f"IMEI {device.imei}" if device.imei else ""
    frame = _("Frame no. {number}").format(number=device.frame_number) if device.frame_number else ""
    return kind, device.colour, str(device.year or ""), serial, imei, frame


def checklist(checks: Sequence[Check]) -> str:
    """What was looked at when it came in, what failed first."""
    found = ((key, [check for check in checks if check.result == key]) for key in _RESULTS)
    said = [f"{_(RESULT_LABELS[key])}: {', '.join(map(_check, some))}" for key, some in found if some]
    return GAP.join(said)


def _check(check: Check) -> str:
    return f"{check.label} ({check.note})" if check.note else check.label


def town(postcode: str, city: str, country: str) -> str:
    """The line of an address with its town, as the country writes it."""
    parts = (city, postcode) if country in _POSTCODE_FIRST_UNLESS else (postcode, city)
    return " ".join(part for part in parts if part)


def duration(warranty: Warranty) -> str:
    """How long a warranty lasts."""
    count = warranty.number
    if warranty.unit is WarrantyUnit.DAYS:
        return ngettext("{count} day", "{count} days", count).format(count=count)
    if warranty.unit is WarrantyUnit.MONTHS:
        return ngettext("{count} month", "{count} months", count).format(count=count)
    return ngettext("{count} year", "{count} years", count).format(count=count)


def rate(tax: TaxRate, formats: Formats) -> str:
    """A tax with its rate, for example VAT 20%."""
    return f"{tax.name} {formats.percent(tax.percent)}"


def opening_hours(shop: Shop, formats: Formats) -> list[str]:
    """The opening hours; neighbouring days with the same hours are drawn together."""
    by_day = {day: _spans(shop, day, formats) for day in range(7)}
    runs = [(hours, list(days)) for hours, days in groupby(by_day, key=by_day.__getitem__) if hours]
    return [f"{_days(days, formats)} {hours}" for hours, days in runs]


def _spans(shop: Shop, weekday: int, formats: Formats) -> str:
    hours = sorted((day.opens, day.closes) for day in shop.opening_hours if day.weekday == weekday)
    return ", ".join("–".join(_hour(hour, formats) for hour in span) for span in hours)


def _hour(hour: str, formats: Formats) -> str:
    try:
        return formats.clock(time.fromisoformat(hour))
    except ValueError:
        return hour


def _days(days: list[int], formats: Formats) -> str:
    names = formats.locale.days["format"]["abbreviated"]
    return names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"
