"""The field in which a query is typed, worked by the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit

from deskapp.domain.query import LONGEST_QUERY
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.limits import limit

_TO_LIST = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}


class FilterField(QLineEdit):
    """`entered` asks to go to the list, `left` tells that Escape was typed, `offers_asked` that somebody
    wants to know what can be typed here, `focused` that it has the focus.
    """

    entered = Signal()
    left = Signal()
    offers_asked = Signal()
    focused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._wrong: tuple[int, int] | None = None
        self._composing = False
        limit(self, LONGEST_QUERY)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(_("Filter: words, “a phrase”, status:waiting, no:26001230, is:overdue"))
        self.setAccessibleName(_("Filter tickets"))
        self.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        style.news().changed.connect(self._draw_wrong)

    def enter(self) -> None:
        """Go behind what stands there, ready to type another word."""
        if self.text() and not self.text().endswith(" "):
            self.setText(f"{self.text()} ")
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)

    def rewrite(self, start: int, end: int, text: str) -> None:
        """Put other text in place of a part, as if it were typed: Ctrl+Z takes it back."""
        self.setSelection(start, end - start)
        self.insert(text)

    def mark_wrong(self, start: int, end: int) -> None:
        """Underline a part that cannot be understood; without length nothing is underlined."""
        wanted = (start, end) if end > start else None
        if wanted or self._wrong:
            self._wrong = wanted
            self._draw_wrong()

    def marked(self) -> str:
        """The part that is underlined."""
        return self.text()[slice(*self._wrong)] if self._wrong else ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _TO_LIST:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.offers_asked.emit()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While letters are being composed the underlines are the input method's own."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._composing:
            self._draw_wrong()

    def _draw_wrong(self) -> None:
        """Formats are the one thing that an input method may give a line of plain text, so it is asked.

        Nothing is typed or taken away by that, and the field's own undo knows nothing of it.
        """
        if self._composing:
            return
        formats = []
        if self._wrong:
            start, end = self._wrong
            kind = QInputMethodEvent.AttributeType.TextFormat
            begin = start - self.cursorPosition()
            formats.append(QInputMethodEvent.Attribute(kind, begin, end - start, _underlined()))
        super().inputMethodEvent(QInputMethodEvent("", formats))


def _underlined() -> QTextCharFormat:
    underlined = QTextCharFormat()
    underlined.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    underlined.setUnderlineColor(style.colour("danger"))
    return underlined
