"""A line under photographs: what is being read, what was refused, and what can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, caption
from deskapp.ui.shared.tab_order import put_inside


class Says(QWidget):
    """Not there while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._call: Callable[[], object] | None = None
        self.hide()

    @cached_property
    def words(self) -> PlainLabel:
        """The sentence; made with its button for the first one, because mostly there is none."""
        words = caption(wrap=True)
        self.act = button("", self._run, kind="quiet")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.S)
        self._row.addWidget(words, 1)
        self._row.addWidget(self.act)
        self._row.addStretch()
        put_inside(self, self.act)
        return words

    def say(
        self, words: str, tone: str = "muted", verb: str = "", call: Callable[[], object] | None = None
    ) -> None:
        """Say a sentence, with a button where there is something to do."""
        self.words.setText(words)
        self.words.set_tone(tone)
        self.words.setWordWrap(not verb)  # a short one stands beside its button
        self._row.setStretchFactor(self.words, 0 if verb else 1)
        self.act.setText(verb)
        self.act.setVisible(bool(verb))
        self._call = call
        self.setVisible(bool(words))
        if words:
            announce(self, words)

    def hush(self) -> None:
        """Say nothing."""
        if self._has_spoken():
            self.say("")

    def text(self) -> str:
        """What is said."""
        return self.words.full_text() if self._has_spoken() else ""

    def _has_spoken(self) -> bool:
        return "words" in self.__dict__

    def _run(self) -> None:
        if self._call:
            self._call()
