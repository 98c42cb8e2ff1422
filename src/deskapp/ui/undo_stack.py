"""What can be taken back in this window, newest first; it is not kept in the file."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskapp.errors import StaleWrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.undo import Done, Undo
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

DEEPEST = 50


class UndoStack(QObject):
    """The last acts of this window. `changed` tells that what can be undone or redone is another, `undone`
    and `redone` carry how an act is done again or taken back, `left` an act that can no longer be.

    Who asks while something is still being written means what will have been done by then: everything
    that was done or asked for is gone through in the order in which it came, one after the other.
    """

    changed = Signal()
    undone = Signal(object)
    redone = Signal(object)
    left = Signal(object)

    def __init__(self, context: DeskContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._done: list[Undo] = []
        self._undone: list[Undo] = []
        self._coming: deque[Callable[[], None]] = deque()
        self._asked = 0
        self._target: list[Undo] | None = None  # where the act goes that is being taken back just now
        context.taken_back.connect(self._forget)
        context.acting.connect(self.changed)

    def push(self, done: Done[object]) -> None:
        """Something was done that can be taken back."""
        if done.undo.steps:
            self._go_on(partial(self._push, done.undo))

    def can_undo(self) -> bool:
        """Whether there is, or may be in a moment, anything to take back."""
        return bool(self._done) or self._is_busy() or self._context.is_acting()

    def can_redo(self) -> bool:
        """Whether there is, or may be in a moment, anything to do again."""
        return bool(self._undone) or self._is_busy()

    def undo(self) -> None:
        """Take the newest act back."""
        self._in_turn(self._undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._in_turn(self._redo)

    def take_back(self, undo: Undo) -> None:
        """Take one act back, wherever it stands; nothing happens when that was done already."""
        self._in_turn(partial(self._undo, undo))

    def do_again(self, undo: Undo) -> None:
        """Do one act again, wherever it stands; nothing happens when that was done already."""
        self._in_turn(partial(self._redo, undo))

    def _in_turn(self, wish: Callable[[], None]) -> None:
        """Go through the worker once, behind whatever is being written there."""
        self._asked += 1
        self.changed.emit()
        self._context.worker.submit(_nothing, on_done=partial(self._take_turn, wish))

    def _take_turn(self, wish: Callable[[], None], _answer: object) -> None:
        self._asked -= 1
        self._go_on(wish)

    def _is_busy(self) -> bool:
        return self._asked > 0 or self._target is not None

    def _go_on(self, *come: Callable[[], None]) -> None:
        self._coming.extend(come)
        while self._coming and self._target is None:
            self._coming.popleft()()
        self.changed.emit()

    def _push(self, undo: Undo) -> None:
        self._done.append(undo)
        del self._done[:-DEEPEST]
        while self._undone:
            self.left.emit(self._undone.pop())

    def _undo(self, undo: Undo | None = None) -> None:
        place = _place(self._done, undo)
        if place is not None:
            self._run(place, self._done, self._undone)

    def _redo(self, undo: Undo | None = None) -> None:
        place = _place(self._undone, undo)
        if place is not None:
            self._run(place, self._undone, self._done)

    def _forget(self, undo: Undo) -> None:
        def forget() -> None:
            if (place := _place(self._done, undo)) is not None:
                self.left.emit(self._done.pop(place))

        self._go_on(forget)

    def _run(self, place: int, source: list[Undo], target: list[Undo]) -> None:
        """Take an act from one list to the other; what fails for a passing reason stays where it was."""
        undo = source.pop(place)
        self.left.emit(undo)
        self._target = target
        self._context.worker.submit(
            partial(self._context.desk.undo, self._context.actor, undo),
            on_done=partial(self._keep, target),
            on_failed=partial(self._put_back, undo, source, place),
            on_finished=self._rest,
        )

    def _keep(self, target: list[Undo], reverse: Undo) -> None:
        if reverse.steps:
            target.append(reverse)
        told = self.undone if target is self._undone else self.redone
        told.emit(reverse)

    def _put_back(self, undo: Undo, source: list[Undo], place: int, error: DeskError) -> None:
        if not isinstance(error, StaleWrite):
            source.insert(place, undo)
        self._context.show_error(error)

    def _rest(self) -> None:
        self._target = None
        self._go_on()


def _place(acts: list[Undo], undo: Undo | None) -> int | None:
    """Where this act stands in the list, or the newest one; None where there is none."""
    if undo is None:
        return len(acts) - 1 if acts else None
    return next((place for place, one in enumerate(acts) if one is undo), None)


def _nothing() -> None:
    """What the worker does while somebody waits for his turn."""
