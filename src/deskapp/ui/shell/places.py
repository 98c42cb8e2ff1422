"""The places of the sidebar, and the queries behind the views of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.built_in_view import BUILT_IN, ORDERS
from deskapp.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.query import Term
    from deskapp.domain.saved_view import SavedView
    from deskapp.domain.shop import Shop


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere the sidebar leads. `query` is what a view of the queue writes into its filter.

    `sort` is the order in which a view lists its tickets, `level` how far it stands to the right below
    the view it is a part of, `heading` what stands over its list. `saved` is what a person kept.
    """

    key: str
    text: str
    icon: str
    query: str = ""
    page: str = ""
    tone: str = "muted"
    sort: str = ""
    level: int = 0
    heading: str = ""
    saved: SavedView | None = None

    @property
    def label(self) -> str:
        """What stands on it; a name that a person gave is shown as it was typed."""
        return self.text if self.saved else _(self.text)


def _view(key: str, text: str, icon: str, tone: str, heading: str, level: int = 0) -> Place:
    return Place(key, text, icon, BUILT_IN[key], "tickets", tone, ORDERS[key], level, heading)


VIEWS = (
    _view("today", N_("Today’s work"), "sun", "muted", N_("Today’s work")),
    _view("open", N_("Open"), "tickets", "muted", N_("Open tickets")),
    _view("mine", N_("Mine"), "person", "muted", N_("My tickets"), 1),
    _view("unassigned", N_("Unassigned"), "customer", "muted", N_("Unassigned tickets"), 1),
    _view("waiting", N_("Waiting"), "hourglass", "waiting", N_("Waiting tickets"), 1),
    _view("ready", N_("Ready"), "tick-circle", "ready", N_("Ready tickets"), 1),
    _view("overdue", N_("Overdue"), "triangle", "danger", N_("Overdue tickets"), 1),
    _view("stale", N_("Not updated"), "clock", "muted", "", 1),
    _view("uncollected", N_("Uncollected"), "shop", "muted", "", 1),
    _view("closed", N_("Closed"), "filled-circle", "muted", N_("Closed tickets")),
    _view("closed_week", N_("This week"), "calendar", "muted", N_("Closed this week"), 1),
    _view("all", N_("All"), "ticket", "muted", N_("All tickets")),
    _view("bin", N_("Bin"), "trash", "muted", N_("Tickets in the bin")),
)
RECORDS = (
    Place("enquiries", N_("Enquiries"), "phone", page="enquiries"),
    Place("customers", N_("Customers"), "customers", page="customers"),
    Place("devices", N_("Devices"), "device", page="devices"),
    Place("catalog", N_("Catalog"), "catalog", page="catalog"),
)
SHOP = Place("shop", N_("Shop settings"), "settings", page="shop")
PLACES = {place.key: place for place in (*VIEWS, *RECORDS, SHOP)}


def place_of(view: SavedView) -> Place:
    """The place of a view that a person kept."""
    icon = "filter" if view.draft.shared else "person"
    return Place(
        f"view-{view.id}", view.name, icon, view.query, "tickets", sort=view.draft.look.sort, saved=view
    )


def heading_of(place: Place, shop: Shop) -> str:
    """What stands over the list of a view."""
    if place.key == "stale":
        days = shop.stale_days
        return ngettext("Not updated for {count} day", "Not updated for {count} days", days).format(
            count=days
        )
    if place.key == "uncollected":
        days = shop.uncollected_days
        return ngettext("Not collected for {count} day", "Not collected for {count} days", days).format(
            count=days
        )
    return _(place.heading) if place.heading else place.label


def view_of(query: str, saved: Sequence[Place] = (), now: Place | None = None) -> Place:
    """The view that a query stands in: what it asks for is asked for there, and perhaps more besides.

    Of several that is the one that asks for exactly that, else `now`, else the narrowest.
    """
    terms = _terms(query)
    if terms is None:
        return now or PLACES["all"]
    held = [view for view in (*saved, *VIEWS) if (_terms(view.query) or frozenset()) <= terms]
    exact = [view for view in held if _terms(view.query) == terms]
    if now and (now in exact or (now.query and now in held and not exact)):
        return now
    return exact[0] if exact else max(held, key=_narrowness)


def _narrowness(view: Place) -> tuple[int, bool, int]:
    return len(_terms(view.query) or ()), view.saved is not None, view.level


def _terms(query: str) -> frozenset[Term] | None:
    """What a query asks for, or None where it cannot be understood."""
    from deskapp.domain.query import QueryError, parse  # after the frame is painted

    try:
        return frozenset(parse(query).terms)
    except QueryError:
        return None
