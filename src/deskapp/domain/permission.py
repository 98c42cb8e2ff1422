"""Who may do what: one list of actions by role, and the action that each call of a service is.

What is not in the list is refused. Rows for what the program does not do yet stand in it too, so that
whoever builds it finds the answer here.
"""

from __future__ import annotations

from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from deskapp.domain.actor import Role
from deskapp.domain.person import ROLE_LABELS
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.domain.actor import Actor


class Verdict(Enum):
    """What the list says; OWN means tickets that are assigned to the person."""

    YES = auto()
    OWN = auto()
    PIN = auto()  # yes, and who has a PIN gives it again
    OWN_PIN = auto()  # both
    NO = auto()


class Action(StrEnum):
    """What people do, in the words of the desk."""

    SEE_TICKETS = "see_tickets"
    SEE_NAMES = "see_names"  # and phones and devices
    SEE_ADDRESS = "see_address"  # and e-mail
    SEE_MONEY = "see_money"
    TAKE_IN = "take_in"
    CHANGE_WORDS = "change_words"  # problem, notes, photos
    PRIVATE_NOTE = "private_note"
    MOVE = "move"
    ASSIGN = "assign"  # own: take
    EDIT_NOTE = "edit_note"
    ENTER_SECRET = "enter_secret"  # noqa: S105  the name of an action
    SHOW_SECRET = "show_secret"  # noqa: S105  as above
    WRITE_ESTIMATE = "write_estimate"
    RECORD_CONSENT = "record_consent"
    SET_PRICE = "set_price"
    GIVE_FREE = "give_free"
    USE_PART = "use_part"
    COUNT_STOCK = "count_stock"
    ISSUE_INVOICE = "issue_invoice"
    CREDIT = "credit"
    TAKE_PAYMENT = "take_payment"
    REFUND = "refund"
    CASH_UP = "cash_up"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"  # and into the bin and out of it
    DELETE = "delete"
    MERGE = "merge"
    EXPORT_PERSON = "export_person"
    ERASE = "erase"
    EXPORT_LISTS = "export_lists"
    MONEY_REPORT = "money_report"
    BACKUP = "backup"
    RESTORE = "restore"
    READ_AUDIT = "read_audit"
    PEOPLE = "people"
    SHOP_DATA = "shop_data"
    TEMPLATES = "templates"
    MESSAGE = "message"
    OPEN_FILE = "open_file"
    SAVE_FILE = "save_file"
    # What the program has beside the matrix:
    CHANGE_CUSTOMER = "change_customer"  # customers, devices, enquiries, loans
    CHANGE_CATALOG = "change_catalog"
    IMPORT = "import"
    KEEP_VIEWS = "keep_views"
    LIMITS = "limits"
    ENCRYPT = "encrypt"  # and decrypt the shop file, and change its passphrase
    UPKEEP = "upkeep"  # what the program does by itself, whoever is there


ROLES = (Role.OWNER, Role.FRONT_DESK, Role.TECHNICIAN, Role.READ_ONLY)
_SIGNS = {
    "yes": Verdict.YES,
    "own": Verdict.OWN,
    "PIN": Verdict.PIN,
    "no": Verdict.NO,
    "own_PIN": Verdict.OWN_PIN,  # a technician sees a passcode on own tickets, by the PIN
}


def _row(signs: str) -> Mapping[Role, Verdict]:
    """What owner, front desk, technician and read-only may, in this order."""
    return dict(zip(ROLES, (_SIGNS[sign] for sign in signs.split()), strict=True))


