"""Bringing records of another system in: one way for the window and for the command line.

A reader makes rows of the file, a preset makes tickets of the rows, the desk plans what they would
change and then changes it. Only `apply_plan` writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.import_plan import ImportedTicket, ImportReport, ImportSource, Plan, Reading, RowProblem
from deskapp.errors import DeskError, Invalid
from deskapp.exchange import ords
from deskapp.exchange.reader import Table, open_table
from deskapp.i18n import _
from deskapp.services.import_watch import EVERY, Watch

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.exchange.preset import Mapping, Preset
    from deskapp.services.desk import Desk
    from deskapp.services.import_watch import Progress, Question


PRESETS = {preset.key: preset for preset in (ords.PRESET,)}


def read_plan(
    desk: Desk,
    actor: Actor,
    path: Path,
    preset: str = "auto",
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Plan:
    """What importing the file would do; writes nothing.

    Raises `DeskError` for a file that cannot be read or that no preset knows, `ImportCancelled` when
    `cancelled` says so. `on_progress` gets the lines read and roughly how many there are.
    """
    shop = desk.shop.get(actor)
    with open_table(path) as table:
        chosen = _preset(table, preset)
        watch = Watch(table.file.lines, on_progress, cancelled)
        today = desk.clock.now().astimezone(shop.zone).date()
        mapping = chosen.mapping(table.header, shop.zone, today)
        reading = _read(table, chosen, mapping, watch)
    return desk.imports.plan(actor, reading)


def apply_plan(
    desk: Desk,
    actor: Actor,
    plan: Plan,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
) -> ImportReport:
    """Do what the plan says, whole or not at all; with `dry_run` only answer what it would do."""
    if dry_run:
        return plan.report
    return desk.imports.apply(actor, plan, on_progress=on_progress, cancelled=cancelled)


def _read(table: Table, preset: Preset, mapping: Mapping, watch: Watch) -> Reading:
    tickets: list[ImportedTicket] = []
    problems: list[RowProblem] = []
    count = 0
    for count, row in enumerate(table.rows(), start=1):
        if count % EVERY == 0:
            watch.step(row.line)
        found = mapping.ticket(row)
        if isinstance(found, ImportedTicket):
            tickets.append(found)
        else:
            problems += found
    watch.step(table.file.lines)
    name = text.line(table.file.path.name, "name", 255)  # some names hold bytes that are no text
    source = ImportSource(preset.system, preset.key, name, table.file.sha256)
    return Reading(source, tuple(tickets), tuple(problems), count)


def _preset(table: Table, name: str) -> Preset:
    """The preset with that name, or the one that knows the header; refused in a sentence."""
    if name != "auto" and name not in PRESETS:
        message = _("There is no preset “{name}”; there are {known}.")
        raise Invalid(message.format(name=name, known=", ".join(("auto", *PRESETS))), "preset")
    candidates = list(PRESETS.values()) if name == "auto" else [PRESETS[name]]
    closest = min(candidates, key=lambda preset: len(preset.missing(table.header)))
    lacking = closest.missing(table.header)
    if not lacking:
        return closest
    file_name = table.file.path.name
    if name == "auto" and len(lacking) > len(closest.columns) // 2:
        known = ", ".join(preset.title for preset in PRESETS.values())
        message = _("“{name}” is not a file that Deskapp can import; it reads CSV files of {known}.")
        raise DeskError(message.format(name=file_name, known=known))
    message = _("“{name}” is not whole {title}: it has no column {columns}.")
    raise DeskError(message.format(name=file_name, title=closest.title, columns=", ".join(lacking)))
