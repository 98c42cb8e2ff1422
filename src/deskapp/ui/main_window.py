"""The window: a frame that is painted first, and the open shop inside it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import shiboken6
from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from deskapp import settings as settings_
from deskapp.errors import Encrypted
from deskapp.ui.backup.copier import Copier
from deskapp.ui.commands import Commands
from deskapp.ui.shared import style
from deskapp.ui.shared.fitting import fitted
from deskapp.ui.shared.jobs import Worker
from deskapp.ui.shared.toast import Toasts
from deskapp.ui.shell import actions, choices
from deskapp.ui.shell.entrance import Entrance
from deskapp.ui.shell.first_sight import FirstSight
from deskapp.ui.shell.frame import Frame
from deskapp.ui.shell.navigator import Navigator
from deskapp.ui.shell.omnibox import Omnibox
from deskapp.ui.shell.one_window import answer_calls, came_forward_for
from deskapp.ui.shell.opener import Sample, ShopOpener

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.errors import DeskError
    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext, OpenShop
    from deskapp.ui.shell.doors import Doors
    from deskapp.ui.shell.file_watch import FileWatch
    from deskapp.ui.shell.start_page import StartPage

SMALLEST = (900, 500)
FIRST = (1280, 800)
_NARROW_BELOW = 1180
_COUNTED_LATE_MS = 120


class MainWindow(QMainWindow):
    """`painted` tells that the frame is on the screen, `listed` that the first tickets are, `ready` that the
    shop is open and can be worked with.
    """

    painted = Signal()
    listed = Signal()
    ready = Signal()

    def __init__(self, kept: Settings, clock: Clock, sample: Sample | None = None) -> None:
        super().__init__()
        self.settings = kept
        self.context: DeskContext | None = None
        self._doors: Doors | None = None
        self._watch: FileWatch | None = None
        self._is_painted = False
        self.keys: list[object] = []  # of encrypted files, until a shop is shown, which holds its own
        self._begun: dict[tuple[Path, int], dict[int, tuple[str, str]]] = {}  # of each person who was here
        self.worker, self.copier = Worker(self), Copier(self)
        self.commands = Commands(self)
        self.opener = ShopOpener(self.worker, clock, sample)
        self.entrance = Entrance(self)
        actions.bind(self)
        self._place()
        self._build()
        self._restore()

    # The shop ---------------------------------------------------------------------------------

    def start(self, path: Path | None) -> None:
        """Open this shop once the frame is painted; without one, show the first page."""
        self.entrance.named = path
        if path is None:
            self.show_start_page()

    def open_shop(self, path: Path) -> None:
        """Open a shop file; the one that is open stays until the new one is there."""
        if not self._can_close_windows():
            return
        self._set_opening(opening=True)
        self.opener.open(path)

    def open_sample(self) -> None:
        """Open the sample shop."""
        if not self._can_close_windows():
            return
        self._set_opening(opening=True)
        self.opener.open_sample()

    def show_start_page(self) -> StartPage:
        """Show the first page, which asks what to open."""
        page = self.entrance.page()
        if self._whole.indexOf(page) < 0:
            self._whole.addWidget(page)
        self._whole.setCurrentWidget(page)
        return page

    def leave_shop(self) -> Path | None:
        """Close the shop, which is opened again soon, and say where it lies; none when a window stays."""
        if self.context is None or not self._can_close_windows():
            return None
        path = self.context.desk.path
        self.opener.expect(self.context.desk, self.context.actor)
        self._let_go()
        actions.allow(self, shop=False)
        self.show_start_page()
        self._set_opening(opening=True)
        return path

    def watch(self) -> FileWatch:
        """What looks whether another process wrote to the file."""
        assert self._watch is not None, "no shop is open"
        return self._watch

    def _take(self, opened: OpenShop) -> None:
        """Show a shop that was opened, in place of the one before."""
        from deskapp.ui.context import DeskContext
        from deskapp.ui.shell.doors import Doors
        from deskapp.ui.shell.file_watch import FileWatch

        self._let_go()
        self.keys.clear()
        context = DeskContext(opened, worker=self.worker, commands=self.commands, settings=self.settings)
        context.begun = self._begun.setdefault((opened.desk.path, opened.actor.person_id), context.begun)
        self._whole.setCurrentWidget(self._frame)
        self.sidebar.new_ticket.setFocus()
        self._watch = FileWatch(context)  # before anybody else who listens for changes
        self._watch.news.connect(self.refresh)
        answer_calls(self, self._watch.called)
        self.context, self._doors = context, Doors(self, context)
        context.changed.connect(self._count)
        context.shop_changed.connect(self._name_shop)
        self.pages.use(context)
        self.omnibox.use(context)
        self._name_shop()
        actions.allow(self, shop=True)
        self.navigator.begin(context)
        self.pages.tickets().list.listed.connect(self.ready, Qt.ConnectionType.SingleShotConnection)
        self._count()

    def _let_go(self) -> None:
        """Take leave of the shop that was open."""
        self.entrance.end_questions()
        self.toasts.clear()
        self.banner.hush()
        if self.context and self._doors:
            self.copier.cancel()
            self._doors.close_windows()
            self.settings = self.pages.kept(self.context.settings)
            self.pages.use(None)
            self.context.end()
            self.opener.close(self.context.desk, self.settings)
            self.context = self._doors = self._watch = None

    def _not_opened(self, error: DeskError) -> None:
        if self.entrance.takes_error(error):
            return
        if isinstance(error, Encrypted):
            self.entrance.ask_passphrase(error)
        elif self.context:
            self.say_wrong(str(error))
        elif came_forward_for(error):
            self.close()
        else:
            self.show_start_page().say_error(error)

    def _opening_ended(self) -> None:
        self._set_opening(opening=False)
        if self.context is None:
            self._first_sight.end()
            self.show_start_page()

    def _set_opening(self, *, opening: bool) -> None:
        self.foot.set_busy(busy=opening)
        self.entrance.set_busy(busy=opening)

    def _name_shop(self) -> None:
        assert self.context is not None
        shop, path = self.context.shop, self.context.desk.path
        self.setWindowTitle(f"{shop.name} – Deskapp")
        self.foot.set_file(path)
        self.foot.set_person(self.context.actor.name)
        self.keep(last_shop=str(path))
        self._frame.say_sample(self.entrance.ask_for_new_shop, on=shop.is_sample)

    # Commands ---------------------------------------------------------------------------------

    def new_ticket(self) -> None:
        """Begin a new ticket."""
        if self._doors:
            self._doors.open_intake()

    def import_records(self) -> None:
        """Bring in records of another system."""
        if self._doors:
            self._doors.open_import()

    def undo(self) -> None:
        """Take the newest act back."""
        if self._doors:
            self._doors.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._doors:
            self._doors.undo_stack.redo()

    def go_to_message(self) -> None:
        """Go to the newest message, before it leaves."""
        self.toasts.enter()

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.context:
            self.context.changed.emit()

    # Look -------------------------------------------------------------------------------------

    def use_look(self, mode: str) -> None:
        """Switch to light, dark or the system's way, at once."""
        self.keep(mode=mode)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, cast("style.Mode", mode), self.settings.text_size)

    def show_sidebar(self, on: bool) -> None:
        """Show the whole sidebar, or icons alone."""
        self.keep(sidebar=on)
        self._fit()

    def show_pane(self, on: bool) -> None:
        """Show the pane beside the list, or the list alone."""
        self.keep(pane=on)
        self.navigator.show_pane(on)

    def test_scanner(self) -> None:
        """See what a scanner types."""
        if self._doors:
            self._doors.scans.test()

    def say_wrong(self, sentence: str) -> None:
        """Show the sentence of an error at the top of the screen until it is read."""
        if self.entrance.is_shown():
            self.entrance.page().say_wrong(sentence)
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
        self.setEnabled(True)
        self.setFocus()  # what is being edited is kept when its field is left
        stays = not self._can_close_windows()
        if self.worker.is_busy():
            event.ignore()
            self.setEnabled(False)
            self.worker.busy.connect(self._close_when_idle)
            return
        if stays:
            event.ignore()
            return
        self._end()
        super().closeEvent(event)

    def _can_close_windows(self) -> bool:
        """Close the windows beside this one, each of which keeps what is typed; False when one stays."""
        return self._doors is None or self._doors.close_windows()

    def _close_when_idle(self, busy: bool) -> None:
        if not busy:
            self.worker.busy.disconnect(self._close_when_idle)
            QTimer.singleShot(0, self, self.close)

    def _end(self) -> None:
        choices.put(self, geometry=b64encode(self.saveGeometry().data()).decode())
        if self.context:
            self.settings = self.pages.kept(self.context.settings)
        settings_.save(self.settings)
        self.hide()  # nobody waits for the backup
        self.worker.close()
        self.copier.close()
        if self.context:
            self.pages.use(None)
            self.context.end()
            self.opener.close_now(self.context.desk, self.settings)
            self.context = self._doors = None

    # Own --------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.painted.emit()
        if named := self.entrance.named:
            self._first_sight.look(named, self.settings, self.open_shop)

    def _count(self) -> None:
        if self.context:
            self.context.read(self.context.desk.queue.counts, then=self._show_counts)

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self.sidebar.set_counts(counts)
        self.foot.set_counts(counts)

    def _provide_message(self) -> None:
        self.commands.provide("message", there=self.toasts.current() is not None)

    def keep(self, **values: object) -> None:
        """Remember choices of this computer, by the names of the settings."""
        choices.keep(self, **values)

    def _fit(self) -> None:
        narrow = self.width() < _NARROW_BELOW or not self.settings.sidebar
        self.sidebar.set_narrow(narrow=narrow)

    def _place(self) -> None:
        self.setMinimumSize(*SMALLEST)
        screen = self.screen().availableGeometry()
        self.setGeometry(fitted(QSize(*FIRST), screen, screen))
        with suppress(ValueError):  # a spoiled setting
            self.restoreGeometry(QByteArray(b64decode(self.settings.geometry)))

    def _restore(self) -> None:
        self.commands.set_on("toggle_sidebar", on=self.settings.sidebar)
        self.commands.set_on("toggle_pane", on=self.settings.pane)
        self.commands.set_on(f"look_{self.settings.mode}", on=True)

    def _build(self) -> None:
        self.setWindowTitle("Deskapp")
        self.omnibox = Omnibox((self.commands,), self)
        self._whole = QStackedWidget(self)
        self.setCentralWidget(self._whole)
        frame = Frame(self.commands, self.omnibox, self._whole)
        self.sidebar, self.pages, self.foot = frame.sidebar, frame.pages, frame.foot
        self.banner, self.sample_banner = frame.banner, frame.sample_banner
        self.navigator = Navigator(frame)
        self._first_sight = FirstSight(frame.pages, self.worker, self.opener.clock)
        self._first_sight.shown.connect(self.listed)
        self.ready.connect(self._first_sight.end)
        self._frame = frame
        self._fit()  # before it is measured and dressed, which would be done twice
        self._whole.addWidget(frame)
        self.toasts = Toasts(self._whole)
        self.toasts.changed.connect(self._provide_message)
        self.opener.opened.connect(self._take)
        self.opener.failed.connect(self._not_opened)
        self.opener.ended.connect(self._opening_ended)
