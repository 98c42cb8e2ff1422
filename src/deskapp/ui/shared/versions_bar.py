"""Says that a record was changed here and elsewhere, with both values, and lets one of them win."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.clash_dialog import ClashDialog, Clashing
from deskapp.ui.shared.plain import PlainLabel, muted, strong

if TYPE_CHECKING:
    from deskapp.domain.audit import LastAct
    from deskapp.ui.context import DeskContext

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class _Question:
    clashes: Sequence[Clashing]
    keep_mine: Callable[[], object]
    take_theirs: Callable[[], object]
    decide: Callable[[tuple[int, ...]], object]


class VersionsBar(QFrame):
    """Hidden until `ask`; nothing is lost until a button is pressed. One question waits for another."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self._asked: dict[object, _Question] = {}
        self.who = muted(elide=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(style.M)
        self._grid.setVerticalSpacing(style.XS)
        self._grid.setColumnStretch(1, 1)
        self.mine = button(_("Keep mine"), self._keep_mine, kind="quiet")
        self.theirs = button(_("Take theirs"), self._take_theirs, kind="quiet")
        self.compare = button(_("Side by side…"), self.show_both, kind="quiet")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self.hide()

    def ask(
        self,
        clashes: Sequence[Clashing],
        keep_mine: Callable[[], object],
        take_theirs: Callable[[], object],
        decide: Callable[[tuple[int, ...]], object],
        of: object = None,
    ) -> None:
        """Show label, my value and theirs of each field in question; `decide` gets the places of those where
        mine is kept. What was asked before `of` the same fields is not asked any more.
        """
        self._asked[of] = _Question(clashes, keep_mine, take_theirs, decide)
        self._show_first()

    def say_who(self, words: str) -> None:
        """Tell who saved it, and when."""
        self.who.setText(words)
        self.who.setVisible(bool(words))

    def leave(self) -> None:
        """Ask nothing any more."""
        self._asked.clear()
        self.say_who("")
        self.hide()

    def show_both(self) -> None:
        """Let each field be decided by itself."""
        of, question = next(iter(self._asked.items()))
        ClashDialog(self.window(), question.clashes, partial(self._take, of, question)).open()

    def words(self) -> str:
        """All that is shown."""
        return "\n".join(label.full_text() for label in self.findChildren(PlainLabel))

    def _keep_mine(self) -> None:
        self._answered().keep_mine()

    def _take_theirs(self) -> None:
        self._answered().take_theirs()

    def _take(self, of: object, question: _Question, mine: tuple[int, ...]) -> None:
        """As it was chosen side by side, unless something else stands there by now."""
        if self._asked.get(of) is question:
            self._answered(of)
            question.decide(mine)

    def _answered(self, *of: object) -> _Question:
        question = self._asked.pop(*of or (next(iter(self._asked)),))
        self._show_first()
        return question

    def _show_first(self) -> None:
        """Show what was asked first and waits for an answer."""
        question = next(iter(self._asked.values()), None)
        self._empty()
        for label, mine, theirs in question.clashes if question else ():
            row = self._grid.rowCount()
            self._place(strong(label), row, 0, 2)
            self._add(row + 1, _("Mine"), mine)
            self._add(row + 2, _("Theirs"), theirs)
        self.setVisible(question is not None)
        if question:
            announce(self, _("This was changed elsewhere meanwhile."))

    def _add(self, row: int, label: str, text: str) -> None:
        pieces = PlainLabel(label), PlainLabel(text[:_LONGEST] or "–", elide=True)
        for column, piece in enumerate(pieces):
            self._place(piece, row, column)

    def _place(self, piece: PlainLabel, row: int, column: int, span: int = 1) -> None:
        piece.setMinimumHeight(piece.fontMetrics().height() + 2)  # else a low window cuts off what hangs
        self._grid.addWidget(piece, row, column, 1, span)

    def _empty(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.compare)
        buttons.addStretch(1)
        buttons.addWidget(self.mine)
        buttons.addWidget(self.theirs)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.M, style.S, style.S, style.S)
        column.setSpacing(style.XS)
        column.addWidget(strong(_("This was changed elsewhere meanwhile."), elide=True))
        column.addWidget(self.who)
        self.who.hide()
        column.addLayout(self._grid)
        column.addLayout(buttons)


def saved_by(context: DeskContext, act: LastAct) -> str:
    """Who saved something last, and when."""
    words = _("Saved last by {person}, {moment}")
    return words.format(person=act.person, moment=context.formats.moment(act.at))
