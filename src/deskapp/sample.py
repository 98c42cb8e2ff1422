"""The sample shop: a believable phone repair shop, seeded, with today at its centre."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from deskapp.clock import Clock, FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.ticket import Intake, ItemDraft, ItemReport
from deskapp.domain.ticket_row import Priority
from deskapp.paths import shipped
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service
from deskapp.services.trade import read_trade

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20260310
TICKETS = 120
_SUNDAY = 6
_DONE = {"testing", "ready", "collected"}
# How many of the newest tickets stand where; all older ones are closed.
_OPEN = {
    "waiting_other": 1,
    "waiting_part": 6,
    "waiting_customer": 5,
    "ready": 9,
    "testing": 3,
    "in_work": 8,
    "diagnosing": 6,
    "received": 8,
}
_ROADS = {
    "received": (),
    "diagnosing": ("diagnosing",),
    "in_work": ("diagnosing", "in_work"),
    "testing": ("diagnosing", "in_work", "testing"),
    "waiting_customer": ("diagnosing", "waiting_customer"),
    "waiting_part": ("diagnosing", "waiting_part"),
    "waiting_other": ("diagnosing", "waiting_other"),
    "ready": ("diagnosing", "in_work", "testing", "ready"),
    "collected": ("diagnosing", "in_work", "ready", "collected"),
    "declined": ("diagnosing", "declined"),
    "cancelled": ("cancelled",),
}


def create_sample(path: Path, clock: Clock, name: str | None = None) -> Desk:
    """Make the sample shop in a new file and answer its open desk."""
    data = json.loads((shipped("resources") / "sample" / "phone-shop.json").read_text(encoding="utf-8"))
    moving = FixedClock(clock.now())
    shop = replace(shop_in("GB", name or "Northgate Phone Repair"), **data["shop"], is_sample=True)
    Desk.build(path, shop, data["owner"], moving, lambda desk: _Story(desk, data, moving, clock.now()).tell())
    return Desk.open(path, clock)


class _Story:
    """Five weeks of a shop, told from the first ticket to this morning."""

    def __init__(self, desk: Desk, data: dict[str, Any], clock: FixedClock, now: datetime) -> None:
        self.desk, self.data, self.clock, self.now = desk, data, clock, now
        self.chance = random.Random(SEED)
        self.owner = desk.actor()
        self.customers: list[int] = []
        self.staff: list[Actor] = [self.owner]

    def tell(self) -> None:
        self.clock.moment = self._at_work(self.now - timedelta(days=45))
        for name, role in self.data["staff"]:
            self.desk.people.add(self.owner, name, Role(role))
            self.staff.append(self.desk.actor(name))
        self.desk.trades.set_up(
            self.owner, read_trade("phone-repair", self.desk.shop.get(self.owner).language)
        )
        self._write_directory()
        fates = self._fates()
        days = (timedelta(days=40) * (1 - count / len(fates)) ** 1.3 for count in range(len(fates)))
        for received, fate in zip(sorted(self._at_work(self.now - ago) for ago in days), fates, strict=True):
            self._ticket(received, fate)
        for hours, (question, name, phone) in enumerate(reversed(self.data["enquiries"])):
            self.clock.moment = self.now - timedelta(hours=len(self.data["enquiries"]) - hours)
            self.desk.enquiries.add(self.staff[-1], EnquiryDraft(question, name, phone))

    def _fates(self) -> list[str]:
        """Where each ticket stands today, oldest first."""
        closed = ["collected"] * (TICKETS - sum(_OPEN.values()) - 10) + ["declined"] * 6 + ["cancelled"] * 4
        self.chance.shuffle(closed)
        still_open = [status for status, count in _OPEN.items() for _ in range(count)]
        by_age = {place: place + self.chance.uniform(0, 14) for place in range(len(still_open))}
        return closed + [still_open[place] for place in sorted(by_age, key=by_age.__getitem__)]

    def _write_directory(self) -> None:
        for place, name in enumerate(self.data["people"] + self.data["companies"]):
            company = name in self.data["companies"]
            draft = CustomerDraft(
                name="" if company else name,
                company=name if company else "",
                phones=(Phone(f"07700 9{place * 137 % 100000:05d}"),),
                email=f"desk{place}@mail.example" if place % 3 else "",
                street=f"{self.chance.randint(1, 120)} {self._one_of('streets')}",
                postcode=self._one_of("postcodes"),
                city="Leeds",
                alert="Invoice to head office, 30 days" if company else "",
            )
            self.customers.append(self.desk.customers.add(self.owner, draft).value.id)

    def _ticket(self, received: datetime, fate: str) -> None:
        case = self.chance.choice(self.data["cases"])
        self.clock.moment = received
        counter = self.chance.choice([self.staff[0], self.staff[-1]])
        ticket = self.desk.tickets.take_in(counter, self._intake(case, received, fate)).value
        if fate not in {"received", "cancelled"}:
            self._write_words(ticket.number, case, done=fate in _DONE)
        self._walk(ticket.number, _ROADS[fate], received)

    def _intake(self, case: dict[str, Any], received: datetime, fate: str) -> Intake:
        category, brand, model = case["device"]
        serial = "".join(str(self.chance.randint(0, 9)) for _ in range(15))
        colour = self.chance.choice(["black", "blue", "white"])
        device = DeviceDraft(category, brand, model, serial=serial, colour=colour)
        item = ItemDraft(case["fault"], device, None, self._one_of("conditions"), self._one_of("accessories"))
        services = [self.desk.catalog.by_code(self.owner, code) for code in case["services"]]
        return Intake(
            items=(item,),
            customer_id=self.chance.choice(self.customers),
            lines=tuple(line_from_service(service) for service in services),
            promised_at=self._promise(received, fate),
            priority=self.chance.choices(list(Priority), [1, 12, 3, 1])[0],
            person_id=None if fate == "received" else self.staff[1].person_id,
            place=self._one_of("places"),
            tags=("warranty",) if self.chance.random() < 0.08 else (),
        )

    def _promise(self, received: datetime, fate: str) -> datetime:
        """Two to five days on; of what is still open most lies ahead and a few are late."""
        if fate in {"collected", "declined", "cancelled"}:
            return self._closing_time(received + timedelta(days=self.chance.randint(2, 5)))
        ahead = self.chance.choices([-1, 1, 2, 3, 5], [2, 5, 4, 3, 1])[0]
        return max(self._closing_time(self.now + timedelta(days=ahead)), received + timedelta(hours=2))

    def _write_words(self, number: str, case: dict[str, Any], *, done: bool) -> None:
        """What the bench found, and what it did where the work is done."""
        after = (case["work"], case["advice"]) if done else ("", "")
        report = ItemReport(case["findings"], *after)
        version = self.desk.tickets.get(self.owner, number).items[0].row_version
        self.desk.tickets.report(self.staff[1], number, 1, report, version)
        if self.chance.random() < 0.3:
            self.desk.tickets.note(self.staff[1], number, self._one_of("notes"))
        if self.chance.random() < 0.2:
            self.desk.tickets.message(self.staff[-1], number, self._one_of("messages"))

    def _walk(self, number: str, road: tuple[str, ...], received: datetime) -> None:
        """Take the steps between the intake and now, in order and while the shop is open."""
        days = min(self.now - received, timedelta(days=self.chance.uniform(1.5, 5)))
        for place, status in enumerate(road, start=1):
            planned = received + days * place / (len(road) + 0.2)
            after = self.clock.moment + timedelta(minutes=self.chance.randint(6, 40))
            self.clock.moment = min(max(_in_hours(planned), after), self.now).replace(microsecond=0)
            reason = self.chance.choice(self.data["reasons"].get(status, [""]))
            by = {"collected": self.staff[-1], "cancelled": self.owner}.get(status, self.staff[1])
            self.desk.tickets.move(by, number, status, reason=reason)

    def _at_work(self, moment: datetime) -> datetime:
        """A moment of that day between nine and five, on a Saturday for a Sunday, and before now."""
        day = moment.date() - timedelta(days=1 if moment.weekday() == _SUNDAY else 0)
        at = time(self.chance.randint(9, 16), self.chance.randrange(0, 60, 5))
        return min(datetime.combine(day, at, UTC), self.now - timedelta(minutes=20))

    def _closing_time(self, moment: datetime) -> datetime:
        """Five o'clock of that day, or of Monday when it is a Sunday."""
        day = moment.date() + timedelta(days=1 if moment.weekday() == _SUNDAY else 0)
        return datetime.combine(day, time(17), UTC)

    def _one_of(self, name: str) -> str:
        return str(self.chance.choice(self.data[name]))


def _in_hours(moment: datetime) -> datetime:
    """A moment of the same day between nine and five, on a Saturday for a Sunday; later stays later."""
    day = moment - timedelta(days=1 if moment.weekday() == _SUNDAY else 0)
    return day.replace(hour=9 + day.hour // 3)
