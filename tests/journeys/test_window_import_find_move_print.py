"""Records of another system at the window: imported from a file, found, opened, reopened, printed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from deskapp.domain.paper import Document
from deskapp.services.desk import Desk
from deskapp.tour.hands import choose, focus, go_to, press, write
from deskapp.tour.papers import save_shown, wait_drawn
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.tickets.status_dialog import StatusDialog
from tests.exchange.ords_file import a_record, write_ords

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

RECORDS = (
    a_record(1, brand="Sony", product_category="Hi-Fi separates", problem="No sound on the left"),
    a_record(
        7, problem="Smells of smoke", repair_status="End of life",
        repair_barrier_if_end_of_life="Spare parts too expensive",
    ),
    a_record(8, brand="Nordlicht", product_category="Lamp", problem="", event_date="2025-02-30"),
    a_record(9, brand="Łódź & <Sons>", product_category="Lamp", repair_status="Repairable"),
)  # fmt: skip


def test_records_are_imported_found_reopened_and_printed(
    guide: Guide, shop_path: Path, tmp_path: Path
) -> None:
    path = write_ords(tmp_path / "repairs.csv", *RECORDS)
    import_file(guide, path)
    find_by(guide, "smoke")
    find_by(guide, "cafe_7")
    look_at_the_record(guide)
    reopen(guide)
    print_summary(guide)
    import_again(guide, path)
    take_in_another(guide)
    guide.close_window()
    with closing(Desk.open(shop_path, guide.clock)) as desk:
        assert desk.tickets.count(desk.actor()) == 4
        assert desk.check(desk.actor()) == ()


def choose_file(guide: Guide, path: Path) -> ImportWindow:
    press("Ctrl+K")
    write(">import")
    press("Return")
    window = guide.front(ImportWindow)
    guide.expect("a file is asked for", focus, window.choose.choose)
    press("Space")
    dialog = guide.front(QFileDialog)
    write(str(path))
    press("Return")
    guide.closed(dialog)
    window.activateWindow()
    guide.expect("the file is read", window.preview.isVisible, wanted=True)
    return window


def import_file(guide: Guide, path: Path) -> None:
    window = choose_file(guide, path)
    guide.expect("the bad line is named", window.preview.problems.rowCount, 1)
    guide.expect("three can be imported", window.preview.records.rowCount, 3)
    guide.expect("nothing is written yet", lambda: guide.desk.tickets.count(guide.actor), 0)
    press("Ctrl+Return")
    guide.expect_in("it says what is in the shop now", window.result.words.full_text, "3")
    guide.expect("the next thing is to look at them", focus, window.result.show_them)
    press("Space")
    guide.gone(window)
    guide.expect("they are listed", guide.list.records.rowCount, 3)


def find_by(guide: Guide, words: str) -> None:
    number = guide.ticket_of("smoke").number
    press("Ctrl+K")
    write(words)
    guide.expect_in(f"“{words}” finds it", guide.window.omnibox.hits().titles, number)
    press("Return")
    guide.expect("it is opened", guide.shown_number, number)


def look_at_the_record(guide: Guide) -> None:
    head = guide.pane.header
    guide.expect_in("its day is shown", head.what.full_text, "Kettle", "6 Apr 2019")
    card = guide.pane.overview.cards[0]
    guide.expect_in("what became of it", card.outcome.full_text, "End of life", "Spare parts too expensive")
    guide.expect("where it came from", guide.pane.customer.name.full_text, "Penarth")
    guide.expect("it is closed", lambda: guide.ticket_of("smoke").meaning.value, "closed")


def reopen(guide: Guide) -> None:
    """A closed ticket needs a reason to go on."""
    press("Ctrl+2", "S")
    dialog = guide.front(StatusDialog)
    choose(dialog.status, "in_work")
    press("Return")
    guide.expect_in("why is asked", lambda: dialog.form.row("reason").wrong(), "why")
    go_to(dialog.reason)
    write("A part was found after all")
    press("Return")
    guide.gone(dialog)
    guide.expect("it is in work", lambda: guide.ticket_of("smoke").status, "in_work")
    press("Ctrl+Z")
    guide.expect("or not, after all", lambda: guide.ticket_of("smoke").meaning.value, "closed")


def print_summary(guide: Guide) -> None:
    guide.at_rest()
    press("Ctrl+P")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    save_shown(
        guide, preview, Document.SERVICE_SUMMARY, "The summary.", "Kettle", "Smells of smoke", "Penarth"
    )
    press("Escape")
    guide.gone(preview)


def import_again(guide: Guide, path: Path) -> None:
    window = choose_file(guide, path)
    guide.expect("nothing is new", window.preview.go.isEnabled, wanted=False)
    press("Escape")
    guide.gone(window)
    guide.expect("nothing is there twice", lambda: guide.desk.tickets.count(guide.actor), 3)


def take_in_another(guide: Guide) -> None:
    """What is imported is no hindrance to a new ticket for the like."""
    press("Ctrl+N")
    intake = guide.front(IntakeWindow)
    write("07700 900142")
    press("Tab")
    write("Ada Byron")
    [item] = intake.form.items
    for field, text in ((item.category, "Kettle"), (item.brand, "Brewster"), (item.fault, "smokes again")):
        go_to(field)
        write(text)
    press("Ctrl+S")
    guide.expect_in("it is saved", intake.aftermath.words.full_text, "saved")
    press("Escape")
    guide.gone(intake)
    guide.expect(
        "the newest is the new one", lambda: guide.ticket_of("kettle").items[0].fault, "smokes again"
    )
