"""Importing from the main window: its command, what the queue shows afterwards, and the way back."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft
from deskapp.domain.import_plan import ImportCancelled
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.import_units import ImportUnits
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.main_window import MainWindow
from tests.exchange.ords_file import records, write_ords
from tests.ui.finding import child
from tests.ui.main_frame import WAIT, eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")


def import_window(window: MainWindow) -> ImportWindow:
    """The import window that the command of the menu brings."""
    window.commands.action("import").trigger()
    [found] = open_ones()
    return found


def open_ones() -> list[ImportWindow]:
    """The import windows on the screen."""
    tops = QApplication.topLevelWidgets()
    return [one for one in tops if isinstance(one, ImportWindow) and one.isVisible()]


def bring_in(qtbot: QtBot, window: MainWindow, file: Path) -> ImportWindow:
    """Import a file as a person does."""
    imports = import_window(window)
    imports.read(str(file))
    eventually(qtbot, lambda: imports.page() is imports.preview)
    imports.preview.go.click()
    eventually(qtbot, lambda: imports.page() is imports.result)
    settle(qtbot, window)
    return imports


def test_without_a_shop_there_is_nothing_to_import_into(qtbot: QtBot, clock: FixedClock) -> None:
    with open_window(qtbot, clock, None) as window:
        assert not window.commands.action("import").isEnabled()


def test_the_command_opens_one_window_and_no_second(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        first = import_window(window)
        assert import_window(window) is first


def test_imported_tickets_are_listed_when_they_are_asked_for(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    file = write_ords(tmp_path / "repairs.csv", *records(5))
    with open_window(qtbot, clock, shop_path) as window:
        imports = bring_in(qtbot, window, file)
        imports.result.show_them.click()
        eventually(qtbot, lambda: len(numbers(window)) == 5)
        assert window.sidebar.place() == "closed"
        assert not open_ones()


def test_the_message_at_the_desk_takes_the_import_back_when_its_window_is_gone(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    file = write_ords(tmp_path / "repairs.csv", *records(5))
    with open_window(qtbot, clock, shop_path) as window:
        bring_in(qtbot, window, file).close()
        window.navigator.go("closed")
        eventually(qtbot, lambda: len(numbers(window)) == 5)
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == "5 records imported"
        assert toast.action is not None
        toast.action.click()
        eventually(qtbot, lambda: numbers(window) == [])
        told = window.toasts.current()
        assert told is not None
        assert told.words.full_text() == "Taken back: 5 records imported"


def test_undo_by_key_takes_the_import_back_before_what_was_done_earlier(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Name,Phone\nEva Kern,07700 900123\n", encoding="utf-8")
    with open_window(qtbot, clock, shop_path) as window:
        assert window.context is not None
        desk, owner = window.context.desk, window.context.actor
        window.context.act(desk.customers.add, CustomerDraft("Otto"))
        eventually(qtbot, lambda: desk.customers.count(owner) == 1)
        imports = import_window(window)
        imports.read(str(file))
        eventually(qtbot, lambda: imports.page() is imports.mapping)
        imports.go()
        eventually(qtbot, lambda: imports.page() is imports.preview)
        imports.go()
        eventually(qtbot, lambda: imports.page() is imports.result)
        for left in (["Otto"], []):
            window.commands.action("undo").trigger()
            eventually(qtbot, partial(_names_are, desk, owner, left))


def _names_are(desk: Desk, owner: Actor, names: list[str]) -> bool:
    return [row.name for row in desk.customers.rows(owner)] == names


@pytest.mark.parametrize(("press", "count"), [("Go on", 60), ("Take it back", 0)])
def test_an_import_that_was_cut_off_is_told_and_goes_on_or_is_taken_back(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path, press: str, count: int
) -> None:
    leave_half(shop_path, tmp_path, clock)
    with open_window(qtbot, clock, shop_path) as window:
        assert window.context is not None
        desk, owner = window.context.desk, window.context.actor
        eventually(qtbot, lambda: "stopped after line" in window.banner.text())
        assert window.banner.text() == "An import of 62 lines from “list.csv” stopped after line 21."
        child(window.banner, QPushButton, press).click()
        eventually(qtbot, lambda: desk.customers.count(owner) == count)
        eventually(qtbot, lambda: window.banner.text() == "")
        assert desk.imports.unfinished(owner) is None


def leave_half(shop_path: Path, folder: Path, clock: FixedClock) -> None:
    """A shop whose last import was killed after the first of three units."""
    file = folder / "list.csv"
    rows = "".join(f"{one},Name {one},n{one}@example.org\n" for one in range(60))
    file.write_text("Customer number,Name,E-mail\n" + rows, encoding="utf-8")
    with closing(Desk.open(shop_path, clock)) as desk, pytest.MonkeyPatch.context() as patch:
        patch.setattr("deskapp.services.import_units.UNIT", 20)
        patch.setattr("deskapp.services.customer_import_run.EVERY", 10)
        patch.setattr(ImportUnits, "_taken_back", lambda _self, _actor, _run, error: error)
        seen: list[int] = []
        owner = desk.actor()
        with pytest.raises(ImportCancelled):
            apply_plan(
                desk,
                owner,
                read_plan(desk, owner, file),
                on_progress=lambda done, _whole: seen.append(done),
                cancelled=lambda: len(seen) > 2,
            )


def test_an_import_never_goes_into_the_shop_that_is_opened_meanwhile(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.desk"
    Desk.create(other, shop_in("DE", "Zweitladen"), "Jo", clock).close()
    file = write_ords(tmp_path / "repairs.csv", *records(3_000))
    with open_window(qtbot, clock, shop_path) as window:
        imports = import_window(window)
        imports.read(str(file))
        eventually(qtbot, lambda: imports.page() is imports.preview)
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            imports.preview.go.click()
            window.open_shop(other)
        assert window.windowTitle() == "Zweitladen – Deskapp"
        assert not open_ones()
        settle(qtbot, window)
        assert window.context is not None
        assert window.context.desk.tickets.count(window.context.actor) == 0
    for path, whole_or_nothing in ((other, {0}), (shop_path, {0, 3_000})):
        desk = Desk.open(path, clock)
        assert desk.tickets.count(desk.actor()) in whole_or_nothing
        assert desk.check(desk.actor()) == ()
        desk.close()


def test_closing_the_main_window_stops_an_import_and_leaves_nothing_of_it(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    file = write_ords(tmp_path / "repairs.csv", *records(12_000))
    with open_window(qtbot, clock, shop_path) as window:
        imports = import_window(window)
        imports.read(str(file))
        eventually(qtbot, lambda: imports.page() is imports.preview)
        with qtbot.waitSignal(imports.importer.progressed, timeout=WAIT):
            imports.preview.go.click()
        window.close()
        eventually(qtbot, lambda: not window.isVisible())
    desk = Desk.open(shop_path, clock)
    assert desk.tickets.count(desk.actor()) == 0
    assert desk.check(desk.actor()) == ()
    desk.close()
