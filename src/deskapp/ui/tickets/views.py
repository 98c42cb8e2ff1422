"""The views that people keep: their lines in the sidebar, their counts, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Timer
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from deskapp.domain.permission import Action
from deskapp.domain.saved_view import SavedView, ViewDraft
from deskapp.errors import Stopped
from deskapp.i18n import _
from deskapp.ui.shell.places import Place, heading_of, place_of

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shell.sidebar import Sidebar
    from deskapp.ui.tickets.list import TicketList
    from deskapp.ui.tickets.views_dialog import ViewDialog

_PAUSE_MS = 300
_LONGEST_SECONDS = 0.05
_SHARE = 20
"""Counting takes one part in so many of the worker's time; the rest belongs to the list."""


class ViewKeeper(QObject):
    """Lives as long as the shop is open."""

    def __init__(self, context: DeskContext, sidebar: Sidebar, queue: TicketList) -> None:
        super().__init__(context)
        self._context, self._sidebar, self._queue = context, sidebar, queue
        self._views: tuple[SavedView, ...] = ()
        self._uncounted: list[Place] = []
        self._counting, self._cost = False, 0.0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._count)
        sidebar.set_views(())
        sidebar.asked.connect(self._answer)
        sidebar.menu_asked.connect(self._open_menu)
        queue.save_asked.connect(self.ask_to_save)
        context.changed.connect(self.read)
        context.shop_changed.connect(self._explain)
        self._explain()
        self.read()

    def read(self) -> None:
        """Read which views there are, and count their tickets anew."""
        self._context.read(self._context.desk.views.list, then=self._show)

    def ask_to_save(self) -> ViewDialog:
        """Keep what the list shows under a name."""
        return self._ask(ViewDraft("", self._queue.query(), self._queue.look()))

    def menu(self, place: Place) -> QMenu:
        """What can be done with a view, shared ones and one's own alike."""
        menu = QMenu(self._sidebar)
        for act, words in _OFFERS.items():
            if act in _OF_SAVED and not (place.saved and self._context.may(Action.KEEP_VIEWS)):
                continue
            if act == "rename":
                menu.addSeparator()
            menu.addAction(words()).setData((place.key, act))
        menu.triggered.connect(self._choose)
        return menu

    # Own --------------------------------------------------------------------------------------

    def _show(self, views: tuple[SavedView, ...]) -> None:
        places = tuple(map(place_of, views))
        if views != self._views:
            self._views = views
            self._sidebar.set_views(places)
            self._queue.set_saved_views(places)
        self._uncounted = list(places)
        if not self._counting:
            self._pause.start(_PAUSE_MS + round(self._cost * 1000 * _SHARE))
            self._cost = 0.0

    def _count(self) -> None:
        """One view after the other, so that whatever somebody waits for comes in between."""
        self._counting = bool(self._uncounted)
        if self._uncounted:
            place = self._uncounted.pop(0)
            self._context.worker.submit(
                _timed_count,
                self._context,
                place.query,
                on_done=partial(self._tell, place),
                on_failed=partial(self._tell_wrong, place),
            )

    def _tell(self, place: Place, counted: tuple[int | None, float]) -> None:
        count, seconds = counted
        self._cost += seconds
        self._say(place, count, "" if count is not None else _("Too many tickets to count them each time."))

    def _tell_wrong(self, place: Place, error: DeskError) -> None:
        """What the view asks for is gone, for example a person: it says so and has no count."""
        self._say(place, 0, str(error))

    def _say(self, place: Place, count: int | None, explanation: str) -> None:
        if self._sidebar.place_of(place.key):  # it may be gone by now
            self._sidebar.button(place.key).set_count(count)
            self._sidebar.button(place.key).explain(explanation)
        self._count()

    def _explain(self) -> None:
        """How many days a view means stands in the shop's settings."""
        for key in ("stale", "uncollected"):
            button = self._sidebar.button(key)
            button.explain(heading_of(button.place, self._context.shop))

    def _open_menu(self, key: str, corner: QPoint) -> None:
        place = self._sidebar.place_of(key)
        if place and place.page == "tickets":
            menu = self.menu(place)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(corner)

    def _choose(self, action: QAction) -> None:
        key, act = action.data()
        if act == "go":
            self._sidebar.chosen.emit(key)
        else:
            self._sidebar.asked.emit(key, act)

    def _answer(self, key: str, act: str) -> None:
        place = self._sidebar.place_of(key)
        if place and place.saved and act in _OF_SAVED and self._context.may(Action.KEEP_VIEWS):
            getattr(self, f"_{act}")(place.saved)

    def _rename(self, view: SavedView) -> None:
        self._ask(view.draft, view)

    def _renew(self, view: SavedView) -> None:
        shown = replace(view.draft, query=self._queue.query(), look=self._queue.look())
        self._context.act(self._context.desk.views.edit, view.id, shown, view.row_version)

    def _delete(self, view: SavedView) -> None:
        self._context.act(self._context.desk.views.bin, view.id)

    def _move(self, step: int, view: SavedView) -> None:
        order = [one.id for one in self._views]
        there = order.index(view.id) + step
        if 0 <= there < len(order):
            order.remove(view.id)
            order.insert(there, view.id)
            self._context.act(self._context.desk.views.arrange, tuple(order))

    def _up(self, view: SavedView) -> None:
        self._move(-1, view)

    def _down(self, view: SavedView) -> None:
        self._move(1, view)

    def _ask(self, draft: ViewDraft, view: SavedView | None = None) -> ViewDialog:
        from deskapp.ui.tickets.views_dialog import ViewDialog

        dialog = ViewDialog(self._sidebar.window(), self._context, draft, view)
        dialog.open()
        return dialog


_OFFERS: dict[str, Callable[[], str]] = {
    "go": lambda: _("Show"),
    "add": lambda: _("Add to filter\tCtrl+Click"),
    "negate": lambda: _("Leave out of filter\tAlt+Click"),
    "rename": lambda: _("Rename…\tF2"),
    "renew": lambda: _("Keep what the list shows now"),
    "up": lambda: _("Move up\tAlt+Up"),
    "down": lambda: _("Move down\tAlt+Down"),
    "delete": lambda: _("Delete view\tDel"),
}
_OF_SAVED = ("rename", "renew", "up", "down", "delete")


def _timed_count(context: DeskContext, query: str) -> tuple[int | None, float]:
    """How many tickets a query means, or None where that takes long, and the seconds; runs on the worker."""
    begun = perf_counter()
    stop = context.desk.queue.stopper()
    limit = Timer(_LONGEST_SECONDS, stop.stop)
    limit.start()
    try:
        count = context.desk.queue.count(context.actor, query, stop=stop)
    except Stopped:
        return None, perf_counter() - begun
    finally:
        limit.cancel()
    return count, perf_counter() - begun
