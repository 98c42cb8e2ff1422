"""A quick job: work that is done while the customer waits; nobody fills a form in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.ticket import QUICK, Intake, ItemDraft, LineDraft, checked_line
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.customer import CustomerDraft

MOST_LINES, LONGEST_SUMMARY = 50, 400


@dataclass(frozen=True, slots=True)
class QuickJob:
    """What was done, and for whom if that is known: a customer of the directory or a new one."""

    lines: tuple[LineDraft, ...]
    customer_id: int | None = None
    customer: CustomerDraft | None = None


def checked(job: QuickJob) -> tuple[LineDraft, ...]:
    """The lines as they can be kept; raises `Invalid` naming the field that cannot."""
    if not job.lines:
        raise Invalid(_("Choose a service, or type what was done and its price."), "lines")
    if len(job.lines) > MOST_LINES:
        raise Invalid(_("A quick job has up to {count} lines.").format(count=MOST_LINES), "lines")
    return tuple(map(_checked, job.lines))


def intake_of(job: QuickJob, person_id: int | None) -> Intake:
    """The ticket of a quick job, before its steps; whoever writes it down did it."""
    lines = checked(job)
    item = ItemDraft(_summary(lines))
    return Intake((item,), job.customer_id, job.customer, lines, person_id=person_id, kind=QUICK)


def _checked(line: LineDraft) -> LineDraft:
    clean = checked_line(line)
    if clean.quantity < 0:
        raise Invalid(_("A quantity is more than nothing."), "quantity")
    if clean.unit_price.minor < 0:
        raise Invalid(_("A price is not less than nothing."), "unit_price")
    if clean.service_id is None and not clean.unit_price.minor:
        raise Invalid(_("Say what “{work}” costs.").format(work=clean.description), "unit_price")
    return clean


def _summary(lines: tuple[LineDraft, ...]) -> str:
    """What lists show of it."""
    said = ", ".join(dict.fromkeys(line.description for line in lines))
    return said if len(said) <= LONGEST_SUMMARY else f"{said[: LONGEST_SUMMARY - 1]}…"
