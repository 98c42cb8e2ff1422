"""A field that offers what the shop knows while somebody types, worked by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from deskapp.i18n import ngettext
from deskapp.ui.intake.match_list import Match, MatchList
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.jobs import Job

Answer = Callable[[Sequence[Any]], object]
Find = Callable[[str, Answer], Job | None]
"""Looks for a typed text and gives what it found to the second argument, at once or later."""

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class MatchField(TextField):
    """Type, and matches open below. Enter takes one, Ctrl+Enter makes something new of what was typed.

    `taken` carries the record of the match, `new_asked` the typed text. `left` tells that Tab left
    the field with text of which nothing was made, `entered_empty` of Enter where nothing is typed. What
    `describe` makes of a record is what the list shows; `describe_new` gives the words of the last line.
    """

    taken = Signal(object)
    new_asked = Signal(str)
    left = Signal(str)
    entered_empty = Signal()

    def __init__(
        self,
        find: Find,
        describe: Callable[[Any], Match],
        describe_new: Callable[[str], Match],
        placeholder: str = "",
    ) -> None:
        super().__init__(placeholder)
        self._find, self._describe, self._describe_new = find, describe, describe_new
        self._made: MatchList | None = None
        self._job: Job | None = None
        self._asked = ""
        self._answered = ""
        self._take_when_there = False
        self.textEdited.connect(self._ask)

    def is_open(self) -> bool:
        """Whether matches are shown."""
        return self._list is not None and self._list.isVisible()

    def offered(self) -> tuple[Match, ...]:
        """The lines that are shown."""
        return self._list.model.matches if self._list is not None and self.is_open() else ()

    def close_list(self) -> None:
        """Take the matches away; what was typed stays."""
        self._take_when_there = False
        if self._list:
            self._list.hide()

    @property
    def _list(self) -> MatchList | None:
        """The list, while it lives: it belongs to the window, which a page put aside outlives."""
        return self._made if self._made is not None and shiboken6.isValid(self._made) else None

    # Asking -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._asked, self._take_when_there = self.value(), False
        if self._job:
            self._job.cancel()
        if self._asked:
            self._job = self._find(self._asked, partial(self._show, self._asked))
        else:
            self.close_list()

    def _show(self, typed: str, records: Sequence[Any]) -> None:
        if typed != self._asked or not self.isVisible():
            return
        self._answered = typed
        matches = [*map(self._describe, records), self._describe_new(typed)]
        self._the_list().offer(matches if self.hasFocus() or self._take_when_there else ())
        count = len(records)
        announce(self, ngettext("{count} match", "{count} matches", count).format(count=count))
        if self._take_when_there:
            self._take()

    def _the_list(self) -> MatchList:
        if self._list is None or self._list.parent() is not self.window():
            self._made = MatchList(self, self.accessibleName())
            self._made.chosen.connect(self._take_match)
            self.window().installEventFilter(self)
            return self._made
        return self._list

    # Taking -----------------------------------------------------------------------------------

    def _take(self) -> None:
        """Take the line under the cursor, as soon as the answer to what was typed is there."""
        if not self.value():
            self.entered_empty.emit()
            return
        if self._answered != self.value() or not self.is_open():
            self._ask()
            self._take_when_there = True
            return
        match = self._list.current() if self._list else None
        if match:
            self._take_match(match)

    def _take_match(self, match: Match) -> None:
        if match.record is None:
            self._make_new()
            return
        self.close_list()
        self.taken.emit(match.record)

    def _make_new(self) -> None:
        self.close_list()
        if self.value():
            self.new_asked.emit(self.value())

    # Qt ---------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self.value():
                typed = self.value()
                self.close_list()
                self.left.emit(typed)
                if not self.isVisible():
                    return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._make_new()
            else:
                self._take()
        elif event.key() == Qt.Key.Key_Escape and self.is_open():
            self.close_list()
        elif event.key() in _STEPS and self._list and self.is_open():
            self._list.step(_STEPS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Down and self.value():
            self._ask()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.close_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._list and self.is_open():
            self._list.place()
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.is_open()
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return event.key() in _ENTER and bool(with_control) and bool(self.value())
