"""The frame of the window while a shop is open: sidebar, search, banners, screens and foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.commands import Commands
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shell.foot import Foot
from deskapp.ui.shell.omnibox import Omnibox
from deskapp.ui.shell.pages import Pages
from deskapp.ui.shell.sidebar import Sidebar
from deskapp.ui.shell.top_bar import TopBar


class Frame(QWidget):
    """Only lays out; the window says what happens.

    It is built from the window inwards: Qt dresses all that is in a widget again when it gets a parent.
    """

    def __init__(self, commands: Commands, omnibox: Omnibox, parent: QWidget) -> None:
        super().__init__(parent)
        self.sidebar = Sidebar(commands.action("new_ticket"), self)
        self.omnibox, self.pages, self.foot = omnibox, Pages(QWidget()), Foot()
        self.banner, self.sample_banner = Banner(), Banner()
        self._lay_out(commands)

    def say_sample(self, make_own: Callable[[], object], *, on: bool) -> None:
        """Say that this is the sample shop, with the way to one's own."""
        if not on:
            self.sample_banner.hush()
            return
        words = _("This is the sample shop: everybody and everything in it is made up. Change what you like.")
        self.sample_banner.say("info", words, _("Make your own shop…"), make_own)

    def _lay_out(self, commands: Commands) -> None:
        self.foot.person.clicked.connect(commands.action("lock").trigger)
        right = [commands.action(key) for key in ("undo", "redo", "toggle_pane")]
        top = TopBar(self.omnibox, (commands.action("toggle_sidebar"),), tuple(right))
        screen = QVBoxLayout()
        screen.setSpacing(0)
        for piece in (top, self.sample_banner, self.banner):
            screen.addWidget(piece)
        screen.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(screen, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.foot)
