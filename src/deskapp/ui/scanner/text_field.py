"""Takes what a scanner typed out of the text field that happened to have the focus."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

TextField = QLineEdit | QTextEdit | QPlainTextEdit
HIDES = "hides"
"""The property of a field that is secret even while it shows what is typed."""


def text_field(widget: QWidget | None) -> TextField | None:
    """The field into which keys are typed while `widget` has the focus; None where keys do other things."""
    if isinstance(widget, QAbstractSpinBox):
        widget = widget.findChild(QLineEdit)
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit) and not widget.isReadOnly():
        return widget
    return None


def is_secret(widget: QWidget | None) -> bool:
    """Whether what is typed is nobody's to see; a program that keeps passphrases types like a scanner."""
    shown = QLineEdit.EchoMode.Normal
    return isinstance(widget, QLineEdit) and (widget.echoMode() != shown or bool(widget.property(HIDES)))


@dataclass(frozen=True, slots=True)
class Before:
    """A field as it was before the first key: where the cursor stood, and what the first key replaced."""

    field: TextField
    text: str
    start: int
    replaced: str

    @classmethod
    def of(cls, field: TextField) -> Before:
        """Remember the field."""
        if isinstance(field, QLineEdit):
            start = field.selectionStart() if field.hasSelectedText() else field.cursorPosition()
            return cls(field, field.text(), start, field.selectedText())
        cursor = field.textCursor()
        return cls(field, field.toPlainText(), cursor.selectionStart(), cursor.selectedText())

    def put(self, typed: str, instead: str | None = None) -> None:
        """Put a text in the place of what was typed; without one, what stood there before.

        The field tells of it as of typing, so that what listens to it forgets the typed signs.
        """
        fresh = self.replaced if instead is None else instead
        if isinstance(self.field, QLineEdit):
            self._put_in_line(self.field, typed, fresh)
        else:
            self._put_in_text(self.field, typed, fresh)

    def _put_in_line(self, field: QLineEdit, typed: str, fresh: str) -> None:
        end = self.start + len(typed)
        if field.text()[self.start : end] == typed:
            field.setSelection(self.start, len(typed))
            field.insert(fresh)
        else:  # the field writes what is typed in a way of its own
            rest = self.text[self.start + len(self.replaced) :]
            field.selectAll()
            field.insert(self.text[: self.start] + fresh + rest)

    def _put_in_text(self, field: QTextEdit | QPlainTextEdit, typed: str, fresh: str) -> None:
        cursor = field.textCursor()
        cursor.setPosition(self.start)
        cursor.setPosition(self.start + len(typed), QTextCursor.MoveMode.KeepAnchor)
        if cursor.selectedText() == typed:
            cursor.insertText(fresh)
            field.setTextCursor(cursor)
