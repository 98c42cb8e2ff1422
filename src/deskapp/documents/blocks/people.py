"""Who the paper is for, and the facts of the ticket beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.blocks import receipt
from deskapp.documents.blocks.letterhead import has_address
from deskapp.documents.strip import Strip, after, beside, together
from deskapp.documents.words import town
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import OUTCOME_LABELS
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting

Facts = list[tuple[str, str]]


def addressed(setting: Setting) -> list[Strip]:
    """The customer where a window envelope shows the address, the facts of the work beside it."""
    contact = [] if not has_address(setting) else [(_("Your phone"), _phones(setting)[0])]
    return _columns(setting, [*_work_facts(setting), *contact], with_phone=not has_address(setting))


def claimant(setting: Setting) -> list[Strip]:
    """The customer with phone and address, the facts of the intake beside it."""
    return _columns(setting, _intake_facts(setting), with_phone=True)


def served(setting: Setting) -> list[Strip]:
    """Whoever was served, if anybody told a name, the facts of the work beside it."""
    return _columns(setting, receipt.facts(setting), with_phone=False)


def _columns(setting: Setting, facts: Facts, *, with_phone: bool) -> list[Strip]:
    right = setting.width * 7 / 12
    person = _customer(setting, right - 12, with_phone=with_phone)
    if not person:
        return after(setting.theme.gap, setting.definitions(facts))
    columns = beside(person, setting.facts(facts, right))
    if setting.sheet.window and has_address(setting):
        filler = setting.sheet.window.height - sum(strip.reach for strip in columns)
        return [*columns, Strip(max(filler, 0))]
    return after(setting.theme.gap, together(columns) if len(columns) < 12 else columns)


def _customer(setting: Setting, width: float, *, with_phone: bool) -> list[Strip]:
    customer = setting.paper.customer
    if not customer:
        return []
    draft, theme = customer.draft, setting.theme
    company = draft.company if draft.name else ""
    place = town(draft.postcode, draft.city, draft.country or setting.paper.shop.country)
    strips = setting.lines(customer.name, theme.strong, 0, width)
    for line in (company, draft.street, place):
        strips += setting.lines(line, theme.body, 0, width)
    reach = (*_phones(setting), draft.email) if with_phone else ()
    return strips + setting.chain(reach, theme.body, 0, width)


def _phones(setting: Setting) -> list[str]:
    """The customer's numbers, none broken over two lines, at least an empty one."""
    phones = setting.paper.customer.phones if setting.paper.customer else ()
    return [phone.shown.replace(" ", "\N{NO-BREAK SPACE}") for phone in phones] or [""]


def _work_facts(setting: Setting) -> Facts:
    paper, formats = setting.paper, setting.formats
    return [
        (_("Received"), formats.day(paper.received_at)),
        (_("Finished"), formats.day(paper.closed_at) if paper.closed_at and not paper.handed_over_at else ""),
        (_("Collected"), formats.day(paper.handed_over_at) if paper.handed_over_at else ""),
        (_("Outcome"), _outcome(setting)),
        (_("Status"), _status(setting)),
        (_("Technician"), paper.person),
        (_("Repair group"), paper.group),
    ]


def _outcome(setting: Setting) -> str:
    """How it ended, where that is one for all."""
    outcomes = {item.outcome for item in setting.paper.items if item.meaning is Meaning.CLOSED}
    outcome = outcomes.pop() if len(outcomes) == 1 else None
    return _(OUTCOME_LABELS[outcome]) if outcome else ""


def _status(setting: Setting) -> str:
    """The status where it is one for all and the dates and the outcome do not say it already."""
    states = {item.status for item in setting.paper.items}
    known = setting.paper.handed_over_at or _outcome(setting)
    return _(states.pop()) if len(states) == 1 and not known else ""


def _intake_facts(setting: Setting) -> Facts:
    paper, formats = setting.paper, setting.formats
    return [
        (_("Received"), formats.moment(paper.received_at)),
        (_("Received by"), paper.received_by),
        (_("Promised for"), formats.appointment(paper.promised_at) if paper.promised_at else ""),
        (_("Do without asking up to"), formats.money(paper.cost_limit) if paper.cost_limit else ""),
        (_("Repair group"), paper.group),
    ]
