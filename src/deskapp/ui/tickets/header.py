"""The head of a ticket: its number and status, the one next step, and what steers the work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.domain.status import Meaning
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.plain import muted, set_name, title
from deskapp.ui.shared.status_chip import OVERDUE_ICON, Chip, StatusChip
from deskapp.ui.tickets.columns import status_chip
from deskapp.ui.tickets.facts import make_quiet, moment_field
from deskapp.ui.tickets.field_set import Bound, FieldSet
from deskapp.ui.tickets.next_action import fitting_paper, next_action

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.status import Status
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


class TicketHeader(QWidget):
    """`step_asked` carries the key of a status, `print_asked` a document, `restore_asked` nothing."""

    step_asked = Signal(str)
    print_asked = Signal(object)
    restore_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._ticket: Ticket | None = None
        self._is_outside = False
        self.number = title().selectable()
        self.copy = icon_button("copy", _("Copy the number"), self._copy)
        self.chip = StatusChip()
        self.what = muted(elide=True)
        self.next = button("", self._take_next, kind="primary")
        self.more = button(_("More"))
        self._more_menu = QMenu(self.more)
        self.more.setMenu(self._more_menu)
        self.papers = button(_("Print"), icon="print")
        self.due = moment_field(context.formats)
        self.late = StatusChip()
        self.person = ChoiceBox([("", _("Nobody"))])
        self.priority = ChoiceBox([(level.value, _(PRIORITY_LABELS[level])) for level in Priority])
        self.fields = FieldSet(self)
        self._bind()
        self._lay_out()

    def show_ticket(self, ticket: Ticket, statuses: Sequence[Status]) -> None:
        """Show a ticket's number, status and steps; `statuses` are those it may go to."""
        self._ticket = ticket
        action = next_action(ticket)
        self.number.setText(ticket.number)
        self.chip.set_chip(status_chip(self._context, ticket.status))
        self._say_what(ticket)
        self.next.setText(f" {_(action.text)}")  # Qt leaves no room between icon and words
        self.next.setAccessibleName(_(action.text))
        self.next.setIcon(icons.icon(action.icon, "on_accent"))
        self._fill_more([status for status in statuses if status.key != action.status])
        self._show_late(ticket)

    def say_outside(self, *, on: bool) -> None:
        """Say that the list beside it does not hold this ticket, or no longer."""
        if on != self._is_outside:
            self._is_outside = on
            if self._ticket:
                self._say_what(self._ticket)

    def set_people(self, people: Sequence[Person]) -> None:
        """Offer the people who work here."""
        self.person.set_choices(
            [("", _("Nobody")), *((str(one.id), one.name) for one in people if one.active)]
        )

    def values(self, ticket: Ticket) -> dict[str, Any]:
        """What the fields of the head show of a ticket."""
        edit = ticket.edit
        return {"promised_at": edit.promised_at, "person_id": edit.person_id, "priority": edit.priority}

    def choose_person(self) -> None:
        """Open the choice of people."""
        self.person.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.person.showPopup()

    def choose_priority(self) -> None:
        """Open the choice of priorities."""
        self.priority.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.priority.showPopup()

    def enter_due(self) -> None:
        """Go to the day by which it is promised."""
        self.due.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose_paper(self) -> None:
        """Open the choice of papers."""
        self.papers.setFocus()
        self.papers.showMenu()

    def _say_what(self, ticket: Ticket) -> None:
        facts = [
            _("Not in the list") if self._is_outside else "",
            _("In the bin") if ticket.binned else "",
            _how_far(ticket),
            ticket.waiting_reason,
        ]
        self.what.setText(" · ".join(filter(None, [*facts, _things(ticket), self._age(ticket)])))

    def _take_next(self) -> None:
        if self._ticket is None:
            return
        action = next_action(self._ticket)
        if action.restores:
            self.restore_asked.emit()
        elif action.status:
            self.step_asked.emit(action.status)
        else:
            self.print_asked.emit(fitting_paper(self._ticket))

    def _fill_more(self, statuses: Sequence[Status]) -> None:
        menu = self._more_menu
        menu.clear()
        for status in statuses:
            words = f"{status.label}…" if status.asks_reason else status.label
            action = menu.addAction(
                icons.icon(status.icon, status_chip(self._context, status.key).family), words
            )
            action.triggered.connect(partial(self._ask_step, status.key))
        self.more.setVisible(bool(statuses))

    def _ask_step(self, key: str, *_state: object) -> None:
        self.step_asked.emit(key)

    def _ask_print(self, document: Document, *_state: object) -> None:
        self.print_asked.emit(document)

    def _age(self, ticket: Ticket) -> str:
        formats = self._context.formats
        came = formats.day(ticket.received_at)
        if ticket.closed_at:
            went = formats.day(ticket.closed_at)
            return came if came == went else f"{came} – {went}"
        return _("received {day}").format(day=came) + f" · {formats.age(ticket.received_at)}"

    def _show_late(self, ticket: Ticket) -> None:
        promised = ticket.edit.promised_at
        is_late = (
            not ticket.closed_at and ticket.meaning != "ready" and self._context.formats.is_late(promised)
        )
        self.late.set_chip(
            Chip(self._context.formats.due(promised), "alarm", OVERDUE_ICON) if is_late else Chip("")
        )

    def _bind(self) -> None:
        formats = self._context.formats
        self.fields.bind(
            "promised_at",
            Bound(
                _("Due"), self.due.moment, self.due.set_moment, lambda at: formats.moment(at) if at else ""
            ),
        )
        self.fields.bind("person_id", Bound(_("Person"), self._person, self._set_person, self._name_of))
        self.fields.bind(
            "priority",
            Bound(
                _("Priority"),
                lambda: Priority(self.priority.key()),
                lambda level: self.priority.set_key(level.value),
                lambda level: _(PRIORITY_LABELS[level]),
            ),
        )
        self.due.changed.connect(self.fields.commit)
        self.person.chosen.connect(self.fields.commit)
        self.priority.chosen.connect(self.fields.commit)

    def _person(self) -> int | None:
        return int(self.person.key()) if self.person.key() else None

    def _set_person(self, person_id: int | None) -> None:
        key = str(person_id or "")
        if self.person.findData(key) < 0:  # somebody who left the shop
            self.person.addItem(self._ticket.person if self._ticket else key, key)
        self.person.setCurrentIndex(self.person.findData(key))

    def _name_of(self, person_id: int | None) -> str:
        return self.person.itemText(self.person.findData(str(person_id or "")))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.number.full_text())
        self._context.tell(_("Copied {text}").format(text=self.number.full_text()))

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(style.XS)
        first.addWidget(self.number)
        first.addWidget(self.copy)
        first.addStretch(1)
        first.addWidget(self.late)
        first.addWidget(self.chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(first)
        column.addWidget(self.what)
        column.addSpacing(style.XS)
        column.addLayout(self._buttons())
        column.addSpacing(style.XS)
        column.addLayout(self._steering())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(style.S)
        menu = QMenu(self.papers)
        for document in Document:
            menu.addAction(f"{_(DOCUMENT_LABELS[document])}…").triggered.connect(
                partial(self._ask_print, document)
            )
        self.papers.setMenu(menu)
        row.addWidget(self.next)
        row.addWidget(self.more)
        row.addStretch(1)
        row.addWidget(self.papers)
        return row

    def _steering(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(style.S)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        places = (
            (_("D&ue"), self.due, 0, 0, 3),
            (_("Pe&rson"), self.person, 1, 0, 1),
            (_("Prior&ity"), self.priority, 1, 2, 1),
        )
        for label, field, row, column, span in places:
            grid.addWidget(_name_of_field(label, field), row, column)
            grid.addWidget(field, row, column + 1, 1, span)
            make_quiet(field)
        return grid


def _name_of_field(label: str, field: QWidget) -> QLabel:
    words = QLabel(label)
    words.setProperty("tone", "muted")
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setBuddy(field)
    set_name(field, label.replace("&", ""))
    return words


def _things(ticket: Ticket) -> str:
    """What was brought, in a few words."""
    names = [item.device.label or item.fault for item in ticket.items]
    more = len(names) - 1
    first = names[0].partition("\n")[0] if names else ""
    return first if more < 1 else _("{device} and {more} more").format(device=first, more=more)


def _how_far(ticket: Ticket) -> str:
    """Of several things that are here, how many can go home, while the others cannot."""
    here = [item.meaning for item in ticket.items if item.closed_at is None]
    ready = here.count(Meaning.READY)
    return _("{ready} of {count} ready").format(ready=ready, count=len(here)) if 0 < ready < len(here) else ""
