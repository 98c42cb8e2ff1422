"""Text on the screen that is always shown as it was typed, never read as markup."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from deskapp.ui.shared import style


class PlainLabel(QLabel):
    """A label for plain text in a size of the type scale.

    `tone` is `muted`, `accent`, `danger`, `success`, `warning` or nothing. With `elide` the label
    gives way in width and shows the whole text as its tip.
    """

    def __init__(
        self,
        text: str = "",
        *,
        tone: str = "",
        scale: float = style.BODY,
        strong: bool = False,
        wrap: bool = False,
        elide: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full, self._elide, self._scale, self._strong = text, elide, scale, strong
        self.setWordWrap(wrap)
        self.set_tone(tone)
        if scale != style.BODY or strong:
            self._dress()
            style.news().changed.connect(self._dress)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802  Qt's name
        """Show another text; line breaks stay, markup stays letters."""
        self._full = text
        self._show()

    def full_text(self) -> str:
        """The whole text, also where only its beginning is visible."""
        return self._full

    def set_tone(self, tone: str) -> None:
        """Write in another of the sheet's colours."""
        if self.property("tone") != tone:
            style.set_property(self, "tone", tone)

    def selectable(self) -> PlainLabel:
        """Let the text be selected and copied; gives the label back."""
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        return self

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._elide:
            hint.setWidth(self.fontMetrics().horizontalAdvance(self._full) + 2)
        return hint

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._elide:
            hint.setWidth(min(self.fontMetrics().averageCharWidth() * 4, self.sizeHint().width()))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._show()

    def _show(self) -> None:
        shown = self._full
        if self._elide:
            first = self._full.replace("\n", " ")
            shown = self.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, self.width())
            set_tip(self, self._full if shown != first else "")
            self.setAccessibleName(self._full)
        super().setText(shown)

    def _dress(self) -> None:
        self.setFont(style.font(self._scale, strong=self._strong))


def title(text: str = "", *, elide: bool = False) -> PlainLabel:
    """The name of a screen or record."""
    return PlainLabel(text, scale=style.TITLE, elide=elide)


def section(text: str = "") -> PlainLabel:
    """The head of a part of a screen."""
    return PlainLabel(text, scale=style.SECTION)


def strong(text: str = "", *, elide: bool = False) -> PlainLabel:
    """Body text that stands out."""
    return PlainLabel(text, strong=True, elide=elide)


def muted(text: str = "", *, wrap: bool = False, elide: bool = False) -> PlainLabel:
    """Body text that steps back."""
    return PlainLabel(text, tone="muted", wrap=wrap, elide=elide)


def caption(text: str = "", *, tone: str = "muted", wrap: bool = False) -> PlainLabel:
    """Small text beside something."""
    return PlainLabel(text, tone=tone, scale=style.CAPTION, wrap=wrap)


def figure(text: str = "") -> PlainLabel:
    """A key figure."""
    return PlainLabel(text, scale=style.FIGURE)


def headline(head: QLabel, beside: QLabel) -> QHBoxLayout:
    """The name of a screen and a quieter word beside it, written on one line."""
    row = QHBoxLayout()
    row.setSpacing(style.S)
    lower = head.fontMetrics().descent() - beside.fontMetrics().descent()
    beside.setContentsMargins(0, 0, 0, max(0, lower))
    row.addWidget(head)
    row.addWidget(beside, 0, Qt.AlignmentFlag.AlignBottom)
    return row


def plain_tip(text: str) -> str:
    """A text as a tool tip may hold it: Qt reads anything that looks like markup as markup."""
    if not QtText.mightBeRichText(text):
        return text
    from html import escape

    return f'<span style="white-space:pre-wrap">{escape(text)}</span>'


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tool tip that is shown as typed."""
    widget.setToolTip(plain_tip(text))


def set_name(widget: QWidget, name: str) -> None:
    """Give a widget the name that a screen reader says, and the piece of it that has the focus too."""
    widget.setAccessibleName(name)
    if focused := widget.focusProxy():
        focused.setAccessibleName(name)
