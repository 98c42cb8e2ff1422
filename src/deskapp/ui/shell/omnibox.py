"""The search at the top of the window: tickets, customers and commands by what is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job
    from deskapp.ui.shell.findings import Found
    from deskapp.ui.shell.hits import Hit, HitList

_PAUSE_MS = 80


class Omnibox(QLineEdit):
    """Type to find, Enter to open, Escape to go back. A `>` in front finds commands only."""

    def __init__(self, commands: Commands, host: QWidget) -> None:
        super().__init__()
        self._commands, self._host = commands, host
        self._context: DeskContext | None = None
        self._hits: HitList | None = None
        self._job: Job | None = None
        self._before: QWidget | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.textEdited.connect(self._pause.start)
        self._dress()

    def use(self, context: DeskContext | None) -> None:
        """Search in this shop from now on."""
        self._context = context
        self._empty()

    def hits(self) -> HitList:
        """The list under the field, made when somebody first types."""
        if self._hits is None:
            from deskapp.ui.shell.hits import HitList

            self._hits = HitList(self, self._host)
            self._hits.picked.connect(self.leave)
        return self._hits

    def enter(self) -> None:
        """Go to the field and remember where to go back to."""
        now = self.window().focusWidget()
        self._before = now if now is not self else self._before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def leave(self) -> None:
        """Empty the field and give the focus back."""
        self._empty()
        if self._before:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._find(pick=True)
        else:
            super().keyPressEvent(event)

    def _empty(self) -> None:
        self._pause.stop()
        self.clear()
        if self._hits:
            self._hits.hide()

    def _find(self, *, pick: bool = False) -> None:
        from deskapp.ui.shell.findings import command_hits, search

        self._pause.stop()
        typed = self.text().strip()
        if self._job:
            self._job.cancel()
        if not typed:
            self.hits().hide()
        elif self._context is None or typed.startswith(">"):
            self._show(command_hits(self._commands, typed.removeprefix(">")), pick=pick)
        else:
            show = partial(self._show_found, self._context, typed, pick)
            self._job = self._context.worker.submit(
                search, self._context, typed, on_done=show, on_failed=self._say
            )

    def _show_found(self, context: DeskContext, typed: str, pick: bool, found: Found) -> None:
        from deskapp.ui.shell.findings import command_hits, nothing, record_hits

        hits = [*record_hits(context, found), *command_hits(self._commands, typed)]
        self._show(hits or [nothing(typed)], pick=pick)

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
