"""The places of the sidebar, and the queries behind the views of the queue."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.i18n import N_


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere the sidebar leads. `query` is what a view of the queue writes into its filter."""

    key: str
    text: str
    icon: str
    query: str = ""
    page: str = ""
    tone: str = "muted"


VIEWS = (
    Place("open", N_("Open"), "tickets", "is:open", "tickets"),
    Place("waiting", N_("Waiting"), "hourglass", "is:waiting", "tickets", "waiting"),
    Place("ready", N_("Ready"), "tick-circle", "is:ready", "tickets", "ready"),
    Place("overdue", N_("Overdue"), "triangle", "is:overdue", "tickets", "danger"),
    Place("closed", N_("Closed"), "filled-circle", "is:closed", "tickets"),
    Place("all", N_("All"), "ticket", "", "tickets"),
    Place("bin", N_("Bin"), "trash", "is:deleted", "tickets"),
)
RECORDS = (
    Place("customers", N_("Customers"), "customers", page="customers"),
    Place("catalog", N_("Catalog"), "catalog", page="catalog"),
)
SHOP = Place("shop", N_("Shop settings"), "settings", page="shop")
PLACES = {place.key: place for place in (*VIEWS, *RECORDS, SHOP)}


def view_of(query: str) -> Place:
    """The view that a query stands in: the one whose filter it holds."""
    words = query.casefold().split()
    return next((view for view in VIEWS if view.query and view.query in words), PLACES["all"])
