"""The shop's own fields among the facts of a record, each kept when it is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deskapp.domain.field import PREFIX, Field, OwnFact, Values, said
from deskapp.ui.shared.own_fields import OwnEditor, editor
from deskapp.ui.tickets.field_set import Bound

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from deskapp.ui.shared.formats import Formats
    from deskapp.ui.tickets.facts import Facts
    from deskapp.ui.tickets.field_set import FieldSet


class OwnFacts:
    """Shows those fields that a record has; they may be others for the next record."""

    def __init__(self, facts: Facts, fields: FieldSet, formats: Formats) -> None:
        self._facts, self._fields, self._formats = facts, fields, formats
        self._shown: tuple[Field, ...] = ()
        self.editors: dict[str, OwnEditor] = {}

    def show(self, fields: Sequence[Field]) -> None:
        """Show these fields from now on; their values come with the next load or update."""
        if tuple(fields) == self._shown:
            return
        for one in self.editors.values():
            self._fields.forget(one.name)
            self._facts.remove(one.name)
        self._shown = tuple(fields)
        self.editors = {field.key: self._add(field) for field in fields}

    def stops(self) -> tuple[QWidget, ...]:
        """The fields in the order in which Tab comes by them."""
        return tuple(one.widget for one in self.editors.values())

    def _add(self, field: Field) -> OwnEditor:
        one = editor(field, self._formats)
        self._facts.add(one.name, one.label, one.widget)
        self._fields.bind(one.name, Bound(field.label, one.read, one.write, self._saying(field)), "")
        one.left.connect(self._commit)
        return one

    def _saying(self, field: Field) -> Any:
        formats = self._formats
        return lambda value: said(OwnFact(field, value), formats.day, formats.number) if value != "" else ""

    def _commit(self) -> None:
        self._fields.commit()


def bound_values(values: Values, fields: Sequence[Field]) -> dict[str, Any]:
    """What the editors of these fields show of a record."""
    return {PREFIX + field.key: values.get(field.key, "") for field in fields}


def changed_values(values: Values, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record as they would be with these changes."""
    own = {name.removeprefix(PREFIX): value for name, value in changes.items() if name.startswith(PREFIX)}
    return {key: value for key, value in {**values, **own}.items() if value != ""}


def others(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of what is no field of the shop's own."""
    return {name: value for name, value in changes.items() if not name.startswith(PREFIX)}
