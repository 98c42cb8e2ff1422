"""The pages that ask about a new shop, one subject each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from deskapp.i18n import _, ngettext
from deskapp.paths import data_folder, usual_backups
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.long_choice import LongChoice
from deskapp.ui.shared.plain import muted
from deskapp.ui.shared.regions import countries, locales
from deskapp.ui.shell.first_run.assumed import Assumed

if TYPE_CHECKING:
    from deskapp.domain.trade import Pack
    from deskapp.ui.shared.jobs import Worker

ENDING = ".desk"
_KEY = Qt.ItemDataRole.UserRole

_LONGEST_PATH = 4000


class PlacePage(Form):
    """Language and country, and what the shop takes over from it."""

    def __init__(self) -> None:
        super().__init__()
        self.country = ChoiceBox(countries())
        self.country.set_key(own_country())
        self.language = LongChoice([("", _("As in the country")), *locales()])
        self.add(
            "country",
            _("&Country"),
            self.country,
            hint=_("Sets currency, tax, language and paper; all can be changed later."),
        )
        self.add("language", _("Lan&guage of papers"), self.language)
        self.assumed = Assumed()
        self.assumed.put_into(self)
        self.assumed.follow(self.country.key())
        self.country.currentIndexChanged.connect(lambda _place: self.assumed.follow(self.country.key()))


class ShopPage(Form):
    """The shop and its owner."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(_("for example Northgate Repairs"), 120)
        self.owner = TextField(longest=120)
        self.street, self.phone = TextField(), TextField(longest=40)
        self.postcode, self.city = TextField(longest=20), TextField()
        self.add("name", _("&Shop name"), self.name)
        self.add("owner", _("&Your name"), self.owner, hint=_("Stands in the history of every ticket."))
        self.add("street", _("Str&eet and number"), self.street)
        self.add("postcode", _("&Postcode"), self.postcode)
        self.add_beside("city", _("C&ity"), self.city, stretch=2)
        self.add("phone", _("P&hone"), self.phone)


