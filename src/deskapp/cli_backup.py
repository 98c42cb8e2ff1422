"""The commands about backups."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import settings
from deskapp.cli_parser import add_command
from deskapp.cli_passphrase import unlocked
from deskapp.cli_session import Session, WrongUsage, progress, show, show_list, shown
from deskapp.clock import clock_from_environment
from deskapp.domain.actor import Source
from deskapp.errors import DeskError
from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.actor import Actor
    from deskapp.domain.backup import Backup, Facts, Reason
    from deskapp.services.desk import Desk

FAILED = 1
LIST_BACKUPS = "backup-list"


def add_to(commands: Any) -> None:
    made = add_command(commands, "backup", backup_make, _("put a backup into a folder, and check it"))
    made.add_argument("--prove", action="store_true", help=_("try to restore it too"))
    listed = add_command(commands, LIST_BACKUPS, backup_list, _("list the backups of a shop"))
    listed.prog = "deskapp backup list"
    for command in (made, listed):
        command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
        command.add_argument("--to", type=Path, metavar="FOLDER", help=_("the folder (that of the window)"))
    brought = add_command(commands, "restore", restore, _("make a shop file of a backup"), shop=False)
    brought.add_argument("backup", type=Path, metavar="BACKUP")
    brought.add_argument("shop", nargs="?", type=Path, metavar="NEWFILE")
    brought.add_argument("--to", type=Path, metavar="NEWFILE", help=_("the shop file to be made"))
    brought.add_argument("--swap", action="store_true", help=_("keep what is there under another name"))
    brought.add_argument("--anyway", action="store_true", help=_("also a backup that has changed since"))
    brought.add_argument("--dry-run", action="store_true", help=_("only say what it holds"))


def backup_make(options: Namespace) -> int:
    """Exit code 1 where a second folder could not take its copy: the backup is there all the same."""
    from deskapp.domain.backup import Reason, silent
    from deskapp.exchange.readable_copy import keep_readable
    from deskapp.services.backup_drill import drill

    tell = progress(options) or silent
    with Session(options, no_pin=True) as (desk, actor):
        folders = _folders(options)
        made = desk.backups.make(actor, folders, Reason.HAND, progress=tell)
        backup = made.backup
        if settings.load().wants_readable(encrypted=backup.encrypted):
            keep_readable(desk, actor, backup, folders, tell)
        if options.prove:
            drill(backup, desk.clock, tell)
            backup = desk.backups.note_drill(actor, backup)
    for sentence in made.missed:
        print(sentence, file=sys.stderr)
    removed = [str(path) for path in made.removed]
    show(options, _json(backup) | {"missed": list(made.missed), "removed": removed}, str(backup.path))
    return FAILED if made.missed else 0


def keep_before(desk: Desk, actor: Actor, reason: Reason, *, whole: bool = False) -> None:
    """Keep the shop before something that reaches far, where this computer has a folder for backups.

    What cannot be undone (`whole`) is refused without a backup; else it is only told that there is none.
    """
    folders = settings.load().backup_folders()
    if not folders or desk.shop.get(actor).is_sample:
        return
    try:
        desk.backups.make_if_changed(actor, folders, reason)
    except DeskError as error:
        if whole:
            raise
        print(error, file=sys.stderr)


def backup_list(options: Namespace) -> None:
    with Session(options, no_pin=True) as (desk, actor):
        found = [one for folder in _folders(options) for one in desk.backups.list(actor, folder)]
        zone = desk.shop.get(actor).zone
    cells = (
        (
            f"{one.made_at.astimezone(zone):%Y-%m-%d %H:%M}",
            str(one.facts.count("ticket")),
            one.facts.newest,
            one.reason.label,
            str(one.path),
        )
        for one in found
    )
    show_list(options, [_json(one) for one in found], cells)


def restore(options: Namespace) -> None:
    from deskapp.domain.backup import silent
    from deskapp.services import restore as restoring

    target = _target(options)
    if target is None:
        seen = unlocked(lambda: restoring.preview(options.backup))
        said = {"file": str(seen.path), "made_at": seen.made_at.isoformat(), "holds": _facts(seen.facts)}
        show(options, said, _in_words(seen.facts))
        return
    put = restoring.swap if options.swap else restoring.restore
    tell = progress(options) or silent
    clock, others = clock_from_environment(), settings.load().backup_folders()
    how = {"progress": tell, "anyway": options.anyway, "photos_in": others, "who": _owner}
    done = unlocked(lambda: put(options.backup, target, clock, **how))
    before = str(done.before) if done.before else None
    as_json = {"file": str(done.path), "before": before, "erased": list(done.erased)}
    show(options, as_json | {"photos_missing": done.photos_missing}, str(done.path))
    if done.remark:
        print(done.remark, file=sys.stderr)


def _owner(desk: Desk) -> Actor:
    """Of the shop that is restored, by their PIN where they have one."""
    return shown(desk, desk.actor(source=Source.COMMAND_LINE))


def _target(options: Namespace) -> Path | None:
    """Where the shop goes; nowhere where people only want to look."""
    if options.shop and options.to:
        raise WrongUsage(_("Name the new file once, not twice."))
    target: Path | None = options.to or options.shop
    if (target is None) is not bool(options.dry_run):
        raise WrongUsage(_("Name the new shop file with --to, or look into the backup with --dry-run."))
    return target


def _folders(options: Namespace) -> tuple[Path, ...]:
    """The folder that was named, or those of this computer."""
    if options.folder and options.to:
        raise WrongUsage(_("Name the folder once, not twice."))
    named: Path | None = options.to or options.folder
    folders = (named,) if named else settings.load().with_usual_backups().backup_folders()
    if not folders:
        raise WrongUsage(_("No folder for backups is chosen; name one with --to FOLDER."))
    return folders


def _json(backup: Backup) -> dict[str, Any]:
    return {
        "file": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "reason": backup.reason.value,
        "by": backup.by,
        "size": backup.size,
        "sha256": backup.sha256,
        "restore_proven_at": backup.drilled_at.isoformat() if backup.drilled_at else None,
        "holds": _facts(backup.facts),
    }


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "shop": facts.shop,
        "schema": facts.schema,
        "newest": facts.newest,
        "last_change": facts.last_change.isoformat() if facts.last_change else None,
        "counts": dict(facts.counts),
        "sums": dict(facts.sums),
    }


def _in_words(facts: Facts) -> str:
    tickets, customers = facts.count("ticket"), facts.count("customer")
    words = _("{shop}: {tickets}, {customers}, newest ticket {newest}, last change {when}")
    return words.format(
        shop=facts.shop,
        tickets=ngettext("{count} ticket", "{count} tickets", tickets).format(count=tickets),
        customers=ngettext("{count} customer", "{count} customers", customers).format(count=customers),
        newest=facts.newest or "–",
        when=f"{facts.last_change:%Y-%m-%d %H:%M}" if facts.last_change else "–",
    )
