"""Makes `0001.desk`, a week in a made-up shop that fills every table of schema 0001.

    python tests/store/files/make_0001.py

Run while 0001 is the newest schema; the file is committed and never made again afterwards, because
it stands for the files that customers have.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.catalog import Kind, ServiceDraft
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.paper import Document
from deskapp.domain.ticket import Intake, ItemDraft, ItemReport, LineDraft
from deskapp.domain.ticket_row import Priority
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service

TARGET = Path(__file__).with_name("0001.desk")
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
GBP = Currency("GBP")

CATALOG = (
    ("SCR-IP13", "Screen iPhone 13", 11900, Warranty(90)),
    ("SCR-IP13-OEM", "Original screen iPhone 13", 18900, Warranty(12, WarrantyUnit.MONTHS)),
    ("BAT-IP13", "Battery iPhone 13", 5900, Warranty(180)),
    ("CHG-S21", "Charging port Galaxy S21", 7900, Warranty(90)),
    ("DIA", "Diagnosis", 2500, None),
    ("GLS", "Glass protector", 1200, None),
)
CUSTOMERS = (
    CustomerDraft("Zoë Müller", (Phone("07700 900142"),), language="de", note="Calls back after four"),
    CustomerDraft("Łukasz Wójcik", (Phone("07700 900467"), Phone("0113 496 0999", label="work"))),
    CustomerDraft("Amara Okafor", (Phone("+44 7700 900733"),), email="amara@example.org"),
    CustomerDraft("", (Phone("0113 496 0123"),), "Greenleaf Café Ltd", alert="Thirty days to pay"),
)
RECORDS = """\
id,data_provider,country,partner_product_category,product_category,product_category_id,brand,\
year_of_manufacture,product_age,repair_status,repair_barrier_if_end_of_life,group_identifier,event_date,problem
demo_1,Demo,GBR,Home ~ Iron,Iron,40,Unknown,"","",Fixed,"",Leeds,2024-04-06,Iron does not heat
demo_2,Demo,GBR,Toaster,Toaster,27,Dualit,2009,15,End of life,Spare parts not available,York,2024-04-06,
demo_3,Demo,GBR,Home ~ Lamp,Lamp,41,Anglepoise,"","",Repairable,"",Leeds,2024-05-04,Flickers
"""


def main() -> None:
    """Write the file beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "0001.desk"
        fill(made, Path(folder))
        TARGET.write_bytes(made.read_bytes())
    print(TARGET)


def fill(path: Path, folder: Path) -> None:
    clock = FixedClock(MONDAY)
    shop = replace(
        shop_in("GB", "Northgate Phone Repair"),
        street="12 Northgate",
        postcode="LS1 4AB",
        city="Leeds",
        phone="0113 496 0100",
        tax_id="GB 123 4567 89",
        logo=_logo(),
    )
    desk = Desk.create(path, shop, "Priya Nair", clock)
    owner = desk.actor()
    for name, role in (("Tom Ellis", Role.TECHNICIAN), ("Aisha Khan", Role.FRONT_DESK)):
        desk.people.add(owner, name, role)
    for code, name, price, warranty in CATALOG:
        desk.catalog.add(owner, ServiceDraft(code, name, Money(price, GBP), warranty=warranty))
    desk.catalog.retire(owner, desk.catalog.by_code(owner, "GLS").id)
    for customer in CUSTOMERS:
        desk.customers.add(owner, customer)
    _work(desk, owner, clock)
    _import(desk, owner, folder)
    desk.close()


def _logo() -> bytes:
    """A green square as a PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    size, row = 8, b"\x00" + b"\x2e\x7d\x32" * 8
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(row * size)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _work(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    tom = desk.actor("Tom", Source.COMMAND_LINE)
    tickets = desk.tickets

    def later(minutes: int) -> None:
        clock.moment += timedelta(minutes=minutes)

    screen = tickets.take_in(owner, _phone(1, "iPhone 13", "Display cracked, touch dead at the top")).value
    for code in ("SCR-IP13-OEM", "BAT-IP13"):
        tickets.add_line(tom, screen.number, line_from_service(desk.catalog.by_code(tom, code)))
    for status, reason in (
        ("diagnosing", ""),
        ("waiting_customer", "Asked about the battery"),
        ("in_work", ""),
    ):
        later(35)
        tickets.move(tom, screen.number, status, reason=reason)
    tickets.note(tom, screen.number, "Frame slightly bent at the top left")
    tickets.message(owner, screen.number, "Ihr iPhone ist fertig.")
    report = ItemReport(
        "Display broken, battery at 78 %", "Display and battery replaced", "A glass protector"
    )
    tickets.report(tom, screen.number, 1, report, tickets.get(tom, screen.number).items[0].row_version)
    later(60)
    tickets.move(tom, screen.number, "ready")
    later(120)
    tickets.hand_over(owner, screen.number)
    desk.papers.printed(owner, screen.number, Document.SERVICE_SUMMARY, b"%PDF-1.4 made up")

    charging = tickets.take_in(tom, _phone(2, "Galaxy S21", "Does not charge", promised_at=clock.now())).value
    desk.undo(tom, tickets.move(tom, charging.number, "testing").undo)
    tickets.move(tom, charging.number, "waiting_part", reason="Port ordered")
    tablets = tuple(
        ItemDraft(f"Screen cracked ({n})", DeviceDraft("Tablet", "Apple", "iPad 9", serial=f"DMPX{n}Q1M"))
        for n in (1, 2, 3)
    )
    labour = LineDraft("Bench work", Money(4250, GBP), Decimal("1.5"), Kind.SERVICE, item=2)
    cafe = Intake(tablets, customer_id=4, lines=(labour,), priority=Priority.HIGH, tags=("rush",), place="B4")
    tickets.move(tom, tickets.take_in(owner, cafe).value.number, "in_work", item=1)
    tickets.bin(owner, tickets.take_in(owner, _phone(3, "P30", "Entered twice")).value.number)


def _phone(customer_id: int, model: str, fault: str, promised_at: datetime | None = None) -> Intake:
    device = DeviceDraft("Phone", model=model, serial=f"35911408923765{customer_id}")
    item = ItemDraft(fault, device, condition="Scratches on the back", accessories="Case")
    return Intake((item,), customer_id=customer_id, promised_at=promised_at)


def _import(desk: Desk, owner: Actor, folder: Path) -> None:
    records = folder / "repairs.csv"
    records.write_text(RECORDS, encoding="utf-8")
    apply_plan(desk, owner, read_plan(desk, owner, records))


if __name__ == "__main__":
    main()
