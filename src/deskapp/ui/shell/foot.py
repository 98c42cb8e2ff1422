"""The line at the foot of the window: which file, how much is open, and whether it is working."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import caption, set_tip


class Foot(QFrame):
    """Says little and never moves."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.file = caption()
        self.counts = caption()
        self.person = button("", kind="note")
        self.backup = button("", kind="note")
        self.backup.setProperty("tone", "")  # else it would be dressed anew before it says anything
        _keep_room(self.backup)
        self.backup.hide()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(80)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(_("Working"))
        _keep_room(self._busy)
        self._busy.hide()
        self._lay_out()
        style.news().changed.connect(self._dress)
        self._dress()

    def set_file(self, path: Path | None) -> None:
        """Name the open shop file; its whole path is the tip."""
        self.file.setText(path.name if path else "")
        set_tip(self.file, str(path) if path else "")

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many tickets are open and late."""
        count, late = counts.get("open", 0), counts.get("overdue", 0)
        words = ngettext("{count} open ticket", "{count} open tickets", count).format(count=count)
        if late:
            words = f"{words}, " + ngettext("{count} overdue", "{count} overdue", late).format(count=late)
        self.counts.setText(words)

    def set_backup(self, words: str, tone: str, tip: str = "") -> None:
        """Say how old the newest backup is; `tone` is `warning`, `danger` or none."""
        self.backup.setText(words)
        self.backup.setVisible(bool(words))
        set_tip(self.backup, tip)
        if self.backup.property("tone") != tone:
            style.set_property(self.backup, "tone", tone)

    def set_person(self, name: str) -> None:
        """Say who acts."""
        self.person.setText(name.replace("&", "&&"))
        set_tip(self.person, _("Lock, or switch person") if name else "")
        self.person.setAccessibleName(_("Working as {name}").format(name=name) if name else "")

    def set_busy(self, *, busy: bool) -> None:
        """Show that something takes longer."""
        self._busy.setVisible(busy)

    def _dress(self) -> None:
        """What can be pressed is as large as what stands at the left."""
        for piece in (self.backup, self.person):
            piece.setFont(style.font(style.CAPTION))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.M, style.XS, style.M, style.XS)
        row.setSpacing(style.L)
        for label in (self.file, self.counts):
            row.addWidget(label)
        row.addStretch(1)
        row.addWidget(self._busy)
        for piece in (self.backup, self.person):
            row.addWidget(piece)


def _keep_room(widget: QWidget) -> None:
    """Nothing moves when it comes or goes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
