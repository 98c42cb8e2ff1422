"""Says that a record was changed here and elsewhere, with both values, and lets one of them win."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.clash_dialog import ClashDialog, Clashing
from deskapp.ui.shared.plain import PlainLabel, strong

_LONGEST = 300


class VersionsBar(QFrame):
    """Hidden until `ask`; nothing is lost until a button is pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self._answers: tuple[Callable[[], object], Callable[[], object]] | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(style.M)
        self._grid.setVerticalSpacing(style.XS)
        self._grid.setColumnStretch(1, 1)
        self.mine = button(_("Keep mine"), self._keep_mine, kind="quiet")
        self.theirs = button(_("Take theirs"), self._take_theirs, kind="quiet")
        self.compare = button(_("Side by side…"), self.show_both, kind="quiet")
        self._clashes: Sequence[Clashing] = ()
        self._decide: Callable[[tuple[int, ...]], object] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self.hide()

    def ask(
        self,
        clashes: Sequence[Clashing],
        keep_mine: Callable[[], object],
        take_theirs: Callable[[], object],
        decide: Callable[[tuple[int, ...]], object],
    ) -> None:
        """Show label, my value and theirs of each field in question; `decide` gets the places of those where
        mine is kept.
        """
        self._answers, self._clashes, self._decide = (keep_mine, take_theirs), clashes, decide
        self._empty()
        for label, mine, theirs in clashes:
            row = self._grid.rowCount()
            self._place(strong(label), row, 0, 2)
            self._add(row + 1, _("Mine"), mine)
            self._add(row + 2, _("Theirs"), theirs)
        self.show()
        announce(self, _("This was changed elsewhere meanwhile."))

    def show_both(self) -> None:
        """Let each field be decided by itself."""
        ClashDialog(self.window(), self._clashes, self._take).open()

    def words(self) -> str:
        """All that is shown."""
        return "\n".join(label.full_text() for label in self.findChildren(PlainLabel))

    def _keep_mine(self) -> None:
        self._answer(0)

    def _take_theirs(self) -> None:
        self._answer(1)

    def _take(self, mine: tuple[int, ...]) -> None:
        self.hide()
        if self._decide:
            decide, self._decide, self._answers = self._decide, None, None
            decide(mine)

    def _answer(self, which: int) -> None:
        self.hide()
        if self._answers:
            answers, self._answers = self._answers, None
            answers[which]()

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
        column.addLayout(self._grid)
        column.addLayout(buttons)
