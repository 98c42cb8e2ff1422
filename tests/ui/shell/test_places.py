"""Which view of the sidebar a filter stands in."""

from __future__ import annotations

import pytest

from deskapp.domain.query import parse
from deskapp.ui.shell.places import VIEWS, Place, view_of


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ("is:open", "open"),
        ("is:open meyer", "open"),
        ("meyer is:WAITING", "waiting"),
        ("meyer", "all"),
        ("", "all"),
        ("-is:open", "all"),
        ("no:26001230", "all"),
    ],
)
def test_a_filter_stands_in_the_view_whose_words_it_holds(query: str, view: str) -> None:
    assert view_of(query).key == view


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_every_view_is_a_query_that_can_be_typed(view: Place) -> None:
    parse(view.query)
