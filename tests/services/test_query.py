"""Every operator of the query language, asked of real tickets on a real file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.photo import Picture
from deskapp.domain.query import QueryError
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.domain.ticket_row import Priority
from deskapp.services.customer_names import customer_columns
from deskapp.services.desk import Desk
from deskapp.services.ticket_index import index_ticket
from deskapp.store import schema
from deskapp.store.engine import ShopFile
from tests.builders import a_customer, a_line, a_service, pounds
from tests.conftest import NOON


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of 2026 in UTC, by `MM-DD`."""
    month, number = day.split("-")
    return datetime(2026, int(month), int(number), hour, minute, tzinfo=UTC)


class Filling:
    """Fills a shop with tickets of different days; the first tag of each names it."""

    def __init__(self, desk: Desk, clock: FixedClock) -> None:
        self.desk, self.clock, self.owner = desk, clock, desk.actor()

    def take(self, name: str, received: datetime, *tags: str, **intake: object) -> str:
        self.clock.moment = received
        given = {"items": (ItemDraft("Serviced"),), "tags": (name, *tags), **intake}
        return self.desk.tickets.take_in(self.owner, Intake(**given)).value.number  # type: ignore[arg-type]  # a draft by keyword

    def then(self, number: str, moment: datetime, *statuses: str) -> None:
        self.clock.moment = moment
        for status in statuses:
            self.desk.tickets.move(self.owner, number, status, reason="Said so")


