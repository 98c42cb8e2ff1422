"""The views of the queue that the search of a window finds by their names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deskapp.domain.text import fold
from deskapp.domain.text import words as split_words
from deskapp.i18n import _
from deskapp.ui.shell.hits import Hit
from deskapp.ui.shell.places import VIEWS, Place, heading_of, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.ui.context import DeskContext
    from deskapp.ui.shell.findings import Found

_FEWEST_SIGNS = 3  # of a name, before it may come before tickets


def views_named(context: DeskContext, typed: str) -> tuple[Place, ...]:
    """The views that have a word beginning with each typed word; runs on the worker."""
    wanted = split_words(typed)
    saved = map(place_of, context.desk.views.list(context.actor))
    return tuple(place for place in (*saved, *VIEWS) if wanted and _has(place, wanted))


def view_hit(context: DeskContext, place: Place) -> Hit:
    """Goes to the view."""
    heading = heading_of(place, context.shop)
    detail = _("View") if heading == place.label else f"{_('View')} · {heading}"
    return Hit(place.label, detail, place.icon, run=partial(context.go_to_place, place.key))


def in_order(typed: str, found: Found, records: Sequence[Hit], named: Sequence[Hit]) -> list[Hit]:
    """Records, then views and commands; but one whose name begins with what is typed comes before records
    that only hold it somewhere.
    """
    once = {hit.title: hit for hit in reversed(named)}
    rest = [hit for hit in named if once[hit.title] is hit]
    wanted = fold(typed)
    if len(wanted) < _FEWEST_SIGNS or any(_is_called(match.name, wanted) for match in found.customers):
        return [*records, *rest]
    first = [hit for hit in rest if fold(hit.title).startswith(wanted)]
    return [*first, *records, *(hit for hit in rest if hit not in first)]


def _has(place: Place, wanted: Sequence[str]) -> bool:
    known = split_words(place.label)
    return all(any(word.startswith(want) for word in known) for want in wanted)


def _is_called(name: str, wanted: str) -> bool:
    return f" {wanted}" in f" {fold(name)}"
