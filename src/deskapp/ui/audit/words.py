"""The history in people's words: what was done, to what, and what a field holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from deskapp.domain.actor import Source
from deskapp.domain.money import Money
from deskapp.domain.paper import DOCUMENT_LABELS
from deskapp.domain.person import ROLE_LABELS
from deskapp.domain.ticket import OUTCOME_LABELS
from deskapp.domain.ticket_row import PRIORITY_LABELS
from deskapp.i18n import N_, _
from deskapp.services.ticket_history import FIELD_LABELS as OF_TICKET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.domain.audit import AuditEntry, Change
    from deskapp.ui.context import DeskContext

KINDS = {
    "ticket": N_("Ticket"),
    "customer": N_("Customer"),
    "device": N_("Device"),
    "service": N_("Catalog"),
    "enquiry": N_("Enquiry"),
    "person": N_("Person"),
    "shop": N_("Shop settings"),
    "saved_view": N_("Saved view"),
    "import_batch": N_("Import"),
    "import_mapping": N_("Kept columns"),
    "field": N_("Own fields"),
    "item_type": N_("Kinds of things"),
    "work_limit": N_("Limits of work"),
    "customer_merge": N_("Merge of customers"),
}
ACTIONS = {
    "take_in": N_("Taken in"),
    "move": N_("Status changed"),
    "add": N_("Added"),
    "add_all": N_("Added several"),
    "edit": N_("Changed"),
    "edit_item": N_("Item changed"),
    "report": N_("Report written"),
    "note": N_("Note written"),
    "message": N_("Message for the customer written"),
    "add_line": N_("Line added"),
    "edit_line": N_("Line changed"),
    "remove_line": N_("Line removed"),
    "add_photo": N_("Photo added"),
    "edit_photo": N_("Caption changed"),
    "bin_photo": N_("Photo removed"),
    "print": N_("Paper handed out"),
    "lend": N_("Loaner lent"),
    "loan_back": N_("Loaner taken back"),
    "keep_secret": N_("Passcode written down"),
    "reveal_secret": N_("Passcode looked at"),
    "erase_secret": N_("Passcode erased"),
    "bin": N_("Put into the bin"),
    "restore": N_("Restored"),
    "undo": N_("Taken back"),
    "redo": N_("Done again"),
    "merge": N_("Merged"),
    "undo_merge": N_("Merge undone"),
    "not_same": N_("Said to be two people"),
    "transfer": N_("New owner"),
    "close": N_("Answered"),
    "reopen": N_("Opened again"),
    "convert": N_("Became a ticket"),
    "retire": N_("Retired"),
    "bring_back": N_("Brought back"),
    "rename": N_("Renamed"),
    "role": N_("Role changed"),
    "set_pin": N_("PIN changed"),
    "remove_pin": N_("PIN taken away"),
    "recovery_code": N_("New recovery code"),
    "recover": N_("Let in by the recovery code"),
    "keep": N_("Kept"),
    "set": N_("Set"),
    "set_up": N_("Set up"),
    "import": N_("Imported"),
    "undo_import": N_("Import taken back"),
    "export": N_("Data of a person handed out"),
    "erase": N_("Person erased"),
    "let_go": N_("Let go, as its time was over"),
    "accept_history": N_("History accepted as it is"),
    "salvage": N_("Saved from a damaged file"),
    "arrange": N_("Put in order"),
}
FIELDS = {
    **OF_TICKET,
    "name": N_("name"),
    "company": N_("company"),
    "phones": N_("phones"),
    "email": N_("e-mail"),
    "emails": N_("further e-mails"),
    "street": N_("street"),
    "postcode": N_("postcode"),
    "city": N_("city"),
    "country": N_("country"),
    "addresses": N_("further addresses"),
    "contacts": N_("contacts"),
    "language": N_("language"),
    "note": N_("note"),
    "alert": N_("alert"),
    "payer_id": N_("who pays"),
    "role": N_("role"),
    "active": N_("works here"),
    "retired": N_("retired"),
    "price_minor": N_("price"),
    "cost_minor": N_("cost"),
    "code": N_("code"),
    "most": N_("at most"),
    "trade": N_("trade"),
    "lock_minutes": N_("minutes until the lock"),
    "retention": N_("how long records are kept"),
    "reason": N_("reason"),
    "document": N_("paper"),
    "closed_at": N_("closed"),
    "binned_at": N_("put into the bin"),
    "back_at": N_("back"),
    "back_by": N_("taken back by"),
    "merged_into": N_("merged into"),
    "other_id": N_("the other one"),
    "ticket_id": N_("ticket"),
    "meaning": N_("state"),
    "undone_at": N_("taken back"),
}
SOURCES = {
    Source.WINDOW: N_("in the window"),
    Source.COMMAND_LINE: N_("on the command line"),
    Source.IMPORT: N_("by an import"),
    Source.PROGRAM: N_("by the program"),
}
_VALUES: Mapping[str, Mapping[Any, str]] = {
    "role": ROLE_LABELS,
    "priority": PRIORITY_LABELS,
    "outcome": OUTCOME_LABELS,
    "document": DOCUMENT_LABELS,
}
"""Values of a few kinds, which the file holds by their keys."""
_YES_NO: Mapping[Any, str] = {True: N_("yes"), False: N_("no")}
_LONGEST = 200


def action_text(entry: AuditEntry) -> str:
    """What was done; an act that this version has no word for by its own name."""
    known = ACTIONS.get(entry.action)
    return _(known) if known else entry.action.replace("_", " ")


def record_text(entry: AuditEntry) -> str:
    """To what."""
    known = KINDS.get(entry.kind)
    return " ".join(filter(None, (_(known) if known else entry.kind.replace("_", " "), entry.record)))


def field_text(name: str) -> str:
    """What people call a field."""
    return _(FIELDS[name]) if name in FIELDS else name.removesuffix("_minor").replace("_", " ")


def change_text(context: DeskContext, change: Change) -> str:
    """For example `place: B4 → B7`."""
    label = field_text(change.field)
    if not change.shown:
        return label
    before, after = (value_text(context, change.field, one) for one in (change.before, change.after))
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"


def changes_text(context: DeskContext, entry: AuditEntry) -> str:
    """All that an act changed, in a line."""
    return "; ".join(change_text(context, one) for one in entry.changes)


def value_text(context: DeskContext, field: str, value: Any) -> str:
    """A value as people write it; nothing for none."""
    if value is None or value == "":
        return "" if value is None else "–"
    known = _YES_NO if isinstance(value, bool) else _VALUES.get(field, {})
    if isinstance(value, bool | int | str) and value in known:
        return _(known[value])
    if field.endswith("_minor") and isinstance(value, int):
        return context.formats.money(Money(value, context.shop.currency))
    if isinstance(value, str) and (moment := _moment(value)):
        return context.formats.moment(moment)
    if isinstance(value, list | tuple | dict):
        return _("{count} entries").format(count=len(value))
    return str(value)[:_LONGEST]


def _moment(text: str) -> datetime | None:
    if len(text) < len("2026-03-12T09:00:00+00:00") or text[4:5] != "-":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
