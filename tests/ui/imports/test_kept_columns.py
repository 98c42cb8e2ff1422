"""Columns said by hand are as they were said for the next list of that kind, and the page says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskapp.ui.imports.window import ImportWindow
from tests.ui.finding import child

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

WAIT = 10_000
MARCH = "Kunde;Telefon;Punkte\nAnna Schmidt;030 987654;12\n"
APRIL = "Punkte;Kunde;Telefon\n7;Jörg Müller;089 123456\n"


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> Iterator[ImportWindow]:
    made = ImportWindow(context)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if shiboken6.isValid(made):
        made.close()
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)


def read(qtbot: QtBot, window: ImportWindow, file: Path, content: str) -> dict[str, str]:
    """Read a list; answers what becomes of its columns."""
    file.write_text(content, encoding="utf-8")
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.read(str(file))
    assert window.page() is window.mapping
    return fates(window)


def fates(window: ImportWindow) -> dict[str, str]:
    look, mapping = window.mapping.look, window.mapping.mapping
    assert look is not None
    assert mapping is not None
    return look.said(mapping)


def press(qtbot: QtBot, window: ImportWindow, button: str) -> None:
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        child(window.page(), QAbstractButton, button).click()


def said_and_imported(
    qtbot: QtBot, window: ImportWindow, context: DeskContext, file: Path, *, left_out: bool = True
) -> None:
    read(qtbot, window, file, MARCH)
    if left_out:
        window.mapping.columns.fate_said.emit(2, "")
    press(qtbot, window, "Preview")
    with qtbot.waitSignal(window.importer.rested, timeout=WAIT):
        window.go()
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)


def test_the_next_list_gets_them_at_once_and_there_is_a_way_back(
    qtbot: QtBot, window: ImportWindow, context: DeskContext, tmp_path: Path
) -> None:
    said_and_imported(qtbot, window, context, tmp_path / "march.csv")
    assert read(qtbot, window, tmp_path / "april.csv", APRIL) == {
        "Punkte": "",
        "Kunde": "name",
        "Telefon": "phone",
    }
    page, day = window.mapping, context.formats.day(context.desk.clock.now())
    assert page.as_on.full_text() == f"Columns as on {day}"
    page.other.click()
    assert fates(window)["Punkte"] == "keep"
    assert page.as_on.full_text() == "Columns as they were found out"
    page.other.click()
    assert fates(window)["Punkte"] == ""


def test_what_was_found_out_and_not_changed_is_not_remembered(
    qtbot: QtBot, window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    said_and_imported(qtbot, window, context, tmp_path / "march.csv", left_out=False)
    assert desk.mappings.list(owner) == ()
    read(qtbot, window, tmp_path / "april.csv", APRIL)
    assert window.mapping.as_on.isHidden()


def test_they_can_be_forgotten(
    qtbot: QtBot, window: ImportWindow, context: DeskContext, desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    said_and_imported(qtbot, window, context, tmp_path / "march.csv")
    assert [one.name for one in desk.mappings.list(owner)] == ["march"]
    read(qtbot, window, tmp_path / "april.csv", APRIL)
    with qtbot.waitSignal(context.done, timeout=WAIT):
        window.mapping.drop.click()
    assert fates(window)["Punkte"] == "keep"
    assert window.mapping.as_on.isHidden()
    assert desk.mappings.list(owner) == ()
