"""The shop's trade on one screen: item types, own fields and words, and whole packs in and out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QMenu, QTabWidget, QVBoxLayout, QWidget

from deskapp.domain.trade import Setup
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.setup.trades.edits import FieldsEdit, TypesEdit, WordsEdit
from deskapp.ui.shared import places, style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.trade import Pack
    from deskapp.domain.undo import Done
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


class TradeDialog(QDialog):
    """What is saved is one act, and can be taken back in the window behind it."""

    def __init__(self, window: QWidget, context: DeskContext) -> None:
        super().__init__(window)
        self._context = context
        self._read = Setup()
        self.setWindowTitle(_("Trade, item types and fields"))
        self.banner = Banner()
        self.types, self.fields, self.words = TypesEdit(), FieldsEdit(), WordsEdit()
        self.tabs = QTabWidget()
        self.trades = QMenu(self)
        self.save_button = button(_("&Save"), self.save, kind="primary")
        self._lay_out()
        self.tabs.currentChanged.connect(self._offer_types)
        context.read(context.desk.trades.setup, then=self._show)
        context.worker.submit(_labels, on_done=self._offer)

    def save(self) -> None:
        """Keep all three lists in one act."""
        self.banner.hush()
        wanted = Setup(self.types.records(), self.fields.records(), self.words.typed())
        if wanted == self._read:
            self.accept()
            return
        self._act(self._context.desk.trades.keep, wanted, self._read, then=self._saved)

    def use_trade(self, trade: str) -> None:
        """Set the shop up by a pack that comes with the program."""
        self._act(_set_up, self._context.desk, trade, then=self._again)

    def bring_in(self, place: str) -> None:
        """Set the shop up by a pack from a file."""
        self._act(_bring_in, self._context.desk, Path(place), then=self._again)

    def save_to(self, place: str) -> None:
        """Write the shop's own pack to a file."""
        context = self._context
        context.worker.submit(
            partial(_write, context.desk, context.actor, Path(place)),
            on_done=self._tell_written,
            on_failed=self._refuse,
        )

    def is_read(self) -> bool:
        """Whether what the shop has is shown."""
        return self.save_button.isEnabled()

    def _act(self, call: Any, *values: object, then: Any) -> None:
        self.save_button.setEnabled(False)
        self._context.act(call, *values, then=then, on_failed=self._refuse)

    def _saved(self, setup: Setup) -> None:
        self._tell(setup)
        self.accept()

    def _again(self, setup: Setup) -> None:
        self._tell(setup)
        self._show(setup)
        self.banner.say("good", _("The shop is set up; look through it and change what is different here."))

    def _tell(self, setup: Setup) -> None:
        """Other screens of this window know of it from now on."""
        context = self._context
        context.use_fields(setup.fields)
        context.read(context.desk.shop.get, then=context.use_shop)

    def _show(self, setup: Setup) -> None:
        self._read = setup
        self.types.set_records(setup.item_types)
        self._offer_types()
        self.fields.set_records(setup.fields)
        self.words.set_words(setup.words)
        self.save_button.setEnabled(True)

    def _offer_types(self) -> None:
        self.fields.set_types(self.types.records())

    def _offer(self, labels: tuple[tuple[str, str], ...]) -> None:
        for key, label in labels:
            self.trades.addAction(label.replace("&", "&&"), partial(self.use_trade, key))

    def _refuse(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        self.banner.say("error", str(error))

    def _tell_written(self, path: Path) -> None:
        self.banner.say("good", _("Saved as {name}").format(name=path.name))

    def _ask_file(self) -> None:
        dialog = QFileDialog(
            self, _("Import a trade pack"), str(places.documents()), _("Trade packs (*.json)")
        )
        dialog.fileSelected.connect(self.bring_in)
        dialog.open()

    def _ask_place(self) -> None:
        place = str(places.documents() / _("Trade pack.json"))
        dialog = QFileDialog(self, _("Export the trade pack"), place, _("Trade packs (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def _lay_out(self) -> None:
        for edit, name in (
            (self.types, _("Item types")),
            (self.fields, _("Own fields")),
            (self.words, _("Words")),
        ):
            page = QWidget()
            column = QVBoxLayout(page)
            column.addWidget(edit)
            if edit is self.words:
                column.addStretch(1)
            self.tabs.addTab(page, name)
        by_trade = button(_("Set &up by a trade"))
        by_trade.setMenu(self.trades)
        foot = QHBoxLayout()
        foot.setSpacing(style.S)
        for one in (by_trade, button(_("I&mport…"), self._ask_file), button(_("&Export…"), self._ask_place)):
            foot.addWidget(one)
        foot.addStretch(1)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addWidget(self.save_button)
        self.save_button.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        column.addWidget(title(_("Trade, item types and fields")))
        column.addWidget(
            muted(_("What the intake asks, what papers say and what the queue can show."), wrap=True)
        )
        column.addWidget(self.banner)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)
        self.resize(760, 620)


def _labels() -> tuple[tuple[str, str], ...]:
    from deskapp.services.trade import trade_labels

    return trade_labels()


def _set_up(actor: Actor, desk: Desk, trade: str) -> Done[Setup]:
    from deskapp.services.trade import read_trade

    return desk.trades.set_up_whole(actor, read_trade(trade, desk.shop.get(actor).language))


def _bring_in(actor: Actor, desk: Desk, path: Path) -> Done[Setup]:
    from deskapp.exchange.trade_file import read_pack

    return desk.trades.set_up_whole(actor, read_pack(path, desk.shop.get(actor).language))


def _write(desk: Desk, actor: Actor, path: Path) -> Path:
    from deskapp.exchange.trade_file import save_pack

    pack: Pack = desk.trades.own_pack(actor)
    return save_pack(pack, path)
