"""Values of papers: a believable ticket, and the awkward ones."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from deskapp.domain.catalog import Kind
from deskapp.domain.customer import Customer, CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.item_type import Check
from deskapp.domain.money import Currency, Money, round_minor
from deskapp.domain.paper import Document, PaperItem, PaperLine, TicketPaper
from deskapp.domain.shop import OpeningDay, Shop
from deskapp.domain.status import Meaning
from deskapp.domain.tax import TaxClass, TaxedAmount, TaxRate, totals
from deskapp.domain.ticket import ItemReport, Outcome
from deskapp.domain.warranty import Warranty, WarrantyUnit

RECEIPTS = (
    *("quick", "typical", "empty", "forty-lines", "several-items", "exclusive", "german", "markup"),
    *("longest-words", "sample"),
)
SHEETS = (Document.CLAIM_TICKET, Document.SERVICE_SUMMARY)  # the others have one size
GBP = Currency("GBP")
VAT = TaxRate("VAT", Decimal(20))
RECEIVED = datetime(2026, 3, 3, 10, 42, tzinfo=UTC)
PRINTED = datetime(2026, 3, 10, 15, 50, tzinfo=UTC)
TERMS = (
    "We examine every device before work begins; "
    "the diagnosis fee is waived when you have the repair done with us. "
    "Please back up your data: we take care, but we cannot answer for data that is lost. "
    "We ask you before we exceed the agreed limit. Parts that were replaced go back to you on request. "
    "Devices that are not collected within 90 days may be stored at your cost; we write to you before that."
)


def logo_png(size: tuple[int, int] = (360, 120)) -> bytes:
    """A plain logo with a transparent ground."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    side = size[1]
    pen.ellipse((4, 4, side - 4, side - 4), fill=(12, 61, 114, 255))
    pen.rectangle((side * 0.44, side * 0.2, side * 0.56, side * 0.8), fill="white")
    pen.rectangle((side * 0.2, side * 0.44, side * 0.8, side * 0.56), fill="white")
    pen.rounded_rectangle(
        (side * 1.15, side * 0.25, size[0] - 4, side * 0.75), side // 8, fill=(217, 118, 15, 255)
    )
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def shop(**changes: Any) -> Shop:
    plain = Shop(
        name="Northside Repair Ltd",
        tax_classes=(TaxClass("standard", "Standard", (VAT,)),),
        street="12 Canal Street",
        postcode="LS1 4AB",
        city="Leeds",
        phone="0113 496 0199",
        email="desk@northside.example",
        website="northside.example",
        tax_id="GB 123 4567 89",
        opening_hours=tuple(
            [OpeningDay(day, "09:00", "17:30") for day in range(5)] + [OpeningDay(5, "10:00", "14:00")]
        ),
        terms=TERMS,
    )
    return replace(plain, **changes)


def customer(**changes: Any) -> Customer:
    draft = CustomerDraft(
        "Anna Meyer",
        (Phone("07911 123456", "+447911123456"),),
        email="anna.meyer@mail.example",
        street="4 Mill Lane",
        postcode="LS2 8QT",
        city="Leeds",
    )
    return Customer(7, replace(draft, **changes), RECEIVED)


def line(description: str, price: int, quantity: str = "1", **more: Any) -> PaperLine:
    """A line at `price` pence a piece."""
    count = Decimal(quantity)
    made = PaperLine(
        description, count, Money(price, GBP), Money(round_minor(count * price), GBP), Kind.SERVICE
    )
    return replace(made, **more)


TYPICAL_LINES = (
    line(
        "Screen replacement",
        14900,
        result="Touch, brightness and colours tested: all 14 checks passed",
        warranty=Warranty(12, WarrantyUnit.MONTHS),
        warranty_from=date(2026, 3, 10),
        warranty_until=date(2027, 3, 10),
    ),
    line(
        "Battery replacement",
        5900,
        warranty=Warranty(180),
        warranty_from=date(2026, 3, 10),
        warranty_until=date(2026, 9, 6),
    ),
    line("Tempered glass", 1200, "2", kind=Kind.PART),
)


CHECKED = (
    Check("on", "Switches on", "pass"),
    Check("buttons", "Buttons", "pass"),
    Check("display", "Display", "fail", "black"),
    Check("camera", "Camera", "untested"),
    Check("pen", "Pen", "none"),
)


def item(**changes: Any) -> PaperItem:
    typical = PaperItem(
        position=1,
        device=DeviceDraft("Phone", "Apple", "iPhone 14", "490154203237518", "black", 2022),
        fault="The screen has been black since it fell down the stairs. It still rings. "
        "The battery does not last a day.",
        condition="Corner of the frame dented, back glass scratched.",
        accessories="Case, SIM card",
        checklist=CHECKED,
        report=ItemReport(
            "The display panel is broken, the digitiser does not answer. "
            "The battery has 71 % of its capacity left.",
            "Display assembly and battery replaced. Seals renewed. Data kept.",
            "A case with a raised edge. Come back in a year for a battery check; it is free.",
        ),
        status="Collected",
        meaning=Meaning.CLOSED,
        lines=TYPICAL_LINES,
    )
    return replace(typical, **changes)


