"""A field for tags: each typed word becomes a small button that takes it away again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from deskapp.domain.tag import checked_tags
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.limits import limit

LONGEST_TAG = 30
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_Space}


class TagsEdit(QWidget):
    """Tags of a record; Enter, comma or space ends one, Backspace in the empty field takes the last away."""

    changed = Signal(tuple)

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self._tags: tuple[str, ...] = ()
        self._buttons: list[QPushButton] = []
        self.edit = QLineEdit()
        limit(self.edit, LONGEST_TAG)
        self.edit.setPlaceholderText(placeholder or _("Add a tag"))
        self.edit.installEventFilter(self)
        self.edit.editingFinished.connect(self._take)
        self.setFocusProxy(self.edit)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.XS)
        self._row.addWidget(self.edit, 1)

    def tags(self) -> tuple[str, ...]:
        """The tags, with what is being typed."""
        return checked_tags((*self._tags, self.edit.text()))

    def set_tags(self, tags: tuple[str, ...]) -> None:
        """Show these tags."""
        self._tags = checked_tags(tags)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = [self._made(tag) for tag in self._tags]
        for place, new in enumerate(self._buttons):
            self._row.insertWidget(place, new)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._ends(event):
            return True
        return super().eventFilter(watched, event)

    def _ends(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if plain and event.key() in _ENDS and self.edit.text().strip():
            self._take()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.edit.text() and self._tags:
            self._keep(self._tags[:-1])
            return True
        return False

    def _take(self) -> None:
        if self.edit.text().strip():
            tags = self.tags()
            self.edit.clear()
            self._keep(tags)

    def _keep(self, tags: tuple[str, ...]) -> None:
        if tags != self._tags:
            self.set_tags(tags)
            self.changed.emit(self._tags)

    def _remove(self) -> None:
        gone = self.sender()
        if isinstance(gone, QPushButton) and gone in self._buttons:
            place = self._buttons.index(gone)
            self._keep(self._tags[:place] + self._tags[place + 1 :])

    def _made(self, tag: str) -> QPushButton:
        made = button(f"{tag}  ×", self._remove, kind="tag")
        made.setAccessibleName(_("Remove tag {tag}").format(tag=tag))
        return made
