"""Item types, own fields and words are changed on one screen; packs go out and come in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.field import Field, FieldKind
from deskapp.domain.item_type import ItemType, Point
from deskapp.errors import DeskError
from deskapp.exchange.trade_file import read_pack, save_pack
from deskapp.services.desk import Desk
from deskapp.services.trade import read_trade
from deskapp.ui.context import DeskContext
from deskapp.ui.setup.trades.dialog import TradeDialog

WAIT = 10_000


@pytest.fixture
def dialog(qtbot: QtBot, context: DeskContext) -> TradeDialog:
    made = TradeDialog(context.property("window"), context)
    made.show()
    qtbot.waitUntil(made.is_read, timeout=WAIT)
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)
    return made


def test_types_fields_and_words_are_kept_in_one_act(
    qtbot: QtBot, dialog: TradeDialog, context: DeskContext, desk: Desk, owner: Actor
) -> None:
    types, fields = dialog.types, dialog.fields
    for name in ("Kite", "Line"):
        types.add()
        QTest.keyClicks(types.label, name)
    types.move_up()
    assert [types.list.item(row).text() for row in range(2)] == ["Line", "Kite"]
    types.list.setCurrentRow(1)
    types.checklist.set_value("Frame\n\nSail\n")
    types.accessories.set_value("Bag")
    fields.add()
    QTest.keyClicks(fields.label, "Wind")
    assert fields.form.row("unit").isHidden()
    fields.kind.set_key("number")
    assert not fields.form.row("unit").isHidden()
    QTest.keyClicks(fields.unit, "m/s")
    dialog.words.words["item"].setText("Kite")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WAIT)
    assert desk.item_types.list(owner) == (
        ItemType("Line", key="line"),
        ItemType("Kite", "device", (Point("frame", "Frame"), Point("sail", "Sail")), ("Bag",), "kite"),
    )
    assert desk.fields.list(owner) == (Field("Wind", FieldKind.NUMBER, unit="m/s", key="wind"),)
    assert context.fields == desk.fields.list(owner)
    qtbot.waitUntil(lambda: context.shop.word("item", "") == "Kite", timeout=WAIT)


def test_what_cannot_be_kept_is_said_and_nothing_is_lost(
    qtbot: QtBot, dialog: TradeDialog, desk: Desk, owner: Actor
) -> None:
    dialog.fields.add()
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "needs a name" in dialog.banner.text(), timeout=WAIT)
    assert dialog.isVisible()
    assert desk.fields.list(owner) == ()
    dialog.fields.remove()
    assert dialog.fields.records() == ()


def test_a_trade_sets_the_shop_up_and_goes_to_a_file_and_back(
    qtbot: QtBot, dialog: TradeDialog, desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    assert len(dialog.trades.actions()) == 8
    dialog.use_trade("tailor")
    qtbot.waitUntil(lambda: dialog.types.list.count() == 5, timeout=WAIT)
    out = tmp_path / "pack.json"
    dialog.save_to(str(out))
    qtbot.waitUntil(out.exists, timeout=WAIT)
    given = json.loads(out.read_text(encoding="utf-8"))
    given["item_types"].append({"key": "hat", "label": "Hat"})
    out.write_text(json.dumps(given), encoding="utf-8")
    dialog.bring_in(str(out))
    qtbot.waitUntil(lambda: dialog.types.list.count() == 6, timeout=WAIT)
    assert desk.item_types.list(owner)[-1].label == "Hat"
    out.write_text("no pack", encoding="utf-8")
    dialog.bring_in(str(out))
    qtbot.waitUntil(lambda: "no trade pack" in dialog.banner.text(), timeout=WAIT)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b"", b"[1]", b'{"key": "a"}'])
def test_a_file_that_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pack.json"
    path.write_bytes(content)
    with pytest.raises(DeskError):
        read_pack(path, "en")


def test_a_pack_in_a_file_is_the_pack(tmp_path: Path) -> None:
    pack = read_trade("it-support", "de")
    assert read_pack(save_pack(pack, tmp_path / "p.json"), "en") == pack
    with pytest.raises(DeskError, match="cannot be written"):
        save_pack(pack, tmp_path)
    with pytest.raises(DeskError, match="cannot be read"):
        read_pack(tmp_path / "gone.json", "en")
