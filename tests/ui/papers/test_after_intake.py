"""After Ctrl+Enter the claim ticket and the label come out as this computer's settings say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp import settings
from deskapp.domain.paper import Document
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers import after_intake
from deskapp.ui.papers.after_intake import NONE, PDF, SHOW, AfterIntakeDialog
from deskapp.ui.shared import places
from tests.ui.intake.hands import only_ticket, press, rest, shown

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CLAIM, LABEL = Document.CLAIM_TICKET, Document.LABEL


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where papers are saved."""
    made = tmp_path / "papers"
    made.mkdir()
    monkeypatch.setattr(places, "documents", lambda: made)
    return made


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a printing system was told that stands in the place of the real one; it knows one printer."""
    heard, tools = tmp_path / "heard", tmp_path / "tools"
    tools.mkdir()
    (tools / "lp").write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{heard}"\n')
    (tools / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools), prepend=os.pathsep)
    monkeypatch.setattr(after_intake, "printers", lambda: ["Front"])
    return heard


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    for window in QApplication.topLevelWidgets():
        if isinstance(window, IntakeWindow):
            window.close()


def taken_in(qtbot: QtBot, context: DeskContext, ways: dict[Document, str]) -> list[tuple[str, Document]]:
    """Take a ticket in by keys; answers which papers were shown."""
    previews: list[tuple[str, Document]] = []
    context.preview_asked.connect(lambda number, document: previews.append((number, document)))
    for document, way in ways.items():
        context.settings = context.settings.with_printer(document.value, way)
    window = shown(IntakeWindow(context), qtbot)
    window.form.customer.begin_new("Grace Hopper")
    window.form.items[0].fault.set_value("Moth in a relay")
    window.form.items[0].fault.setFocus()
    with qtbot.waitSignal(context.done):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, context)
    return previews


def printed(desk: Desk, owner: Actor) -> list[str]:
    """What the history of the ticket says was printed."""
    return [entry.text for entry in only_ticket(desk, owner).history if entry.kind == "print"]


def test_the_claim_ticket_is_shown_where_nothing_is_set(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, folder: Path
) -> None:
    shown_first = taken_in(qtbot, context, {})
    assert shown_first == [(only_ticket(desk, owner).number, CLAIM)]
    assert list(folder.iterdir()) == []
    assert printed(desk, owner) == []


def test_both_are_saved_as_pdf(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, folder: Path
) -> None:
    assert taken_in(qtbot, context, {CLAIM: PDF, LABEL: PDF}) == []
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 2)
    number = only_ticket(desk, owner).number
    assert all(path.read_bytes().startswith(b"%PDF") and number in path.name for path in folder.iterdir())
    qtbot.waitUntil(lambda: len(printed(desk, owner)) == 2)


def test_nothing_comes_out_where_nothing_is_wanted(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, folder: Path
) -> None:
    assert taken_in(qtbot, context, {CLAIM: NONE, LABEL: NONE}) == []
    assert list(folder.iterdir()) == []
    assert printed(desk, owner) == []


def test_each_goes_to_its_printer_on_its_own_paper(
    qtbot: QtBot,
    context: DeskContext,
    desk: Desk,
    owner: Actor,
    folder: Path,
    heard: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []  # Qt takes no name of a printer that the computer does not have
    monkeypatch.setattr(QPrinter, "setPrinterName", lambda _printer, name: asked.append(name))
    assert taken_in(qtbot, context, {CLAIM: "Front", LABEL: "Front"}) == []
    qtbot.waitUntil(lambda: heard.exists() and len(heard.read_text().splitlines()) == 2)
    claim, label = heard.read_text().splitlines()
    assert "media=A4" in claim
    assert "62x29mm" in label
    assert asked == ["Front", "Front"]
    qtbot.waitUntil(lambda: len(printed(desk, owner)) == 2)
    assert list(folder.iterdir()) == []


def test_a_printer_that_is_gone_leaves_a_pdf(
    qtbot: QtBot, context: DeskContext, desk: Desk, owner: Actor, folder: Path, heard: Path
) -> None:
    assert taken_in(qtbot, context, {CLAIM: "Attic", LABEL: NONE}) == []
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 1)
    assert not heard.exists()


def test_the_choice_is_kept_on_this_computer(
    qtbot: QtBot, context: DeskContext, heard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[settings.Settings] = []
    monkeypatch.setattr(settings, "save", kept.append)
    window = shown(IntakeWindow(context), qtbot)
    dialog = AfterIntakeDialog(window, context)
    box = dialog.boxes[LABEL]
    qtbot.waitUntil(lambda: box.findData("Front") >= 0)
    assert (dialog.boxes[CLAIM].key(), box.key()) == (SHOW, NONE)
    box.setCurrentIndex(box.findData("Front"))
    box.activated.emit(box.currentIndex())
    assert [one.printers[LABEL] for one in kept] == ["Front"]
    assert context.settings.printers[LABEL] == "Front"