def paper(**changes: Any) -> TicketPaper:
    """A phone with a new screen and battery, handed over; `totals` follow the lines."""
    typical = TicketPaper(
        shop=shop(),
        number="26001230",
        code="26001230",
        received_at=RECEIVED,
        received_by="Mia",
        customer=customer(),
        items=(item(),),
        totals=totals((), GBP, inclusive=True),
        printed_at=PRINTED,
        promised_at=datetime(2026, 3, 5, 16, 30, tzinfo=UTC),
        closed_at=PRINTED,
        handed_over_at=PRINTED,
        person="Tom Reed",
        cost_limit=Money(22000, GBP),
    )
    return with_totals(replace(typical, **changes))


def with_totals(ticket: TicketPaper, *rates: TaxRate) -> TicketPaper:
    """The paper with the sums of its lines, all at the same rates (VAT unless told)."""
    amounts = [
        TaxedAmount(row.quantity * row.unit_price.minor, rates or (VAT,))
        for thing in ticket.items
        for row in thing.lines
    ]
    inclusive = ticket.shop.prices_include_tax
    return replace(ticket, totals=totals(amounts, ticket.shop.currency, inclusive=inclusive))


def typical_intake() -> TicketPaper:
    """The same phone on the day it came in."""
    planned = (line("Screen replacement", 14900), line("Diagnosis", 0))
    thing = item(status="Received", meaning=Meaning.NEW, report=ItemReport(), lines=planned)
    frozen = f"Terms of March: {TERMS[:150]}"
    agreed: dict[str, Any] = {"deposit": Money(5000, GBP), "place": "Shelf B3", "terms": frozen}
    return paper(items=(thing,), closed_at=None, handed_over_at=None, **agreed)


_NOTHING: dict[str, Any] = {
    "customer": None,
    "received_by": "",
    "promised_at": None,
    "handed_over_at": None,
    "person": "",
    "cost_limit": None,
}


def empty() -> TicketPaper:
    """As little as a ticket can hold."""
    thing = PaperItem(1, DeviceDraft(), "It is broken", "", "", ItemReport(), "Received", Meaning.NEW)
    return paper(shop=Shop(name="Shop"), items=(thing,), closed_at=None, **_NOTHING)


def forty_lines() -> TicketPaper:
    rows = tuple(
        line(
            f"Step {n} of the overhaul",
            1000 + 37 * n,
            str(1 + n % 3),
            kind=Kind.PART if n % 4 == 0 else Kind.SERVICE,
        )
        for n in range(1, 41)
    )
    return paper(items=(item(lines=rows),))


def longest_words() -> TicketPaper:
    """Every text as long as it may be, in one word."""
    word = "W" * 200
    row = line(word, 10**11, "99999.5", result=word, warranty=Warranty(12, WarrantyUnit.MONTHS))
    thing = item(
        device=DeviceDraft("C" * 60, "B" * 60, "M" * 120, "S" * 60, "L" * 40),
        fault=word,
        condition=word,
        accessories=word,
        report=ItemReport(word, word, word),
        status="T" * 40,
        lines=(row, row, row),
    )
    address = {"street": word, "postcode": "P" * 20, "city": word}
    who = customer(
        name="N" * 120,
        company="K" * 120,
        email="E" * 240 + "@example.org",
        phones=tuple(Phone("0" * 40) for _ in range(8)),
        **address,
    )
    ways = {"phone": "0" * 40, "email": "E" * 254, "website": word, "tax_id": "X" * 40}
    where = shop(name="H" * 120, terms=word * 10, **address, **ways)
    people = {"person": "Q" * 80, "received_by": "R" * 80, "group": "G" * 120}
    return paper(shop=where, customer=who, items=(thing,), **people)


def right_to_left() -> TicketPaper:
    who = customer(name="محمد عبد الله", company="חברה בע״מ", city="دبي", language="ar")
    thing = item(fault="الشاشة سوداء 📱👍🏽 since Monday", device=DeviceDraft("Phone", "Samsung", "جالاكسي"))
    return paper(customer=who, items=(thing,))


def markup() -> TicketPaper:
    evil = '<b>bold</b> & <img src="file:///etc/passwd"/> <a href="http://x.example">x</a> ]]> </para> {} %s \\n ('  # noqa: E501  it stands in one line on paper too
    who = customer(name="<font color=red>Bobby</font>", company="A & B <Ltd>")
    rows = (line("<br/>Cable & plug</b>", 500, result="<i>ok</i>"),)
    return paper(
        customer=who,
        items=(item(fault=evil, accessories=evil, report=ItemReport(evil, evil, evil), lines=rows),),
    )