RULES: Mapping[Action, Mapping[Role, Verdict]] = {
    Action.SEE_TICKETS: _row("yes yes yes yes"),
    Action.SEE_NAMES: _row("yes yes yes yes"),
    Action.SEE_ADDRESS: _row("yes yes no yes"),
    Action.SEE_MONEY: _row("yes yes no yes"),
    Action.TAKE_IN: _row("yes yes yes no"),
    Action.CHANGE_WORDS: _row("yes yes own no"),
    Action.PRIVATE_NOTE: _row("yes yes own no"),
    Action.MOVE: _row("yes yes own no"),
    Action.ASSIGN: _row("yes yes own no"),
    Action.EDIT_NOTE: _row("no no no no"),
    Action.ENTER_SECRET: _row("yes yes no no"),
    Action.SHOW_SECRET: _row("PIN no own_PIN no"),
    Action.WRITE_ESTIMATE: _row("yes yes own no"),
    Action.RECORD_CONSENT: _row("yes yes no no"),
    Action.SET_PRICE: _row("yes yes no no"),
    Action.GIVE_FREE: _row("PIN no no no"),
    Action.USE_PART: _row("yes yes own no"),
    Action.COUNT_STOCK: _row("yes no no no"),
    Action.ISSUE_INVOICE: _row("yes yes no no"),
    Action.CREDIT: _row("PIN no no no"),
    Action.TAKE_PAYMENT: _row("yes yes no no"),
    Action.REFUND: _row("PIN no no no"),
    Action.CASH_UP: _row("yes yes no no"),
    Action.HAND_OVER: _row("yes yes no no"),
    Action.CANCEL: _row("PIN no no no"),
    Action.DELETE: _row("no no no no"),
    Action.MERGE: _row("PIN no no no"),
    Action.EXPORT_PERSON: _row("PIN no no no"),
    Action.ERASE: _row("PIN no no no"),
    Action.EXPORT_LISTS: _row("PIN no no no"),
    Action.MONEY_REPORT: _row("PIN no no yes"),
    Action.BACKUP: _row("yes yes yes no"),
    Action.RESTORE: _row("PIN no no no"),
    Action.READ_AUDIT: _row("yes own own no"),
    Action.PEOPLE: _row("PIN no no no"),
    Action.SHOP_DATA: _row("PIN no no no"),
    Action.TEMPLATES: _row("PIN no no no"),
    Action.MESSAGE: _row("yes yes own no"),
    Action.OPEN_FILE: _row("yes yes yes yes"),
    Action.SAVE_FILE: _row("yes yes own no"),
    Action.CHANGE_CUSTOMER: _row("yes yes no no"),
    Action.CHANGE_CATALOG: _row("yes no no no"),
    Action.IMPORT: _row("PIN no no no"),
    Action.KEEP_VIEWS: _row("yes yes yes no"),
    Action.LIMITS: _row("yes no no no"),
    Action.ENCRYPT: _row("PIN no no no"),
    Action.UPKEEP: _row("yes yes yes yes"),
}

NOT_BUILT = frozenset(
    {
        *(Action.PRIVATE_NOTE, Action.EDIT_NOTE, Action.RECORD_CONSENT, Action.GIVE_FREE, Action.USE_PART),
        *(Action.COUNT_STOCK, Action.ISSUE_INVOICE, Action.CREDIT, Action.TAKE_PAYMENT, Action.REFUND),
        *(Action.CASH_UP, Action.DELETE, Action.MONEY_REPORT, Action.TEMPLATES),
    }
)
"""Kept for what is to come; no call of a service is one of them, so nobody can do them."""

_CALLS = {
    Action.SEE_TICKETS: """
        tickets.get tickets.by_id tickets.rows tickets.ending tickets.count tickets.counts
        tickets.group_counts tickets.query_values tickets.of_customer tickets.next_statuses
        tickets.comeback papers.ticket photos.of_ticket photos.kept loans.free loans.out loans.on_ticket
        queue.rows queue.ending queue.count queue.counts queue.group_counts queue.query_values
        queue.of_customer work_limits.list work_limits.loads views.list fields.list fields.of_tickets
        item_types.list people.list shop.get catalog.rows catalog.count catalog.by_code desk.statuses
        drafts.ids audit.last
    """,
    Action.SEE_NAMES: """
        customers.get customers.history customers.rows customers.count customers.tags customers.match
        fields.of_customers devices.of_customer devices.get devices.rows devices.count devices.visits
        devices.owners devices.known devices.claimed enquiries.get enquiries.rows enquiries.count
        duplicates.like merges.into merges.living
    """,
    Action.TAKE_IN: """
        tickets.take_in drafts.get drafts.keep drafts.drop photos.keep papers.printed
    """,
    Action.CHANGE_WORDS: """
        tickets.edit tickets.edit_item tickets.report tickets.note photos.add photos.describe photos.bin
        bulk.change
    """,
    Action.MOVE: "tickets.move",
    Action.ENTER_SECRET: "secrets.keep",
    Action.SHOW_SECRET: "secrets.reveal",
    Action.WRITE_ESTIMATE: "tickets.add_line tickets.edit_line tickets.remove_line",
    Action.SET_PRICE: "quick_jobs.add",
    Action.HAND_OVER: "tickets.hand_over",
    Action.CANCEL: "tickets.bin tickets.restore",
    Action.MESSAGE: "tickets.message",
    Action.OPEN_FILE: "photos.content",
    Action.SAVE_FILE: "photos.taken_out",
    Action.CHANGE_CUSTOMER: """
        customers.add customers.edit customers.bin customers.restore
        devices.add devices.edit devices.transfer devices.bin
        enquiries.add enquiries.edit enquiries.close enquiries.reopen enquiries.bin loans.lend
        loans.take_back
    """,
    Action.CHANGE_CATALOG: "catalog.add catalog.add_all catalog.edit catalog.retire catalog.bring_back",
    Action.MERGE: """
        merges.sides merges.merge merges.undo merges.merge_of duplicates.find duplicates.still
        duplicates.not_same
    """,
    Action.EXPORT_PERSON: "privacy.record privacy.note_export",
    Action.ERASE: """
        privacy.plan privacy.erase privacy.erase_many privacy.replay_erasures retention.rules
        retention.keep retention.due retention.run
    """,
    Action.EXPORT_LISTS: "exports.everybody",
    Action.IMPORT: """
        imports.plan imports.apply imports.go_on imports.undo_last imports.undo imports.customers.plan
        imports.customers.apply imports.customers.go_on
        mappings.list mappings.find mappings.keep mappings.rename mappings.bin
    """,
    Action.READ_AUDIT: "audit.rows audit.count",
    Action.RESTORE: "backups.note_restore anchors.accept",
    Action.PEOPLE: "people.add people.rename people.set_role people.retire people.bring_back"
    " pins.keep pins.remove pins.new_code pins.lock_after",
    Action.SHOP_DATA: """
        shop.save fields.keep item_types.keep trades.set_up trades.set_up_whole trades.setup trades.keep
        trades.own_pack desk.rebuild_index
    """,
    Action.KEEP_VIEWS: "views.add views.edit views.bin views.arrange",
    Action.LIMITS: "work_limits.set",
    Action.ENCRYPT: """
        encryption.encrypt encryption.rekey encryption.decrypt encryption.remember
        encryption.plain_copies encryption.drop_plain
    """,
    Action.UPKEEP: """
        backups.make backups.make_if_changed backups.list backups.state backups.facts backups.uid
        encryption.state audit.chain backups.plain backups.note_drill
        backups.forget_erased anchors.look anchors.keep photos.tidy desk.check desk.undo
        imports.unfinished
        pins.state pins.enter pins.prove pins.recover
    """,
}

