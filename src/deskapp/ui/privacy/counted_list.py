"""What goes, or what stays: a heading, and kinds with how many there are of each."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from deskapp.domain.privacy import Count
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted


class CountedList(Card):
    """`icon` and `tone` tell the two apart at a glance."""

    def __init__(self, heading: str, icon: str, tone: str, formats: Formats) -> None:
        super().__init__(heading)
        self._icon, self._tone, self._formats = icon, tone, formats
        self.lines: list[str] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(style.S)
        self._grid.setVerticalSpacing(style.XS)
        self._grid.setColumnStretch(1, 1)
        self.add(self._grid)
        self.body.addStretch(1)

    def show_counts(self, counts: Iterable[Count]) -> None:
        """Show other kinds."""
        shown = tuple(counts)
        self.lines = [f"{self._formats.number(one.number)} {one.label}" for one in shown]
        for row, one in enumerate(shown):
            number = PlainLabel(self._formats.number(one.number), strong=True)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(Picture(self._icon, self._tone), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(PlainLabel(one.label, wrap=True), row, 1)
            self._grid.addWidget(number, row, 2)
        if not shown:
            self._grid.addWidget(muted(_("Nothing")), 0, 0, 1, 3)
