"""The window and the command line list the same tickets in the same order."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from deskapp import cli
from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.built_in_view import BUILT_IN
from deskapp.services.desk import Desk
from deskapp.ui.shell.places import VIEWS
from tests.builders import a_customer, a_device, a_line, an_intake, an_item
from tests.ui.main_frame import eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")

QUERIES = (
    *BUILT_IN.values(),
    *(
        "fault",
        "lukasz",
        "0142",
        "galaxy -03",
        '"fault 07"',
        "fault 07 or fault 11",
        "(is:waiting or is:ready)",
    ),
    *("sort:customer", "is:open sort:-due", "sort:number", "sort:-priority", "sort:status", "sort:-total"),
    *("due:<+2d", "due:none", "age:<2", "total:>100", "place:r1", "no:2600", "status:waiting sort:received"),
)


@pytest.fixture
def shop(desk: Desk, owner: Actor, clock: FixedClock) -> Desk:
    """Thirty tickets in many states, taken in over three days."""
    steps: tuple[tuple[str, ...], ...] = (
        (), ("in_work",), ("in_work", "ready"), ("waiting_part",), ("in_work", "ready", "collected")
    )  # fmt: skip
    for place in range(30):
        clock.moment += timedelta(hours=2, minutes=place % 7)
        item = an_item(f"Fault {place:02}", device=a_device(f"Galaxy S{place % 4}"))
        promised = clock.moment + timedelta(hours=9 * (place % 5) - 9) if place % 3 else None
        customer = a_customer(f"Łukasz {chr(90 - place % 26)}", f"07700 90{place:02} 0142")
        lines = (a_line(price=f"{10 * place}.00"),) if place % 2 else ()
        intake = an_intake(
            customer=customer, items=(item,), promised_at=promised, lines=lines, place=f"R{place % 3}"
        )
        number = desk.tickets.take_in(owner, intake).value.number
        for status in steps[place % 5]:
            desk.tickets.move(owner, number, status, reason="So it is")
        if place % 11 == 10:
            desk.tickets.bin(owner, number)
    clock.moment += timedelta(hours=1)
    return desk


def test_every_query_lists_alike(
    qtbot: QtBot,
    shop: Desk,
    clock: FixedClock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DESKAPP_NOW", clock.moment.isoformat())
    with open_window(qtbot, clock, shop.path) as window:
        page = window.pages.tickets()
        found = {}
        for query in QUERIES:
            view = next((view for view in VIEWS if view.query == query), None)
            if view:
                page.show_view(view)
            else:
                page.show_view(next(view for view in VIEWS if view.key == "all"))
                settle(qtbot, window)
                page.list.filter.setText(query)
                page.list.filter.textEdited.emit(query)
                eventually(qtbot, lambda: not page.list._pause.isActive())  # noqa: SLF001  typing has paused
            settle(qtbot, window)
            assert cli.main(["ticket", "list", str(shop.path), query, "--json"]) == 0
            found[query] = [row["number"] for row in json.loads(capsys.readouterr().out)]
            assert numbers(window) == found[query], query
    assert len({tuple(rows) for rows in found.values()}) > 20, "the queries tell tickets apart"
