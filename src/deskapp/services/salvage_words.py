"""What came of a salvage, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.salvage import Salvaged

_KINDS = {
    "ticket": N_("Tickets"),
    "item": N_("Items"),
    "line": N_("Lines"),
    "status_step": N_("Steps"),
    "note": N_("Notes"),
    "message": N_("Messages"),
    "customer": N_("Customers"),
    "device": N_("Devices"),
    "photo": N_("Photos"),
}
_NAMED = 20


def counts(report: Salvaged) -> Iterator[tuple[str, int, int]]:
    """For each kind that people count its name, what was found and what is known to be lost."""
    for table, name in _KINDS.items():
        if report.found.get(table) or report.lost.get(table):
            yield _(name), report.found.get(table, 0), report.lost.get(table, 0)


def sentences(report: Salvaged) -> Iterator[str]:
    """A line for each kind, and what people have to know of the rest."""
    for name, found, lost in counts(report):
        line = _("{kind}: {found} saved, {lost} lost") if lost else _("{kind}: {found} saved")
        yield line.format(kind=name, found=found, lost=lost)
    yield from remarks(report)


def remarks(report: Salvaged) -> Iterator[str]:
    """What people have to know besides the counts."""
    if report.missing:
        yield _("Missing tickets: {numbers}").format(numbers=_listed(report.missing))
    if report.patched:
        yield _("Tickets that were pieced together, please look them over: {numbers}").format(
            numbers=_listed(report.patched)
        )
    if report.gaps:
        yield ngettext(
            "The history of who did what has {count} gap; it goes on behind it.",
            "The history of who did what has {count} gaps; it goes on behind them.",
            report.gaps,
        ).format(count=report.gaps)
    if report.made_up:
        yield _("Set anew, please look it over: {things}").format(things=", ".join(report.made_up))
    yield from report.problems


def _listed(numbers: tuple[str, ...]) -> str:
    more = len(numbers) - _NAMED
    named = ", ".join(numbers[:_NAMED])
    if more <= 0:
        return named
    return f"{named}, " + ngettext("{count} more", "{count} more", more).format(count=more)
