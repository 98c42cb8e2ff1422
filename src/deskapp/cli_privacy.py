"""The commands about privacy: give a person their data, erase them, let old data go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp import settings
from deskapp.cli_backup import keep_before
from deskapp.cli_parser import add_command
from deskapp.cli_session import Session, WrongUsage, progress, show
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from deskapp.domain.privacy import Count, ErasurePlan
    from deskapp.domain.retention import Due, Rules


def add_to(commands: Any) -> None:
    kept = add_command(commands, "retention", retention, _("say what old data may go, or let it go"))
    kept.add_argument(
        "--set", action="append", default=[], metavar="KIND=MONTHS", help=_("how long it is kept")
    )
    kept.add_argument("--run", dest="run_now", action="store_true", help=_("let it go; it cannot be undone"))


def person_export(options: Namespace) -> None:
    from deskapp.exchange.person_folder import save_person

    with Session(options) as (desk, actor):
        folder = save_person(desk, actor, int(options.query), options.out)
    show(options, {"folder": str(folder)}, str(folder))


def customer_erase(options: Namespace) -> None:
    from deskapp.domain.backup import Reason

    if options.preview == options.yes:
        raise WrongUsage(_("Say --preview to see what goes and what stays, or --yes to erase for good."))
    with Session(options) as (desk, actor):
        plan = desk.privacy.plan(actor, options.number, progress=progress(options))
        if options.yes:
            keep_before(desk, actor, Reason.ERASE, whole=True)
        erased = (
            desk.privacy.erase(actor, options.number, progress=progress(options)) if options.yes else None
        )
        if erased:
            desk.backups.forget_erased(actor, settings.load().backup_folders())
    clean = erased is None or erased.clean
    as_json = _plan_json(plan) | {"erased": list(erased.customer_ids) if erased else [], "clean": clean}
    show(options, as_json, "\n".join((*_plan_lines(plan), *_outcome(plan, done=bool(erased), clean=clean))))


def _plan_json(plan: ErasurePlan) -> dict[str, Any]:
    return {
        "customer": plan.customer_id,
        "name": plan.name,
        "goes": {one.kind: one.number for one in plan.goes},
        "stays": {one.kind: one.number for one in plan.stays},
        "obstacles": list(plan.obstacles),
        "remarks": list(plan.remarks),
    }


def _plan_lines(plan: ErasurePlan) -> Iterable[str]:
    for heading, counts in ((_("Goes:"), plan.goes), (_("Stays:"), plan.stays)):
        yield heading
        yield from map(_line, counts)


def _line(count: Count) -> str:
    return f"{count.number:>7}  {count.label}"


def _outcome(plan: ErasurePlan, *, done: bool, clean: bool) -> Iterable[str]:
    yield from plan.obstacles
    yield from plan.remarks
    if done:
        yield _(
            "Erased. Backups that are older than today still hold the person until they are deleted;"
            " photos and readable copies beside them are gone."
        )
    if not clean:
        yield _(
            "Another program holds the file and keeps pieces in it; close it, then “check --rebuild-index”."
        )


def retention(options: Namespace) -> None:
    from deskapp.domain.backup import Reason

    with Session(options) as (desk, actor):
        if options.set:
            desk.retention.keep(actor, _rules(desk.retention.rules(actor), options.set))
        due = desk.retention.due(actor)
        if options.run_now and due:
            keep_before(desk, actor, Reason.RETENTION, whole=True)
        gone = desk.retention.run(actor, progress=progress(options)) if options.run_now else {}
    as_json = {"due": [_due_json(one) for one in due], "gone": gone}
    show(options, as_json, "\n".join(map(_due_line, due)) or _("Nothing may go now."))


def _rules(old: Rules, said: Sequence[str]) -> Rules:
    """The rules with what was said, like photos=24."""
    from deskapp.domain.retention import Rules

    months = dict(old.months)
    for one in said:
        kind, _equals, number = one.partition("=")
        if not (number.isascii() and number.isdecimal()):
            raise WrongUsage(_("Write the kind with its months, like photos=24."))
        months[kind] = int(number)
    return Rules(tuple(months.items()))


def _due_json(due: Due) -> dict[str, Any]:
    known = {"kind": due.kind, "number": due.number, "examples": list(due.examples)}
    return known | {"before": due.before.isoformat()}


def _due_line(due: Due) -> str:
    return f"{due.number:>7}  {due.label}  {', '.join(due.examples)}".rstrip()
