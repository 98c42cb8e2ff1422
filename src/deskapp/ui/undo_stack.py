"""What can be taken back in this window, newest first; it is not kept in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskapp.errors import StaleWrite
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.undo import Done, Undo
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

DEEPEST = 50


class UndoStack(QObject):
    """The last acts of this window. `changed` tells that what can be undone or redone is another, `left`
    carries an act that is no longer the one to be undone.
    """

    changed = Signal()
    left = Signal(object)

    def __init__(self, context: DeskContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._done: list[Undo] = []
        self._undone: list[Undo] = []
        context.taken_back.connect(self._forget)

    def push(self, done: Done[object]) -> None:
        """Something was done that can be taken back."""
        if done.undo.steps:
            self._done.append(done.undo)
            del self._done[:-DEEPEST]
            self._undone.clear()
            self.changed.emit()

    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    def can_redo(self) -> bool:
        """Whether there is anything to do again."""
        return bool(self._undone)

    def undo(self) -> None:
        """Take the newest act back."""
        if self._done:
            self.take_back(self._done[-1])

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            undo = self._undone.pop()
            self.changed.emit()
            self._run(undo, (self._undone, self._done), _("Done again: {what}"))

    def take_back(self, undo: Undo) -> None:
        """Take one act back, wherever it stands; nothing happens when that was done already."""
        places = [place for place, one in enumerate(self._done) if one is undo]
        if places:
            del self._done[places[0]]
            self.changed.emit()
            self.left.emit(undo)
            self._run(undo, (self._done, self._undone), _("Taken back: {what}"))

    def _forget(self, undo: Undo) -> None:
        if undo in self._done:
            self._done.remove(undo)
            self.changed.emit()
            self.left.emit(undo)

    def _run(self, undo: Undo, places: tuple[list[Undo], list[Undo]], sentence: str) -> None:
        """Take an act from one list to the other; what fails for a passing reason can be tried again."""
        source, target = places

        def keep(reverse: Undo) -> None:
            target.append(reverse)
            self.changed.emit()
            self._context.tell(sentence.format(what=undo.label))

        def refused(error: DeskError) -> None:
            if not isinstance(error, StaleWrite):
                source.append(undo)
                self.changed.emit()
            self._context.show_error(error)

        self._context.read(self._context.desk.undo, undo, then=keep, on_failed=refused)
