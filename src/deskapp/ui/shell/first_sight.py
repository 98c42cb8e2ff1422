"""The first page of the queue, shown over the screens while the shop itself is still being opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.services.first_look import FirstLook
    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Worker
    from deskapp.ui.shell.pages import Pages


class FirstSight(QObject):
    """`shown` tells that the rows are on the screen."""

    shown = Signal()

    def __init__(self, pages: Pages, worker: Worker, clock: Clock) -> None:
        super().__init__(pages)
        self._pages, self._worker, self._clock = pages, worker, clock
        self._page: _FirstPage | None = None

    def look(self, path: Path, settings: Settings, then: Callable[[Path], object]) -> None:
        """Show the first page of a shop file where there is one; then, in any case, go on."""
        show = partial(self._show, path, settings, then)
        self._worker.submit(_look, path, on_done=show, on_failed=lambda _error: then(path))

    def end(self) -> None:
        """The real one is there, or will not come."""
        if self._page:
            self._page.hide()
            self._page.deleteLater()
            self._page = None

    def _show(
        self, path: Path, settings: Settings, then: Callable[[Path], object], look: FirstLook | None
    ) -> None:
        standing = look and _Standing(look, settings, self._clock, self._worker)
        if not (look and standing and _is_in_order(standing)):
            then(path)
            return
        self._page = page = _FirstPage(self._pages, standing, look)
        page.painted.connect(self.shown)
        page.painted.connect(partial(then, path))
        page.show()


def _look(path: Path) -> FirstLook | None:
    from deskapp.services.first_look import first_look  # after the frame is painted

    return first_look(path)


class _Standing(QObject):
    """What a list asks of the context of an open shop, as far as the first look knows it."""

    changed, shop_changed = Signal(), Signal()

    def __init__(self, look: FirstLook, settings: Settings, clock: Clock, worker: Worker) -> None:
        from deskapp.ui.shared.formats import Formats

        super().__init__()
        self.formats = Formats(look.language, look.zone, clock.now)
        self.shop = SimpleNamespace(currency=look.currency, word=lambda _key, neutral: neutral)
        self.fields = ()
        self.statuses, self.settings, self.worker = look.statuses, settings, worker

    def may(self, _action: object) -> bool:
        """A shop is opened by its owner; where that one has a PIN there is no first look."""
        return True

    def show_error(self, _error: object) -> None:
        """Nothing is read, so nothing fails."""


def _is_in_order(standing: _Standing) -> bool:
    """Whether the queue was left as the first look reads it: a table of what is due first."""
    from deskapp.ui.shell.places import PLACES
    from deskapp.ui.tickets.layouts import kept_layout

    view = PLACES["open"]
    layout = kept_layout(cast("DeskContext", standing), view)
    return layout is None or (layout.sort in {"", view.sort} and not (layout.grouping or layout.face))


class _FirstPage(QWidget):
    """The list where the real one will be; it cannot be used yet, and clicks go through it."""

    painted = Signal()

    def __init__(self, pages: Pages, standing: _Standing, look: FirstLook) -> None:
        from deskapp.ui.shell.places import PLACES
        from deskapp.ui.tickets.list import TicketList
        from deskapp.ui.tickets.split import Split

        super().__init__(pages)
        standing.setParent(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.list = TicketList(cast("DeskContext", standing))  # which asks no more of it
        self.list.show_read(PLACES["open"], look.rows)
        side = QWidget()
        split = Split(self.list, side)
        split.use(standing.settings)
        side.setVisible(standing.settings.pane)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(split)
        self._pages = pages
        self.setGeometry(pages.rect())
        pages.installEventFilter(self)
        self.list.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pages and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._pages.rect())
        elif event.type() == QEvent.Type.Paint and watched is not self._pages:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False
