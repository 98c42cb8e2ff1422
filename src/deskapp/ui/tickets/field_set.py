"""Fields that are kept when they are left, and what happens when somebody else was faster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from deskapp.errors import Invalid

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bound:
    """A value and the field that shows it. `read` may raise `Invalid`; `say` tells a value to people."""

    label: str
    read: Callable[[], Any]
    write: Callable[[Any], object]
    say: Callable[[Any], str] = str


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that was changed here and elsewhere."""

    name: str
    label: str
    mine: str
    theirs: str


class FieldSet(QObject):
    """Knows what each field held when it was read, so that only real changes are sent.

    `changed` carries the changed values by name when a field is left; `clashed` the fields where the
    file holds something else by now; `wrong` a field's name and why its value cannot be read.
    """

    changed = Signal(object)  # a `dict` would be copied into Qt, and its values with it
    clashed = Signal(object)
    wrong = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Bound] = {}
        self._base: dict[str, Any] = {}
        self._theirs: dict[str, Any] = {}
        self._sent: dict[str, Any] = {}
        self._again = False

    def bind(self, name: str, bound: Bound, base: Any = None) -> None:
        """Watch a field; `base` is what it shows already."""
        self._fields[name], self._base[name] = bound, base

    def forget(self, name: str) -> None:
        """Watch a field no more."""
        del self._fields[name]
        for kept in (self._base, self._theirs, self._sent):
            kept.pop(name, None)

    def load(self, values: Values) -> None:
        """Show another record."""
        self._theirs, self._sent, self._again = {}, {}, False
        for name, bound in self._fields.items():
            self._base[name] = values[name]
            bound.write(values[name])

    def update(self, values: Values) -> None:
        """The same record was read again: what is being typed stays, and a difference is told."""
        clashes = [clash for name in self._fields if (clash := self._take(name, values[name]))]
        if clashes:
            self.clashed.emit(clashes)
        elif self._again:
            self._again = False
            self.commit()

    def accept(self, values: Values) -> None:
        """What was sent is in the file now, as `values`."""
        for name, sent in self._sent.items():
            self._base[name] = values[name]
            if self._read(name) == sent:
                self._fields[name].write(values[name])
        self._sent = {}
        self.update(values)

    def refuse(self, *, stale: bool) -> None:
        """What was sent is not kept. After a stale write, `update` tells of a clash or sends again."""
        self._sent = {}
        self._again = stale

    def commit(self) -> None:
        """Send what was changed; nothing happens while a clash waits for an answer."""
        if self._sent:
            self._again = True
        elif not self._theirs and (changes := self.changes()):
            self._sent = changes
            self.changed.emit(changes)

    def changes(self) -> dict[str, Any]:
        """The values that differ from what was read, as far as they can be read."""
        changes = {}
        for name in self._fields:
            value = self._read(name, tell=True)
            if value is not _UNREADABLE and value != self._base.get(name):
                changes[name] = value
        return changes

    def keep_mine(self) -> None:
        """Answer a clash: what was typed here replaces what the file holds."""
        self._base |= self._theirs
        self._theirs = {}
        self.commit()

    def decide(self, mine: Collection[str]) -> None:
        """Answer a clash field by field: mine where it is named, theirs in the others."""
        for name, value in self._theirs.items():
            self._base[name] = value
            if name not in mine:
                self._fields[name].write(value)
        self._theirs = {}
        self.commit()

    def take_theirs(self) -> None:
        """Answer a clash: what the file holds stays."""
        for name, value in self._theirs.items():
            self._base[name] = value
            self._fields[name].write(value)
        self._theirs = {}

    def _take(self, name: str, value: Any) -> Clash | None:
        bound, mine = self._fields[name], self._read(name)
        if mine == self._base.get(name) or mine == value:
            self._base[name] = value
            self._theirs.pop(name, None)
            if mine != value:
                bound.write(value)
            return None
        if value == self._base.get(name) or name in self._sent:
            return None
        self._theirs[name] = value
        words = "" if mine is _UNREADABLE else bound.say(mine)
        return Clash(name, bound.label, words, bound.say(value))

    def _read(self, name: str, *, tell: bool = False) -> Any:
        try:
            return self._fields[name].read()
        except Invalid as error:
            if tell:
                self.wrong.emit(name, str(error))
            return _UNREADABLE


_UNREADABLE = object()
