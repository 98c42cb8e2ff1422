"""Everything that happened to a ticket, newest first, as a time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, caption, muted
from deskapp.ui.tickets.tab import Tab

if TYPE_CHECKING:
    from deskapp.domain.history import HistoryEntry
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

_MOST = 200
_PICTURES = {
    "intake": ("tickets", "new"),
    "import": ("import", "new"),
    "status": ("half-circle", "active"),
    "note": ("note", "waiting"),
    "message": ("message", "new"),
    "print": ("print", "muted"),
    "change": ("edit", "muted"),
    "undo": ("undo", "muted"),
}


class HistoryTab(Tab):
    """One line per event: when, who, what. What was taken back is struck through."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[HistoryEntry, ...] | None = None
        self._page: QWidget | None = None

    def load(self, ticket: Ticket) -> None:
        super().load(ticket)
        self.area.verticalScrollBar().setValue(0)

    def update_ticket(self, ticket: Ticket) -> None:
        if ticket.history == self._shown:
            return
        self._shown = ticket.history
        if self._page:
            self.column.removeWidget(self._page)
            self._page.setParent(None)
            self._page.deleteLater()
        self._page = self._drawn(ticket.history)
        self.column.addWidget(self._page)

    def texts(self) -> list[str]:
        """What happened, newest first."""
        return [entry.text for entry in reversed(self._shown or ())]

    def struck(self) -> list[str]:
        """What happened and was taken back, newest first."""
        return [entry.text for entry in reversed(self._shown or ()) if entry.undone]

    def _drawn(self, history: tuple[HistoryEntry, ...]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(style.M)
        grid.setVerticalSpacing(style.XS)
        grid.setColumnStretch(1, 1)
        newest = list(reversed(history))[:_MOST]
        for place, entry in enumerate(newest):
            self._add(grid, place, entry)
            if place:
                grid.addWidget(_thread(), 2 * place - 1, 0, Qt.AlignmentFlag.AlignHCenter)
        if len(history) > _MOST:
            grid.addWidget(muted(_("Older entries are not shown here.")), 2 * len(newest), 1)
        return page

    def _add(self, grid: QGridLayout, place: int, entry: HistoryEntry) -> None:
        icon, tone = _PICTURES.get(entry.kind, ("circle", "muted"))
        picture = Picture(icon, tone, icons.SMALL + 2)
        picture.setContentsMargins(0, 2, 0, 0)
        words = PlainLabel(entry.text, tone="muted" if entry.undone else "", wrap=True).selectable()
        font = words.font()
        font.setStrikeOut(entry.undone)
        words.setFont(font)
        grid.addWidget(picture, 2 * place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, 2 * place, 1)
        moment = self._context.formats.moment(entry.at)
        label = caption(
            " · ".join(
                part for part in (moment, entry.person, _("taken back") if entry.undone else "") if part
            )
        )
        label.setContentsMargins(0, 0, 0, style.S)
        grid.addWidget(label, 2 * place + 1, 1)


def _thread() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "upright")
    return line
