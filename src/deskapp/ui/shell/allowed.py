"""Which commands a person may use: the list of permissions, by the names of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.permission import Action, why_not
from deskapp.ui.shared.plain import plain_tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.domain.actor import Role
    from deskapp.ui.commands import Commands

_KEYS: Mapping[Action, tuple[str, ...]] = {
    Action.TAKE_IN: (
        *("new_ticket", "convert_enquiry", "duplicate", "comeback", "ticket_for_customer"),
        *("print", "print_choose", "paper_print", "paper_save"),
    ),
    Action.CHANGE_CUSTOMER: (
        "new_customer",
        "new_enquiry",
        "edit_customer",
        "restore_customer",
        "lend",
        "loan_back",
    ),
    Action.SET_PRICE: ("quick_job",),
    Action.CHANGE_WORDS: ("set_due", "set_priority", "set_tags", "edit_ticket", "add_note", "add_photos"),
    Action.MOVE: ("change_status",),
    Action.HAND_OVER: ("hand_over",),
    Action.ASSIGN: ("assign",),
    Action.WRITE_ESTIMATE: ("add_line",),
    Action.MESSAGE: ("add_message",),
    Action.CANCEL: ("delete", "restore"),
    Action.MERGE: ("merge_customer", "find_duplicates"),
    Action.EXPORT_PERSON: ("export_person",),
    Action.ERASE: ("erase_person",),
    Action.EXPORT_LISTS: ("export_list",),
    Action.IMPORT: ("import",),
    Action.BACKUP: ("backups",),
    Action.ENCRYPT: ("encryption",),
    Action.SHOP_DATA: ("settings", "trade"),
    Action.PEOPLE: ("people",),
    Action.READ_AUDIT: ("audit", "record_audit"),
    Action.UPKEEP: ("own_pin",),
    Action.KEEP_VIEWS: ("save_view",),
    Action.LIMITS: ("work_limits",),
}
ACTION_OF = {key: action for action, keys in _KEYS.items() for key in keys}
"""The action that a command is; the others only show, or choose how this window looks."""


def use_role(commands: Commands, role: Role) -> None:
    """Switch the commands off that the role may not use, with the reason in their tips."""
    before = commands.refused
    reasons = {command.key: _reason(role, command.key) for command in commands.bound()}
    commands.refused = {key: reason for key, reason in reasons.items() if reason}
    for key in (*before, *commands.refused):
        action = commands.action(key)
        if key not in before:
            action.setProperty("tip", action.toolTip())
            commands.enable(key, on=False)
        elif key not in commands.refused:
            commands.enable(key, on=commands.is_there(key))
        tip = commands.refused.get(key)
        action.setToolTip(plain_tip(tip) if tip else action.property("tip"))


def _reason(role: Role, key: str) -> str:
    return why_not(role, ACTION_OF[key]) if key in ACTION_OF else ""
