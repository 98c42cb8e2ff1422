"""What the popups offer for what is typed: statuses, people, priorities, days and tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskapp.domain.status import may_follow
from deskapp.domain.text import fold
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.errors import Invalid
from deskapp.i18n import N_, _
from deskapp.ui.shared.moment_edit import read_moment
from deskapp.ui.shared.moments import CLOSING
from deskapp.ui.shared.status_chip import chip_of
from deskapp.ui.shell.hits import Hit

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.status import Status
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext

_QUICK = (
    (N_("Today"), 0),
    (N_("Tomorrow"), 1),
    (N_("In 2 days"), 2),
    (N_("In 3 days"), 3),
    (N_("In a week"), 7),
)
_LONGEST_TAG_LIST = 40


def narrowed(hits: Iterable[Hit], typed: str) -> list[Hit]:
    """The offers with a word that begins with each typed word; those that begin with it all come first."""
    wanted = fold(typed).split()
    found = [hit for hit in hits if _holds(fold(hit.title).split(), wanted)]
    return sorted(found, key=lambda hit: not fold(hit.title).startswith(" ".join(wanted)))


def statuses(context: DeskContext, rows: Sequence[TicketRow]) -> list[Status]:
    """The statuses that at least one of the tickets may be moved to, in the shop's order."""
    now = [context.statuses[key] for key in dict.fromkeys(row.status for row in rows)]
    return [then for then in context.statuses.values() if any(may_follow(one, then) for one in now)]


def status_hits(offered: Sequence[Status], choose: Callable[[Status], object], typed: str) -> list[Hit]:
    """Each with its own chip; one that asks for a reason says so by three dots."""
    hits = [
        Hit(
            f"{one.label}…" if one.asks_reason else one.label,
            icon=one.icon,
            icon_tone=chip_of(one.label, one.meaning.value, one.icon).family,
            run=partial(choose, one),
        )
        for one in offered
    ]
    return narrowed(hits, typed) or [Hit(_("No such step from here"))]


def reason_hits(label: str, take: Callable[[str], object], typed: str) -> list[Hit]:
    """Take the step with the typed reason."""
    if not typed:
        return [Hit(_("Say why in a few words, please."))]
    return [Hit(label, typed, "tick", run=partial(take, typed))]


def person_hits(
    people: Sequence[Person], now: str, choose: Callable[[int | None], object], typed: str
) -> list[Hit]:
    """Everybody who works here, and nobody; the one who has it is marked."""
    known: list[tuple[int | None, str]] = [(one.id, one.name) for one in people if one.active]
    known.append((None, _("Nobody")))
    hits = [
        _marked(Hit(name, icon="person" if key else "slash-circle", run=partial(choose, key)), on=name == now)
        for key, name in known
    ]
    return narrowed(hits, typed) or [Hit(_("Nobody is called that"))]


def priority_hits(now: str, choose: Callable[[str], object], typed: str) -> list[Hit]:
    """The four levels, the most pressing first."""
    hits = [
        _marked(Hit(_(PRIORITY_LABELS[level]), run=partial(choose, level.value)), on=level.value == now)
        for level in reversed(Priority)
    ]
    return narrowed(hits, typed) or [Hit(_("No such priority"))]


def due_hits(context: DeskContext, choose: Callable[[datetime | None], object], typed: str) -> list[Hit]:
    """What the typed words mean as a day and time; with nothing typed, the days that are asked for most."""
    quick = narrowed(_quick_days(context, choose), typed)
    if typed:
        try:
            moment = read_moment(typed, context.formats)
        except Invalid:
            return quick or [Hit(_("not a day and time"), icon="warning")]
        if moment:
            quick.insert(0, _day(context, context.formats.near(moment), moment, choose))
    return quick


def tag_hits(
    known: Sequence[str], held: Sequence[str], choose: Callable[[str, bool], object], typed: str
) -> list[Hit]:
    """Tags to put on, and those that are on to take off; what is typed can be a new one."""
    on = [Hit(tag, _("take off"), "tick", run=partial(choose, tag, False)) for tag in held]
    off = [Hit(tag, icon="tag", run=partial(choose, tag, True)) for tag in known if tag not in held]
    found = narrowed([*on, *off], typed)[:_LONGEST_TAG_LIST]
    fresh = typed.replace(" ", "-").lower()
    if fresh and fresh not in {*known, *held}:
        words = _("New tag “{tag}”").format(tag=fresh)
        found.append(Hit(words, icon="plus", run=partial(choose, fresh, True)))
    return found or [Hit(_("Type a tag"))]


def note_hits(take: Callable[[str], object], typed: str) -> list[Hit]:
    """Write the typed words down."""
    if not typed:
        return [Hit(_("For the shop only; no paper shows it."))]
    return [Hit(_("Add note"), icon="note", run=partial(take, typed))]


def _quick_days(context: DeskContext, choose: Callable[[datetime | None], object]) -> list[Hit]:
    today = context.formats.today()
    hits = []
    for words, days in _QUICK:
        at = datetime.combine(today + timedelta(days=days), CLOSING, context.formats.zone).astimezone(UTC)
        hits.append(_day(context, _(words), at, choose))
    return [*hits, Hit(_("No date"), icon="slash-circle", run=partial(choose, None))]


def _day(context: DeskContext, words: str, at: datetime, choose: Callable[[datetime | None], object]) -> Hit:
    return Hit(words, context.formats.moment(at), "calendar", run=partial(choose, at))


def _marked(hit: Hit, *, on: bool) -> Hit:
    return replace(hit, aside="✓") if on else hit


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(want) for word in words) for want in wanted)
