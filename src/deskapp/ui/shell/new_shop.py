"""The few questions a new shop asks; everything else has a good answer by country."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.paths import data_folder
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shared.regions import countries

ENDING = ".desk"
Create = Callable[[Path, str, str, str], object]


class NewShop(QDialog):
    """Name, country, owner and where the file lies; `create` is called with them."""

    def __init__(self, parent: QWidget | None, create: Create) -> None:
        super().__init__(parent)
        self._create = create
        self._named_by_hand = False
        self.setWindowTitle(_("New shop"))
        self.name = TextField(_("for example Northgate Repairs"), 120)
        self.country = ChoiceBox(countries())
        self.country.set_key(own_country())
        self.owner = TextField(longest=120)
        self.place = QLineEdit()
        self.banner = Banner()
        self.form = Form()
        self.buttons = QDialogButtonBox()
        self._fill()
        self._lay_out()
        self.name.textChanged.connect(self._propose)
        self.place.textEdited.connect(self._keep_place)
        self._propose()

    def put_at(self, path: Path) -> None:
        """The file that was asked for and is not there yet."""
        self._take_place(str(path))

    def make_shop(self) -> None:
        """Make the shop, or show at the field why not."""
        self.form.clear_errors()
        self.banner.hush()
        try:
            self._check()
        except Invalid as error:
            self.form.show_error(error)
            return
        self.set_busy(busy=True)
        self._create(self.path(), self.name.value(), self.country.key(), self.owner.value())

    def say_wrong(self, error: DeskError) -> None:
        """The file could not be made; all that was typed stays."""
        self.set_busy(busy=False)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.banner.say("error", str(error))

    def set_busy(self, *, busy: bool) -> None:
        """While the file is being made the button waits."""
        self.make.setEnabled(not busy)

    def path(self) -> Path:
        """Where the file will lie."""
        path = Path(self.place.text().strip()).expanduser()
        return path if path.suffix else path.with_suffix(ENDING)

    def _check(self) -> None:
        if not self.name.value():
            raise Invalid(_("The shop needs a name; it is printed on every paper."), "name")
        if not self.place.text().strip():
            raise Invalid(_("Say where the shop file shall lie."), "place")
        if self.path().exists():
            raise Invalid(_("There is already a file with that name; choose another."), "place")

    def _propose(self) -> None:
        if not self._named_by_hand:
            self.place.setText(str(_free_place(self.name.value())))

    def _keep_place(self) -> None:
        self._named_by_hand = True

    def _choose_place(self) -> None:
        dialog = QFileDialog(self, _("Where the shop file lies"), self.place.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Shop files (*.desk)"))
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.fileSelected.connect(self._take_place)
        dialog.open()

    def _take_place(self, path: str) -> None:
        self._named_by_hand = True
        self.place.setText(path)

    def _fill(self) -> None:
        self.form.add("name", _("&Shop name"), self.name)
        self.form.add(
            "country",
            _("&Country"),
            self.country,
            hint=_("Sets currency, tax, language and paper; all can be changed later."),
        )
        self.form.add("owner", _("&Your name"), self.owner, hint=_("Stands in the history of every ticket."))
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.place, 1)
        row.addWidget(button(_("Choose…"), self._choose_place))
        place.setFocusProxy(self.place)
        self.form.add("place", _("&File"), place)

    def _lay_out(self) -> None:
        self.buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.make = self.buttons.addButton(_("Make the shop"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setProperty("kind", "primary")
        self.make.setDefault(True)
        self.buttons.accepted.connect(self.make_shop)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("New shop")))
        column.addWidget(muted(_("Four answers, and the desk is open.")))
        column.addWidget(self.banner)
        column.addWidget(self.form)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(520)


def own_country() -> str:
    """The country of this computer, Britain where it does not say."""
    code = QLocale.territoryToCode(QLocale.system().territory())
    return code if len(code) == 2 and QLocale.system().name() != "C" else "GB"


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
