"""The first tickets are on the screen before the shop is open, where the real list will be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shell.places import PLACES
from deskapp.ui.tickets.layouts import Layout, keep_layout
from deskapp.ui.tickets.list import TicketList
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, close

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def shop_path(desk: Desk, owner: Actor) -> Path:
    for _one in range(3):
        desk.tickets.take_in(owner, an_intake())
    desk.close()
    return desk.path


def test_the_rows_are_there_before_the_shop_is_open(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    window = MainWindow(Settings(), clock)
    window.resize(1280, 800)
    with qtbot.waitSignal(window.listed, timeout=WAIT):
        window.start(shop_path)
        window.show()
    assert window.context is None, "the shop is open already"
    first = seen(window)
    place = first.table.rect().translated(first.table.mapTo(window, first.table.pos()))
    rows = cells(first.table)
    assert len(rows) == 3
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        pass
    qtbot.waitUntil(lambda: len(window.findChildren(TicketList)) == 1, timeout=WAIT)
    real = window.pages.tickets().list
    assert cells(real.table) == rows
    assert real.table.rect().translated(real.table.mapTo(window, real.table.pos())) == place
    close(qtbot, window)


@pytest.mark.parametrize("layout", [Layout(sort="customer"), Layout(grouping="status"), Layout(face="board")])
def test_a_queue_that_was_left_otherwise_is_not_shown_in_a_wrong_order(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, layout: Layout
) -> None:
    kept = Keeps()
    keep_layout(kept, PLACES["open"], layout)  # type: ignore[arg-type]  # only its settings are written
    told: list[str] = []
    window = MainWindow(kept.settings, clock)
    window.listed.connect(lambda: told.append("listed"))
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        window.start(shop_path)
        window.show()
    assert told == []
    close(qtbot, window)


def test_what_is_no_shop_is_told_without_a_first_sight(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path, shop_path: Path
) -> None:
    spoiled = tmp_path / "spoiled.desk"
    spoiled.write_bytes(shop_path.read_bytes()[:5000])
    window = MainWindow(Settings(), clock)
    window.start(spoiled)
    window.show()
    eventually(qtbot, lambda: window.show_start_page().isVisible())
    assert not window.findChildren(TicketList)
    close(qtbot, window)


class Keeps:
    """Where a layout is written to."""

    settings = Settings()


def seen(window: MainWindow) -> TicketList:
    [only] = window.findChildren(TicketList)
    assert only.isVisible()
    return only


def cells(table: QTableView) -> list[list[str]]:
    model = table.model()
    columns = [place for place in range(model.columnCount()) if not table.isColumnHidden(place)]
    return [
        [str(model.index(row, column).data() or "") for column in columns] for row in range(model.rowCount())
    ]


def eventually(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=WAIT)
