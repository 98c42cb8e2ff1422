"""Says that a field was changed here and elsewhere, with both values, and lets one of them win."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, strong
from deskapp.ui.tickets.field_set import Clash, FieldSet

_LONGEST = 300


class ClashBar(QFrame):
    """Hidden until `show_clash`; nothing is lost until a button is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self._fields: FieldSet | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(style.M)
        self._grid.setColumnStretch(1, 1)
        self.mine = button(_("Keep mine"), self._keep_mine, kind="quiet")
        self.theirs = button(_("Take theirs"), self._take_theirs, kind="quiet")
        self._lay_out()
        self.hide()

    def show_clash(self, fields: FieldSet, clashes: list[Clash]) -> None:
        """Show both values of each field."""
        self._fields = fields
        self._empty()
        for clash in clashes:
            row = self._grid.rowCount()
            self._grid.addWidget(strong(clash.label), row, 0, 1, 2)
            self._add(row + 1, _("Mine"), clash.mine)
            self._add(row + 2, _("Theirs"), clash.theirs)
        self.show()
        announce(self, _("This was changed elsewhere meanwhile."))

    def words(self) -> str:
        """All that is shown, for a reader."""
        return "\n".join(label.full_text() for label in self.findChildren(PlainLabel))

    def drop(self) -> None:
        """Another ticket is shown."""
        self._fields = None
        self.hide()

    def _keep_mine(self) -> None:
        self.hide()
        if self._fields:
            self._fields.keep_mine()

    def _take_theirs(self) -> None:
        self.hide()
        if self._fields:
            self._fields.take_theirs()

    def _add(self, row: int, label: str, text: str) -> None:
        self._grid.addWidget(PlainLabel(label), row, 0)
        self._grid.addWidget(PlainLabel(text[:_LONGEST] or "–", wrap=True), row, 1)

    def _empty(self) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.mine)
        buttons.addWidget(self.theirs)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.S, style.S, style.S)
        column.setSpacing(style.XS)
        words = _("This was changed elsewhere meanwhile. Which one is right?")
        column.addWidget(PlainLabel(words, strong=True, wrap=True))
        column.addLayout(self._grid)
        column.addLayout(buttons)
