"""One column of the board: what it is called, how much it holds of what it should, and its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from deskapp.domain.status import Meaning
from deskapp.domain.work_limit import LIMITED, WorkLoad
from deskapp.i18n import N_, _, ngettext
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.plain import PlainLabel, caption, muted, set_tip, strong
from deskapp.ui.shared.status_chip import Chip, StatusChip
from deskapp.ui.tickets.board.card_list import CardList

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

MEANING_LABELS = {
    Meaning.NEW: N_("New"),
    Meaning.ACTIVE: N_("Active"),
    Meaning.WAITING: N_("Waiting"),
    Meaning.READY: N_("Ready"),
    Meaning.CLOSED: N_("Closed"),
}
_ICONS = {
    Meaning.NEW: "circle",
    Meaning.ACTIVE: "half-circle",
    Meaning.WAITING: "hourglass",
    Meaning.READY: "tick-circle",
    Meaning.CLOSED: "filled-circle",
}
_LEAST, _LEAST_EMPTY = 212, 128


class BoardColumn(QFrame):
    """`limits_asked` tells that the limit of this column is to be changed."""

    limits_asked = Signal(str)

    def __init__(self, context: DeskContext, meaning: Meaning) -> None:
        super().__init__()
        self.meaning = meaning
        self._context = context
        name = _(MEANING_LABELS[meaning])
        self.name: PlainLabel = strong(name, elide=True)
        self.count: PlainLabel = muted()
        self.mark = PlainLabel()
        self.load = StatusChip()
        self.more = icon_button("more", _("Limit of work: {column}").format(column=name), self._ask_limits)
        self.cards = CardList(context, name)
        self.nothing: PlainLabel = caption(_("No ticket"))
        self._lay_out()
        self.cards.hovered.connect(self._show_landing)
        self._show_landing(False)

    def show_count(self, count: int, load: WorkLoad | None = None) -> None:
        """How many cards there are; with a limit, how much there is of what there should be.

        What is more than that turns into a warning. The limit counts the whole shop, so where the
        query holds fewer both are said.
        """
        number = self._context.formats.number
        words = [number(count)]
        is_over = load is not None and load.is_over
        if load:
            part = _("{count} of {most}").format(count=number(load.count), most=number(load.limit.most))
            self.load.set_chip(Chip(part, "alarm", "warning"))
            tip = _("{count} tickets in the whole shop; the limit is {most}.")
            set_tip(self.load, tip.format(count=number(load.count), most=number(load.limit.most)))
            words = [*(words if load.count != count else ()), *(() if is_over else (part,))]
        self.load.setVisible(is_over)
        self.count.setText(" · ".join(words))
        self.count.setVisible(bool(words))
        self.count.setAccessibleName(ngettext("{count} ticket", "{count} tickets", count).format(count=count))
        self.nothing.setVisible(not count)
        self._fit(full=count > 0)

    def _fit(self, *, full: bool) -> None:
        """What is empty needs only room for its name and for cards to be dropped."""
        policy = self.sizePolicy()
        policy.setHorizontalStretch(3 if full else 2)
        self.setSizePolicy(policy)
        self.setMinimumWidth(round((_LEAST if full else _LEAST_EMPTY) * style.row_height() / 32))

    def _ask_limits(self) -> None:
        self.limits_asked.emit(self.meaning.value)

    def _show_landing(self, on: bool) -> None:
        """The column says that it would take what is held over it."""
        style.set_kind(self, "column-landing" if on else "column")

    def _draw_mark(self) -> None:
        tone, ratio = self.meaning.value, self.devicePixelRatioF()
        self.mark.setPixmap(icons.pixmap(_ICONS[self.meaning], tone, icons.SMALL, ratio))

    def _lay_out(self) -> None:
        self._draw_mark()
        style.news().changed.connect(self._draw_mark)
        policy = self.more.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.more.setSizePolicy(policy)
        self.more.setVisible(self.meaning in LIMITED)
        head = QHBoxLayout()
        head.setContentsMargins(style.XS, 0, 0, 0)
        head.setSpacing(style.XS)
        for piece in (self.mark, self.name, self.count, self.load):
            head.addWidget(piece, 1 if piece is self.name else 0)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XS, style.XS, style.XS, style.XS)
        column.setSpacing(style.XS)
        column.addLayout(head)
        column.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.cards, 1)
        self.load.hide()
        self._fit(full=False)
