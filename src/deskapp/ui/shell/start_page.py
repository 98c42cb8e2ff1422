"""The first page: open a shop, make one, or look around; and why the last one did not open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from deskapp.errors import Damaged, DeskError, NoShop
from deskapp.i18n import _
from deskapp.ui.recovery.rescue import Rescue
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, title

_WIDTH = 460


class StartPage(QWidget):
    """Shown while no shop is open; `say_wrong` shows why a file was not opened."""

    def __init__(
        self,
        new_shop: Callable[[], object],
        open_shop: Callable[[], object],
        open_sample: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "sheet")
        self.banner = Banner()
        self._head = title(_("Welcome to Deskapp"))
        self._words = PlainLabel(
            _("Your whole service desk is one file on this computer: tickets, customers, prices and papers."),
            tone="muted",
            wrap=True,
        )
        self.new = button(_("New shop…"), new_shop, kind="primary", icon="plus")
        self.open = button(_("Open a shop file…"), open_shop, icon="folder")
        self.sample = button(_("Open the sample shop"), open_sample, icon="eye")
        self.sample.setVisible(open_sample is not None)
        self.rescue = Rescue()
        self._bar = _busy_bar()
        self._begin_at: QPushButton | None = None
        self._lay_out()

    def say_wrong(self, sentence: str) -> None:
        """Show why a shop could not be opened."""
        self._head.setText(_("The shop did not open"))
        self._words.setText(_("Nothing was changed. Choose what to do:"))
        self.open.setText(_("Open another shop…"))
        self.banner.say("error", sentence)
        self._begin_at = self.open
        self._begin()

    def say_error(self, error: DeskError) -> None:
        """Show why, and where the file is damaged, the ways on."""
        self.say_wrong(str(error))
        damaged = error.path if isinstance(error, Damaged) else None
        self.rescue.offer(damaged)
        self.new.setVisible(damaged is None)  # nobody should begin anew because a file is damaged
        if damaged:
            self._begin_at = self.rescue.backup
        elif isinstance(error, NoShop):
            self._begin_at = self.new  # which proposes the file that was named
        self._begin()

    def set_busy(self, *, busy: bool) -> None:
        """While a file is being opened or made, nothing else can be begun."""
        for one in (self.rescue, self.new, self.open, self.sample):
            one.setEnabled(not busy)
        self._bar.setVisible(busy)
        self._begin()

    def _begin(self) -> None:
        """Put the keys where to go on, once that can be pressed."""
        if self._begin_at and self._begin_at.isEnabled() and self.isVisible():
            self._begin_at.setFocus()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        inner.setStyleSheet("QPushButton { min-height: 28px; }")  # the first targets are large ones
        column = QVBoxLayout(inner)
        column.setSpacing(style.S)
        column.addWidget(Picture("logo", "accent", 56))
        column.addSpacing(style.S)
        column.addWidget(self._head)
        column.addWidget(self._words)
        column.addWidget(self.banner)
        column.addSpacing(style.M)
        for one in (self.rescue, self.new, self.open, self.sample, self._bar):
            column.addWidget(one)
        for pressed in inner.findChildren(QPushButton):
            pressed.setAutoDefault(True)  # Enter presses what has the focus: nothing else is on this page
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(_in_the_middle(inner))
        outer.addStretch(3)


def _busy_bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setAccessibleName(_("Working"))
    keep = bar.sizePolicy()
    keep.setRetainSizeWhenHidden(True)  # nothing jumps
    bar.setSizePolicy(keep)
    bar.hide()
    return bar


def _in_the_middle(inner: QWidget) -> QHBoxLayout:
    """Between two springs; an alignment would ask how high the words are in the whole width."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner)
    row.addStretch(1)
    return row
