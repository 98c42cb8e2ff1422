"""Who was merged into a customer, on the card, with the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.merge import Parted, PastMerge
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import muted

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class MergedFrom(QWidget):
    """Empty and hidden where nobody was merged into the customer."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._merges: tuple[PastMerge, ...] = ()
        self._customer = 0
        self.lines = QWidget()
        self.banner = Banner()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.XS)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.lines)
        self.hide()

    def show_merges(self, customer_id: int, merges: Sequence[PastMerge]) -> None:
        """Show who was merged into this customer."""
        if customer_id != self._customer:
            self.banner.hush()
        self._customer = customer_id
        if tuple(merges) != self._merges:
            self._merges = tuple(merges)
            self._fill()
        self.setVisible(bool(merges) or not self.banner.isHidden())

    def undo(self, merge_id: int) -> None:
        """Make two customers of one again."""
        self._context.act(self._context.desk.merges.undo, merge_id, then=self._say_what_stayed)

    def _say_what_stayed(self, parted: Parted) -> None:
        """Where a field was edited since, both are shown: what stands now, and what stood there before."""
        if not parted.stayed:
            return
        both = _("{field}: “{now}” stays, because it was edited after the merge; before it was “{before}”.")
        said = (
            both.format(field=one.label, now=one.now or "–", before=one.before or "–")
            for one in parted.stayed
        )
        self.banner.say("info", "\n".join(said))
        self.show()

    def _fill(self) -> None:
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        for merge in self._merges:
            row = QHBoxLayout()
            row.setSpacing(style.S)
            row.addWidget(muted(self._words(merge), wrap=True), 1)
            undo = button(_("Undo merge"), partial(self.undo, merge.id), kind="quiet", icon="undo")
            undo.setAccessibleName(_("Undo the merge with {name}").format(name=merge.gone))
            row.addWidget(undo)
            column.addLayout(row)
        self._column.replaceWidget(self.lines, lines)
        self.lines.hide()
        self.lines.deleteLater()
        self.lines = lines
        lines.show()

    def _words(self, merge: PastMerge) -> str:
        day = self._context.formats.day(merge.at)
        words = _("Merged from {name}, {day}").format(name=merge.gone, day=day)
        if not merge.tickets:
            return words
        tickets = ngettext("{count} ticket", "{count} tickets", merge.tickets).format(count=merge.tickets)
        return f"{words}  ·  {tickets}"
