"""The search of a window: tickets, customers and commands by what is typed, everything by keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskapp.domain.text import LONGEST_LINE
from deskapp.i18n import _
from deskapp.ui.shared import icons
from deskapp.ui.shared.limits import limit

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job
    from deskapp.ui.shell.findings import Found, Registry
    from deskapp.ui.shell.hits import Hit, HitList

_PAUSE_MS = 60


class Omnibox(QLineEdit):
    """Type to find, Enter to open, Tab for what else can be done, Escape to go back.

    `>` in front finds commands only, `#` the end of a ticket's number, `@` customers. `registries` are
    the commands that are offered, those of this window first. `finished` tells that it is done.
    """

    finished = Signal()

    def __init__(self, registries: Sequence[Registry], host: QWidget) -> None:
        super().__init__()
        self._registries, self._host = tuple(registries), host
        self._context: DeskContext | None = None
        self._hits: HitList | None = None
        self._job: Job | None = None
        self._before: QWidget | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look_up)
        self.textEdited.connect(self._pause.start)
        limit(self, LONGEST_LINE)
        self._dress()

    def use(self, context: DeskContext | None) -> None:
        """Search in this shop from now on."""
        self._context = context
        self._registries[0].recent.clear_records()
        self._empty()

    def hits(self) -> HitList:
        """The list under the field, made when it is first needed."""
        if self._hits is None:
            from deskapp.ui.shell.hits import HitList

            self._hits = HitList(self, self._host)
            self._hits.picked.connect(self._picked)
            self._hits.left_more.connect(self.look_up)
            self.textEdited.connect(self._hits.set_stale)
        return self._hits

    def enter(self, kind: str = "") -> None:
        """Go to the field and remember where to go back to; `kind` is the sign it begins with."""
        now = self.window().focusWidget()
        self._before = now if now is not self else self._before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(kind)
        self.look_up()

    def offer(self, text: str, hits: Sequence[Hit]) -> None:
        """Show a text with what can be done with it, for example one that was scanned.

        What is typed or scanned next takes its place.
        """
        self.enter()
        self._pause.stop()
        self.setText(text)
        self.selectAll()
        self._show(list(hits), pick=False)

    def leave(self) -> None:
        """Empty the field and give the focus back."""
        self._empty()
        if self._before:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit()

    def look_up(self, *, pick: bool = False) -> None:
        """Offer what fits the text; `pick` takes the first of it."""
        from deskapp.ui.shell.findings import COMMANDS, command_hits, first_hits, search, split

        self._pause.stop()
        typed = self.text().strip()
        kind, words = split(typed)
        if self._job:
            self._job.cancel()
        if not words:
            self._show(first_hits(self._registries) if kind in {"", COMMANDS} else [], pick=pick)
        elif self._context is None or kind == COMMANDS:
            self._show(command_hits(self._registries, words), pick=pick)
        else:
            show = partial(self._show_found, self._context, typed, pick)
            self._job = self._context.worker.submit(
                search, self._context, typed, on_done=show, on_failed=self._say
            )

    def event(self, event: QEvent) -> bool:
        """Escape belongs to the search while it is used, not to a window that it would close."""
        asks = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asks and cast("QKeyEvent", event).key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.look_up(pick=bool(self.text().strip()))
        elif event.key() == Qt.Key.Key_Down:
            self.look_up()
        else:
            super().keyPressEvent(event)

    def _empty(self) -> None:
        self._pause.stop()
        if self._job:
            self._job.cancel()
        self.clear()
        if self._hits:
            self._hits.hide()

    def _picked(self, hit: Hit) -> None:
        if hit.record:
            self._registries[0].recent.opened(hit.record)
        self.leave()

    def _show_found(self, context: DeskContext, typed: str, pick: bool, found: Found) -> None:
        from deskapp.ui.shell.findings import all_hits, nothing, record_hits, split

        kind, words = split(typed)
        hits = record_hits(context, found) if kind else all_hits(context, self._registries, words, found)
        self._show(hits or nothing(context, typed), pick=pick and bool(hits))

    def _show(self, hits: list[Hit], *, pick: bool) -> None:
        if self.hasFocus():
            self.hits().show_hits(hits)
            if pick:
                self.hits().pick()

    def _say(self, error: DeskError) -> None:
        from deskapp.ui.shell.hits import Hit

        self.hits().show_hits([Hit(str(error), icon="warning")])

    def _dress(self) -> None:
        self.setPlaceholderText(_("Search tickets, customers and commands"))
        self.setAccessibleName(_("Search or command"))
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(280)
        self.setMaximumWidth(560)
