"""A bar at the top of the window when an import was cut off before: go on with it, or take it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from deskapp.domain.permission import Action
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.ui.context import DeskContext
    from deskapp.ui.imports.importer import Importer
    from deskapp.ui.imports.window import ImportWindow
    from deskapp.ui.shared.banner import Banner

_AFTER_MS = 500  # when the first list is there, and before drafts are offered
_AGAIN_MS = 25_000  # another program may have been writing it


class CutOff(QObject):
    """Looks after a shop was opened, and once more in case another program stopped just then.

    `window` opens the window for imports, `then` says what else there is to say in the same bar.
    """

    def __init__(
        self,
        context: DeskContext,
        banner: Callable[[], Banner],
        window: Callable[[], ImportWindow | None],
        then: Callable[[], object],
    ) -> None:
        super().__init__(context)
        self._context, self._banner, self._window, self._then = context, banner, window, then
        self._is_told = False
        for milliseconds in (_AFTER_MS, _AGAIN_MS):
            QTimer.singleShot(milliseconds, self, self.look)

    def look(self) -> None:
        """Ask the shop file."""
        context = self._context
        context.worker.submit(lambda: context.desk.imports.unfinished(context.actor), on_done=self._offer)

    def _offer(self, cut_off: UnfinishedImport | None) -> None:
        banner = self._banner()
        if cut_off is None:
            if self._is_told:
                self._is_told = False
                banner.hush()
                self._then()
            return
        self._is_told = True
        number = self._context.formats.number
        sentence = cut_off.sentence(number(cut_off.line), number(cut_off.lines))
        if not self._context.may(Action.IMPORT):
            banner.say("warning", sentence)
            return
        back = (_("Take it back"), partial(self._take_back, cut_off))
        banner.say("warning", sentence, _("Go on"), partial(self._go_on, cut_off), other=back)

    def _go_on(self, cut_off: UnfinishedImport) -> None:
        if window := self._window():
            self._follow(window.importer)
            window.go_on(cut_off)

    def _take_back(self, cut_off: UnfinishedImport) -> None:
        from deskapp.ui.imports.importer import Importer

        importer = Importer(self._context)
        importer.failed.connect(self._context.show_error)
        self._follow(importer)
        importer.take_back(cut_off.batch)

    def _follow(self, importer: Importer) -> None:
        """Whatever becomes of it, look again; what is being written meanwhile is not told."""
        self._banner().hush()
        importer.rested.connect(self.look)
