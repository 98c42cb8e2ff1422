"""What became of the last page, with what can still be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import caption, strong
from deskapp.ui.shared.toast import SECONDS

Act = tuple[str, Callable[[], object]]


class Aftermath(QWidget):
    """A quiet line in the foot that stays some seconds; longer while a button of it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("tick-circle", "success")
        self.words = strong()
        self.keys = caption(_("Ctrl+Enter saves and prints  ·  Esc puts the page aside"))
        self.buttons = [button("", kind="quiet"), button("", kind="quiet")]
        self._calls: list[Callable[[], object]] = []
        self._timer = QTimer(self, singleShot=True, interval=round(SECONDS * 1000))
        self._timer.timeout.connect(self._go)
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

    def say(self, words: str, *acts: Act, lasting: bool = False) -> None:
        """Say a sentence with up to two buttons; a `lasting` one until something else happens."""
        self._timer.stop()
        if not lasting:
            self._timer.start()
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
        self._timer.stop()
        self.words.setText("")
        self._picture.hide()
        self.keys.show()
        for made in self.buttons:
            made.hide()

    def _go(self) -> None:
        """What it speaks of is a page that somebody has left behind by now."""
        if any(made.hasFocus() or made.underMouse() for made in self.buttons if made.isVisible()):
            self._timer.start()
        else:
            self.hush()

    def _first(self) -> None:
        self._calls[0]()

    def _second(self) -> None:
        self._calls[1]()
