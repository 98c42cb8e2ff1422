"""The import window: what it shows of a file, what it writes, and how everything is stopped or taken back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QFileDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.import_plan import ImportReport
from deskapp.domain.undo import Done
from deskapp.errors import DeskError, StaleWrite
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.shared import places
from deskapp.ui.shared.paged_model import PagedModel
from tests.builders import an_intake
from tests.exchange.ords_file import a_record, records, write_ords
from tests.ui.finding import child

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

WAIT = 10_000
CONTROL = Qt.KeyboardModifier.ControlModifier
LONG = 12_000  # records: long enough to be stopped on the way
LONG_TO_READ = 4 * LONG  # reading is quick: a cancel in its middle has to find it still at work


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> Iterator[ImportWindow]:
    made = ImportWindow(context)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    if shiboken6.isValid(made):
        made.close()
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "repairs.csv"


def read(qtbot: QtBot, window: ImportWindow, file: Path) -> None:
    """Read a file, until it is shown or refused."""
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.read(str(file))


def press(qtbot: QtBot, window: ImportWindow, button: str) -> None:
    """Press a button whose work goes on for a while."""
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        child(window.page(), QAbstractButton, button).click()


def cells(model: PagedModel) -> list[list[str]]:
    """Everything that a table shows."""
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.data(model.index(row, column)) for column in columns] for row in rows]


def figures(window: ImportWindow) -> list[str]:
    """New, changed, unchanged and skipped, as they are shown."""
    return [window.preview.counts.figure(key) for key in ("new", "changed", "unchanged", "skipped")]


# Looking ------------------------------------------------------------------------------------------


def test_a_file_is_recognised_and_counted_before_anything_is_written(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(1_200)))
    assert window.page() is window.preview
    assert window.preview.name.full_text() == "repairs.csv"
    assert window.preview.read.full_text() == "Open Repair Data · 1,200 records read, no problems"
    assert figures(window) == ["1,200", "0", "0", "0"]
    assert window.preview.counts.accessibleName() == "1,200 new, 0 changed, 0 unchanged, 0 skipped"
    assert window.preview.go.text() == "Import 1,200 records"
    assert window.preview.go.hasFocus()
    assert not window.preview.save_list.isVisible()
    assert desk.tickets.count(owner) == 0
    assert cells(window.preview.records)[0] == [
        "2", "Sat 6 Apr 2019", "Brewster Kettle", "Does not boil, try 1", "Fixed", "Penarth",
    ]  # fmt: skip


def test_problems_are_listed_by_line_and_column_as_they_were_written(
    window: ImportWindow, file: Path, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    write_ords(file, a_record(1), a_record(2, event_date="<b>soon</b>", id=""), a_record(1))
    file.write_bytes(file.read_bytes() + b"half,a,row\r\n")
    read(qtbot, window, file)
    assert cells(window.preview.problems) == [
        ["3", "id", "The record has no id."],
        ["3", "event_date", "“<b>soon</b>” is not a date like 2017-04-01."],
        ["4", "id", "“cafe_1” is already in line 2."],
        ["5", "", "This line has 3 cells where the header has 14."],
    ]
    assert figures(window) == ["1", "0", "0", "3"]
    assert window.preview.read.full_text().endswith("4 records read, 4 problems")
    assert window.preview.tabs.currentWidget() is window.preview.problem_table
    assert window.preview.tabs.tabText(0) == "Problems (4)"
    assert window.preview.tabs.tabText(1) == "Records (1)"
    for model in (window.preview.problems, window.preview.records):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file"),
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "“repairs.csv” "),
        (b"id,problem,event_date,product_category,brand,repair_status\r\n", "is not whole Open Repair Data"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_place_and_the_next_one_is_welcome(
    window: ImportWindow, file: Path, qtbot: QtBot, content: bytes | None, words: str
) -> None:
    if content is not None:
        file.write_bytes(content)
    read(qtbot, window, file)
    assert window.page() is window.choose
    assert words in window.choose.said()
    again = child(window.choose, QAbstractButton, "Choose another file…")
    assert again.hasFocus()
    assert again.isEnabled()
    read(qtbot, window, write_ords(file, a_record()))
    assert window.page() is window.preview
    assert window.preview.go.text() == "Import 1 record"


def test_a_file_of_faulty_records_alone_has_nothing_to_import(
    window: ImportWindow, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, a_record(1, id=""), a_record(2, id="")))
    assert not window.preview.go.isEnabled()
    assert "None of the records can be imported" in window.banner.text()
    assert window.preview.tabs.count() == 1


def test_a_file_without_records_says_so(window: ImportWindow, file: Path, qtbot: QtBot) -> None:
    read(qtbot, window, write_ords(file))
    assert "holds no records" in window.banner.text()
    assert not window.preview.go.isEnabled()


# The list of problems -----------------------------------------------------------------------------


def test_the_list_is_saved_without_formulas(
    window: ImportWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, a_record(1), a_record(2, repair_status="=1+1")))
    with qtbot.waitSignal(window.saver.told, timeout=WAIT):
        window.saver.save_to(str(tmp_path / "list"))
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as saved:
        assert list(csv.reader(saved))[1] == [
            "3", "repair_status", "“=1+1” is none of Fixed, Repairable, End of life, Unknown.",
        ]  # fmt: skip
    toast = window.toasts.current()
    assert toast is not None
    assert toast.words.full_text() == "Saved as list.csv"


def test_a_list_that_cannot_be_saved_is_one_sentence(
    window: ImportWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, a_record(1), a_record(1)))
    with qtbot.waitSignal(window.saver.refused, timeout=WAIT):
        window.saver.save_to(str(tmp_path / "gone" / "list.csv"))
    assert "“list.csv” cannot be written" in window.banner.text()
    assert window.preview.go.isEnabled()


def test_where_the_list_shall_lie_is_asked_by_key(window: ImportWindow, file: Path, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert window.findChild(QFileDialog) is None  # there is no list yet
    read(qtbot, window, write_ords(file, a_record(1), a_record(1)))
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    dialog = child(window, QFileDialog)
    assert [Path(one).name for one in dialog.selectedFiles()] == ["repairs problems.csv"]
    dialog.close()


# Importing ----------------------------------------------------------------------------------------


def test_enter_imports_and_the_tickets_can_be_shown(
    window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(3), a_record(9, id="")))
    with qtbot.waitSignals([window.importer.rested, context.done], timeout=WAIT):
        QTest.keyClick(window.preview.go, Qt.Key.Key_Return)
    assert window.page() is window.result
    assert window.result.words.full_text() == "3 records imported"
    assert window.result.detail.full_text() == "From “repairs.csv”: 3 new, 1 skipped"
    assert desk.tickets.count(owner, "is:closed") == 3
    assert window.result.show_them.hasFocus()
    with qtbot.waitSignal(window.show_asked):
        QTest.keyClick(window.result.show_them, Qt.Key.Key_Return)
    assert not window.isVisible()


def test_a_second_import_finds_everything_unchanged(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(3)))
    press(qtbot, window, "Import 3 records")
    read(qtbot, window, file)
    assert figures(window) == ["0", "0", "3", "0"]
    assert not window.preview.go.isEnabled()
    assert "has these records already" in window.banner.text()
    QTest.keyClick(window, Qt.Key.Key_Return, CONTROL)
    assert window.page() is window.preview
    assert desk.tickets.count(owner) == 3


def test_a_newer_file_changes_what_it_says_anew(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(3)))
    press(qtbot, window, "Import 3 records")
    read(qtbot, window, write_ords(file, a_record(1, problem="Leaks"), a_record(2), a_record(3)))
    assert figures(window) == ["0", "1", "2", "0"]
    press(qtbot, window, "Import 1 record")
    assert desk.tickets.count(owner, "leaks") == 1
    press(qtbot, window, "Undo")
    assert window.result.detail.full_text() == "1 ticket is again what it was."
    assert desk.tickets.count(owner, "leaks") == 0


def test_undo_puts_the_tickets_into_the_bin(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(3)))
    press(qtbot, window, "Import 3 records")
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert window.result.words.full_text() == "The import was taken back"
    assert window.result.detail.full_text() == "3 tickets are in the bin."
    assert not window.result.undo.isVisible()
    assert not window.result.show_them.isVisible()
    assert desk.tickets.count(owner) == 0
    read(qtbot, window, file)
    assert figures(window) == ["3", "0", "0", "0"]


def test_the_message_at_the_desk_takes_back_what_it_speaks_of_and_once_only(
    window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    done: list[Done[ImportReport]] = []
    context.done.connect(done.append)
    for first in (1, 11):
        read(qtbot, window, write_ords(file, a_record(first), a_record(first + 1)))
        press(qtbot, window, "Import 2 records")
    assert [one.undo.label for one in done] == ["2 records imported"] * 2
    assert desk.undo(owner, done[0].undo).steps == ()  # its file alone brings it in again
    assert {row.fault for row in desk.tickets.rows(owner)} == {
        f"Does not boil, try {one}" for one in (11, 12)
    }
    with pytest.raises(StaleWrite, match="taken back already"):
        desk.undo(owner, done[0].undo)
    with qtbot.waitSignal(context.taken_back, timeout=WAIT) as told:
        press(qtbot, window, "Undo")
    assert told.args == [done[1].undo]
    assert desk.tickets.count(owner) == 0


def test_the_counter_goes_on_while_customers_are_brought_in(
    window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    file.write_text("Name,Phone\nEva,07700 900123\n", encoding="utf-8")
    read(qtbot, window, file)
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.compare()
    begun, goes_on = Event(), Event()

    def slowly(*_given: object, **_named: object) -> ImportReport:
        begun.set()
        assert goes_on.wait(WAIT / 1000)
        return ImportReport(1, 1, 1, 0, 0, 0, of_customers=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("deskapp.services.customer_import.CustomerImports.apply", slowly)
        QTest.keyClick(window.preview.go, Qt.Key.Key_Return)
        qtbot.waitUntil(begun.is_set, timeout=WAIT)
        context.act(desk.tickets.take_in, an_intake(), then=lambda _ticket: goes_on.set())
        with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
            pass
    assert desk.tickets.count(owner) == 1
    assert window.page() is window.result


def test_what_people_worked_on_since_stays(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(3)))
    press(qtbot, window, "Import 3 records")
    desk.tickets.note(owner, desk.tickets.rows(owner)[0].number, "Called back")
    press(qtbot, window, "Undo")
    assert window.result.detail.full_text() == (
        "2 tickets are in the bin. 1 ticket stays, because somebody worked on it since."
    )


def test_a_failure_of_writing_brings_the_file_back_with_the_reason(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_values: object, **_named: object) -> None:
        raise DeskError("The disk is full; nothing was saved.")

    read(qtbot, window, write_ords(file, *records(3)))
    with monkeypatch.context() as patch:
        patch.setattr(desk.imports, "apply", full)
        press(qtbot, window, "Import 3 records")
    assert window.page() is window.preview
    assert window.banner.text() == "The disk is full; nothing was saved."
    press(qtbot, window, "Import 3 records")
    assert desk.tickets.count(owner) == 3


# Stopping -----------------------------------------------------------------------------------------


def stop_on_the_way(window: ImportWindow) -> None:
    """Press Escape as soon as there is progress."""

    def press_escape() -> None:
        QTest.keyClick(window, Qt.Key.Key_Escape)

    window.importer.progressed.connect(press_escape, Qt.ConnectionType.SingleShotConnection)


def test_reading_can_be_cancelled(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    write_ords(file, *records(LONG_TO_READ))
    stop_on_the_way(window)
    read(qtbot, window, file)
    assert window.page() is window.choose
    assert window.choose.said() == "Choose a file, or drop it here"
    assert window.isVisible()
    assert desk.tickets.count(owner) == 0


def test_importing_can_be_cancelled_and_nothing_of_it_stays(
    window: ImportWindow, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, *records(LONG)))
    stop_on_the_way(window)
    press(qtbot, window, "Import 12,000 records")
    assert window.page() is window.preview
    assert window.banner.text() == "The import was cancelled; nothing of it was kept."
    assert desk.tickets.count(owner) == 0
    assert desk.check(owner) == ()
    press(qtbot, window, "Import 12,000 records")
    assert desk.tickets.count(owner) == LONG


def test_closing_the_window_stops_the_reading(
    window: ImportWindow, context: DeskContext, file: Path, qtbot: QtBot
) -> None:
    planned: list[object] = []
    importer = window.importer
    importer.planned.connect(planned.append)
    write_ords(file, *records(LONG_TO_READ))
    importer.progressed.connect(window.close, Qt.ConnectionType.SingleShotConnection)
    read(qtbot, window, file)
    assert not planned
    assert not context.worker.is_busy()


def test_closing_the_window_stops_the_import_and_says_so_at_the_desk(
    window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, file: Path, qtbot: QtBot
) -> None:
    told: list[str] = []
    context.told.connect(lambda words, _verb, _act: told.append(words))
    read(qtbot, window, write_ords(file, *records(LONG)))
    importer = window.importer
    importer.progressed.connect(window.close, Qt.ConnectionType.SingleShotConnection)
    with qtbot.waitSignal(importer.rested, timeout=WAIT):
        window.go()
    assert told == ["The import was cancelled; nothing of it was kept."]
    assert desk.tickets.count(owner) == 0


def test_nothing_else_begins_while_a_file_is_read(
    window: ImportWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    other = write_ords(tmp_path / "other.csv", a_record())
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.read(str(write_ords(file, *records(LONG))))
        window.read(str(other))
        QTest.keyClick(window, Qt.Key.Key_O, CONTROL)
        assert window.findChild(QFileDialog) is None
    assert window.preview.name.full_text() == "repairs.csv"


# Hands --------------------------------------------------------------------------------------------


def test_escape_closes_when_nothing_goes_on(window: ImportWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_the_file_is_asked_for_without_stopping_the_window(
    window: ImportWindow, file: Path, qtbot: QtBot
) -> None:
    write_ords(file, a_record())
    assert window.choose.choose.hasFocus()
    QTest.keyClick(window.choose.choose, Qt.Key.Key_Return)
    dialog = child(window, QFileDialog)
    assert Path(dialog.directory().absolutePath()) == places.downloads()
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        dialog.fileSelected.emit(str(file))
    dialog.close()
    assert window.page() is window.preview


def drop(window: ImportWindow, *urls: QUrl) -> bool:
    """Let files fall on the window; whether it would take them."""
    data = QMimeData()
    data.setUrls(urls)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, data, left, none))
    return enter.isAccepted()


def test_a_file_can_be_dropped_on_the_window(window: ImportWindow, file: Path, qtbot: QtBot) -> None:
    url = QUrl.fromLocalFile(str(write_ords(file, a_record())))
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        assert drop(window, url)
    assert window.page() is window.preview
    assert not drop(window, url, url)
    assert not drop(window, QUrl("https://example.org/repairs.csv"))


def test_tab_comes_by_everything_and_everything_has_a_name(
    window: ImportWindow, file: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, write_ords(file, a_record(1), a_record(1)))
    passed: list[QWidget] = []
    while (now := QApplication.focusWidget()) not in passed:
        assert now is not None
        passed.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    named = [one.accessibleName() or getattr(one, "text", str)().replace("&", "") for one in passed]
    for name in ("Problems", "Save the list…", "Choose another file…", "Close", "Import 1 record"):
        assert name in named
    assert all(isinstance(one, QAbstractItemView | QAbstractButton) or one.objectName() for one in passed)
