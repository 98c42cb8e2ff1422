"""The directory written to a file from its screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.ui.customers.page import CustomersPage

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

WAIT = 10_000


@pytest.mark.parametrize("chosen", [
    ("book.vcf", "", "book.vcf"),
    ("book", "Table, CSV (*.csv)", "book.csv"),
    ("book", "Address cards, vCard (*.vcf)", "book.vcf"),
])  # fmt: skip
def test_what_is_filtered_is_written_to_the_chosen_kind_of_file(
    context: DeskContext,
    desk: Desk,
    owner: Actor,
    tmp_path: Path,
    qtbot: QtBot,
    chosen: tuple[str, str, str],
) -> None:
    name, filter_, saved = chosen
    for one, typed in (("Anna Schmidt", "07700 900123"), ("Otto Weber", "07700 900124")):
        desk.customers.add(owner, CustomerDraft(one, phones=(Phone(typed),)))
    page = CustomersPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.list.filter.setText("anna")
    page.export_button.click()
    [dialog] = page.findChildren(QFileDialog)
    if filter_:
        dialog.selectNameFilter(filter_)
    told: list[str] = []
    context.told.connect(lambda text, *_rest: told.append(text))
    dialog.fileSelected.emit(str(tmp_path / name))
    dialog.close()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told == [f"1 customer saved as {saved}"]
    text = (tmp_path / saved).read_text(encoding="utf-8-sig")
    assert "Anna Schmidt" in text
    assert "Otto" not in text
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)
