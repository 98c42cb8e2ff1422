"""What was said about a ticket: internal notes and messages for the customer, never to be mistaken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextArea
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, caption, muted, strong

if TYPE_CHECKING:
    from deskapp.domain.history import Message, Note
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

INTERNAL, CUSTOMER = "internal", "customer"
_LOOKS = {INTERNAL: ("warning", "waiting", "note"), CUSTOMER: ("info", "new", "message")}


class TalkList(QWidget):
    """Notes and messages in the order in which they were written, newest first."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[object, ...] = ()
        self._bubbles: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.S)
        self._nothing = muted(
            _("Nothing was written yet. Notes stay in the shop; messages are for the customer."), wrap=True
        )
        self._column.addWidget(self._nothing)

    def show_ticket(self, ticket: Ticket) -> None:
        """Show what was said about a ticket."""
        said = [(note.at, 0, note.id, INTERNAL, note) for note in ticket.notes]
        said += [(message.at, 1, message.id, CUSTOMER, message) for message in ticket.messages]  # type: ignore[misc]  # both kinds read alike
        said.sort(key=lambda entry: entry[:3], reverse=True)
        shown = tuple(entry[2:] for entry in said)
        if shown != self._shown:
            self._shown = shown
            self._fill([(entry[3], entry[4]) for entry in said])

    def texts(self) -> list[tuple[str, str]]:
        """What is shown, newest first, as kind and text."""
        return [(str(entry[1]), entry[2].text) for entry in self._shown]  # type: ignore[index]  # as put there

    def _fill(self, said: list[tuple[str, Note | Message]]) -> None:
        for old in self._bubbles:
            self._column.removeWidget(old)
            old.deleteLater()
        self._nothing.setVisible(not said)
        self._bubbles = [_bubble(self._context, kind, entry) for kind, entry in said]
        for new in self._bubbles:
            self._column.addWidget(new)


class TalkBox(QFrame):
    """Where the next note or message is written. `asked` carries whether it is internal, and the text."""

    asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.internal = _switch(_("Internal note"), "note")
        self.customer = _switch(_("For the customer"), "message")
        self.text = _Text()
        self.add = button("", self.send, kind="")
        self.keys = caption(_("Ctrl+Enter adds it"), tone="")
        self._group = QButtonGroup(self)
        self._lay_out()
        self.internal.setChecked(True)
        self._dress()

    def kind(self) -> str:
        """Whether an internal note or a message for the customer is being written."""
        return CUSTOMER if self.customer.isChecked() else INTERNAL

    def begin(self, kind: str) -> None:
        """Go to the text, ready for this kind."""
        (self.customer if kind == CUSTOMER else self.internal).setChecked(True)
        self._dress()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        """Ask for the text to be added; it stays until `clear`."""
        if self.text.value():
            self.asked.emit(self.kind(), self.text.value())
        else:
            self.text.setFocus()

    def clear(self) -> None:
        """The text was added."""
        self.text.clear()

    def draft(self) -> tuple[str, str]:
        """The kind and the text that is being written."""
        return self.kind(), self.text.toPlainText()

    def set_draft(self, kind: str, text: str) -> None:
        """Go on with a text that was begun."""
        (self.customer if kind == CUSTOMER else self.internal).setChecked(True)
        self.text.setPlainText(text)
        self._dress()

    def _dress(self) -> None:
        to_customer = self.kind() == CUSTOMER
        style.set_kind(self, _LOOKS[self.kind()][0])
        for piece in (self.internal, self.customer, self.keys, self.add):
            style.set_property(piece, "on", self.kind())  # they take their colour from the box
        self.add.setText(_("Add message for the customer") if to_customer else _("Add internal note"))
        words = (
            _("Write to the customer; papers and messages may carry it")
            if to_customer
            else _("Only the staff reads this")
        )
        self.text.setPlaceholderText(words)
        self.text.setAccessibleName(self.add.text())

    def _lay_out(self) -> None:
        kinds = QHBoxLayout()
        kinds.setSpacing(style.XS)
        for one in (self.internal, self.customer):
            self._group.addButton(one)
            one.clicked.connect(self._dress)
            kinds.addWidget(one)
        kinds.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.keys)
        foot.addStretch(1)
        foot.addWidget(self.add)
        self.text.sent.connect(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.S, style.M, style.S)
        column.setSpacing(style.XS + 2)
        column.addLayout(kinds)
        column.addWidget(self.text)
        column.addLayout(foot)


class _Text(TextArea):
    sent = Signal()

    def __init__(self) -> None:
        super().__init__(lines=2)
        self.setFixedHeight(self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.sent.emit()
        else:
            super().keyPressEvent(event)


def _switch(text: str, icon: str) -> QPushButton:
    made = button(text, icon=icon)
    made.setProperty("kind", "switch")
    made.setCheckable(True)
    chosen = QFontMetrics(style.font(strong=True)).horizontalAdvance(text)  # it is bold then
    made.setMinimumWidth(chosen + icons.NORMAL + 3 * style.M)
    return made


def _bubble(context: DeskContext, kind: str, entry: Note | Message) -> QFrame:
    look, family, icon = _LOOKS[kind]
    bubble = QFrame()
    bubble.setProperty("kind", look)
    picture = Picture(icon, family, icons.SMALL + 2)
    head = QHBoxLayout()
    head.setSpacing(style.XS + 2)
    head.addWidget(picture)
    head.addWidget(strong(_("For the customer") if kind == CUSTOMER else _("Internal")))
    head.addStretch(1)
    head.addWidget(
        caption(
            " · ".join(part for part in (entry.person, context.formats.moment(entry.at)) if part), tone=""
        )
    )
    column = QVBoxLayout(bubble)
    column.setContentsMargins(style.M, style.S, style.M, style.S)
    column.setSpacing(style.XS)
    column.addLayout(head)
    column.addWidget(PlainLabel(entry.text, wrap=True).selectable())
    return bubble
