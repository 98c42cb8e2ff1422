"""Bringing records of another system in: one way for the window and for the command line.

A reader makes rows of the file, a preset or a mapping makes tickets or customers of the rows, the desk
resolves and judges them, plans what they would change and then changes it. Only `apply_plan` writes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.customer_import import CustomerPlan
from deskapp.domain.field import FieldOf, of_record
from deskapp.domain.import_plan import ImportedTicket, ImportReport, ImportSource, Plan, Reading, RowProblem
from deskapp.errors import DeskError, Invalid
from deskapp.exchange import ords
from deskapp.exchange.customer_list import CARDS, LIST, ListLook, card_reading, list_reading, look
from deskapp.exchange.customer_mapping import from_words, targets
from deskapp.exchange.file_kind import FileKind, kind_of
from deskapp.exchange.import_way import same_file, same_reading, way_of_tickets
from deskapp.exchange.reader import Table, open_table
from deskapp.i18n import _
from deskapp.services.import_watch import EVERY, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.domain.field import Field
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.exchange.customer_mapping import Mapping as CustomerMapping
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
    *,
    with_erased: bool = False,
) -> Plan | CustomerPlan:
    """What importing the file would do; writes nothing.

    Raises `DeskError` for a file that cannot be read or that nothing knows, `ImportCancelled` when
    `cancelled` says so. `on_progress` gets the lines read and roughly how many there are. `with_erased`
    brings people back who were erased here.
    """
    found = recognise(path, preset, desk.fields.list(actor))
    if isinstance(found, ListLook):
        if found.doubt and preset == "auto":
            raise DeskError(_doubted(found))
        return list_plan(desk, actor, found, found.mapping, on_progress, cancelled, with_erased=with_erased)
    if found == CARDS:
        return card_plan(desk, actor, path, on_progress, cancelled, with_erased=with_erased)
    return ticket_plan(desk, actor, path, found, on_progress, cancelled)


def recognise(path: Path, preset: str = "auto", fields: Sequence[Field] = ()) -> ListLook | str:
    """What a file is: a table that may be a list of customers, or the key of the preset that reads it.

    `fields` are the shop's own, which columns of such a list may fill.
    """
    known = ("auto", *PRESETS, LIST, CARDS)
    if preset not in known:
        message = _("There is no preset “{name}”; there are {known}.")
        raise Invalid(message.format(name=preset, known=", ".join(known)), "preset")
    kind = kind_of(path)
    if preset == CARDS and kind is not FileKind.CARDS:
        raise no_cards(path)
    if preset in {CARDS, *PRESETS}:
        return preset
    if kind is FileKind.CARDS:
        return CARDS
    if preset == LIST or kind is FileKind.WORKBOOK:
        return look(path, fields=fields)
    with open_table(path) as table:
        chosen = _preset(table)
    return chosen.key if chosen else look(path, fields=fields)


def list_plan(
    desk: Desk,
    actor: Actor,
    found: ListLook,
    mapping: CustomerMapping,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
    *,
    with_erased: bool = False,
) -> CustomerPlan:
    """What importing a list of customers by a mapping would do."""
    reading = list_reading(found, mapping, desk.shop.get(actor).country)
    reading = replace(reading, with_erased=with_erased)
    return desk.imports.customers.plan(actor, reading, on_progress=on_progress, cancelled=cancelled)


def mapped_plan(
    desk: Desk, actor: Actor, path: Path, words: Sequence[str], *, with_erased: bool = False
) -> CustomerPlan:
    """What importing a list would do with some of its columns said as `Column=field`.

    Raises `DeskError` naming the word that is wrong.
    """
    found = look(path, fields=desk.fields.list(actor))
    try:
        mapping = from_words(words, found.layout.header, found.mapping, found.fields)
    except ValueError as error:
        known = ", ".join(filter(None, targets(found.fields)))
        message = _(
            "“{word}” says nothing: write COLUMN=FIELD with a column of the file and one of {known}, or -."
        )
        raise Invalid(message.format(word=error, known=known), "map") from error
    return list_plan(desk, actor, found, mapping, with_erased=with_erased)


def card_plan(
    desk: Desk,
    actor: Actor,
    path: Path,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
    *,
    with_erased: bool = False,
) -> CustomerPlan:
    """What importing a file of address cards would do."""
    reading = replace(card_reading(path, desk.shop.get(actor).country), with_erased=with_erased)
    plan = desk.imports.customers.plan(actor, reading, on_progress=on_progress, cancelled=cancelled)
    if not plan.report.read:
        raise no_cards(path)
    return plan


def ticket_plan(
    desk: Desk,
    actor: Actor,
    path: Path,
    preset: str,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
) -> Plan:
    """What importing a file of tickets by a preset would do."""
    shop = desk.shop.get(actor)
    with open_table(path) as table:
        chosen = PRESETS[preset]
        _refuse_lacking(table, chosen)
        watch = Watch(table.file.lines, on_progress, cancelled)
        today = desk.clock.now().astimezone(shop.zone).date()
        reading = _read(table, chosen, chosen.mapping(table.header, shop.zone, today), watch)
    return desk.imports.plan(actor, reading)


def apply_plan(
    desk: Desk,
    actor: Actor,
    plan: Plan | CustomerPlan,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
) -> ImportReport:
    """Do what the plan says, whole or not at all; with `dry_run` only answer what it would do."""
    if dry_run:
        return plan.report
    if isinstance(plan, CustomerPlan):
        return desk.imports.customers.apply(actor, plan.reading, on_progress=on_progress, cancelled=cancelled)
    return desk.imports.apply(actor, plan, on_progress=on_progress, cancelled=cancelled)


def go_on(
    desk: Desk,
    actor: Actor,
    cut_off: UnfinishedImport,
    on_progress: Progress | None = None,
    cancelled: Question | None = None,
) -> ImportReport:
    """Bring in the rest of an import that was cut off; raises `DeskError` where the file is another now."""
    if not cut_off.of_customers:
        plan = ticket_plan(desk, actor, same_file(cut_off).path, cut_off.way["preset"])
        return desk.imports.go_on(actor, plan, cut_off, on_progress=on_progress, cancelled=cancelled)
    own = of_record(desk.fields.list(actor), FieldOf.CUSTOMER)
    reading = same_reading(cut_off, desk.shop.get(actor).country, own)
    return desk.imports.customers.go_on(actor, reading, cut_off, on_progress=on_progress, cancelled=cancelled)


def no_cards(path: Path) -> DeskError:
    """The sentence for a file without a single card."""
    return DeskError(_("“{name}” holds no address card; export it again.").format(name=path.name))


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
    return Reading(
        source, tuple(tickets), tuple(problems), count, way_of_tickets(table.file.path, preset.key)
    )


def _preset(table: Table) -> Preset | None:
    """The preset that knows the header; one that nearly does is refused in a sentence."""
    closest = min(PRESETS.values(), key=lambda preset: len(preset.missing(table.header)))
    lacking = closest.missing(table.header)
    if len(lacking) > len(closest.columns) // 2:
        return None
    _refuse_lacking(table, closest)
    return closest


def _refuse_lacking(table: Table, preset: Preset) -> None:
    if lacking := preset.missing(table.header):
        message = _("“{name}” is not whole {title}: it has no column {columns}.")
        columns = ", ".join(lacking)
        raise DeskError(message.format(name=table.file.path.name, title=preset.title, columns=columns))


def _doubted(found: ListLook) -> str:
    """Why a table is not taken for customers by itself."""
    message = _(
        "“{name}” is not a file that Deskapp can import by itself. {doubt}"
        " With --preset customers it is read as a list of customers all the same."
    )
    return message.format(name=found.name, doubt=found.doubt)
