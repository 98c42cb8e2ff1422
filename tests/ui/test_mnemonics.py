"""Alt and a letter means one thing on a screen: no field takes the letter of a menu or of another field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.catalog.page import CatalogPage
from deskapp.ui.commands import MENUS
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.intake.form import IntakeForm
from deskapp.ui.setup.page import ShopPage

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_MARK = re.compile(r"&(\w)")


def letters(screen: QWidget) -> list[str]:
    """The marked letters of everything that can be seen."""
    texts = [
        label.text()
        for label in screen.findChildren(QLabel)
        if _MARK.search(label.text()) and label.isVisible()
    ]
    texts += [one.text() for one in screen.findChildren(QAbstractButton) if one.isVisible()]
    return [found[1].casefold() for text in texts if (found := _MARK.search(text))]


@pytest.mark.parametrize("make", [CustomersPage, CatalogPage, ShopPage])
def test_pages_of_the_window(make: type[QWidget], context: DeskContext, qtbot: QtBot) -> None:
    page = make(context)  # type: ignore[arg-type]  # every page takes the context alone
    qtbot.addWidget(page)
    page.show()
    if isinstance(page, CustomersPage):
        page.new_customer()
    elif isinstance(page, CatalogPage):
        page.new_service()
    menus = [found[1].casefold() for title in MENUS.values() if (found := _MARK.search(title))]
    marked = letters(page)
    assert marked
    assert sorted(marked + menus) == sorted(set(marked + menus))


def test_the_intake_page(context: DeskContext, qtbot: QtBot) -> None:
    form = IntakeForm(context)
    qtbot.addWidget(form)
    form.show()
    first = letters(form)
    assert sorted(first) == sorted(set(first))
    form.customer.begin_new("Ada")
    then = letters(form)
    assert sorted(then) == sorted(set(then))
    assert not {"s", "n"} & set(then), "these belong to the buttons of the window"
