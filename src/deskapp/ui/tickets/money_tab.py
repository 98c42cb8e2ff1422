"""What a ticket costs: its lines, and the sums with tax by rate."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from deskapp.domain.permission import Action
from deskapp.domain.ticket import LineDraft
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.only import seen
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.plain import PlainLabel, muted
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.tickets.catalog_field import CatalogField
from deskapp.ui.tickets.line_dialog import LineDialog
from deskapp.ui.tickets.saver import Saver
from deskapp.ui.tickets.tab import Tab

if TYPE_CHECKING:
    from deskapp.domain.catalog import Service
    from deskapp.domain.tax import Totals
    from deskapp.domain.ticket import Line, Ticket
    from deskapp.ui.context import DeskContext


_LAST = 84
"""What the last column needs for its name beside the button that chooses columns."""


class MoneyTab(Tab):
    """Lines are added by typing, changed by Enter, removed by Delete; the sums stay at the foot."""

    def __init__(self, context: DeskContext, saver: Saver) -> None:
        super().__init__()
        self._context, self._saver = context, saver
        self.add_field = CatalogField(context)
        self.records = PagedModel(_columns(context), sentence=_sentence(context), parent=self)
        self.table = LineTable(self.records, _("Lines"))
        self.sums = Sums(context)
        self.limit = PlainLabel(tone="danger", wrap=True)
        self._may_change = True
        self._empty = EmptyState()
        self._connect()
        self._lay_out()

    def update_ticket(self, ticket: Ticket) -> None:
        kept = self.table.current_id()
        lines = ticket.lines
        self.records.show(lambda offset, limit: lines[offset : offset + limit], len(lines), lines)
        self.table.fit_height()
        if kept:
            self.table.select_id(kept)
        self.table.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self.sums.show_sums(ticket.totals, inclusive=ticket.prices_include_tax)
        self.sums.setVisible(bool(lines) and self._context.may(Action.SEE_MONEY))
        self._show_limit(ticket)

    def _show_limit(self, ticket: Ticket) -> None:
        """Say it where money is added when the customer has to be asked first."""
        limit = ticket.edit.cost_limit
        if limit is not None:
            words = _("More than the {limit} that the customer agreed to; ask before you go on.")
            self.limit.setText(words.format(limit=self._context.formats.money(limit)))
        self.limit.setVisible(ticket.is_above_limit and self._context.may(Action.SEE_MONEY))

    def let_change(self, *, on: bool) -> None:
        """Let lines be changed and removed, or only read."""
        self._may_change = on

    def begin(self) -> None:
        """Go to where a line is added."""
        self.add_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_free(self, text: str = "") -> None:
        """Ask for a line that is not in the catalog."""
        ticket = self._saver.ticket
        dialog = LineDialog(self.window(), self._context, ticket, None, self._keep_new)
        dialog.open()
        if text:
            dialog.description.setText(text)
            dialog.price.setFocus()

    def edit(self, line_id: int) -> None:
        """Change a line."""
        line = self._line(line_id)
        if line is None or not self._may_change:
            return

        def keep(dialog: LineDialog, draft: LineDraft) -> None:
            call = self._context.desk.tickets.edit_line
            self._act(dialog, call, line.id, draft, line.row_version)

        LineDialog(self.window(), self._context, self._saver.ticket, line.draft, keep).open()

    def remove(self) -> None:
        """Take the chosen line off the ticket; a message offers to take that back."""
        if self._may_change and (line_id := self.table.current_id()):
            call = self._context.desk.tickets.remove_line
            self._context.act(call, self._saver.ticket.number, line_id, then=self._take)

    def _add_service(self, service: Service) -> None:
        from deskapp.services.line import line_from_service  # the desk is open, so this is loaded

        call = self._context.desk.tickets.add_line
        self._context.act(call, self._saver.ticket.number, line_from_service(service), then=self._take)

    def _keep_new(self, dialog: LineDialog, draft: LineDraft) -> None:
        self._act(dialog, self._context.desk.tickets.add_line, draft)

    def _act(self, dialog: LineDialog, call: Callable[..., Any], *values: object) -> None:
        def close(ticket: Ticket) -> None:
            if shiboken6.isValid(dialog):  # it may have been closed by Escape meanwhile
                dialog.accept()
            self._take(ticket)

        self._context.act(call, self._saver.ticket.number, *values, then=close, on_failed=dialog.say_wrong)

    def _take(self, ticket: Ticket) -> None:
        if ticket.id == self._saver.ticket.id:
            self._saver.use(ticket)
            self.update_ticket(ticket)

    def _line(self, line_id: int) -> Line | None:
        return next((line for line in self._saver.ticket.lines if line.id == line_id), None)

    def _ask_menu(self, point: QPoint) -> None:
        if self.table.current_id() is None or not self._may_change:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("edit"), _("Change…"), self._edit_current)
        menu.addAction(icons.icon("trash"), _("Remove"), self.remove)
        menu.popup(point)

    def _edit_current(self) -> None:
        if line_id := self.table.current_id():
            self.edit(line_id)

    def _connect(self) -> None:
        self.add_field.picked.connect(self._add_service)
        self.add_field.free_asked.connect(self.add_free)
        self.table.opened.connect(self.edit)
        self.table.remove_asked.connect(self.remove)
        self.table.menu_asked.connect(self._ask_menu)

    def _lay_out(self) -> None:
        self._empty.say(
            "money",
            _("Nothing is charged yet"),
            _("Add services and parts from the catalog, or a free line."),
        )
        row = QHBoxLayout()
        row.setSpacing(style.S)
        row.addWidget(self.add_field, 1)
        row.addWidget(button(_("Free line…"), self.add_free))
        self.column.addLayout(row)
        self.column.addWidget(self.table)
        self.column.addWidget(self._empty)
        self.column.addWidget(self.sums)
        self.column.addWidget(self.limit)


class LineTable(RecordTable):
    """All lines at once: as high as they are many. `remove_asked` tells that Delete was typed."""

    remove_asked = Signal()

    def fit_height(self) -> None:
        """Be as high as the rows."""
        rows = self.records.rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * style.row_height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)


class Sums(QWidget):
    """Net, tax by rate and the whole, as the service summary will show them."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(style.S, 0, style.S, 0)
        self._grid.setVerticalSpacing(style.XS)
        self._grid.setHorizontalSpacing(style.L)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def rows(self) -> list[tuple[str, str]]:
        """The words and amounts that are shown."""
        return self._rows

    def show_sums(self, totals: Totals, *, inclusive: bool) -> None:
        """Show the sums of a ticket."""
        self._rows = list(self._worded(totals, inclusive=inclusive))
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        for place, (words, amount) in enumerate(self._rows):
            last = place == len(self._rows) - 1
            made = (
                (PlainLabel(words, scale=style.SECTION), PlainLabel(amount, scale=style.SECTION))
                if last
                else (muted(words), muted(amount))
            )
            self._grid.addWidget(made[0], place, 0, Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(made[1], place, 1, Qt.AlignmentFlag.AlignRight)

    def _worded(self, totals: Totals, *, inclusive: bool) -> list[tuple[str, str]]:
        formats = self._context.formats
        rows = [(_("Net"), formats.money(totals.net))]
        for tax in totals.taxes:
            percent = formats.number(tax.rate.percent)
            words = _("including {tax} {percent} %") if inclusive else _("{tax} {percent} %")
            rows.append((words.format(tax=tax.rate.name, percent=percent), formats.money(tax.tax)))
        return [*(rows if totals.taxes else []), (_("Total"), formats.money(totals.gross))]


def _columns(context: DeskContext) -> tuple[Column, ...]:
    formats = context.formats

    columns = (
        Column("description", _("Description"), _described, 120, stretch=True, tip=_whole),
        Column(
            "quantity",
            _("Qty"),
            lambda line: formats.number(line.draft.quantity),
            44 if context.may(Action.SEE_MONEY) else _LAST,
            align="right",
            tabular=True,
        ),
        Column(
            "price",
            _("Price"),
            lambda line: formats.money(line.draft.unit_price),
            76,
            align="right",
            tabular=True,
        ),
        Column(
            "amount",
            _("Amount"),
            lambda line: formats.money(line.amount),
            104,
            align="right",
            tabular=True,
            strong=True,
        ),
    )
    return seen(context, columns)


def _sentence(context: DeskContext) -> Callable[[Line], str]:
    def say(line: Line) -> str:
        return ", ".join(column.text(line) for column in _columns(context))

    return say


def _described(line: Line) -> str:
    return line.draft.description


def _whole(line: Line) -> str:
    warranty = line.draft.warranty
    words = (
        _("Warranty {number} {unit}").format(number=warranty.number, unit=_(warranty.unit.value))
        if warranty
        else ""
    )
    return "\n".join(part for part in (line.draft.description, line.draft.result, words) if part)
