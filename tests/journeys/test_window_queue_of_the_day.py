"""A Tuesday at the queue of a phone shop: a voice on the phone, a label to scan, and what lies about."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from deskapp.clock import FixedClock
from deskapp.domain.actor import Role
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from deskapp.tour.hands import go_to, press, write
from tests.documents.reading import text
from tests.ui.scanner.fake import Keyboard

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

LUKASZ, ZOE = "26009670", "26010421"
FORGOTTEN = (
    ("Dan Whitlock", "en", (2026, 1, 7)),
    ("Jürgen Groß", "de", (2026, 2, 2)),
    ("Amara Okafor", "en", (2026, 2, 10)),
    ("Mia Fischer", "de", (2026, 2, 20)),
    ("Priti Shah", "en", (2026, 2, 27)),
)


def moment(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    """The shop on 10 March 2026: one ticket of January, five that nobody collects, one of today."""
    path, clock = tmp_path / "northgate.desk", FixedClock(moment(1, 2))
    settings = replace(shop_in("GB", "Northgate Phone Repair"), uncollected_days=7)
    with closing(Desk.create(path, settings, "Priya Nair", clock)) as desk:
        desk.people.add(desk.actor(), "Tom Ellis", Role.TECHNICIAN)
        for name, language, day in FORGOTTEN:
            take_in(desk, clock, datetime(*day, 10, tzinfo=UTC), (name, language), ("Moto G", ""), "ready")
        count_on(path, 966)
        galaxy = ("Galaxy S21", "353456112874307")
        lukasz = take_in(desk, clock, moment(1, 20), ("Łukasz Wójcik", ""), galaxy, "ready", "collected")
        take_in(desk, clock, moment(3, 9), ("Recent Ready", ""), ("Pixel 7", ""), "ready")
        count_on(path, 1041)
        zoe = take_in(desk, clock, moment(3, 10, 9), ("Zoë Müller", "de"), ("iPhone 13", "359089114237654"))
    assert (lukasz, zoe) == (LUKASZ, ZOE)
    return path


def take_in(
    desk: Desk, clock: FixedClock, at: datetime, who: tuple[str, str], what: tuple[str, str], *steps: str
) -> str:
    """A ticket that was taken through these steps on its day; answers its number."""
    clock.moment, owner = at, desk.actor()
    phone = Phone(f"07700 900{100 + desk.customers.count(owner)}")
    item = ItemDraft("Does not charge", DeviceDraft("Phone", "", *what))
    customer = CustomerDraft(who[0], (phone,), language=who[1])
    number = desk.tickets.take_in(owner, Intake((item,), customer=customer)).value.number
    for status in ("in_work", *steps) if steps else ():
        desk.tickets.move(owner, number, status)
    return number


def count_on(path: Path, last: int) -> None:
    """The next ticket has the number after this."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE number_series SET last = ? WHERE series = 'ticket'", (last,))


def test_a_voice_on_the_phone_is_found_before_the_sentence_ends(guide: Guide) -> None:
    guide.clock_at(9, 25)
    press("Ctrl+K")
    write("lukasz")
    guide.expect_in("he and his ticket", guide.window.omnibox.hits().titles, LUKASZ, "Łukasz Wójcik")
    press("Return")
    guide.expect("his ticket of January is shown", guide.shown_number, LUKASZ)
    card = guide.pane.overview.cards[0]
    guide.expect("with its serial number", card.device["serial"].value, "353456112874307")
    guide.expect("he has it back", lambda: guide.pane.header.chip.chip().text, "Collected")
    press("Ctrl+2")
    guide.window.navigator.go("all")
    guide.at_rest()
    for typed in ("lukasz charg", "wojcik galaxy", "112874307", "lukasz status:collected in:60"):
        filter_by(guide, typed)
        guide.expect(f"“{typed}” finds it too", lambda: numbers(guide), [LUKASZ])


def test_a_label_before_the_scanner_opens_its_ticket_whatever_is_shown(guide: Guide) -> None:
    guide.clock_at(10, 0)
    press("Ctrl+3")
    Keyboard(guide.window).type(ZOE, pace=8)
    guide.expect("its ticket is shown", guide.shown_number, ZOE)
    press("Ctrl+2", "S")
    write("in work")
    press("Return")
    guide.expect("it is in work", lambda: guide.pane.header.chip.chip().text, "In work")
    guide.expect("nothing was typed anywhere", guide.window.omnibox.text, "")


def test_what_lies_about_for_a_week_is_changed_at_once_and_taken_back_at_once(
    guide: Guide, tmp_path: Path
) -> None:
    guide.clock_at(14, 0)
    guide.window.navigator.go("uncollected")
    guide.expect("five lie about, the oldest first", lambda: len(numbers(guide)), 5)
    oldest = guide.list.records.row(0)
    assert (oldest.customer, waits(guide)) == ("Dan Whitlock", "62 d")
    table = guide.list.table
    go_to(table)
    press("Home", "Ctrl+A")
    bulk = guide.window.pages.tickets().bulk()
    guide.expect("all five are chosen", bulk.head.full_text, "5 tickets selected")
    guide.expect("and read", lambda: len(bulk.rows()), 5)
    guide.at_rest()
    go_to(bulk.form.add_tags.edit)
    write("reminded")
    press("Return")
    go_to(bulk.go)
    press("Space")
    guide.expect("five are reminded", tagged(guide, "tag:reminded"), 5)
    letters = save_papers(guide, tmp_path / "letters.pdf")
    assert letters.count("Service summary") == 3
    assert letters.count("Servicebericht") + letters.count("Reparaturbericht") >= 2
    guide.at_rest()
    press("Ctrl+Z")
    guide.expect("one undo takes all five back", tagged(guide, "tag:reminded"), 0)
    guide.at_rest()
    press("Ctrl+Shift+Z")
    guide.expect("and one redo does it again", tagged(guide, "tag:reminded"), 5)
    guide.at_rest()
    assert guide.desk.check(guide.actor) == ()


def filter_by(guide: Guide, typed: str) -> None:
    """Type into an empty filter."""
    press("Ctrl+F", "Ctrl+A")
    write(typed)
    guide.at_rest()


def numbers(guide: Guide) -> list[str]:
    records = guide.list.records
    return [records.row(place).number for place in range(records.rowCount())]


def waits(guide: Guide) -> str:
    """How long the first row has had its status, as the list says it."""
    column = next(one for one in guide.list.records.columns if one.key == "since")
    return column.text(guide.list.records.row(0))


def tagged(guide: Guide, query: str) -> Callable[[], int]:
    return lambda: guide.desk.tickets.count(guide.actor, query)


def save_papers(guide: Guide, place: Path) -> str:
    """The papers of all chosen tickets as one file; answers their words."""
    bulk = guide.window.pages.tickets().bulk()
    bulk.papers.save()
    guide.expect("it asks where to", lambda: len(guide.window.findChildren(QFileDialog)), 1)
    [dialog] = guide.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(place))
    dialog.close()
    guide.expect("the letters are written", place.exists, True)
    guide.at_rest()
    return text(place.read_bytes())
