"""What can be done where a shop does not open because its file is damaged."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from deskapp.errors import Encrypted
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.errors import DeskError
    from deskapp.ui.main_window import MainWindow


class Rescue(QWidget):
    """Two buttons, shown where a damaged file was named."""

    def __init__(self) -> None:
        super().__init__()
        self._damaged: Path | None = None
        self.backup = button(_("Open a backup…"), self._ask_for_backup, kind="primary", icon="undo")
        self.salvage = button(_("Save what can be read…"), self._ask_to_save, icon="tool")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.S)
        column.addWidget(self.backup)
        column.addWidget(self.salvage)
        self.hide()

    def offer(self, damaged: Path | None) -> None:
        """Offer the ways on from this file, or nothing."""
        self._damaged = damaged
        self.setVisible(damaged is not None)

    def _main(self) -> MainWindow:
        from deskapp.ui.main_window import MainWindow

        window = self.window()
        assert isinstance(window, MainWindow)
        return window

    def _ask_to_save(self) -> None:
        from deskapp.ui.recovery.salvage_dialog import SalvageDialog

        window = self._main()
        if self._damaged:
            SalvageDialog(window, self._damaged, window.worker, window.opener.clock, window.open_shop).open()

    def _ask_for_backup(self) -> None:
        """A backup is made into a new file beside the damaged one, which stays."""
        folder = self._main().settings.backup_folder or str(self._damaged.parent if self._damaged else "")
        dialog = QFileDialog(self, _("Open a backup"), folder, _("Shop files (*.desk);;All files (*)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.take_backup(Path(chosen)))
        dialog.open()

    def take_backup(self, backup: Path) -> None:
        """Make a shop file of a backup and open it."""
        from deskapp.ui.recovery.salvage_dialog import free_name

        window = self._main()
        assert self._damaged is not None
        target = free_name(self._damaged, _("{name} restored"))
        window.show_start_page().set_busy(busy=True)
        window.worker.submit(
            partial(_restore, backup, target, self._damaged, window.opener.clock),
            on_done=window.open_shop,
            on_failed=partial(self._refuse, backup),
        )

    def _refuse(self, backup: Path, error: DeskError) -> None:
        page = self._main().show_start_page()
        page.set_busy(busy=False)
        if isinstance(error, Encrypted):
            from deskapp.ui.encryption.unlock import ask_passphrase

            ask_passphrase(self._main(), error.path, partial(self.take_backup, backup))
            return
        page.say_wrong(str(error))


def _restore(backup: Path, target: Path, damaged: Path, clock: Clock) -> Path:
    from deskapp.services.restore import restore

    return restore(backup, target, clock, erased_in=(damaged,)).path
