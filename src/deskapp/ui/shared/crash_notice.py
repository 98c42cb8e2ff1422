"""The calm window after a failure of the program: what to do, and where the report is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from deskapp.i18n import _
from deskapp.ui.shared.links import show_folder
from deskapp.ui.shared.notice import Notice


class CrashNotice(Notice):
    """Offers to copy the report or show its folder; nothing is sent anywhere."""

    def __init__(self, parent: QWidget | None, report: Path | None) -> None:
        self._report = report
        super().__init__(
            parent,
            _("Something in the program went wrong. What was saved before is safe."),
            detail=_describe(report),
            icon="warning",
            tone="warning",
        )

    def _add_buttons(self) -> None:
        super()._add_buttons()
        if self._report:
            self.add_button(_("Copy report"), QDialogButtonBox.ButtonRole.ActionRole, self.copy)
            self.add_button(_("Show folder"), QDialogButtonBox.ButtonRole.ActionRole, self.show_folder)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        if self._report and self._report.is_file():
            QGuiApplication.clipboard().setText(self._report.read_text(encoding="utf-8"))

    def show_folder(self) -> None:
        """Open the folder that holds the report."""
        if self._report:
            show_folder(self._report)


def _describe(report: Path | None) -> str:
    if report is None:
        return _("You can go on working. A report could not be written; is the disk full?")
    words = _("You can go on working. A report for the makers is kept on this computer only, as {name}.")
    return words.format(name=report.name)
