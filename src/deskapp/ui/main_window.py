"""The window: a frame that is painted first, and the open shop inside it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from deskapp import settings as settings_
from deskapp.i18n import _
from deskapp.ui.commands import Commands
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.jobs import Worker
from deskapp.ui.shared.toast import Toasts
from deskapp.ui.shell import actions
from deskapp.ui.shell.foot import Foot
from deskapp.ui.shell.omnibox import Omnibox
from deskapp.ui.shell.opener import Sample, ShopOpener
from deskapp.ui.shell.pages import Pages
from deskapp.ui.shell.places import PLACES
from deskapp.ui.shell.sidebar import Sidebar
from deskapp.ui.shell.top_bar import TopBar

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.errors import DeskError
    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext, OpenShop
    from deskapp.ui.shell.doors import Doors
    from deskapp.ui.shell.file_watch import FileWatch
    from deskapp.ui.shell.new_shop import NewShop
    from deskapp.ui.shell.start_page import StartPage

SMALLEST = (1024, 640)
FIRST = (1280, 800)
_NARROW_BELOW = 1180
_COUNTED_LATE_MS = 120


class MainWindow(QMainWindow):
    """`painted` tells that the frame is on the screen, `ready` that the tickets of a shop are listed."""

    painted = Signal()
    ready = Signal()

    def __init__(self, kept: Settings, clock: Clock, sample: Sample | None = None) -> None:
        super().__init__()
        self.settings = kept
        self.context: DeskContext | None = None
        self._doors: Doors | None = None
        self._watch: FileWatch | None = None
        self._start: StartPage | None = None
        self._new_shop: NewShop | None = None
        self._is_painted = False
        self._first: Path | None = None
        self.worker = Worker(self)
        self.commands = Commands(self)
        self.opener = ShopOpener(self.worker, clock, sample)
        self._build()
        self._connect()
        self._restore()

    # The shop ---------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Open this shop once the frame is painted; without one, show the first page."""
        self._first = path
        if path is None:
            self.show_start_page()

    def open_shop(self, path: Path) -> None:
        """Open a shop file; the one that is open stays until the new one is there."""
        self._set_opening(opening=True)
        self.opener.open(path)

    def open_sample(self) -> None:
        """Open the sample shop."""
        self._set_opening(opening=True)
        self.opener.open_sample()

    def show_start_page(self) -> StartPage:
        """Show the first page, which asks what to open."""
        if self._start is None:
            from deskapp.ui.shell.start_page import StartPage

            sample = self.open_sample if self.opener.has_sample else None
            self._start = StartPage(self.ask_for_new_shop, self.ask_for_file, sample)
            self._whole.addWidget(self._start)
        self._whole.setCurrentWidget(self._start)
        return self._start

    def ask_for_file(self) -> None:
        """Let the person choose a shop file."""
        from deskapp.paths import data_folder

        folder = self.context.desk.path.parent if self.context else data_folder()
        dialog = QFileDialog(
            self, _("Open a shop file"), str(folder), _("Shop files (*.desk);;All files (*)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._open_named)
        dialog.open()

    def ask_for_new_shop(self) -> None:
        """Ask the few questions of a new shop."""
        from deskapp.ui.shell.new_shop import NewShop

        self._new_shop = NewShop(self, self.opener.create)
        self._new_shop.open()

    def new_shop_dialog(self) -> NewShop:
        """The questions of a new shop, while they are asked."""
        assert self._new_shop is not None, "nobody asked for a new shop"
        return self._new_shop

    def watch(self) -> FileWatch:
        """What looks whether another process wrote to the file."""
        assert self._watch is not None, "no shop is open"
        return self._watch

    def _open_named(self, path: str) -> None:
        self.open_shop(Path(path))

    def _take(self, opened: OpenShop) -> None:
        """Show a shop that was opened, in place of the one before."""
        from deskapp.ui.context import DeskContext
        from deskapp.ui.shell.doors import Doors
        from deskapp.ui.shell.file_watch import FileWatch

        self._let_go()
        context = DeskContext(opened, worker=self.worker, commands=self.commands, settings=self.settings)
        self.context, self._doors = context, Doors(self, context)
        context.changed.connect(self._count)
        context.shop_changed.connect(self._name_shop)
        self._watch = FileWatch(context)
        self._watch.news.connect(self.refresh)
        self.pages.use(context)
        self.omnibox.use(context)
        self.sidebar.new_ticket.setFocus()
        self._name_shop()
        self._set_opening(opening=False)
        actions.allow(self, shop=True)
        self._whole.setCurrentWidget(self._frame)
        self.go("open")
        self.pages.tickets().list.listed.connect(self.ready, Qt.ConnectionType.SingleShotConnection)
        self.pages.tickets().view_changed.connect(self.sidebar.set_place)
        self._count()

    def _let_go(self) -> None:
        """Take leave of the shop that was open."""
        if self._new_shop:
            self._new_shop.close()
            self._new_shop = None
        self.toasts.clear()
        self.banner.hush()
        if self.context and self._doors:
            self._doors.close_windows()
            self.settings = self.pages.kept(self.context.settings)
            self.pages.use(None)
            self.context.end()
            self.opener.close(self.context.desk)
            self.context = self._doors = self._watch = None

    def _not_opened(self, error: DeskError) -> None:
        self._set_opening(opening=False)
        if self._new_shop and self._new_shop.isVisible():
            self._new_shop.say_wrong(error)
        elif self.context:
            self.say_wrong(str(error))
        else:
            self.show_start_page().say_wrong(str(error))

    def _set_opening(self, *, opening: bool) -> None:
        self.foot.set_busy(busy=opening)
        if self._start:
            self._start.set_busy(busy=opening)

    def _name_shop(self) -> None:
        assert self.context is not None
        shop, path = self.context.shop, self.context.desk.path
        self.setWindowTitle(f"{shop.name} – Deskapp")
        self.foot.set_file(path)
        self.foot.set_person(self.context.actor.name)
        self.settings = replace(self.settings, last_shop=str(path))
        self.context.settings = replace(self.context.settings, last_shop=str(path))
        if shop.is_sample:
            words = _(
                "This is the sample shop: everybody and everything in it is made up. Change what you like."
            )
            self.sample_banner.say("info", words, _("Make your own shop…"), self.ask_for_new_shop)
        else:
            self.sample_banner.hush()

    # Going places -----------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Go to a place of the sidebar, or to a screen by its name."""
        if self.context is None:
            return
        place = PLACES.get(key)
        self.pages.show_page(place.page if place else key)
        if place and place.page == "tickets":
            self.pages.tickets().show_view(place)
        self._mark_place()

    def show_ticket(self, number: str) -> None:
        """Show a ticket beside the queue."""
        self.go("tickets")
        self.pages.tickets().open_ticket(number)
        self.raise_()
        self.activateWindow()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer in the directory."""
        from deskapp.ui.customers.page import CustomersPage

        self.go("customers")
        cast("CustomersPage", self.pages.page("customers")).open_customer(customer_id)

    def find_in_list(self) -> None:
        """Go to the search of the screen that is shown."""
        self.pages.enter_search()

    def go_to_number(self) -> None:
        """Type a ticket's number and be there."""
        self.omnibox.enter()
        self.omnibox.setText("no:")
        self.omnibox.setCursorPosition(3)

    def new_ticket(self) -> None:
        """Begin a new ticket."""
        if self._doors:
            self._doors.open_intake()

    def new_customer(self) -> None:
        """Begin a new customer in the directory."""
        from deskapp.ui.customers.page import CustomersPage

        self.go("customers")
        cast("CustomersPage", self.pages.page("customers")).new_customer()

    def run_on_ticket(self, command: str) -> None:
        """Carry out a command on the ticket that is shown."""
        if self.context:
            self.go("tickets")
            self.pages.tickets().run(command)

    def run_on_customer(self, command: str) -> None:
        """Carry out a command on the customer that is shown."""
        if self.context:
            self.go("customers")
            getattr(self.pages.page("customers"), command)()

    def undo(self) -> None:
        """Take the newest act back."""
        if self._doors:
            self._doors.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._doors:
            self._doors.undo_stack.redo()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.context:
            self.context.changed.emit()

    # Look -------------------------------------------------------------------------------------

    def use_look(self, mode: str) -> None:
        """Switch to light, dark or the system's way, at once."""
        self._keep(mode=mode)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, cast("style.Mode", mode), self.settings.text_size)

    def show_sidebar(self, on: bool) -> None:
        """Show the whole sidebar, or icons alone."""
        self._keep(sidebar=on)
        self._fit()

    def show_pane(self, on: bool) -> None:
        """Show the pane beside the list, or the list alone."""
        self._keep(pane=on)
        if self.context:
            self.pages.tickets().show_pane(on=on)

    def show_full(self, on: bool) -> None:
        """Fill the screen, or go back."""
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def show_shortcuts(self) -> None:
        """Show the keys."""
        from deskapp.ui.shared.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self, self.commands.sheet()).open()

    def show_about(self) -> None:
        """Say what this program is."""
        from deskapp.ui.shell.about import About

        About(self).open()

    def say_wrong(self, sentence: str) -> None:
        """Show the sentence of an error at the top of the screen until it is read."""
        if self._start and self._whole.currentWidget() is self._start:
            self._start.say_wrong(sentence)
        else:
            self.banner.say("error", sentence)

    def alive(self) -> MainWindow | None:
        """The window itself while it can have a dialog."""
        return self if shiboken6.isValid(self) and self.isVisible() else None

    # Qt ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._begin)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.setFocus()  # what is being edited is kept when its field is left
        if self._doors and not self._doors.close_windows():
            event.ignore()
            return
        if self.worker.is_busy():
            event.ignore()
            self.setEnabled(False)
            self.worker.busy.connect(self._close_when_idle)
            return
        self._end()
        super().closeEvent(event)

    def _close_when_idle(self, busy: bool) -> None:
        if not busy:
            self.worker.busy.disconnect(self._close_when_idle)
            QTimer.singleShot(0, self, self.close)

    def _end(self) -> None:
        self._keep(geometry=b64encode(self.saveGeometry().data()).decode())
        if self.context:
            self.settings = self.pages.kept(self.context.settings)
        settings_.save(self.settings)
        self.worker.close()
        if self.context:
            self.pages.use(None)
            self.context.end()
            self.context.desk.close()
            self.context = self._doors = None

    # Own --------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.painted.emit()
        if self._first:
            self.open_shop(self._first)

    def _count(self) -> None:
        if self.context:
            self.context.read(self.context.desk.tickets.counts, then=self._show_counts)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self.sidebar.set_counts(counts)
        self.foot.set_counts(counts)

    def _mark_place(self) -> None:
        name = self.pages.name()
        self.sidebar.set_place(self.pages.tickets().view_key() if name == "tickets" else name)

    def _keep(self, **values: object) -> None:
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]  # names of this class's own
        if self.context:
            self.context.settings = replace(self.context.settings, **values)  # type: ignore[arg-type]  # as above

    def _fit(self) -> None:
        narrow = self.width() < _NARROW_BELOW or not self.settings.sidebar
        self.sidebar.set_narrow(narrow=narrow)

    def _restore(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST)
        if self.settings.geometry:
            self.restoreGeometry(QByteArray(b64decode(self.settings.geometry)))
        self.commands.set_on("toggle_sidebar", on=self.settings.sidebar)
        self.commands.set_on("toggle_pane", on=self.settings.pane)
        self.commands.set_on(f"look_{self.settings.mode}", on=True)

    def _connect(self) -> None:
        self.opener.opened.connect(self._take)
        self.opener.failed.connect(self._not_opened)
        self.sidebar.chosen.connect(self.go)

    def _build(self) -> None:
        self.setWindowTitle("Deskapp")
        self.omnibox = Omnibox(self.commands, self)
        actions.bind(self)
        self.sidebar = Sidebar(self.commands.action("new_ticket"))
        self.pages = Pages(QWidget())
        self.foot = Foot()
        self.banner, self.sample_banner = Banner(), Banner()
        self._whole = QStackedWidget()
        self._frame = self._laid_out()
        self._whole.addWidget(self._frame)
        self.setCentralWidget(self._whole)
        self.toasts = Toasts(self._whole)

    def _laid_out(self) -> QWidget:
        action = self.commands.action
        top = TopBar(
            self.omnibox, (action("toggle_sidebar"),), (action("undo"), action("redo"), action("toggle_pane"))
        )
        right = _column(top, *(_in_margin(one) for one in (self.sample_banner, self.banner)))
        right.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.foot)
        return whole


def _column(*pieces: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for piece in pieces:
        column.addWidget(piece)
    return column


def _in_margin(banner: Banner) -> Banner:
    banner.setContentsMargins(0, 0, 0, 0)
    return banner
