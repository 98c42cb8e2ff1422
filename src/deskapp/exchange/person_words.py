"""What the page about a person calls the acts and fields of the history, in words that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.field import Field, OwnFact, said
from deskapp.domain.text import LABELS
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deskapp.domain.field import Values
    from deskapp.domain.privacy import Change

_KINDS = {
    "customer": N_("Customer {record}"),
    "device": N_("Device {record}"),
    "enquiry": N_("Enquiry {record}"),
    "loan": N_("Loan {record}"),
    "ticket": N_("Ticket {record}"),
}
_ACTIONS = {
    "add": N_("written down"),
    "add_line": N_("line added"),
    "add_photo": N_("photo added"),
    "bin": N_("moved to the bin"),
    "close": N_("closed"),
    "convert": N_("made a ticket"),
    "describe": N_("photo described"),
    "edit": N_("changed"),
    "edit_item": N_("item changed"),
    "edit_line": N_("line changed"),
    "erase": N_("person erased"),
    "erase_secret": N_("passcode deleted"),
    "export": N_("data exported"),
    "import": N_("changed by an import"),
    "keep": N_("kept"),
    "lend": N_("lent"),
    "let_go": N_("old data let go"),
    "merge": N_("merged"),
    "message": N_("message written"),
    "move": N_("status changed"),
    "not_same": N_("said to be two people"),
    "note": N_("internal note written"),
    "print": N_("paper printed"),
    "remove_line": N_("line removed"),
    "reopen": N_("opened again"),
    "report": N_("report written"),
    "restore": N_("taken out of the bin"),
    "reveal_secret": N_("passcode looked at"),
    "take_back": N_("came back"),
    "take_in": N_("taken in"),
    "transfer": N_("changed owner"),
    "undo": N_("taken back"),
    "undo_import": N_("import taken back"),
    "unmerge": N_("merge taken back"),
}


def act_of(change: Change) -> str:
    """What was done to what."""
    about = _(_KINDS[change.kind]) if change.kind in _KINDS else f"{_plain(change.kind)} {{record}}"
    done = _(_ACTIONS[change.action]) if change.action in _ACTIONS else _plain(change.action)
    return f"{about.format(record=change.record)}: {done}"


def values_of(change: Change, statuses: Mapping[str, str]) -> str:
    """The fields that changed, a line each; statuses by their labels."""
    lines = []
    for field, *sides in change.values:
        sides_said = [
            statuses.get(str(one), _shown(one)) if field == "status" else _shown(one) for one in sides
        ]
        lines.append(f"{_field(field)}: {' → '.join(sides_said)}")
    return "\n".join(lines)


def own_rows(values: Values, fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """What the shop's own fields say, by their names; a field that is gone goes by its key."""
    known = {field.key: field for field in fields}
    for key, value in values.items():
        field = known.get(key, Field(_plain(key), key=key))
        yield field.label, said(OwnFact(field, value))


def _field(name: str) -> str:
    return _(LABELS[name]) if name in LABELS else _plain(name)


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "–" if value in (None, "") else str(value)
