"""Sets status, person, due day, priority, tags or a note of the chosen tickets, each in a small popup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal

from deskapp.domain.status import needs_reason
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.i18n import _, ngettext
from deskapp.ui.tickets.next_action import step_after
from deskapp.ui.tickets.setters import offers
from deskapp.ui.tickets.setters.popup import Offers, SetterPopup

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from deskapp.domain.actor import Actor
    from deskapp.domain.person import Person
    from deskapp.domain.status import Status
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shell.hits import Hit

_TICKETS_WITH_TAGS = 500
KINDS = ("status", "person", "due", "priority", "tags", "note")


class Setters(QObject):
    """Opens a popup over `back` for some rows of the queue; there is one popup at a time.

    `changed` carries the rows and the `BulkChange` that was chosen, `noted` the rows and a text; who
    opened the popup carries them out.
    """

    changed = Signal(object, object)
    noted = Signal(object, str)

    def __init__(self, context: DeskContext, back: QWidget) -> None:
        super().__init__(back)
        self._context, self._back = context, back
        self._rows: Sequence[TicketRow] = ()
        self._popup: SetterPopup | None = None
        self._people: Sequence[Person] = ()
        self._tags: Sequence[str] = ()
        self._kind = ""
        self._notes: dict[tuple[str, ...], str] = {}

    def open(self, kind: str, rows: Sequence[TicketRow], corner: QPoint, back: QWidget | None = None) -> None:
        """Ask for one of `KINDS`; `corner` is the point of `back` under which the popup hangs."""
        self._back = back or self._back
        self.leave()
        if not rows:
            return
        self._rows, self._kind = tuple(rows), kind
        heading, offered, placeholder = self._question(kind)
        host = self._back.window()
        popup = self._popup = SetterPopup(host, self._named(heading), offered, placeholder)
        popup.left.connect(self._forget)
        if kind == "status":
            popup.ask(self._named(heading), offered, placeholder, self._next_step())
        popup.open_at(self._back.mapTo(host, corner), self._back)
        if kind == "note":
            popup.field.setText(self._notes.pop(self._numbers(), ""))

    def popup(self) -> SetterPopup | None:
        """The popup that is open."""
        return self._popup

    def leave(self) -> None:
        """Put the popup away."""
        if self._popup:
            self._popup.leave()

    def put_aside(self) -> None:
        """Another ticket is shown: put the popup away, but keep the words of a note for its own ticket."""
        words = self._popup.field.text().strip() if self._popup else ""
        if words and self._kind == "note":
            self._notes[self._numbers()] = words
            kept = _("The note for {number} was not added; it is kept for when you write there again.")
            self._context.tell(kept.format(number=", ".join(self._numbers())))
        self.leave()

    # What is asked ----------------------------------------------------------------------------

    def _question(self, kind: str) -> tuple[str, Offers, str]:
        row, only = self._rows[0], len(self._rows) == 1
        if kind == "status":
            found = offers.statuses(self._context, self._rows)
            return _("Status"), partial(offers.status_hits, found, self._take_status), ""
        if kind == "person":
            self._read(self._context.desk.people.list, self._know_people)
            return _("Person"), self._person_hits, ""
        if kind == "due":
            example = _("today 17:00, fri, +3d")
            return _("Due"), partial(offers.due_hits, self._context, self._take_due), example
        if kind == "priority":
            now = row.priority if only else ""
            return _("Priority"), partial(offers.priority_hits, now, self._take_priority), ""
        if kind == "tags":
            self._read(_tags_in_use, self._know_tags, self._context.desk)
            return _("Tags"), self._tag_hits, ""
        return _("Note"), partial(offers.note_hits, self._take_note), _("Internal note")

    def _named(self, heading: str) -> str:
        count = len(self._rows)
        if count == 1:
            return f"{heading} · {self._rows[0].number}"
        return f"{heading} · " + ngettext("{count} ticket", "{count} tickets", count).format(count=count)

    def _next_step(self) -> int:
        """The place of the step that most tickets take next, so that Enter alone takes it."""
        wanted = step_after(self._rows[0].status, self._rows[0].meaning)
        keys = [one.key for one in offers.statuses(self._context, self._rows)]
        return keys.index(wanted) if wanted in keys else -1

    def _person_hits(self, typed: str) -> Sequence[Hit]:
        now = (self._rows[0].person or _("Nobody")) if len(self._rows) == 1 else ""
        return offers.person_hits(self._people, now, self._take_person, typed)

    def _tag_hits(self, typed: str) -> Sequence[Hit]:
        held = dict.fromkeys(tag for row in self._rows for tag in row.tags.split())
        return offers.tag_hits(self._tags, tuple(held), self._take_tag, typed)

    # What was chosen --------------------------------------------------------------------------

    def _take_status(self, status: Status) -> None:
        now = [self._context.statuses[row.status] for row in self._rows]
        if self._popup and any(needs_reason(one, status) for one in now):
            take = partial(self._take_reason, status)
            self._popup.ask(
                self._named(status.label), partial(offers.reason_hits, status.label, take), _("Why?")
            )
        else:
            self._change(BulkChange(status=status.key))

    def _take_reason(self, status: Status, reason: str) -> None:
        self._change(BulkChange(status=status.key, reason=reason))

    def _take_person(self, person: int | None) -> None:
        self._change(BulkChange(fields={"person_id": person}))

    def _take_due(self, moment: datetime | None) -> None:
        self._change(BulkChange(fields={"promised_at": moment}))

    def _take_priority(self, level: str) -> None:
        self._change(BulkChange(fields={"priority": level}))

    def _take_tag(self, tag: str, on: bool) -> None:
        self._change(BulkChange(add_tags=(tag,)) if on else BulkChange(remove_tags=(tag,)))

    def _take_note(self, words: str) -> None:
        self.noted.emit(self._rows, words)

    def _change(self, change: BulkChange) -> None:
        self.changed.emit(self._rows, change)

    # Own --------------------------------------------------------------------------------------

    def _numbers(self) -> tuple[str, ...]:
        return tuple(row.number for row in self._rows)

    def _read(self, call: Callable[..., object], then: Callable[..., object], *values: object) -> None:
        self._context.read(call, *values, then=then)

    def _know_people(self, people: Sequence[Person]) -> None:
        self._people = people
        self._offer_again()

    def _know_tags(self, tags: Sequence[str]) -> None:
        self._tags = tags
        self._offer_again()

    def _offer_again(self) -> None:
        if self._popup:
            self._popup.offer_again()

    def _forget(self) -> None:
        self._popup = None


def _tags_in_use(actor: Actor, desk: Desk) -> tuple[str, ...]:
    """The tags of the newest tickets, the most used first; runs on the worker."""
    rows = desk.tickets.rows(actor, "", limit=_TICKETS_WITH_TAGS)
    counts = Counter(tag for row in rows for tag in row.tags.split())
    return tuple(tag for tag, _count in counts.most_common())