CALLS: Mapping[str, Action] = {call: action for action, calls in _CALLS.items() for call in calls.split()}
"""The action that a call is; some are further ones by what they are given, see `services.permission`."""

WITHOUT_ACTOR = frozenset({"people.actor", "queue.stopper", "tickets.stopper"})
"""Nobody acts in these: who does is asked for, or nothing is read."""

_OF_BENCH = frozenset(
    {
        *("ticket", "item", "line", "note", "message", "status_step", "device", "customer", "customer_phone"),
        *("ticket_photo", "saved_view"),
    }
)
UNDONE_BY: Mapping[Role, frozenset[str]] = {
    Role.FRONT_DESK: _OF_BENCH
    | {
        *("device_owner", "customer_email", "customer_address", "customer_contact", "loan", "enquiry"),
        "item_secret",
    },
    Role.TECHNICIAN: _OF_BENCH,
    Role.READ_ONLY: frozenset(),
}
"""The tables whose rows a person who is not the owner may put back."""

PROVEN_OF: Mapping[str, Action] = {
    "person": Action.PEOPLE,
    "shop": Action.SHOP_DATA,
    "customer_merge": Action.MERGE,
    "import_batch": Action.IMPORT,
}
"""The tables whose rows an owner puts back by the PIN. A ticket leaves the bin and goes into it without:
Ctrl+Z takes back what was a slip, also when the PIN was asked for a while ago.
"""


def verdict(role: Role, action: Action) -> Verdict:
    """What the list says."""
    return RULES[action][role]


def may(role: Role, action: Action) -> bool:
    """Whether the role may do it at all, be it on own tickets only or with the PIN."""
    return verdict(role, action) is not Verdict.NO


def own_only(role: Role, action: Action) -> bool:
    """Whether the role may do it on own tickets only."""
    return verdict(role, action) in {Verdict.OWN, Verdict.OWN_PIN}


def asks_pin(role: Role, action: Action) -> bool:
    """Whether the list asks for the PIN again."""
    return verdict(role, action) in {Verdict.PIN, Verdict.OWN_PIN}


def why_not(role: Role, action: Action) -> str:
    """Why a role may not do it, as a sentence that says who may; empty where it may."""
    if may(role, action):
        return ""
    able = [_(ROLE_LABELS[one]) for one in ROLES if may(one, action)]
    if not able:
        return _("Nobody can do this here.")
    return _("Not as “{role}”; this is for: {roles}.").format(
        role=_(ROLE_LABELS[role]), roles=", ".join(able)
    )


def why_not_on(actor: Actor, action: Action, whose: int | None) -> str:
    """The same on a ticket that is assigned to a person, or to nobody; empty where they may do it there.

    Who is at the bench works on what lies there; only what unlocks a device is for whose ticket it is.
    """
    if (reason := why_not(actor.role, action)) or not own_only(actor.role, action):
        return reason
    if whose == actor.person_id or (whose is None and action is not Action.SHOW_SECRET):
        return ""
    return _("This ticket is not yours: take one that is nobody’s, or ask the front desk.")
