"""What the register shows about each device, and its timeline about each ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.device import DeviceRow, Show, Visit
from deskapp.i18n import N_, _, ngettext
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.status_chip import Chip, chip_of

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

SHOW_LABELS = {
    Show.ALL: N_("All devices"),
    Show.LOANERS: N_("Loaners"),
    Show.OUT: N_("Lent out"),
}


def device_columns(context: DeskContext) -> list[Column]:
    """Brand and model, owner, numbers, type, tickets, last ticket."""

    def said(row: DeviceRow) -> str:
        return owner_text(row, context)

    def last(row: DeviceRow) -> str:
        return row.ticket

    return [
        Column("model", _("Brand, model"), lambda row: row.draft.label, 150, strong=True, stretch=True),
        Column("owner", _("Belongs to"), said, 116, alarm=lambda row: _is_late(row, context), tip=said),
        Column("serial", _("Serial number"), lambda row: row.draft.serial, 140, tabular=True),
        Column("imei", _("IMEI"), lambda row: row.draft.imei, 136, tabular=True),
        Column("frame", _("Frame"), lambda row: row.draft.frame_number, 106, tabular=True),
        Column("category", _("Type"), lambda row: row.draft.category, 84, muted=True),
        Column("tickets", _("Tickets"), lambda row: str(row.tickets or ""), 68, "right", tabular=True),
        Column("last", _("Last ticket"), last, 104, tabular=True),
    ]


def device_sentence(row: DeviceRow) -> str:
    """A whole row as it is read aloud."""
    brought = ngettext("{count} ticket", "{count} tickets", row.tickets).format(count=row.tickets)
    draft = row.draft
    return ", ".join(filter(None, (draft.category, draft.label, *draft.codes, row.owner, brought)))


def visit_columns(context: DeskContext) -> list[Column]:
    """The tickets of a device, short."""

    def chip(visit: Visit) -> Chip:
        status = context.statuses[visit.status]
        return chip_of(status.label, status.meaning, status.icon)

    return [
        Column("day", _("Received"), lambda visit: context.formats.day(visit.at), 98, tabular=True),
        Column("number", _("Number"), lambda visit: visit.number, 94, strong=True, tabular=True),
        Column("status", _("Status"), lambda visit: visit.status, 112, chip=chip),
        Column("fault", _("Problem"), _problem, 60, stretch=True, tip=_problem),
    ]


def owner_text(row: DeviceRow, context: DeskContext) -> str:
    """Whose it is; of a loaner who has it and until when."""
    if row.is_out and row.due_at:
        day = context.formats.day(row.due_at)
        return _("Lent to {name} until {day}").format(name=row.lent_to, day=day)
    if row.is_out:
        return _("Lent to {name}").format(name=row.lent_to)
    return _("Loaner, in the shop") if row.draft.is_loaner else row.owner


def _is_late(row: DeviceRow, context: DeskContext) -> bool:
    return row.is_out and context.formats.is_late(row.due_at)


def _problem(visit: Visit) -> str:
    return " · ".join(filter(None, (visit.fault, visit.customer)))
