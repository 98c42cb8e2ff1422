"""Facts of a record that can be changed where they stand: a name at the left, the value at the right."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.fields import TextArea
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.plain import PlainLabel, caption, set_name

_NAME_WIDTH = 104
_MOST_LINES = 12
_MARGIN = 2
_FRAME = 5  # border and padding as the sheet has them above and below; Qt tells those at the sides


class Facts(QWidget):
    """Names and values under each other; `say_wrong` shows at a value why it cannot be kept."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.S)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._notes: dict[str, PlainLabel] = {}
        self._reasons: dict[str, str] = {}
        self._doubts: dict[str, str] = {}
        self._words: dict[str, QLabel] = {}
        self._fields: dict[str, QWidget] = {}

    def add(self, name: str, label: str, field: QWidget, *, quiet: bool = True) -> None:
        """Put a value under what is there; `name` is what an `Invalid` error calls it."""
        words = QLabel(label)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("tone", "muted")
        words.setBuddy(field)
        words.setContentsMargins(0, 6, 0, 0)
        set_name(field, label.replace("&", ""))
        if quiet:
            make_quiet(field)
        note = caption(tone="danger", wrap=True)
        note.hide()
        row = self._grid.rowCount()
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(note, row + 1, 1)
        self._notes[name], self._fields[name], self._words[name] = note, field, words

    def remove(self, name: str) -> None:
        """Take a value away."""
        for said in (self._reasons, self._doubts):
            said.pop(name, None)
        for widget in (self._notes.pop(name), self._fields.pop(name), self._words.pop(name)):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def rename(self, name: str, label: str) -> None:
        """Call a value by another word."""
        self._words[name].setText(label)
        set_name(self._fields[name], label.replace("&", ""))

    def say_wrong(self, name: str, reason: str) -> bool:
        """Show at a value why it cannot be kept; False when it is not here."""
        if name not in self._notes:
            return False
        self._reasons[name] = reason
        self._tell(name)
        announce(self._fields[name], reason)
        return True

    def say_refused(self, piece: QWidget, reason: str) -> bool:
        """Show why something was not taken into a value or a piece of it."""
        values = self._fields.items()
        name = next((name for name, field in values if field is piece or field.isAncestorOf(piece)), "")
        return self.say_wrong(name, reason)

    def say_doubt(self, name: str, doubt: str) -> None:
        """Show at a value what is odd about it though it is kept."""
        self._doubts[name] = doubt
        self._tell(name)

    def set_shown(self, name: str, *, shown: bool) -> None:
        """Show a value, or leave it out."""
        self._fields[name].setVisible(shown)
        self._words[name].setVisible(shown)
        self._tell(name)

    def wrong(self, name: str) -> str:
        """The reason that is shown at a value, or nothing."""
        return self._reasons.get(name, "")

    def doubt(self, name: str) -> str:
        """What is said to be odd about a value, or nothing."""
        return self._doubts.get(name, "")

    def clear(self) -> None:
        """Forget what was wrong."""
        self._reasons.clear()
        for name in self._notes:
            self._tell(name)

    def _tell(self, name: str) -> None:
        note, field, reason = self._notes[name], self._fields[name], self._reasons.get(name, "")
        said = reason or self._doubts.get(name, "")
        note.set_tone("danger" if reason else "warning")
        note.setText(said)
        note.setVisible(bool(said) and not field.isHidden())
        field.setAccessibleDescription(said)
        style.set_wrong(field.focusProxy() or field, wrong=bool(reason))


class GrowingText(TextArea):
    """Text that is as high as it needs to be, up to a dozen lines."""

    def __init__(self, placeholder: str = "", lines: int = 1) -> None:
        self._least = lines
        super().__init__(placeholder, lines)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_MARGIN)
        self.textChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def _grow(self) -> None:
        wanted = self._lines_of_hint() if self.document().isEmpty() else int(self.document().size().height())
        lines = max(self._least, min(_MOST_LINES, wanted))
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if wanted > _MOST_LINES else policy.ScrollBarAlwaysOff
        )
        line = ceil(QFontMetricsF(self.font()).lineSpacing())  # as the text is set; the whole number is cut
        height = line * lines + 2 * (_FRAME + _MARGIN) + 1
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def _lines_of_hint(self) -> int:
        """How many lines the words take that stand here while nothing is typed."""
        metrics, room = QFontMetricsF(self.font()), self.viewport().width() - 2 * _MARGIN
        page = QRectF(0, 0, max(room, 1), float(1 << 15))
        words = metrics.boundingRect(page, Qt.TextFlag.TextWordWrap, self.placeholderText())
        return 1 if room <= 0 else max(1, round(words.height() / metrics.lineSpacing()))


def moment_field(formats: Formats) -> DateTimeEdit:
    """A field for a moment that is wide enough for all of it."""
    made = DateTimeEdit(formats)
    made.edit.setPlaceholderText(_("today, fri, +3d"))  # the longer one does not fit
    made.edit.setMinimumWidth(made.fontMetrics().horizontalAdvance("0000-00-00 00:00") + 2 * style.M)
    return made


def write_line(field: QLineEdit) -> Callable[[str], None]:
    """Shows a text in a field from its beginning."""

    def write(text: str) -> None:
        field.setText(text)
        field.setCursorPosition(0)

    return write


def make_quiet(field: QWidget) -> None:
    """Let a field look like the text it holds until the pointer or the focus is on it."""
    for one in (field, *field.findChildren(QWidget)):
        if one.metaObject().className() in _TYPED_IN:
            style.set_kind(one, "inplace")


_TYPED_IN = {
    "QLineEdit", "TextField", "MoneyEdit", "TextArea", "GrowingText", "ChoiceBox",
}  # fmt: skip
