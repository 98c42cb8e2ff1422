"""Four figures beside each other: what importing a file would do with its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, figure, muted

if TYPE_CHECKING:
    from deskapp.domain.import_plan import ImportReport
    from deskapp.ui.shared.formats import Formats


class Counts(QFrame):
    """New, changed, unchanged and skipped; a figure that is nothing steps back."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._formats = formats
        self._figures = {key: figure() for key in ("new", "changed", "unchanged", "skipped")}
        self._names = {
            "new": _("new"), "changed": _("changed"), "unchanged": _("unchanged"), "skipped": _("skipped"),
        }  # fmt: skip
        self._lay_out()

    def show_report(self, report: ImportReport) -> None:
        """Show the counts of a plan."""
        said = []
        for key, label in self._figures.items():
            count: int = getattr(report, key)
            label.setText(self._formats.number(count))
            label.set_tone(_tone(key, count))
            said.append(f"{label.full_text()} {self._names[key]}")
        self.setAccessibleName(", ".join(said))

    def figure(self, key: str) -> str:
        """A count as it is shown."""
        return self._figures[key].full_text()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.M, 0, style.M)
        row.setSpacing(0)
        for key, label in self._figures.items():
            if row.count():
                row.addWidget(_upright())
            row.addWidget(_tile(label, muted(self._names[key])), 1)


def _tone(key: str, count: int) -> str:
    if not count:
        return "muted"
    return "danger" if key == "skipped" else ""


def _tile(number: PlainLabel, name: PlainLabel) -> QWidget:
    tile = QWidget()
    column = QVBoxLayout(tile)
    column.setContentsMargins(style.L, 0, style.L, 0)
    column.setSpacing(0)
    column.addWidget(number)
    column.addWidget(name)
    return tile


def _upright() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "upright")
    return line
