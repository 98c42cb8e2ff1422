"""Alt and a letter means one thing on a screen: no field takes the letter of a menu or of another field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp import i18n
from deskapp.i18n import _
from deskapp.ui.catalog.page import CatalogPage
from deskapp.ui.command import MENUS
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.devices.page import DevicesPage
from deskapp.ui.enquiries.page import EnquiriesPage
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.setup.page import ShopPage
from deskapp.ui.shell.command_list import COMMANDS
from deskapp.ui.shell.first_run.wizard import NewShop

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Worker

_MARK = re.compile(r"&(\w)")


@pytest.fixture(autouse=True, params=["en", "de"])
def _spoken(request: pytest.FixtureRequest, _own_folders: None) -> None:
    """In every language that the program speaks."""
    i18n.use(request.param)


def letter(text: str) -> str:
    """The marked letter of a text, or nothing."""
    found = _MARK.search(text)
    return found[1].casefold() if found else ""


def letters(screen: QWidget) -> list[str]:
    """The marked letters of everything that can be seen."""
    texts = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    texts += [one.text() for one in screen.findChildren(QAbstractButton) if one.isVisible()]
    return list(filter(None, map(letter, texts)))


def test_the_menus() -> None:
    titles = [letter(_(title)) for title in MENUS.values()]
    assert sorted(titles) == sorted(set(titles))
    for menu, under in {(command.menu, command.under) for command in COMMANDS}:
        mine = [command for command in COMMANDS if command.menu == menu]
        texts = [command.text for command in mine if command.under == under]
        texts += sorted({command.under for command in mine if command.under and not under})
        marked = [letter(_(text)) for text in texts]
        assert "" not in marked
        assert sorted(marked) == sorted(set(marked)), menu


@pytest.mark.parametrize("make", [CustomersPage, DevicesPage, EnquiriesPage, CatalogPage, ShopPage])
def test_pages_of_the_window(make: type[QWidget], context: DeskContext, qtbot: QtBot) -> None:
    page = make(context)  # type: ignore[arg-type]  # every page takes the context alone
    qtbot.addWidget(page)
    page.show()
    if isinstance(page, CustomersPage):
        page.new_customer()
    elif isinstance(page, DevicesPage):
        page.new_device()
    elif isinstance(page, EnquiriesPage):
        page.new_enquiry()
    elif isinstance(page, CatalogPage):
        page.new_service()
    menus = [letter(_(title)) for title in MENUS.values()]
    marked = letters(page)
    assert marked
    assert sorted(marked + menus) == sorted(set(marked + menus))


def test_the_quick_job(context: DeskContext, qtbot: QtBot) -> None:
    window = QuickWindow(context, QWidget())
    qtbot.addWidget(window)
    window.show()
    marked = letters(window)
    assert len(marked) > 3
    assert sorted(marked) == sorted(set(marked))


def test_the_intake_page(context: DeskContext, qtbot: QtBot) -> None:
    form = IntakeForm(context)
    qtbot.addWidget(form)
    form.show()
    first = letters(form)
    assert sorted(first) == sorted(set(first))
    form.customer.begin_new("Ada")
    then = letters(form)
    assert sorted(then) == sorted(set(then))
    buttons = {letter(_("&Save")), letter(_("Save and pri&nt"))}
    assert not buttons & set(then), "these belong to the buttons of the window"


def test_the_pages_of_a_new_shop(qtbot: QtBot, worker: Worker) -> None:
    dialog = NewShop(None, lambda _path, _answers: None, worker)
    qtbot.addWidget(dialog)
    dialog.show()
    for page in range(4):
        dialog.show_page(page)
        marked = letters(dialog)
        assert len(marked) > 3
        assert sorted(marked) == sorted(set(marked)), page
    qtbot.waitUntil(lambda: not worker.is_busy())
