"""One card: what it says about a ticket, and how it is painted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.row_delegate import RowDelegate
from deskapp.ui.shared.status_chip import chip_size, paint_chip
from deskapp.ui.tickets.columns import sentence, ticket_columns

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.formats import Formats

GAP = style.S
"""Free room below each card."""

_PAD, _ROUND, _LINES = 10, 6, 5
_NO_TEXT = ""
_ANY = QModelIndex | QPersistentModelIndex
_PRESSING = {
    Priority.URGENT.value: ("alarm", "chevrons-up"),
    Priority.HIGH.value: ("waiting", "chevron-up"),
}


def card_column(context: DeskContext) -> Column:
    """A whole card as the one column of a model."""
    return Column("card", _("Ticket"), sentence(context), stretch=True, tip=_tip)


class CardDelegate(RowDelegate):
    """Paints number and due, customer, device and problem, and at the foot status, priority and person."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        columns = {column.key: column for column in ticket_columns(context)}
        self._number, self._due, self._status = columns["number"], columns["due"], columns["status"]
        self._customer, self._lines = columns["customer"], (columns["device"], columns["fault"])
        self._short = replace(self._due, text=partial(_short_due, context.formats))
        self._person = Column("person", "", columns["person"].text, align="right", muted=True)
        meanings = Counter(status.meaning.value for status in context.statuses.values())
        self._several = {meaning for meaning, count in meanings.items() if count > 1}

    def height(self) -> int:
        """How much room a card takes, the gap below it included."""
        return _LINES * self._line() + 2 * _PAD + GAP

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY) -> None:
        model: PagedModel = index.model()  # type: ignore[assignment]  # the list takes no other
        box = option.rect.adjusted(2, 1, -2, -GAP)
        self._paint_paper(painter, box, index.row())
        row = model.row(index.row())
        if row is not None:
            self._paint_row(painter, box.adjusted(_PAD, _PAD, -_PAD, -_PAD), row)

    def _paint_row(self, painter: QPainter, box: QRect, row: TicketRow) -> None:
        line = QRect(box.x(), box.y(), box.width(), self._line())
        self._paint_head(painter, line, row)
        line.translate(0, line.height())
        self._paint_owner(painter, line, row)
        for column in self._lines:
            line.translate(0, line.height())
            self.paint_cell(painter, line, column, row)
        line.translate(0, line.height())
        self._paint_foot(painter, line, row)

    def _paint_head(self, painter: QPainter, line: QRect, row: TicketRow) -> None:
        """The number at the left; the due moment at the right, in fewer words where they do not fit."""
        self.paint_cell(painter, line, self._number, row)
        words = self._due.text(row)
        if not words:
            return
        metrics = self.type_of(self._due).metrics
        late = metrics.ascent() + 6 if self._due.alarm and self._due.alarm(row) else 0
        number = self.type_of(self._number).metrics.horizontalAdvance(row.number)
        room = line.width() - number - GAP
        column = self._due
        if metrics.horizontalAdvance(words) + late >= room:
            column, words = self._short, self._short.text(row)
        needed = min(metrics.horizontalAdvance(words) + late + 1, room)
        self.paint_cell(painter, line.adjusted(line.width() - needed, 0, 0, 0), column, row)

    def _paint_owner(self, painter: QPainter, line: QRect, row: TicketRow) -> None:
        """The customer, and behind the name a mark for what presses: one arrow or two, not colour alone."""
        mark = _PRESSING.get(row.priority)
        edge = line.height() - 6
        if mark:
            ink = style.palette().family(mark[0]).text
            corner = QRect(line.right() - edge + 1, line.center().y() - edge // 2, edge, edge)
            icons.paint(painter, mark[1], corner, ink)
        self.paint_cell(painter, line.adjusted(0, 0, -edge - 4 if mark else 0, 0), self._customer, row)

    def _paint_foot(self, painter: QPainter, line: QRect, row: TicketRow) -> None:
        """The status where it says more than the column, the person in what is left."""
        kind, left = self.type_of(self._status), QRect(line)
        if row.meaning in self._several and self._status.chip:
            chip = self._status.chip(row)
            width = min(chip_size(chip.text, kind.metrics).width(), left.width())
            painter.setFont(kind.font)
            paint_chip(painter, left, chip, kind.metrics, width)
            left.setLeft(left.left() + width + 5)
        if row.person and left.width() > 2 * kind.metrics.height():
            self.paint_cell(painter, left, self._person, row)

    def _paint_paper(self, painter: QPainter, box: QRect, place: int) -> None:
        look, colours = self.look, style.palette()
        ground = colours.sheet
        if place in look.selected:
            ground = colours.selection
        elif place == look.hovered:
            ground = colours.hover
        current = place == look.current
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.qcolor(colours.accent if current else colours.line), 2 if current else 1))
        painter.setBrush(style.qcolor(ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)

    def _line(self) -> int:
        metrics = self.type_of(self._status).metrics
        return chip_size(_NO_TEXT, metrics).height()


def _short_due(formats: Formats, row: TicketRow) -> str:
    """When it is due without the time of day, or how late it is in its shortest form beside its mark."""
    if row.promised_at is None:
        return ""
    if row.meaning != "ready" and formats.is_late(row.promised_at):
        return formats.age(row.promised_at)
    return formats.near(row.promised_at).rpartition(" ")[0]


def _tip(row: TicketRow) -> str:
    """What may be cut off on the card."""
    pressing = _(PRIORITY_LABELS[Priority(row.priority)]) if row.priority in _PRESSING else ""
    return "\n".join(
        filter(None, (row.customer, row.phone, row.device, row.fault[:600], pressing, row.person))
    )
