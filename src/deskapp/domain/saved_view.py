"""Ways of looking at the queue that people keep under a name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from deskapp.domain import text
from deskapp.domain.built_in_view import BUILT_IN, ORDERS
from deskapp.errors import Invalid
from deskapp.i18n import _

GROUPINGS = ("", "status", "person", "day")
DENSITIES = ("", "compact", "normal", "comfortable")
LONGEST_NAME = 60
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Look:
    """How a list shows its tickets; what is empty is as the list would do it by itself.

    `sort` is a key with `-` in front for falling order, `columns` are keys from left to right.
    """

    sort: str = ""
    columns: tuple[str, ...] = ()
    grouping: str = ""
    density: str = ""


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """What somebody keeps: a query under a name, and how its tickets are shown."""

    name: str
    query: str = ""
    look: Look = field(default_factory=Look)
    shared: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view in the file; one that is not shared is seen by its person alone."""

    id: int
    draft: ViewDraft
    row_version: int = 1

    @property
    def name(self) -> str:
        """What people call it."""
        return self.draft.name

    @property
    def query(self) -> str:
        """What it writes into the filter."""
        return self.draft.query


def order_of(query: str) -> str:
    """The order in which a query is listed that names none: that of the narrowest built-in view it is in."""
    from deskapp.domain.query import parse  # late: the sidebar needs the views, but no query yet

    asked = frozenset(parse(query).terms)
    held = {key: frozenset(parse(view).terms) for key, view in BUILT_IN.items()}
    return ORDERS[max((key for key, terms in held.items() if terms <= asked), key=lambda key: len(held[key]))]


def checked(draft: ViewDraft) -> ViewDraft:
    """The draft as it can be kept; raises `Invalid` naming the field that cannot."""
    from deskapp.domain.query import in_english, parse  # as above

    clean = replace(
        draft,
        name=text.line(draft.name, "name", LONGEST_NAME),
        query=in_english(text.line(draft.query, "query", 400)),
        look=_checked_look(draft.look),
    )
    if not clean.name:
        raise Invalid(_("A view needs a name; it stands in the sidebar."), "name")
    parse(clean.query)
    return clean


def _checked_look(look: Look) -> Look:
    if look.grouping not in GROUPINGS or look.density not in DENSITIES or len(look.columns) > MOST_COLUMNS:
        raise Invalid(_("A list cannot be shown like this; choose its columns and groups again."), "look")
    return replace(
        look,
        sort=text.line(look.sort, "sort", 40),
        columns=tuple(text.line(column, "columns", 40) for column in look.columns),
    )