class TradePage(Form):
    """What the shop repairs; read on the worker, because nothing of that was needed before."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker, self._packs = worker, dict[str, "Pack"]()
        self.trades = QListWidget()
        self.trades.setIconSize(QSize(icons.NORMAL, icons.NORMAL))
        self.trades.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.trades.itemSelectionChanged.connect(self._explain)
        self.brings = muted(wrap=True)
        hint = _("More than one: hold Ctrl, and click or press Space.")
        self.add("trade", _("&What comes in"), self.trades, hint=hint)
        self.add_widget(self.brings)
        self._add("", _("Something else: begin empty"), "shop")

    def read(self) -> None:
        """Offer the trades."""
        if not self._packs:
            self._worker.submit(_read_packs, on_done=self._offer)

    def chosen(self) -> tuple[str, ...]:
        """The keys of the chosen trades."""
        chosen = (self.trades.item(place) for place in range(self.trades.count()))
        return tuple(item.data(_KEY) for item in chosen if item.isSelected() and item.data(_KEY))

    def choose(self, *trades: str) -> None:
        """Choose trades by their keys."""
        self.trades.clearSelection()
        for place in range(self.trades.count()):
            item = self.trades.item(place)
            item.setSelected(item.data(_KEY) in trades)

    def is_read(self) -> bool:
        """Whether the trades are offered."""
        return bool(self._packs)

    def _offer(self, packs: Sequence[Pack]) -> None:
        self._packs = {pack.key: pack for pack in packs}
        for pack in packs:
            self._add(pack.key, pack.label, pack.item_types[0].icon)
        height = self.trades.sizeHintForRow(0) * self.trades.count() + 2 * self.trades.frameWidth()
        self.trades.setMinimumHeight(height)
        self.trades.setCurrentRow(0)

    def _add(self, key: str, label: str, icon: str) -> None:
        item = QListWidgetItem(icons.icon(icon), label)
        item.setData(_KEY, key)
        item.setSizeHint(QSize(0, style.row_height("compact")))
        self.trades.addItem(item)

    def _explain(self) -> None:
        brings = "\n".join(what_it_brings(self._packs[one]) for one in self.chosen() if one in self._packs)
        self.brings.setText(brings or _("Types, fields and prices come later."))


class OutputPage(Form):
    """Where papers come out, and where the file and its copies lie."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker, self._named_by_hand = worker, False
        self.printer = ChoiceBox()
        self.place, self.backups = QLineEdit(), QLineEdit()
        for field in (self.place, self.backups):
            limit(field, _LONGEST_PATH)
        self.backups.setText(str(usual_backups()))
        self.backups.setPlaceholderText(_("no backups"))
        self.add("printer", _("P&rinter for claim tickets"), self.printer)
        self.add("place", _("&File"), _beside(self.place, button(_("Choose…"), self._choose_place)))
        self.add(
            "backups",
            _("Folder for b&ackups"),
            _beside(self.backups, button(_("Choose…"), self._choose_folder)),
            hint=_("Backups go there while you work and when you close the shop, best on another disk."),
        )
        self._offer(())
        self.place.textEdited.connect(self._keep_place)

    def read(self) -> None:
        """Offer the printers of this computer."""
        from deskapp.ui.papers.after_intake import printers

        self._worker.submit(printers, on_done=self._offer)

    def path(self) -> Path:
        """Where the file will lie."""
        path = Path(self.place.text().strip()).expanduser()
        return path if path.suffix else path.with_suffix(ENDING)

    def lacks_folder(self) -> bool:
        """Whether backups are to go where nothing is, nor what a folder could be made in."""
        folder = self._folder()
        usual = folder == usual_backups()
        return bool(self.backups.text().strip()) and not (usual or folder.parent.is_dir())

    def make_folder(self) -> None:
        """Make the folder for backups; raises `OSError`."""
        self._folder().mkdir(parents=True, exist_ok=True)

    def _folder(self) -> Path:
        return Path(self.backups.text().strip()).expanduser()

    def propose(self, name: str) -> None:
        """Put the file where it is usual, unless somebody chose a place."""
        if not self._named_by_hand:
            self.place.setText(str(_free_place(name)))

    def take_place(self, path: str) -> None:
        """Put the file here."""
        self._named_by_hand = True
        self.place.setText(path)

    def _offer(self, names: Sequence[str]) -> None:
        fixed = [("show", _("Show it first")), ("pdf", _("Save as PDF")), ("no", _("Do not print"))]
        self.printer.set_choices([*fixed, *((name, name) for name in names)])

    def _keep_place(self) -> None:
        self._named_by_hand = True

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, _("Where the shop file lies"), self.place.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Shop files (*.desk)"))
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.fileSelected.connect(self.take_place)
        dialog.open()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Folder for backups"), self.backups.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.backups.setText)
        dialog.open()


def what_it_brings(pack: Pack) -> str:
    """What a pack gives a shop, in a line."""
    types = ", ".join(one.label for one in pack.item_types)
    fields, services = len(pack.fields), len(pack.services)
    return " · ".join(
        (
            types,
            ngettext("{count} field", "{count} fields", fields).format(count=fields),
            ngettext("{count} service", "{count} services", services).format(count=services),
        )
    )


def own_country() -> str:
    """The country of this computer, Britain where it does not say."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if len(code) == 2 and QLocale.system().name() != "C" else "GB"


def _read_packs() -> tuple[Pack, ...]:
    from deskapp.i18n import language
    from deskapp.services.trade import read_trade, trade_labels

    return tuple(read_trade(key, language()) for key, _label in trade_labels())


def _beside(edit: QLineEdit, choose: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.S)
    row.addWidget(edit, 1)
    row.addWidget(choose)
    both.setFocusProxy(edit)
    return both


def _free_place(name: str) -> Path:
    """A file name that is not taken, made from the shop's name."""
    words = "".join(char if char.isalnum() or char == "-" else " " for char in name).split()
    plain = " ".join(words) or _("My shop")
    folder = data_folder()
    names = (plain, *(f"{plain} {number}" for number in range(2, 100)))
    return next(
        (path for one in names if not (path := folder / f"{one}{ENDING}").exists()),
        folder / f"{plain}{ENDING}",
    )
