"""Keeps what was changed in the fields of a ticket, and sorts out what comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deskapp.errors import Invalid, StaleWrite
from deskapp.ui.tickets.field_set import FieldSet, Values

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.facts import Facts

_MOST_TRIES = 3


class Saver(QObject):
    """Sends changes with the version they were made against.

    `saved` carries the ticket as it is now, `stale` tells that it has to be read again, `clashed` the
    fields that were changed here and elsewhere.
    """

    saved = Signal(object)
    stale = Signal()
    clashed = Signal(object, object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._ticket: Ticket | None = None
        self._values: dict[FieldSet, Callable[[Ticket], Values]] = {}
        self._tries = 0

    @property
    def ticket(self) -> Ticket:
        """The ticket as it was read last."""
        assert self._ticket is not None, "no ticket is shown"
        return self._ticket

    def use(self, ticket: Ticket) -> None:
        """Changes are made against this ticket from now on."""
        self._ticket = ticket

    def watch(self, fields: FieldSet, values: Callable[[Ticket], Values]) -> None:
        """`values` tells what these fields show of a ticket."""
        self._values[fields] = values
        fields.clashed.connect(partial(self._tell_clash, fields))

    def save(self, fields: FieldSet, facts: Facts | None, call: Callable[..., Any], *values: object) -> None:
        """Run a service call on the ticket's number with these values."""
        number = self.ticket.number
        self._context.act(
            call,
            number,
            *values,
            then=partial(self._accept, fields),
            on_failed=partial(self._refuse, fields, facts, number),
        )

    def _accept(self, fields: FieldSet, ticket: Ticket) -> None:
        self._tries = 0
        if ticket.id == self.ticket.id:
            self._ticket = ticket
            fields.accept(self._values[fields](ticket))
            self.saved.emit(ticket)

    def _refuse(self, fields: FieldSet, facts: Facts | None, number: str, error: DeskError) -> None:
        is_shown = number == self.ticket.number
        self._tries += 1
        stale = isinstance(error, StaleWrite) and is_shown and self._tries <= _MOST_TRIES
        if is_shown:
            fields.refuse(stale=stale)
        if stale:
            self.stale.emit()
        elif not (
            isinstance(error, Invalid) and facts and is_shown and facts.say_wrong(error.field, str(error))
        ):
            self._context.show_error(error)

    def _tell_clash(self, fields: FieldSet, clashes: list[Any]) -> None:
        self.clashed.emit(fields, clashes)
