"""What is said about backups: how old the newest is, and when a restore was last seen to work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from deskapp.domain.backup import Facts, Preview
    from deskapp.ui.backup.keeper import BackupKeeper
    from deskapp.ui.shared.formats import Formats

_KB = 1024
_SOON = 60  # seconds that are no age yet


def foot_words(keeper: BackupKeeper, formats: Formats) -> tuple[str, str]:
    """The line at the foot of the window, and its tone: `warning`, `danger` or none."""
    if not keeper.folders():
        return (_("No backups"), "danger") if not keeper.is_sample() else ("", "")
    if keeper.doing:
        return (_("Backing up…") if keeper.doing == "backup" else _("Trying a restore…")), ""
    if keeper.problem:
        return _("Backup failed"), "danger"
    state, now = keeper.state, formats.now()
    if state is None:
        return "", ""
    if state.newest is None:
        return _("No backup yet"), "warning"
    words = [backup_age(state.newest.made_at, formats), proof_age(state.drilled_at, formats)]
    if keeper.missed:
        words.insert(1, _("one folder is missing"))
    late = state.is_late(now) or state.is_unproven(now) or bool(keeper.missed)
    tone = "danger" if state.is_very_late(now) else "warning" if late else ""
    return " · ".join(words), tone


def backup_age(made_at: datetime, formats: Formats) -> str:
    """For example `Backup 3 hours ago`."""
    seconds = (formats.now() - made_at).total_seconds()
    if seconds < _SOON:
        return _("Backup just now")
    return _("Backup {span} ago").format(span=formats.span(seconds))


def proof_age(drilled_at: datetime | None, formats: Formats) -> str:
    """For example `restore proven 12 days ago`."""
    if drilled_at is None:
        return _("restore not proven yet")
    seconds = (formats.now() - drilled_at).total_seconds()
    if seconds < _SOON:
        return _("restore proven just now")
    return _("restore proven {span} ago").format(span=formats.span(seconds))


def size(of: int, formats: Formats) -> str:
    """For example `1.2 MB`."""
    for unit in ("KB", "MB"):
        of_unit = of / _KB ** (1 if unit == "KB" else 2)
        if of_unit < _KB:
            return f"{formats.locale.toString(of_unit, 'f', 1)}\u00a0{unit}"
    return f"{formats.locale.toString(of / _KB**3, 'f', 1)}\u00a0GB"


def holds(seen: Preview, formats: Formats) -> list[tuple[str, str]]:
    """What a backup holds beside what the shop holds today, as lines of name and value."""
    facts = seen.facts
    last = formats.moment(facts.last_change) if facts.last_change else "–"
    return [
        (_("Shop"), facts.shop),
        (_("Made"), formats.moment(seen.made_at)),
        (_("Last change"), last),
        (_("Newest ticket"), facts.newest or "–"),
        (_("Tickets"), _counted(seen, "ticket", formats)),
        (_("Customers"), _counted(seen, "customer", formats)),
        (_("Devices"), _counted(seen, "device", formats)),
        (_("History"), _counted(seen, "audit", formats)),
        (_("Size"), size(seen.size, formats)),
    ]


def _counted(seen: Preview, table: str, formats: Formats) -> str:
    """For example `120 (8 fewer than today), and 5 in the bin`."""
    said, binned = _compared(seen, table, formats), seen.facts.in_bin(table)
    if not binned:
        return said
    return _("{count}, and {binned} in the bin").format(count=said, binned=formats.number(binned))


def _compared(seen: Preview, table: str, formats: Formats) -> str:
    count, more = formats.number(seen.facts.count(table) - seen.facts.in_bin(table)), seen.difference(table)
    if seen.today is None:
        return count
    if more == 0:
        return _("{count} (as today)").format(count=count)
    if more < 0:
        words = ngettext("{count} ({n} fewer than today)", "{count} ({n} fewer than today)", -more)
    else:
        words = ngettext("{count} ({n} more than today)", "{count} ({n} more than today)", more)
    return words.format(count=count, n=formats.number(abs(more)))


def in_a_line(facts: Facts, formats: Formats) -> str:
    """The same, short, for a screen reader."""
    count = facts.count("ticket")
    words = ngettext("{count} ticket", "{count} tickets", count).format(count=formats.number(count))
    return f"{words}, {facts.newest}" if facts.newest else words


def copy_lies(path: Path) -> str:
    """Where a backup was restored to."""
    return _("The restored copy lies in “{path}”. The shop that is open stays open.").format(path=path)
