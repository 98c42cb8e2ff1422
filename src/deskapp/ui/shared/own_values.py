"""The shop's own fields as columns of a list, whose values are read only where a column is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.domain.field import PREFIX, Field, FieldKind, FieldOf, OwnFact, said
from deskapp.ui.shared.paged_model import Column

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_MOST_KEPT = 5000
_WIDTH = 110


class OwnValues(QObject):
    """Remembers what was read; `read` tells that cells which were empty can be painted now.

    Without `of` it is the queue, whose tickets show the fields of their items and customers too.
    """

    read = Signal()

    def __init__(self, context: DeskContext, parent: QObject, of: FieldOf | None = None) -> None:
        super().__init__(parent)
        self._context, self._of = context, of
        self._known: dict[int, Mapping[str, str]] = {}
        self._fresh: set[int] = set()
        self._wanted: set[int] = set()
        self._age = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        context.changed.connect(self._forget)

    def columns(self) -> tuple[Column, ...]:
        """A column for each field of the shop, shown where somebody chooses it."""
        fields = self._context.fields
        return tuple(self._column(field) for field in fields if self._of in {None, field.of})

    def text(self, key: str, row: Any) -> str:
        """A value of a record; nothing until it was read, which is asked for here."""
        if row.id not in self._fresh:
            self._wanted.add(row.id)
            self._soon.start()
        return self._known.get(row.id, {}).get(key, "")

    def _column(self, field: Field) -> Column:
        is_number = field.kind is FieldKind.NUMBER
        key, text = PREFIX + field.key, partial(self.text, field.key)
        align: Literal["left", "right"] = "right" if is_number else "left"
        return Column(key, field.label, text, _WIDTH, align, tabular=is_number, shown=False)

    def _forget(self) -> None:
        """Something was written: what is shown stays until it was read again."""
        self._age += 1
        self._fresh.clear()
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        self.read.emit()

    def _ask(self) -> None:
        ids, self._wanted = sorted(self._wanted), set()
        fields = self._context.desk.fields
        read = fields.of_customers if self._of is FieldOf.CUSTOMER else fields.of_tickets
        self._context.read(read, ids, then=partial(self._take, self._age, ids))

    def _take(self, age: int, ids: Sequence[int], found: Mapping[int, Sequence[OwnFact]]) -> None:
        formats = self._context.formats
        for record in ids:
            facts = found.get(record, ())
            self._known[record] = {fact.field.key: said(fact, formats.day, formats.number) for fact in facts}
        if age == self._age:
            self._fresh.update(ids)
        self.read.emit()
