"""What became of the last page, with what can still be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import caption, strong

Act = tuple[str, Callable[[], object]]


class Aftermath(QWidget):
    """A quiet line in the foot that stays until something else happens."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("tick-circle", "success")
        self.words = strong()
        self.keys = caption(_("Ctrl+Enter saves and prints  ·  Esc puts the page aside"))
        self.buttons = [button("", kind="quiet"), button("", kind="quiet")]
        self._calls: list[Callable[[], object]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(style.L, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self._picture)
        row.addWidget(self.keys)
        row.addWidget(self.words)
        for place, made in enumerate(self.buttons):
            made.clicked.connect((self._first, self._second)[place])
            row.addWidget(made)
        row.addStretch(1)
        self.hush()

    def say(self, words: str, *acts: Act) -> None:
        """Say a sentence with up to two buttons."""
        self._calls = [call for _words, call in acts]
        self.words.setText(words)
        for place, made in enumerate(self.buttons):
            made.setVisible(place < len(acts))
            made.setText(acts[place][0] if place < len(acts) else "")
        self._picture.show()
        self.keys.hide()
        announce(self, words)

    def hush(self) -> None:
        """Say nothing."""
        self.words.setText("")
        self._picture.hide()
        self.keys.show()
        for made in self.buttons:
            made.hide()

    def _first(self) -> None:
        self._calls[0]()

    def _second(self) -> None:
        self._calls[1]()
