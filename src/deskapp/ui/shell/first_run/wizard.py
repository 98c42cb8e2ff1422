"""A new shop in at most four pages; all but its name can be skipped, for every answer has a good start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shell.first_run.answers import Answers
from deskapp.ui.shell.first_run.pages import OutputPage, PlacePage, ShopPage, TradePage

if TYPE_CHECKING:
    from deskapp.ui.shared.form import FieldRow, Form
    from deskapp.ui.shared.jobs import Worker

Create = Callable[[Path, Answers], object]


class NewShop(QDialog):
    """`create` is called with where the file shall lie and the answers."""

    def __init__(self, parent: QWidget | None, create: Create, worker: Worker) -> None:
        super().__init__(parent)
        self._create = create
        self.setWindowTitle(_("New shop"))
        self.where, self.shop = PlacePage(), ShopPage()
        self.trade, self.output = TradePage(worker), OutputPage(worker)
        self.name, self.owner, self.country = self.shop.name, self.shop.owner, self.where.country
        self.place = self.output.place
        self._pages: tuple[Form, ...] = (self.where, self.shop, self.trade, self.output)
        self.head, self.step = title(), muted()
        self.banner, self._stack = Banner(), QStackedWidget()
        self.back = button(_("&Back"), self.go_back)
        self.skip = button(_("&Make the shop now"), self.make_shop, kind="quiet")
        self.next = button("", self.go_on, kind="primary")
        self._lay_out()
        self.name.textChanged.connect(self.output.propose)
        self.output.propose("")
        self.trade.read()
        self.output.read()
        self.show_page(0)

    def put_at(self, path: Path) -> None:
        """The file that was asked for and is not there yet."""
        self.output.take_place(str(path))

    def show_page(self, place: int) -> None:
        """Show one of the four pages."""
        self._stack.setCurrentIndex(place)
        last = place == len(self._pages) - 1
        self.head.setText(_headings()[place])
        self.step.setText(_("Page {page} of {pages}").format(page=place + 1, pages=len(self._pages)))
        self.back.setVisible(place > 0)
        self.skip.setVisible(not last)
        self.next.setText(_("&Make the shop") if last else _("&Next"))
        self.next.setDefault(True)
        first = (self.country, self.name, self.trade.trades, self.output.printer)[place]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def page(self) -> int:
        """The number of the page that is shown, from 0."""
        return self._stack.currentIndex()

    def go_on(self) -> None:
        """To the next page, or make the shop."""
        if self.page() == len(self._pages) - 1:
            self.make_shop()
        else:
            self.show_page(self.page() + 1)

    def go_back(self) -> None:
        """To the page before."""
        self.show_page(max(0, self.page() - 1))

    def make_shop(self) -> None:
        """Make the shop, or show at the field why not."""
        for page in self._pages:
            page.clear_errors()
        self.banner.hush()
        try:
            self._check()
            answers = self.answers()
        except Invalid as error:
            self._show_error(error)
            return
        self.set_busy(busy=True)
        self._create(self.path(), answers)

    def answers(self) -> Answers:
        """What was answered."""
        shop = self.shop
        return Answers(
            name=self.name.value(),
            country=self.country.key(),
            owner=self.owner.value(),
            language=self.where.language.key(),
            street=shop.street.value(),
            postcode=shop.postcode.value(),
            city=shop.city.value(),
            phone=shop.phone.value(),
            trades=self.trade.chosen(),
            percent=self.where.assumed.rate(),
            hours=self.where.assumed.hours(),
        )

    def say_wrong(self, error: DeskError) -> None:
        """The file could not be made; all that was typed stays."""
        self.set_busy(busy=False)
        if not (isinstance(error, Invalid) and self._show_error(error)):
            self.banner.say("error", str(error))

    def set_busy(self, *, busy: bool) -> None:
        """While the file is being made the buttons wait."""
        for one in (self.back, self.skip, self.next):
            one.setEnabled(not busy)

    def path(self) -> Path:
        """Where the file will lie."""
        return self.output.path()

    def row(self, name: str) -> FieldRow:
        """The row of a field, whatever page it stands on."""
        return next(page.row(name) for page in self._pages if page.has(name))

    def _check(self) -> None:
        if not self.name.value():
            raise Invalid(_("The shop needs a name; it is printed on every paper."), "name")
        if not self.place.text().strip():
            raise Invalid(_("Say where the shop file shall lie."), "place")
        if self.path().exists():
            raise Invalid(_("There is already a file with that name; choose another."), "place")
        if self.output.lacks_folder():
            words = _("The folder is not there. Plug in its drive, choose another one, or have it made.")
            self.banner.say("warning", words, _("Make the folder"), self._make_folder)
            raise Invalid(words, "backups")

    def _make_folder(self) -> None:
        try:
            self.output.make_folder()
        except OSError as error:
            words = _("The folder cannot be made: {reason}.")
            self._show_error(Invalid(words.format(reason=error.strerror), "backups"))
        else:
            self.make_shop()

    def _show_error(self, error: Invalid) -> bool:
        for place, page in enumerate(self._pages):
            if page.has(error.field):
                self.show_page(place)
                return page.show_error(error)
        return False

    def _lay_out(self) -> None:
        for page in self._pages:
            self._stack.addWidget(_at_the_top(page))
        foot = QHBoxLayout()
        foot.setSpacing(style.S)
        foot.addWidget(button(_("Cancel"), self.reject))
        foot.addStretch(1)
        for one in (self.skip, self.back, self.next):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        for part in (self.head, self.step, self.banner):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.setMinimumWidth(560)


def _headings() -> tuple[str, ...]:
    return _("Language and country"), _("Your shop"), _("What you repair"), _("Printer and backups")


def _at_the_top(page: QWidget) -> QWidget:
    """Fields do not spread over a page that is higher than they are."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(page)
    column.addStretch(1)
    return whole
