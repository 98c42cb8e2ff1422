"""The shop's own fields on a form: an editor for each kind, and a part of a form made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.domain.field import (
    LONGEST_CHOICE,
    PREFIX,
    Field,
    FieldKind,
    OwnFact,
    Value,
    Values,
    checked_value,
    said,
)
from deskapp.domain.text import LONGEST_LINE
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import FieldRow, set_shown
from deskapp.ui.shared.moment_edit import read_moment

if TYPE_CHECKING:
    from deskapp.ui.shared.formats import Formats

_COLUMNS = 2
_LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class OwnEditor:
    """The widget of one field; `left` tells that its value may be kept now.

    `read` answers an empty text for nothing and raises `Invalid` whose field is `PREFIX` and the key.
    """

    field: Field
    widget: TextField | ChoiceBox
    read: Callable[[], Value]
    write: Callable[[Value], None]
    left: SignalInstance

    @property
    def name(self) -> str:
        """What an `Invalid` error calls it."""
        return PREFIX + self.field.key

    @property
    def label(self) -> str:
        """What stands beside it; customers' words cannot mark a key of the form."""
        unit = f" ({self.field.unit})" if self.field.unit else ""
        return f"{self.field.label}{unit}".replace("&", "&&")


def editor(field: Field, formats: Formats) -> OwnEditor:
    """An editor for the kind of the field."""
    if field.kind in {FieldKind.CHOICE, FieldKind.YES_NO}:
        return _choice(field)
    return _line(field, formats)


class OwnFields(QWidget):
    """A part of a form. `changed` tells that something was typed or chosen."""

    changed = Signal()

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self._fields: tuple[Field, ...] = ()
        self._kept: dict[str, Value] = {}
        self.editors: dict[str, OwnEditor] = {}
        self._rows: dict[str, FieldRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.M)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        if parent is None:
            self.hide()  # a page that gives its place says at once which fields there are

    def show_fields(self, fields: Sequence[Field]) -> None:
        """Ask for these; what was typed stays, also of those that are not asked for just now."""
        set_shown(self, shown=bool(fields))
        if tuple(fields) == self._fields:
            return
        self._kept |= self._typed()
        self._fields = tuple(fields)
        self._clear()
        for place, field in enumerate(fields):
            self._add(place, field)
        self.set_values(self._kept)

    def set_values(self, values: Values) -> None:
        """Show what a record or a draft holds."""
        self._kept = dict(values)
        for key, one in self.editors.items():
            one.write(values.get(key, ""))

    def values(self) -> dict[str, Value]:
        """What was typed, as far as it is asked for; raises `Invalid` and shows it at the field."""
        found: dict[str, Value] = {}
        for key, one in self.editors.items():
            self._rows[key].clear()
            try:
                value = one.read()
            except Invalid as error:
                value = _raw(one)  # a choice that is offered no more may stay
                if not isinstance(one.widget, ChoiceBox) or value != self._kept.get(key):
                    self.show_error(error)
                    raise
            if value != "":
                found[key] = value
        return found

    def show_error(self, error: Invalid) -> bool:
        """Show an error at its field; False when it is not here."""
        row = self._rows.get(error.field.removeprefix(PREFIX)) if error.field.startswith(PREFIX) else None
        if row:
            row.say_wrong(str(error))
        return row is not None

    def said(self, key: str, values: Values) -> str:
        """A value as people read it."""
        if key not in values:
            return ""
        fact = OwnFact(self.editors[key].field, values[key])
        return said(fact, self._formats.day, self._formats.number)

    def is_typed(self) -> bool:
        """Whether anything stands in a field."""
        return any(_raw(one) for one in self.editors.values())

    def content(self) -> dict[str, Value]:
        """What stands in the fields whether it can be kept or not, for a draft."""
        return {**self._kept, **self._typed()}

    def rows(self) -> dict[str, FieldRow]:
        """The rows by what an `Invalid` error calls them."""
        return {PREFIX + key: row for key, row in self._rows.items()}

    def row(self, key: str) -> FieldRow:
        """The row of a field."""
        return self._rows[key]

    def stops(self) -> tuple[QWidget, ...]:
        """The fields in the order in which Tab comes by them."""
        return tuple(one.widget for one in self.editors.values())

    def _typed(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, one in self.editors.items():
            try:
                found[key] = one.read()
            except Invalid:
                found[key] = _raw(one)
        return found

    def _add(self, place: int, field: Field) -> None:
        one = editor(field, self._formats)
        row = FieldRow(one.label, one.widget, parent=self)
        self.editors[field.key], self._rows[field.key] = one, row
        self._grid.addWidget(row, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        told = one.widget.currentIndexChanged if isinstance(one.widget, ChoiceBox) else one.widget.textEdited
        told.connect(self._tell)

    def _clear(self) -> None:
        for row in self._rows.values():
            self._grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.editors, self._rows = {}, {}

    def _tell(self) -> None:
        self.changed.emit()


def _raw(one: OwnEditor) -> str:
    return one.widget.key() if isinstance(one.widget, ChoiceBox) else one.widget.value()


def _line(field: Field, formats: Formats) -> OwnEditor:
    hint = _("today, fri, +3d") if field.kind is FieldKind.DATE else ""
    widget = TextField(hint, _LONGEST_NUMBER if field.kind is FieldKind.NUMBER else LONGEST_LINE)

    def read() -> Value:
        typed = widget.value()
        if field.kind is FieldKind.DATE:
            typed = _day(typed, formats)
        return checked_value(field, typed) or ""

    def write(value: Value) -> None:
        text = str(value)
        if field.kind is FieldKind.NUMBER:
            text = text.replace(".", formats.locale.decimalPoint())
        widget.setText(text)
        widget.setCursorPosition(0)

    return OwnEditor(field, widget, read, write, widget.editingFinished)


def _day(typed: str, formats: Formats) -> str:
    """The day that quick words mean; other words as they are, to be refused by the field."""
    try:
        moment = read_moment(typed, formats)
    except Invalid:
        return typed
    return formats.local(moment).date().isoformat() if moment else ""


def _choice(field: Field) -> OwnEditor:
    is_yes_no = field.kind is FieldKind.YES_NO
    offered = [("yes", _("Yes")), ("no", _("No"))] if is_yes_no else [(one, one) for one in field.choices]
    widget = ChoiceBox([("", "–"), *offered])
    widget.setMinimumContentsLength(6)

    def read() -> Value:
        key = widget.key()
        return key == "yes" if is_yes_no and key else key

    def write(value: Value) -> None:
        key = ("yes" if value else "no") if isinstance(value, bool) else value[:LONGEST_CHOICE]
        if widget.findData(key) < 0:
            widget.addItem(key, key)  # it was offered once
        widget.set_key(key)

    return OwnEditor(field, widget, read, write, widget.activated)
