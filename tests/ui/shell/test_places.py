"""Which view of the sidebar a filter stands in."""

from __future__ import annotations

import pytest

from deskapp.domain.query import parse
from deskapp.domain.saved_view import SavedView, ViewDraft
from deskapp.ui.shell.places import PLACES, VIEWS, Place, place_of, view_of

BIKES = place_of(SavedView(1, ViewDraft("Bikes", "is:open (bike or bicycle)")))


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ("is:open", "open"),
        ("is:open meyer", "open"),
        ("meyer is:WAITING", "waiting"),
        ("is:mine is:open", "mine"),
        ("due:<=today is:open -samsung", "today"),
        ("closed:week", "closed_week"),
        ("meyer", "all"),
        ("", "all"),
        ("-is:open", "all"),
        ("is:open or samsung", "all"),
        ("no:26001230", "all"),
        ("weather:fine", "all"),
        ("is:open (bike or bicycle)", BIKES.key),
        ("meyer (bike or bicycle) is:open", BIKES.key),
        ("is:open (bike or moped)", "open"),
    ],
)
def test_a_filter_stands_in_the_view_whose_terms_it_holds(query: str, view: str) -> None:
    assert view_of(query, (BIKES,)).key == view


@pytest.mark.parametrize(
    ("query", "now", "then"),
    [
        ("is:open is:waiting meyer", "open", "open"),
        ("is:open is:mine", "open", "mine"),
        ("weather:fine", "waiting", "waiting"),
        ("meyer", "open", "all"),
        ("is:open", "all", "open"),
    ],
)
def test_a_filter_that_goes_on_where_the_view_ends_stays_there(query: str, now: str, then: str) -> None:
    assert view_of(query, now=PLACES[now]).key == then


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_every_view_is_a_query_that_can_be_typed(view: Place) -> None:
    parse(view.query)