def several_items() -> TicketPaper:
    """Three tablets of a café, two of them ready."""
    screen = line(
        "Screen iPad",
        9900,
        warranty=Warranty(90),
        warranty_from=date(2026, 3, 10),
        warranty_until=date(2026, 6, 8),
    )
    battery = line(
        "Battery iPad",
        7900,
        warranty=Warranty(180),
        warranty_from=date(2026, 3, 10),
        warranty_until=date(2026, 9, 6),
    )
    plain = item(accessories="", condition="", status="Ready", meaning=Meaning.READY)
    things = (
        replace(
            plain,
            device=DeviceDraft("Tablet", "Apple", "iPad 9", "F9FXK1"),
            fault="Screen cracked",
            report=ItemReport("", "Screen replaced"),
            lines=(screen,),
        ),
        replace(
            plain,
            position=2,
            device=DeviceDraft("Tablet", "Apple", "iPad 9", "F9FXK2"),
            fault="Battery empty after an hour",
            accessories="Charger",
            report=ItemReport("Battery worn", "Battery replaced"),
            lines=(battery, line("Adhesive set", 450, "2", kind=Kind.PART)),
        ),
        replace(
            plain,
            position=3,
            device=DeviceDraft("Tablet", "Apple", "iPad Pro"),
            fault="Screen cracked",
            condition="Bent",
            report=ItemReport(),
            status="Waiting for part",
            meaning=Meaning.WAITING,
            lines=(screen,),
        ),
    )
    who = customer(name="Priya Shah", company="Greenleaf Café Ltd", street="", postcode="", city="")
    return paper(customer=who, items=things, closed_at=None, handed_over_at=None)


def twelve_items() -> TicketPaper:
    ready = item(status="Ready", meaning=Meaning.READY)
    things = tuple(
        replace(ready, position=n, device=DeviceDraft("Tablet", "Apple", f"iPad {n}", f"SER{n:04}"))
        for n in range(1, 13)
    )
    return paper(items=things, closed_at=None, handed_over_at=None)


def imported() -> TicketPaper:
    """A record of a repair café: nobody to name, no prices."""
    thing = PaperItem(
        position=1,
        device=DeviceDraft("Toaster", "Dualit", "Classic 4 Slot", year=1998),
        fault="Does not stay down when switched on",
        condition="",
        accessories="",
        report=ItemReport(),
        status="Collected",
        meaning=Meaning.CLOSED,
        outcome=Outcome.REPAIRABLE,
        barrier="Spare parts not available",
    )
    when = datetime(2019, 5, 11, 12, tzinfo=UTC)
    return paper(
        items=(thing,), received_at=when, closed_at=when, group="Repair Café Wales, Cardiff", **_NOTHING
    )


def exclusive() -> TicketPaper:
    """Prices without tax, two taxes on every line, in German."""
    ticket = paper(
        shop=shop(prices_include_tax=False, logo=logo_png()),
        customer=customer(name="Zoë Krämer", language="de"),
    )
    return with_totals(ticket, TaxRate("State tax", Decimal("6.25")), TaxRate("City tax", Decimal("1.125")))


def german() -> TicketPaper:
    """A German-speaking customer of an English shop; statuses are kept in English."""
    return replace(several_items(), customer=customer(name="Jörg Großmann", language="de"))


def long_problem(length: int = 2000) -> TicketPaper:
    words = "The machine makes a grinding noise whenever it is switched on and then stops after a while. "
    return paper(items=(item(fault=(words * (length // len(words) + 1))[:length]),))


def sample() -> TicketPaper:
    return paper(shop=shop(is_sample=True, logo=logo_png()))


def quick() -> TicketPaper:
    """A puncture mended while somebody waited whose name nobody asked, in Dutch taxes: 1.44 of 17.50."""
    row = line(
        "Puncture repair",
        1750,
        warranty=Warranty(30),
        warranty_from=date(2026, 3, 10),
        warranty_until=date(2026, 4, 9),
    )
    thing = PaperItem(
        1, DeviceDraft(), "Puncture repair", "", "", ItemReport(), "Collected", Meaning.CLOSED, lines=(row,)
    )
    nobody = _NOTHING | {"handed_over_at": PRINTED, "received_by": "Mia", "person": "Mia"}
    return with_totals(paper(items=(thing,), received_at=PRINTED, **nobody), TaxRate("VAT", Decimal(9)))


CASES = {
    "typical": paper,
    "intake": typical_intake,
    "empty": empty,
    "forty-lines": forty_lines,
    "longest-words": longest_words,
    "right-to-left": right_to_left,
    "markup": markup,
    "several-items": several_items,
    "imported": imported,
    "exclusive": exclusive,
    "german": german,
    "long-problem": long_problem,
    "twelve-items": twelve_items,
    "sample": sample,
}
OF_RECEIPTS = {"quick": quick, **CASES}
