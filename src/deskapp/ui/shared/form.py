"""Forms: a label, a field, a hint and, where a value cannot be kept, the reason beside the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal, Protocol

from PySide6.QtCore import QMetaObject, QObject, Qt, SignalInstance
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from deskapp.errors import Invalid
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.plain import PlainLabel, caption, section, set_name

Labels = Literal["above", "left"]
_LABEL_WIDTH = 11  # in average digits


class FieldRow(QWidget):
    """One field with its label; `say_wrong` shows the reason under it.

    A page of many fields gives the `parent` at once: Qt dresses what is in a piece when that finds its place.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        hint: str = "",
        labels: Labels = "above",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        self._changes: list[QMetaObject.Connection] = []  # what makes a reason go
        self.label = QLabel(label)  # our own words: an ampersand marks the key that goes to the field
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(field.focusProxy() or field)  # its key passes by what takes no focus itself
        self._column = QVBoxLayout()
        set_name(field, label.replace("&", ""))
        self._lay_out(labels)
        self._show(hint, "muted")

    @cached_property
    def note(self) -> PlainLabel:
        """What stands under the field; most fields never have anything to say, and so no label for it."""
        note = caption(wrap=True)
        self._column.insertWidget(self._column.indexOf(self.field) + 1, note)
        note.hide()
        return note

    def say_wrong(self, reason: str) -> None:
        """Show why the value cannot be kept."""
        self._show(reason, "danger")
        _mark(self.field, wrong=True)
        self._forget_changes()
        self._changes = [change.connect(self.clear) for change in _changes_of(self.field)]
        announce(self.field, reason)

    def say_doubt(self, doubt: str) -> None:
        """Show what is odd about a value that can be kept all the same; nothing shows the hint again."""
        self.clear()
        if doubt:
            self._show(doubt, "warning")

    def doubt(self) -> str:
        """The doubt that is shown, or nothing."""
        return self._said("warning")

    def say_refused(self, _piece: QWidget, reason: str) -> bool:
        """Show why something was not taken into the field or a piece of it."""
        self.say_wrong(reason)
        return True

    def say_hint(self, hint: str) -> None:
        """Show another hint, in place of a reason too."""
        self._hint = hint
        self.clear()

    def clear(self) -> None:
        """Show the hint again."""
        self._show(self._hint, "muted")
        _mark(self.field, wrong=False)
        self._forget_changes()

    def wrong(self) -> str:
        """The reason that is shown, or nothing."""
        return self._said("danger")

    def _forget_changes(self) -> None:
        for change in self._changes:
            QObject.disconnect(change)
        self._changes.clear()

    def _said(self, tone: str) -> str:
        return self.note.full_text() if self._has_note() and self.note.property("tone") == tone else ""

    def _has_note(self) -> bool:
        return "note" in self.__dict__

    def _show(self, text: str, tone: str) -> None:
        self.field.setAccessibleDescription(text)
        if text or self._has_note():
            self.note.setText(text)
            self.note.set_tone(tone)
            self.note.setVisible(bool(text))

    def _lay_out(self, labels: Labels) -> None:
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.field)
        if labels == "above":
            column.insertWidget(0, self.label)
            column.addStretch(1)
            self.setLayout(column)
            return
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.M)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.label.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LABEL_WIDTH * 2)
        self.label.setContentsMargins(0, 6, 0, 0)


class Part(Protocol):
    """A piece of a form that has rows of its own, which may be others for the next record."""

    def rows(self) -> Mapping[str, FieldRow]:
        """The rows by what an `Invalid` error calls them."""


class Form(QWidget):
    """Fields by name, top to bottom, in the order in which Tab visits them."""

    def __init__(self, labels: Labels = "above") -> None:
        super().__init__()
        self._labels: Labels = labels
        self._rows: dict[str, FieldRow] = {}
        self._parts: list[Part] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.M)
        self._line: QHBoxLayout | None = None

    def add(self, name: str, label: str, field: QWidget, *, hint: str = "") -> FieldRow:
        """Put a field under what is there; `name` is what an `Invalid` error calls it."""
        row = self._made(name, label, field, hint)
        self._line = QHBoxLayout()
        self._line.setSpacing(style.M)
        self._line.addWidget(row, 1)
        self._column.addLayout(self._line)
        return row

    def add_beside(
        self, name: str, label: str, field: QWidget, *, hint: str = "", stretch: int = 1
    ) -> FieldRow:
        """Put a field to the right of the one added last."""
        row = self._made(name, label, field, hint)
        assert self._line is not None, "add a field first"
        self._line.addWidget(row, stretch)
        return row

    def add_section(self, heading: str) -> None:
        """Begin a part with a heading."""
        self._column.addSpacing(style.S if self._rows else 0)
        self._column.addWidget(section(heading))

    def add_widget(self, widget: QWidget) -> None:
        """Put anything else under what is there."""
        self._column.addWidget(widget)

    def add_part(self, part: Part) -> None:
        """Put a piece with rows of its own under what is there."""
        assert isinstance(part, QWidget)
        self._parts.append(part)
        self._column.addWidget(part)

    def has(self, name: str) -> bool:
        """Whether there is a field of that name."""
        return name in self._all()

    def row(self, name: str) -> FieldRow:
        """The row of a field."""
        return self._all()[name]

    def show_error(self, error: Invalid) -> bool:
        """Show an error at its field and go there; False when the form has no such field."""
        row = self._all().get(error.field)
        if row is None:
            return False
        row.say_wrong(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear_errors(self) -> None:
        """Forget what was wrong before."""
        for row in self._all().values():
            row.clear()

    def _all(self) -> dict[str, FieldRow]:
        return self._rows | {name: row for part in self._parts for name, row in part.rows().items()}

    def _made(self, name: str, label: str, field: QWidget, hint: str) -> FieldRow:
        row = FieldRow(label, field, hint=hint, labels=self._labels)
        self._rows[name] = row
        return row


def _changes_of(field: QWidget) -> Iterator[SignalInstance]:
    """The signals that tell of another value in a field or in a piece of it."""
    for piece in (field, *field.findChildren(QWidget)):
        if isinstance(piece, QLineEdit | QPlainTextEdit):
            yield piece.textChanged
        elif isinstance(piece, QComboBox):
            yield piece.currentIndexChanged
    changed = getattr(field, "changed", None)
    if isinstance(changed, SignalInstance):
        yield changed


def set_shown(piece: QWidget, *, shown: bool) -> None:
    """Show or hide a piece where it is not so already: on a page not yet shown, each time is a layout."""
    hidden = piece.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and piece.isHidden()
    if hidden == shown:
        piece.setVisible(shown)


def _mark(field: QWidget, *, wrong: bool) -> None:
    style.set_wrong(field.focusProxy() or field, wrong=wrong)
