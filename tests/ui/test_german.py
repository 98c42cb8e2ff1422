"""The window in German: everything speaks it, and the longer words fit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp import i18n
from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.shared import regions
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, open_ticket, open_window, settle

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

pytestmark = pytest.mark.usefixtures("dressed", "german")

_WAYS = {
    "received": (),
    "diagnosing": ("diagnosing",),
    "in_work": ("in_work",),
    "waiting_customer": ("waiting_customer",),
    "waiting_part": ("waiting_part",),
    "testing": ("in_work", "testing"),
    "ready": ("in_work", "ready"),
    "collected": ("in_work", "ready", "collected"),
}
_QT = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / "qtbase_de.qm"


@pytest.fixture
def german(_own_folders: None) -> None:
    """The program of a German computer."""
    i18n.use("de")


def cut(screen: QWidget) -> list[str]:
    """The texts that have less room than they need, but for those that shorten themselves."""
    buttons = [one for one in screen.findChildren(QAbstractButton) if one.isVisible()]
    labels = [one for one in screen.findChildren(QLabel) if one.isVisible() and not one.wordWrap()]
    narrow = [one.text() for one in buttons if one.width() < one.sizeHint().width()]
    return narrow + [
        one.text() for one in labels if one.width() < one.sizeHint().width() and one.text()[-1:] != "…"
    ]


def fits(qtbot: QtBot, screen: QWidget) -> None:
    """Fail when something stays cut once everything is laid out."""

    def check() -> None:
        assert cut(screen) == []

    qtbot.waitUntil(check, timeout=WAIT)


def test_the_window_speaks_german_and_nothing_is_cut(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        assert window.sidebar.new_ticket.accessibleName() == "Neuer Auftrag"
        assert [menu.text() for menu in window.menuBar().actions()][:2] == ["&Datei", "&Bearbeiten"]
        assert window.sidebar.button("overdue").accessibleName() == "Überfällig"
        fits(qtbot, window.sidebar)
        pane = open_ticket(qtbot, window, number)
        assert pane.header.chip.chip().text == "Angenommen"


@pytest.mark.parametrize("way", _WAYS.values(), ids=_WAYS)
def test_the_next_step_fits_its_button(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, way: tuple[str, ...]
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    for status in way:
        desk.tickets.move(owner, number, status, reason="so")
    with open_window(qtbot, clock, desk.path) as window:
        fits(qtbot, open_ticket(qtbot, window, number).header)


def test_the_intake_page_fits(qtbot: QtBot, context: DeskContext) -> None:
    from deskapp.ui.intake.window import IntakeWindow

    window = IntakeWindow(context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    assert window.windowTitle() == "Neuer Auftrag"
    fits(qtbot, window)
    window.form.customer.begin_new("Ada")
    fits(qtbot, window)


def test_the_settings_fit(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path, size=(1024, 640)) as window:
        window.navigator.go("shop")
        settle(qtbot, window)
        fits(qtbot, window.pages.page("shop"))


def test_countries_and_languages_have_german_names_in_german_order() -> None:
    names = [name for _code, name in regions.countries()]
    assert dict(regions.countries())["DE"] == "Deutschland"
    assert dict(regions.languages())["de"] == "Deutsch"
    assert dict(regions.locales())["de_AT"] == "Deutsch (Österreich)"
    assert names.index("Norwegen") < names.index("Österreich") < names.index("Peru")


@pytest.fixture
def own_translators(qapp: QApplication) -> Iterator[None]:
    """What the test teaches Qt is forgotten afterwards."""
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.skipif(not _QT.is_file(), reason="this Qt brings no translations")
@pytest.mark.usefixtures("own_translators")
def test_qt_s_own_buttons_speak_german(qapp: QApplication, qtbot: QtBot, clock: FixedClock) -> None:
    from deskapp.app import make_window
    from deskapp.settings import Settings
    from deskapp.ui.shared import failures

    window = make_window(qapp, Settings(), clock)
    qtbot.addWidget(window)
    failures.uninstall()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