@pytest.fixture(scope="module")
def desk(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A shop on Tuesday 10 March 2026 at noon, with tickets of the weeks before."""
    clock = FixedClock(NOON)
    desk = Desk.open(Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("query"))), clock)
    fill(Filling(desk, clock))
    clock.moment = NOON
    yield desk
    desk.close()


def fill(shop: Filling) -> None:
    desk, owner = shop.desk, shop.owner
    tom, mia = (desk.people.add(owner, name).value.id for name in ("Tom Baker", "Mia Sørensen"))
    port = desk.catalog.add(owner, a_service("CHG-S21", "Charging port")).value
    iphone = ItemDraft("Screen", DeviceDraft("Phone", "Apple", "iPhone 13", "359089114237654"))
    old = shop.take(
        *("old", at("01-15"), "vip"),
        items=(iphone,),
        customer=CustomerDraft("Zoë Müller", (Phone("+44 7700 900733"),), company="Müller & Söhne"),
        promised_at=at("01-20"),
        priority=Priority.HIGH,
        person_id=tom,
        place="Shelf A3",
        lines=(a_line("Charging port", "79.00", service_id=port.id),),
    )
    shop.then(old, at("01-16"), "waiting_part")
    ready = shop.take(
        *("ready", at("02-10"), "größe-l"),
        customer=a_customer("Łukasz Wójcik", "07700 900142"),
        items=(ItemDraft("Hot", DeviceDraft("Laptop", "Lenovo", "X1", "PF-2X9K")),),
        person_id=mia,
        lines=(a_line("Battery", "250.00"),),
        cost_limit=pounds("300.00"),
    )
    shop.then(ready, at("02-12"), "in_work", "ready")
    shop.then(
        shop.take("done", at("02-01"), lines=(a_line("Crème", "49.50"),)), at("02-14"), "in_work", "ready"
    )
    shop.then(desk.tickets.rows(owner, "tag:done")[0].number, at("02-14"), "collected")
    later = shop.take("later", at("03-01"), promised_at=at("03-20"), planned_at=at("03-12"), place="Window")
    desk.tickets.note(owner, later, "Slow payer")
    desk.photos.add(owner, later, [Picture(b"seen", b"small", 2000, 1500)])
    desk.photos.bin(owner, desk.photos.add(owner, old, [Picture(b"seen", b"small", 2000, 1500)]).value[0].id)
    shop.then(shop.take("gone", at("03-09", 9)), at("03-10", 8), "cancelled")
    soon = shop.take(
        "soon",
        at("03-09", 23, 30),
        promised_at=at("03-11"),
        priority=Priority.URGENT,
        person_id=owner.person_id,
    )
    desk.loans.lend(owner, soon, desk.devices.add(owner, DeviceDraft("Spare", is_loaner=True)).value.id)
    fresh = shop.take("fresh", at("03-10", 9), "in-house", promised_at=at("03-10", 17), priority=Priority.LOW)
    desk.tickets.message(owner, fresh, "It is here.")
    desk.tickets.bin(owner, shop.take("binned", at("03-10", 10), "vip"))


def found(desk: Desk, query: str, actor: Actor | None = None) -> set[str]:
    """The names of the tickets that a query finds; the list and the count must agree."""
    asker = actor or desk.actor()
    rows = desk.tickets.rows(asker, query)
    assert desk.tickets.count(asker, query) == len(rows)
    assert desk.tickets.rows(asker, query, offset=1) == rows[1:]
    return {row.tags.split()[0] for row in rows}


OPEN = {"old", "ready", "later", "soon", "fresh"}
KEPT = OPEN | {"done", "gone"}

CASES = {
    # joined
    "": "old ready later soon fresh done gone",
    "müller or wojcik": "old ready",
    "tag:vip or tag:fresh or wojcik": "old fresh ready",
    "is:open tag:old or tag:done": "old done",
    "is:open (tag:old or tag:done)": "old",
    "-(tag:old or is:closed)": "ready later soon fresh",
    "-(tag:old is:waiting)": "ready later soon fresh done gone",
    "(is:closed -tag:gone) or (is:ready)": "done ready",
    "zoe iphone": "old",
    "zoe or": "old",
    # states
    "is:open": "old ready later soon fresh",
    "is:closed": "done gone",
    "is:new": "later soon fresh",
    "is:active": "",
    "is:waiting": "old",
    "is:ready": "ready",
    "is:overdue": "old",
    "is:late": "old",
    "is:uncollected": "ready",
    "is:unassigned": "later fresh",
    "is:mine": "soon",
    "is:stale": "old ready later",
    "is:deleted": "binned",
    "is:deleted or is:closed": "binned done gone",
    "tag:vip (is:deleted or is:open)": "old binned",
    "is:deleted tag:vip": "binned",
    "tag:vip": "old",
    "-is:deleted tag:vip": "old",
    "status:waiting": "old",
    "status:waiting_part": "old",
    'status:"Waiting for part"': "old",
    "status:wait": "old",
    "status:cancelled or status:collected": "done gone",
    "-status:received": "old ready done gone",
    # people
    "person:tom": "old",
    "tech:tom": "old",
    "person:baker": "old",
    "person:sorensen": "ready",
    'person:"Mia Sørensen"': "ready",
    "person:none is:open": "later fresh",
    "-person:none": "old ready soon",
    # customers and devices
    "customer:muller": "old",
    'customer:"muller sohne"': "old",
    "customer:iphone": "",
    "customer:none": "later soon fresh done gone",
    "phone:0733": "old",
    "phone:07700900142": "ready",
    'phone:"07700 900 142"': "ready",
    "phone:7700": "old ready",
    "device:iphone": "old",
    'device:"apple phone"': "old",
    "device:muller": "",
    "device:none": "later soon fresh done gone",
    "serial:4237": "old",
    "serial:pf2x9": "ready",
    "serial:PF-2X9K": "ready",
    "serial:07700": "",
    # services, tags, numbers, places
    "service:charging": "old",
    "service:chg-s21": "old",
    'service:"charging port"': "old",
    "service:battery": "ready",
    "service:creme": "done",
    "service:serviced": "",
    "tag:vi": "",
    "tag:VIP": "old",
    "tag:grosse-l": "ready",
    "tag:in-house": "fresh",
    "tag:house": "",
    "place:shelf": "old",
    "place:a3": "old",
    'place:"shelf a"': "old",
    "place:elf": "",
    "place:none is:open": "ready soon fresh",
    "no:26000018": "old",
    "no:2600": "old ready later soon fresh done gone",
    "number:26000018": "old",
    # priority and amounts
    "priority:high": "old",
    "priority:>normal": "old soon",
    "priority:>=high": "old soon",
    "priority:<normal": "fresh",
    "priority:low..normal is:open": "ready later fresh",
    "total:>200": "ready",
    "total:>250": "",
    "total:>=250": "ready",
    "total:250": "ready",
    "total:250,00": "ready",
    "total:£49.50": "done",
    "total:49,50..79": "old done",
    "total:..79 -total:0": "old done",
    "total:<=49.50 total:>0": "done",
    "total:<0": "",
    # dates
    "due:today": "fresh",
    "due:tomorrow": "soon",
    "due:yesterday": "",
    "due:week": "fresh soon",
    'due:"this week"': "fresh soon",
    "due:wed": "soon",
    "due:Tuesday": "fresh",
    "due:<fri": "old fresh soon",
    "due:mo": "",
    "received:mon": "soon gone",
    "person:me": "soon",
    "no:18": "old",
    "no:0018": "old",
    "due:month": "later fresh soon",
    "due:year": "old later fresh soon",
    "due:<today": "old",
    "due:<+3d": "old fresh soon",
    "due:<=+10d": "old fresh soon later",
    "due:+10d": "later",
    "due:>+1d": "later",
    "due:+1w..+2w": "later",
    "due:2026-01-20": "old",
    "due:20.1.2026": "old",
    "due:2026-01": "old",
    "due:2026-01..2026-03-10": "old fresh",
    "due:>2026-03-11": "later",
    "due:none is:open": "ready",
    "planned:12.3.2026": "later",
    "planned:none is:open": "old ready soon fresh",
    "received:today": "fresh",
    "received:yesterday": "soon gone",
    "received:<2026-02": "old",
    "in:1": "fresh",
    "in:2": "fresh soon gone",
    "in:7": "fresh soon gone",
    "in:10": "fresh soon gone later",
    "in:1m": "fresh soon gone later",
    "in:today": "fresh",
    "in:2026-02": "ready done",
    "closed:today": "gone",
    "closed:2026-02": "done",
    "closed:week": "gone",
    "closed:>2026-02-14": "gone",
    "closed:none": "old ready later soon fresh",
    # ages
    "age:>14": "old ready done",
    "age:0": "fresh",
    "age:1": "soon gone",
    "age:<2": "fresh soon gone",
    "age:<=9": "fresh soon gone later",
    "age:7..30": "later ready",
    "age:>1m": "old done",
    "updated:>7": "old ready later done",
    "updated:today": "fresh gone",
    "updated:<2": "fresh soon gone",
    "since:>40": "old",
    "since:26": "ready",
    "since:..1": "fresh soon gone",
    # parts
    "has:loaner": "soon",
    "has:note": "later",
    "has:photo": "later",
    "-has:photo is:open": "old ready soon fresh",
    "has:message": "fresh",
    "has:line": "old ready done",
    "has:due": "old later soon fresh",
    "has:planned": "later",
    "has:customer": "old ready",
    "has:phone": "old ready",
    "has:device": "old ready",
    "has:serial": "old ready",
    "has:person": "old ready soon",
    "has:place": "old later",
    "has:tag": "old ready later soon fresh done gone",
    "has:limit": "ready",
    "-has:line is:open": "later soon fresh",
}


@pytest.mark.parametrize(("typed", "names"), CASES.items(), ids=list(CASES))
def test_what_a_query_finds(desk: Desk, typed: str, names: str) -> None:
    assert found(desk, typed) == set(names.split())


ALONE = [typed for typed in CASES if typed and "deleted" not in typed]


@pytest.mark.parametrize("typed", ALONE)
def test_a_query_turned_round_finds_the_others(desk: Desk, typed: str) -> None:
    assert found(desk, f"-({typed})") == KEPT - found(desk, typed)


QUERIES = st.sampled_from(ALONE)


@pytest.fixture
def alone(desk: Desk) -> dict[str, set[str]]:
    """What each query finds by itself."""
    return {typed: found(desk, typed) for typed in ALONE}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUERIES, QUERIES, st.sampled_from(["", " sort:due", " sort:-total", " sort:best"]))
def test_two_queries_can_be_joined_in_every_way(
    desk: Desk, alone: dict[str, set[str]], one: str, other: str, sort: str
) -> None:
    first, second = alone[one], alone[other]
    assert found(desk, f"({one}) ({other}){sort}") == first & second
    assert found(desk, f"({one}) or ({other}){sort}") == first | second
    assert found(desk, f"({one}) -({other}){sort}") == first - second


@pytest.mark.parametrize("typed", ["müller or wojcik", "is:open", "-(tag:old or is:closed)", "due:<+3d"])
def test_a_query_in_brackets_can_be_narrowed(desk: Desk, typed: str) -> None:
    assert found(desk, f"({typed}) -status:waiting") == found(desk, typed) - {"old"}


SORTS = {
    "sort:due is:open": "old fresh soon later ready",
    "sort:-due has:due": "later soon fresh old",
    "sort:received is:open": "old ready later soon fresh",
    "sort:-received is:open": "fresh soon later ready old",
    "sort:age is:open": "fresh soon later ready old",
    "sort:-age is:open": "old ready later soon fresh",
    "is:closed sort:closed": "done gone",
    "is:closed sort:-closed": "gone done",
    "has:customer sort:customer": "old ready",
    "priority:>normal sort:priority": "soon old",
    "is:open sort:-number": "fresh soon later ready old",
    "has:device sort:device": "old ready",
    "has:place sort:-place": "later old",
    "has:line sort:total": "done old ready",
    "person:tom or person:mia sort:-person": "old ready",
    "is:open sort:status": "later soon fresh old ready",
    "is:open sort:updated": "ready old later soon fresh",
    "is:open sort:-since": "fresh soon later ready old",
    "zoe iphone sort:best": "old",
}


@pytest.mark.parametrize(("typed", "names"), SORTS.items(), ids=list(SORTS))
def test_an_order_that_is_asked_for_goes_before_that_of_the_list(desk: Desk, typed: str, names: str) -> None:
    rows = desk.tickets.rows(desk.actor(), typed, sort="number")
    assert [row.tags.split()[0] for row in rows] == names.split()


def test_mine_is_whoever_asks(desk: Desk) -> None:
    assert found(desk, "is:mine", desk.actor("Tom")) == {"old"}
    assert found(desk, "is:mine", desk.actor("Mia")) == {"ready"}
    assert found(desk, "-is:mine is:open", desk.actor("Mia")) == OPEN - {"ready"}


@pytest.mark.parametrize(
    ("typed", "word", "sentence"),
    [
        ("screen status:lost", "status:lost", "There is no status “lost”; the shop has Received, Diagnosing"),
        ("person:nobody is:open", "person:nobody", "Nobody here is called “nobody”; the shop has Priya Nair"),
        ("-total:>1.234.5", "total:>1.234.5", "“1.234.5” is not an amount in GBP"),
        ('customer:"***"', 'customer:"***"', '“customer:"\\*\\*\\*"” holds nothing that can be looked for'),
    ],
)
def test_a_name_that_the_shop_lacks_is_refused_where_it_stands(
    desk: Desk, typed: str, word: str, sentence: str
) -> None:
    for ask in (desk.tickets.rows, desk.tickets.count):
        with pytest.raises(QueryError, match=sentence) as refusal:
            ask(desk.actor(), typed)
        assert (refusal.value.word, typed[refusal.value.start : refusal.value.end]) == (word, word)


@pytest.mark.parametrize(
    ("zone", "today", "yesterday"),
    [
        ("Pacific/Auckland", {"11:30"}, {"23:30", "06:30", "07:30", "10:30"}),  # the 11th begins at 11:00
        ("America/Los_Angeles", {"07:30", "10:30", "11:30"}, {"23:30", "06:30"}),  # the 10th begins at 07:00
        ("Europe/London", {"06:30", "07:30", "10:30", "11:30"}, {"23:30"}),
    ],
)
def test_a_day_begins_at_midnight_in_the_shop(
    shop_path: Path, clock: FixedClock, zone: str, today: set[str], yesterday: set[str]
) -> None:
    desk = Desk.open(shop_path, clock)
    owner = desk.actor()
    desk.shop.save(owner, replace(desk.shop.get(owner), time_zone=zone))
    shop = Filling(desk, clock)
    for day, hour in (("03-09", 23), ("03-10", 6), ("03-10", 7), ("03-10", 10), ("03-10", 11)):
        shop.take(f"{hour:02}:30", at(day, hour, 30))
    clock.moment = NOON
    for query in ("received:today", "age:0", "in:1", "in:today", "since:<1"):
        assert found(desk, query) == today
    for query in ("received:yesterday", "age:1", "received:-1d", "in:2 -received:today"):
        assert found(desk, query) == yesterday
    desk.close()


def test_who_stands_in_a_customer_s_place_is_found_like_one(shop_path: Path, clock: FixedClock) -> None:
    desk = Desk.open(shop_path, clock)
    ticket = desk.tickets.take_in(desk.actor(), Intake((ItemDraft("Kettle of Anna"),), tags=("group",))).value
    file = ShopFile(shop_path)
    with file.write() as tx:
        columns = {"group_name": "Café Réparation", **customer_columns(tx, None, "Café Réparation")}
        tx.execute(update(schema.ticket).where(schema.ticket.c.id == ticket.id).values(**columns))
        index_ticket(tx, ticket.id)
    file.close()
    assert found(desk, "customer:cafe") == found(desk, 'customer:"REPARATION caf"') == {"group"}
    assert found(desk, "customer:anna") == found(desk, "customer:none") == set()
    assert found(desk, "has:customer") == {"group"}
    desk.close()


def test_the_days_of_neglect_are_the_shop_s(shop_path: Path, clock: FixedClock) -> None:
    desk = Desk.open(shop_path, clock)
    shop = Filling(desk, clock)
    shop.then(shop.take("ready", at("03-05", 23, 59)), at("03-05", 23, 59), "in_work", "ready")
    clock.moment = NOON
    assert (found(desk, "is:stale"), found(desk, "is:uncollected")) == (set(), set())
    settings = desk.shop.get(shop.owner)
    desk.shop.save(shop.owner, replace(settings, stale_days=4, uncollected_days=5))
    assert (found(desk, "is:stale"), found(desk, "is:uncollected")) == ({"ready"}, set())
    clock.moment = at("03-11", 0)
    assert found(desk, "is:uncollected") == {"ready"}
    desk.close()


def test_completion_is_offered_what_there_is(desk: Desk) -> None:
    values = desk.tickets.query_values(desk.actor())
    assert values["status"][0] == "Received"
    assert values["person"] == ("Priya Nair", "Tom Baker", "Mia Sørensen")
    assert set(values["tag"]) == {"old", "vip", "ready", "größe-l", "later", "soon", "fresh", "in-house"}
    assert set(values["place"]) == {"Shelf A3", "Window"}
    assert values["service"] == ("Charging port",)
    for operator, words in values.items():
        for word in words:
            found(desk, f'{operator}:"{word}"')
