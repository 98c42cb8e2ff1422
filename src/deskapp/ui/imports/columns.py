"""The columns of what a file holds: its problems, and its records as they were understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from deskapp.domain.ticket import OUTCOME_LABELS
from deskapp.i18n import _
from deskapp.ui.shared.groups import Fetch
from deskapp.ui.shared.paged_model import Column

if TYPE_CHECKING:
    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import ImportedCustomer, PossibleDuplicate
    from deskapp.domain.import_plan import ImportedTicket, RowProblem
    from deskapp.ui.shared.formats import Formats


class Placed(NamedTuple):
    """Something with its place in the list, which tells it apart."""

    id: int
    value: Any


def placed(values: Sequence[Any]) -> Fetch:
    """Reads a list that is already there, window by window."""

    def fetch(offset: int, limit: int) -> list[Placed]:
        return [Placed(place, value) for place, value in enumerate(values[offset : offset + limit], offset)]

    return fetch


def problem_columns(formats: Formats) -> tuple[Column, ...]:
    """Where it is wrong and what."""

    def problem(row: Placed) -> RowProblem:
        found: RowProblem = row.value
        return found

    return (
        Column("row", _("Line"), lambda row: formats.number(problem(row).row), 72, "right", tabular=True),
        Column("field", _("Column"), lambda row: problem(row).place, 170, muted=True),
        Column(
            "problem", _("What is wrong"), lambda row: problem(row).problem, 320,
            stretch=True, tip=lambda row: problem(row).problem,
        ),
    )  # fmt: skip


def record_columns(formats: Formats) -> tuple[Column, ...]:
    """What the tickets will say."""

    def ticket(row: Placed) -> ImportedTicket:
        found: ImportedTicket = row.value
        return found

    return (
        Column("row", _("Line"), lambda row: formats.number(ticket(row).row), 72, "right", tabular=True),
        Column("date", _("Date"), lambda row: formats.day(ticket(row).at), 124),
        Column("device", _("Device"), lambda row: ticket(row).device.label, 170),
        Column(
            "fault", _("Problem"), lambda row: _first_line(ticket(row).fault), 160,
            muted=True, stretch=True, tip=lambda row: ticket(row).fault[:600],
        ),
        Column("outcome", _("Outcome"), lambda row: _(OUTCOME_LABELS[ticket(row).outcome]), 96),
        Column("group", _("Group"), lambda row: ticket(row).group, 120),
    )  # fmt: skip


def customer_columns(formats: Formats) -> tuple[Column, ...]:
    """What the customers will say."""

    def draft(row: Placed) -> CustomerDraft:
        found: ImportedCustomer = row.value
        return found.draft

    return (
        Column("row", _("Line"), lambda row: formats.number(row.value.row), 72, "right", tabular=True),
        Column("name", _("Name"), lambda row: draft(row).name, 150, strong=True, stretch=True),
        Column("company", _("Company"), lambda row: draft(row).company, 150),
        Column("phone", _("Phone"), lambda row: ", ".join(one.shown for one in draft(row).phones), 150),
        Column("email", _("E-mail"), lambda row: draft(row).email, 170),
        Column("city", _("City"), lambda row: draft(row).city, 110, muted=True),
    )  # fmt: skip


def duplicate_columns(formats: Formats) -> tuple[Column, ...]:
    """Who becomes a customer of their own though somebody here may be the same person."""

    def pair(row: Placed) -> PossibleDuplicate:
        found: PossibleDuplicate = row.value
        return found

    return (
        Column("row", _("Line"), lambda row: formats.number(pair(row).row), 72, "right", tabular=True),
        Column("name", _("In the file"), lambda row: pair(row).name, 220, strong=True),
        Column("known", _("Has a phone or e-mail of"), lambda row: pair(row).known_as, 240, stretch=True),
    )  # fmt: skip


def problem_sentence(row: Placed) -> str:
    """A problem as a screen reader says it."""
    problem: RowProblem = row.value
    return problem.sentence()


def _first_line(text: str) -> str:
    return text.partition("\n")[0]
