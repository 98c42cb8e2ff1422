"""A field that finds services and parts of the catalog while somebody types, and adds them by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit

from deskapp.domain.permission import Action
from deskapp.domain.text import LONGEST_LINE
from deskapp.i18n import _
from deskapp.ui.shared import icons
from deskapp.ui.shared.limits import limit
from deskapp.ui.shell.hits import Hit, HitList

if TYPE_CHECKING:
    from deskapp.domain.catalog import Service
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_PAUSE_MS = 80
_MOST = 8


class CatalogField(QLineEdit):
    """`picked` carries a `Service`, `free_asked` the words of a line that is not in the catalog."""

    picked = Signal(object)
    free_asked = Signal(str)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._hits: HitList | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.textEdited.connect(self._pause.start)
        limit(self, LONGEST_LINE)
        self.setPlaceholderText(_("Add from the catalog: code or name"))
        self.setAccessibleName(_("Add a line from the catalog"))
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("plus"), QLineEdit.ActionPosition.LeadingPosition)

    def hits(self) -> HitList:
        """The list that hangs under the field."""
        if self._hits is None:
            self._hits = HitList(self, self.window())
        return self._hits

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._hits:
            self._hits.hide()

    def _find(self) -> None:
        typed = self.text().strip()
        if self._job:
            self._job.cancel()
        if not typed:
            self.hits().hide()
            return
        rows = self._context.desk.catalog.rows
        self._job = self._context.read(rows, typed, limit=_MOST, then=partial(self._show, typed))

    def _show(self, typed: str, services: Sequence[Service]) -> None:
        if not self.hasFocus():
            return
        hits = [self._hit(service) for service in services]
        words = _("Free line “{text}”…").format(text=typed)
        self.hits().show_hits([*hits, Hit(words, icon="edit", run=partial(self._ask_free, typed))])

    def _hit(self, service: Service) -> Hit:
        formats = self._context.formats
        price = formats.money(service.draft.price) if self._context.may(Action.SEE_MONEY) else ""
        return Hit(service.name, service.code, "catalog", aside=price, run=partial(self._pick, service))

    def _pick(self, service: Service) -> None:
        self.clear()
        self.picked.emit(service)

    def _ask_free(self, typed: str) -> None:
        self.clear()
        self.free_asked.emit(typed)
