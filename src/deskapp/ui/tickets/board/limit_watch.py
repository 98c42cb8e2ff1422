"""Says when an act of this window puts more work into a column, or on a person, than was meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from deskapp.domain.status import Meaning
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.undo import Done, Undo
    from deskapp.domain.work_limit import WorkLoad
    from deskapp.ui.context import DeskContext

_WORK = frozenset({"status", "person_id"})


class LimitWatch(QObject):
    """Looks at every act that moved or assigned tickets, wherever in the window it was done."""

    def __init__(self, context: DeskContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        context.done.connect(self._look)

    def _look(self, done: Done[Any]) -> None:
        touched = _touched(done.undo)
        if touched:
            context = self._context
            context.read(context.desk.work_limits.loads, then=partial(self._judge, touched))

    def _judge(self, touched: frozenset[object], loads: Sequence[WorkLoad]) -> None:
        """Only limits of what the act put something into."""
        for load in loads:
            key = load.limit.person_id if load.limit.person_id is not None else load.limit.meaning
            if load.is_over and key in touched:
                self._context.tell(sentence(load))


def sentence(load: WorkLoad) -> str:
    """What is too much, in words."""
    if load.limit.person_id is not None:
        words = _("{name} has {count} tickets in hand; the limit is {most}.")
        return words.format(name=load.person, count=load.count, most=load.limit.most)
    from deskapp.ui.tickets.board.column import MEANING_LABELS  # with all of the board

    column = _(MEANING_LABELS[Meaning(load.limit.meaning)])
    words = _("“{column}” holds {count} tickets; the limit is {most}.")
    return words.format(column=column, count=load.count, most=load.limit.most)


def _touched(undo: Undo) -> frozenset[object]:
    """The meanings and people that got work: what the act wrote into items and tickets."""
    wrote = (step.after for step in undo.steps if undo.ticket_ids and _WORK & step.after.keys())
    names = ("meaning", "person_id")
    return frozenset(after[name] for after in wrote for name in names if after.get(name) is not None)
