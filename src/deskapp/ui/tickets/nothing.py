"""What stands in place of the queue when there is nothing to list: why, and what to do next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from deskapp.domain.permission import Action
from deskapp.domain.query import QueryError, parse
from deskapp.domain.query.operators import BY_NAME
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared.empty_state import EmptyState

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.list import TicketList

_OVER = {"closed", "closed_week", "all", "bin"}
"""Views that hold closed tickets anyway."""


_ONE_OF = ("closed", "new", "active", "waiting", "ready")
_WHILE_OPEN = ("open", "overdue", "stale", "uncollected")


class Nothing(QObject):
    """Fills an `EmptyState` in place of a list."""

    def __init__(self, context: DeskContext, tickets: TicketList, place: EmptyState) -> None:
        super().__init__(tickets)
        self._context, self._list, self._place = context, tickets, place
        tickets.box.edited.connect(self._typed)
        tickets.listing.refused.connect(self._refused)

    def say(self) -> None:
        """The query was carried out and nothing was found."""
        view = self._list.view()
        if not self._list.box.is_understood():
            self._say_unread()
        elif self._query() != view.query:
            self._say_no_hits()
        elif view.key in {"open", "all"}:
            self._say_first()
            if view.key == "open":
                read, say = self._context.read, self._say_all_done
                read(self._context.desk.queue.count, "is:closed", then=say, on_failed=_offer_nothing)
        else:
            self._place.say(view.icon, _EMPTY_VIEWS.get(view.key, _nothing_here)())

    def say_wrong(self, error: DeskError) -> None:
        """The list could not be read at all."""
        self._place.say(
            "warning",
            str(error),
            _("Nothing was changed."),
            _("Try again"),
            self._list.read_again,
        )
        self._place.offer(_("Copy details"), partial(_copy, str(error)))

    def _say_first(self) -> None:
        hint = _("A ticket holds what a customer brings, and how far it is.")
        self._offer_first(_("No tickets yet"), hint, _("Log the first one"))

    def _say_all_done(self, closed: int) -> None:
        """A shop that has closed tickets is no new one."""
        if closed and self._list.view().key == "open" and self._query() == self._list.view().query:
            self._offer_first(_("Nothing is open"), "", _("Log a ticket"))

    def _offer_first(self, words: str, hint: str, verb: str) -> None:
        """With a way to take something in, for who may."""
        action = self._context.commands.action("new_ticket")
        offered = verb if self._context.may(Action.TAKE_IN) else ""
        self._place.say("tickets", words, hint, offered, action.trigger)

    def _query(self) -> str:
        """What was looked for; the filter may say more by now."""
        return self._list.listed_query()[0]

    def _typed(self) -> None:
        if not self._list.box.is_understood() and self._list.faces.is_empty():
            self._say_unread()

    def _refused(self, error: DeskError) -> None:
        if isinstance(error, Invalid) and self._list.faces.is_empty():
            self._say_unread()

    def _say_unread(self) -> None:
        """What is wrong stands under the filter; what was found for the words before is of no use here."""
        self._place.say("search", _("The filter cannot be read yet"))

    def _say_no_hits(self) -> None:
        query = self._query()
        words = _("Nothing matches “{query}”").format(query=query)
        hint = _contradiction(query) or _("Look for fewer or other words.")
        self._place.say("search", words, hint, _("Clear filter"), self._list.clear_filter)
        wider = self._wider(query)
        if wider:
            count = self._context.desk.queue.count
            offer = partial(self._offer_closed, query, wider)
            self._context.read(count, wider, then=offer, on_failed=_offer_nothing)

    def _wider(self, query: str) -> str:
        """The query without what its view asks for; nothing where that would not add closed tickets."""
        view = self._list.view()
        if view.key in _OVER or not view.query:
            return ""
        held = view.query.split()
        return " ".join(word for word in query.split() if word not in held)

    def _offer_closed(self, query: str, wider: str, count: int) -> None:
        if count and query == self._query() and self._list.box.is_understood():
            words = _("Search closed tickets too ({count})")
            shown = words.format(count=self._context.formats.number(count))
            self._place.offer(shown, partial(self._list.show_query, wider))


def _contradiction(query: str) -> str:
    """Says when two states are asked for that no ticket is in at once; nothing where that is not so."""
    states = _states(query)
    both = [state for state in _ONE_OF if state in states]
    if "closed" in both:
        both += [state for state in _WHILE_OPEN if state in states]
    if len(both) < 2:
        return ""
    one, other = (_(choice.label) for name in both[:2] if (choice := BY_NAME["is"].choice(name)))
    message = _("No ticket is “{one}” and “{other}” at once; take one of them out of the filter.")
    return message.format(one=one, other=other)


def _states(query: str) -> frozenset[str]:
    try:
        return parse(query).states()
    except QueryError:
        return frozenset()


def _offer_nothing(_error: DeskError) -> None:
    """What was left out of the query may make the rest unreadable; then there is nothing to offer."""


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _nothing_here() -> str:
    return _("No ticket is in this view")


_EMPTY_VIEWS = {
    "today": lambda: _("Nothing is due today"),
    "mine": lambda: _("Nothing is assigned to you"),
    "unassigned": lambda: _("Every ticket has somebody"),
    "waiting": lambda: _("Nothing waits for anybody"),
    "ready": lambda: _("Nothing is ready to hand over"),
    "overdue": lambda: _("Nothing is late"),
    "stale": lambda: _("Every open ticket has news"),
    "uncollected": lambda: _("Nothing waits to be collected"),
    "closed": lambda: _("No ticket is closed yet"),
    "closed_week": lambda: _("No ticket was closed this week"),
    "bin": lambda: _("The bin is empty"),
}
