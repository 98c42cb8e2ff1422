"""Connects backups with the main window: the line at its foot, the window of backups, and the swap."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from deskapp.domain.permission import Action
from deskapp.i18n import _
from deskapp.ui.backup import words
from deskapp.ui.backup.file_guard import FileGuard
from deskapp.ui.backup.keeper import BackupKeeper

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.backup import Made, Progress
    from deskapp.errors import DeskError
    from deskapp.services.restore import Restored
    from deskapp.ui.context import DeskContext
    from deskapp.ui.main_window import MainWindow


class BackupScreen(QObject):
    """Of one open shop, until it is closed."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._told: set[str] = set()
        self.keeper = BackupKeeper(context, window.copier)
        self.guard = FileGuard(window, context)
        self.keeper.changed.connect(self._show)
        self.keeper.failed.connect(self._tell_failed)
        self.keeper.made.connect(self._hush)
        context.backups_asked.connect(self.open)
        window.foot.backup.clicked.connect(self.open)
        self._show()

    def open(self) -> None:
        """Show the backups of the shop."""
        from deskapp.ui.backup.window import BackupWindow

        window = self._window
        BackupWindow(window, self._context, self.keeper, window.keep, self.ask_restore).open()

    def ask_restore(self, backup: Path) -> None:
        """Show what a backup holds, and ask where it is to go, whom the list of permissions lets do that."""
        demand, show = self._context.desk.demand, partial(self._ask_where, backup)
        self._context.read(demand, Action.RESTORE, then=show)

    def _ask_where(self, backup: Path, _allowed: None) -> None:
        from deskapp.ui.backup.restore_dialog import RestoreDialog
        from deskapp.ui.backup.window import BackupWindow

        parent = next(iter(self._window.findChildren(BackupWindow)), self._window)
        dialog = RestoreDialog(
            parent, self._context, self.keeper, backup, made=self._tell_copy, swap=self._bring_back
        )
        dialog.open()

    def _show(self) -> None:
        said, tone = words.foot_words(self.keeper, self._context.formats)
        self._window.foot.set_backup(said, tone, self.keeper.problem or self.keeper.missed)

    def _tell_failed(self, sentence: str) -> None:
        """Once each: it stays at the foot."""
        banner = self._window.banner
        if sentence not in self._told and not banner.text():
            self._told.add(sentence)
            banner.say("warning", sentence, _("Backups…"), self.open)

    def _hush(self, made: Made) -> None:
        """What was wrong before a backup that was made is wrong no more, where that does not say it again."""
        banner = self._window.banner
        if (said := banner.text()) in self._told and said not in made.missed:
            banner.hush()
            self._told.discard(said)

    def _tell_copy(self, path: Path) -> None:
        """The open shop stays open: what is written today belongs into it."""
        from deskapp.ui.backup.window import BackupWindow

        open_it = partial(self._open_copy, path)
        if listed := next(iter(self._window.findChildren(BackupWindow)), None):
            listed.tell_copy(path, open_it)
        else:
            self._context.tell(words.copy_lies(path), _("Open it"), open_it)

    def _open_copy(self, path: Path) -> None:
        self._close_list()
        shop = self._context.desk.path
        once = Qt.ConnectionType.SingleShotConnection
        self._window.opener.ended.connect(partial(_say_copy, self._window, path, shop), once)
        self._window.open_shop(path)

    def _bring_back(self, backup: Path, spoiled: bool) -> None:
        self._close_list()
        bring_back(self._window, backup, anyway=spoiled)

    def _close_list(self) -> None:
        from deskapp.ui.backup.window import BackupWindow

        for one in self._window.findChildren(BackupWindow):
            one.close()


def _say_copy(window: MainWindow, copy: Path, shop: Path) -> None:
    """Nobody should write tomorrow's tickets into a copy: it is not what the next start opens either."""
    if window.context and window.context.desk.path == copy.absolute():
        window.keep(last_shop=str(shop))
        words_ = _("This is a restored copy: what is written here does not reach “{name}”.")
        back = partial(window.open_shop, shop)
        window.banner.say("warning", words_.format(name=shop.name), _("Back to the shop"), back)


def bring_back(window: MainWindow, backup: Path, *, anyway: bool) -> None:
    """Close the shop, put the backup in its place, and open it again; also when that could not be done."""
    path = window.leave_shop()
    if path is None:
        return
    ended = Qt.ConnectionType.SingleShotConnection

    def tell(done: Restored) -> None:
        words_ = _("The backup is back. What was here before lies in “{name}”.")
        name = done.before.name if done.before else ""
        said = f"{words_.format(name=name)} {done.remark}".rstrip()
        window.opener.ended.connect(partial(_tell_back, window, said), ended)

    def fail(error: DeskError) -> None:
        window.opener.ended.connect(partial(window.say_wrong, str(error)), ended)

    window.worker.submit(
        partial(
            _swap,
            backup,
            path,
            window.opener.clock,
            anyway=anyway,
            photos_in=window.settings.backup_folders(),
        ),
        on_done=tell,
        on_failed=fail,
        on_finished=partial(window.open_shop, path),
        can_cancel=True,
    )


def _tell_back(window: MainWindow, sentence: str) -> None:
    if window.context:
        window.context.tell(sentence)


def _swap(
    backup: Path,
    path: Path,
    clock: Clock,
    *,
    anyway: bool,
    photos_in: tuple[Path, ...],
    progress: Progress,
) -> Restored:
    from deskapp.services.restore import swap

    return swap(backup, path, clock, progress=progress, anyway=anyway, photos_in=photos_in)
