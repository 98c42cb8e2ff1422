"""A ticket's history as people read it: steps, notes, messages, papers and changes in order."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.history import HistoryEntry, Message, Note, StatusStep
from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.i18n import N_, _
from deskapp.services.status import all_statuses
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from deskapp.store.statement import Unit


_audit, _printing = schema.audit, schema.printing
_ACTS = Reading(
    select(_audit.c.at, _audit.c.person_id, _audit.c.action, _audit.c.fields)
    .where(_audit.c.kind == "ticket", _audit.c.record_id == bindparam("id"))
    .order_by(_audit.c.id)
)
_PRINTINGS = Reading(
    select(_printing.c.at, _printing.c.person_id, _printing.c.document)
    .where(_printing.c.ticket_id == bindparam("id"))
    .order_by(_printing.c.id)
)

ACT_LABELS = {
    "edit": N_("Changed {fields}"),
    "edit_item": N_("Changed the item: {fields}"),
    "report": N_("Wrote the report: {fields}"),
    "add_line": N_("Added a line"),
    "edit_line": N_("Changed a line: {fields}"),
    "remove_line": N_("Removed a line"),
    "add_photo": N_("Added a photo"),
    "edit_photo": N_("Changed a photo: {fields}"),
    "bin_photo": N_("Removed a photo"),
    "erase": N_("Erased a person from it"),
    "lend": N_("Lent a loaner"),
    "loan_back": N_("Took a loaner back"),
    "bin": N_("Put into the bin"),
    "restore": N_("Taken out of the bin"),
    "undo": N_("Took back: {fields}"),
    "merge": N_("Customer merged into another one"),
    "undo_merge": N_("Merge of customers undone"),
    "reveal_secret": N_("Looked at the passcode or pattern"),
    "keep_secret": N_("Wrote down the passcode or pattern"),
    "erase_secret": N_("Erased the passcode or pattern"),
    "import": N_("An import changed {fields}"),
    "undo_import": N_("An import was taken back: {fields}"),
}
UNDO_OF_A_ROW = N_("Took back an entry")
FIELD_LABELS = {
    "promised_at": N_("promised"),
    "planned_at": N_("planned"),
    "priority": N_("priority"),
    "person_id": N_("person"),
    "place": N_("place"),
    "tags": N_("tags"),
    "cost_limit_minor": N_("cost limit"),
    "deposit_minor": N_("deposit"),
    "terms": N_("terms"),
    "customer_id": N_("customer"),
    "fault": N_("problem"),
    "condition": N_("condition"),
    "accessories": N_("accessories"),
    "findings": N_("findings"),
    "work_done": N_("work done"),
    "recommendation": N_("recommendation"),
    "category": N_("type"),
    "brand": N_("brand"),
    "model": N_("model"),
    "serial": N_("serial number"),
    "colour": N_("colour"),
    "year": N_("year"),
    "imei": N_("IMEI"),
    "frame_number": N_("frame number"),
    "device_id": N_("device"),
    "item_type": N_("type of item"),
    "checklist": N_("checklist"),
    "fields": N_("own fields"),
    "received_at": N_("date"),
    "group_name": N_("group"),
    "outcome": N_("outcome"),
    "barrier": N_("barrier"),
    "description": N_("description"),
    "quantity": N_("quantity"),
    "unit_price_minor": N_("price"),
    "tax_class": N_("tax class"),
    "warranty_number": N_("warranty"),
    "item_id": N_("item"),
    "result": N_("result"),
    "caption": N_("caption"),
    "status": N_("status"),
}


def history(
    connection: Unit,
    row: Any,
    steps: tuple[StatusStep, ...],
    texts: tuple[tuple[Note, ...], tuple[Message, ...]],
    people: Mapping[int, str],
) -> tuple[HistoryEntry, ...]:
    """Everything that happened to a ticket, oldest first."""
    acts = _ACTS.all(connection, id=row.id)
    entries = [
        *_step_entries(connection, row, steps),
        *(HistoryEntry(note.at, note.person, "note", note.text) for note in texts[0]),
        *(HistoryEntry(message.at, message.person, "message", message.text) for message in texts[1]),
        *_printings(connection, row.id, people),
        *_acts(acts, people),
    ]
    return _in_order(entries, [act.at for act in acts])


def _in_order(entries: Sequence[HistoryEntry], acted: Sequence[datetime]) -> tuple[HistoryEntry, ...]:
    """In the order of the acts, which is not that of their moments where the PC's clock was set back."""
    places: dict[datetime, int] = {}
    for place, at in enumerate(acted):
        places.setdefault(at, place)
    latest = list(accumulate(acted, max))

    def key(entry: HistoryEntry) -> tuple[float, datetime]:
        return places.get(entry.at, bisect_right(latest, entry.at) - 0.5), entry.at

    return tuple(sorted(entries, key=key))


def _step_entries(connection: Unit, row: Any, steps: tuple[StatusStep, ...]) -> Iterator[HistoryEntry]:
    statuses = all_statuses(connection)
    several = len({step.item for step in steps}) > 1
    for step in steps:
        text = statuses[step.after].label
        if step.before is None:
            text = _("Imported") if row.external_id else _("Taken in")
        if several:
            text = _("Item {item}: {status}").format(item=step.item, status=text)
        if step.reason:
            text = f"{text} – {step.reason}"
        kind = "status" if step.before is not None else "import" if row.external_id else "intake"
        yield HistoryEntry(step.at, step.person, kind, text, step.undone)


def _printings(connection: Unit, ticket_id: int, people: Mapping[int, str]) -> Iterator[HistoryEntry]:
    for row in _PRINTINGS.all(connection, id=ticket_id):
        text = _("Printed: {document}").format(document=_(DOCUMENT_LABELS[Document(row.document)]))
        yield HistoryEntry(row.at, people.get(row.person_id, ""), "print", text)


def _acts(acts: Sequence[Any], people: Mapping[int, str]) -> Iterator[HistoryEntry]:
    for row in acts:
        if text := _act_text(row.action, row.fields):
            kind = "undo" if row.action == "undo" else "change"
            yield HistoryEntry(row.at, people.get(row.person_id, ""), kind, text)


def _act_text(action: str, changed: Mapping[str, str]) -> str:
    """What was done in people's words; nothing for what has its own entry or changed nothing."""
    label = ACT_LABELS.get(action, "")
    fields = ", ".join(_(FIELD_LABELS[name]) for name in FIELD_LABELS if name in changed)
    if "{fields}" in label and not fields:
        return _(UNDO_OF_A_ROW) if action == "undo" else ""
    return _(label).format(fields=fields) if label else ""
