"""The import window with lists of customers: columns said, preview, import, undo."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.customer import CustomerDraft
from deskapp.ui.imports.column_rows import summary
from deskapp.ui.imports.window import ImportWindow
from tests.ui.finding import child

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

WAIT = 10_000
LIST = (
    "Kunde;Telefon;E-Mail;PLZ;Ort;Geburtstag\n"
    "Anna Schmidt;030 987654;anna@example.org;10115;Berlin;1.2.1980\n"
    "Jörg Müller;089 123456;joerg@example;80331;München;\n"
    ";0711 5555555;;70173;Stuttgart;\n"
)


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


def read(qtbot: QtBot, window: ImportWindow, file: Path, content: bytes) -> None:
    """Write a file and read it, until it is shown or refused."""
    file.write_bytes(content)
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.read(str(file))


def press(qtbot: QtBot, window: ImportWindow, button: str) -> None:
    """Press a button whose work goes on for a while."""
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        child(window.page(), QAbstractButton, button).click()


def say(window: ImportWindow, column: str, field: str) -> None:
    """Choose what becomes of a column, as a person does."""
    assert window.mapping.look is not None
    names = [one.name for one in window.mapping.look.columns]
    choice = window.mapping.columns.choices[names.index(column)]
    choice.set_key(field or "-")
    choice.activated.emit(choice.currentIndex())


def test_a_list_is_mapped_previewed_imported_and_taken_back(
    window: ImportWindow, desk: Desk, owner: Actor, tmp_path: Path, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    read(qtbot, window, tmp_path / "kunden.csv", LIST.encode())
    page = window.mapping
    assert window.page() is page
    assert page.said.full_text() == "5 mapped, 1 kept in the note"
    assert not page.doubt.isVisible()
    assert page.go_on.hasFocus()
    QTest.keyClick(page.go_on, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page() is window.preview, timeout=WAIT)
    assert [window.preview.counts.figure(key) for key in ("new", "skipped")] == ["2", "1"]
    assert window.preview.tabs.tabText(0) == "Problems (2)"
    assert window.preview.read.full_text() == "List of customers · 3 records read, 2 problems"
    for model in (window.preview.customers, window.preview.duplicates, window.preview.problems):
        qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    assert desk.customers.count(owner) == 0
    press(qtbot, window, "Import 2 records")
    assert {row.name for row in desk.customers.rows(owner)} == {"Anna Schmidt", "Jörg Müller"}
    press(qtbot, window, "Undo")
    assert desk.customers.count(owner) == 0
    assert window.result.detail.full_text() == "2 customers are in the bin."


def test_what_becomes_of_a_column_can_be_said_differently(
    window: ImportWindow, desk: Desk, owner: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, tmp_path / "kunden.csv", LIST.encode())
    say(window, "Geburtstag", "")
    assert window.mapping.mapping is not None
    assert summary(window.mapping.mapping) == window.mapping.said.full_text() == "5 mapped, 1 left out"
    say(window, "Kunde", "keep")
    assert not window.mapping.go_on.isEnabled()
    assert "which column holds the name" in window.mapping.doubt.text()
    say(window, "Kunde", "company")
    press(qtbot, window, "Preview")
    press(qtbot, window, "Import 2 records")
    found = desk.customers.rows(owner)
    draft = desk.customers.get(owner, found[0].id).draft
    assert draft.company == "Anna Schmidt"
    assert "Geburtstag" not in draft.note


def test_the_way_back_from_the_preview_keeps_what_was_said(
    window: ImportWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, tmp_path / "kunden.csv", LIST.encode())
    say(window, "Kunde", "company")
    press(qtbot, window, "Preview")
    child(window.preview, QAbstractButton, "Back to the columns").click()
    assert window.page() is window.mapping
    assert window.mapping.columns.choices[0].key() == "company"


def test_letters_of_another_sign_set_are_chosen_by_what_is_read(
    window: ImportWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, tmp_path / "kunden.csv", LIST.encode("cp1252"))
    page = window.mapping
    assert page.encoding.isVisible()
    assert page.look is not None
    assert "Jörg Müller" in page.look.columns[0].samples
    page.encoding.set_key("cp1251")
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        page.encoding.activated.emit(page.encoding.currentIndex())
    assert "Jцrg Mьller" in page.look.columns[0].samples


def test_a_list_of_something_else_says_so_and_leaves_the_choice(
    window: ImportWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    content = b"id,title,priority,status,mail\n1,Printer,high,open,a@example.org\n"
    read(qtbot, window, tmp_path / "tickets.csv", content)
    assert "looks like a list of tickets" in window.mapping.doubt.text()
    assert not window.mapping.go_on.isEnabled()
    say(window, "title", "name")
    assert window.mapping.go_on.isEnabled()


def test_possible_duplicates_and_address_cards(
    window: ImportWindow, desk: Desk, owner: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.customers.add(owner, CustomerDraft("Otto Weber", email="info@example.org"))
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Schmidt\nEMAIL:info@example.org\nEND:VCARD\n"
    read(qtbot, window, tmp_path / "book.vcf", card.encode())
    assert window.page() is window.preview
    assert window.preview.tabs.tabText(0) == "Possible duplicates (1)"
    assert not window.preview.back.isVisible()
    model = window.preview.duplicates
    shown = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert shown == ["1", "Anna Schmidt", "Otto Weber"]


def test_the_saved_list_holds_the_rows_to_be_mended(
    window: ImportWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    read(qtbot, window, tmp_path / "kunden.csv", LIST.encode())
    press(qtbot, window, "Preview")
    with qtbot.waitSignal(window.saver.told, timeout=WAIT):
        window.saver.save_to(str(tmp_path / "problems.csv"))
    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][3:] == ["Kunde", "Telefon", "E-Mail", "PLZ", "Ort", "Geburtstag"]
    assert lines[1][0] == "4"
    assert lines[1][3:] == ["", "0711 5555555", "", "70173", "Stuttgart", ""]


def test_who_was_erased_comes_back_only_when_the_box_is_ticked(
    window: ImportWindow, desk: Desk, owner: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    known = desk.customers.add(owner, CustomerDraft("Eva Kern", email="eva@example.org")).value
    desk.privacy.erase(owner, known.id)
    content = b"Name,E-mail\nEva Kern,eva@example.org\nOtto Weber,otto@example.org\n"
    read(qtbot, window, tmp_path / "list.csv", content)
    press(qtbot, window, "Preview")
    box = window.preview.with_erased
    assert box.isVisible()
    assert box.text() == "Bring 1 person back who was erased here"
    assert window.preview.counts.figure("skipped") == "1"
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    press(qtbot, window, "Import 2 records")
    assert desk.customers.count(owner, "eva") == 1
    assert not window.result.alike.isVisible()
