"""What a backup holds, and where its shop is to go: into a new file, or in the place of the open one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.backup import Preview, Progress
from deskapp.errors import Encrypted
from deskapp.i18n import _
from deskapp.ui.backup.facts import BackupFacts
from deskapp.ui.shared import style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.backup.keeper import BackupKeeper
    from deskapp.ui.context import DeskContext

_WIDTH = 720


class RestoreDialog(QDialog):
    """`made` is called with the file that was made, `swap` with the backup and whether it is spoiled."""

    def __init__(
        self,
        parent: QWidget | None,
        context: DeskContext,
        keeper: BackupKeeper,
        backup: Path,
        *,
        made: Callable[[Path], object],
        swap: Callable[[Path, bool], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Restore"))
        self._context, self._keeper, self._backup = context, keeper, backup
        self._tell_made, self._swap = made, swap
        self._seen: Preview | None = None
        self.banner = Banner()
        self.facts = BackupFacts(context.formats, across=2)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("Restoring"))
        self.new = QRadioButton(_("Into a &new file; the open shop stays as it is"))
        self.swap = QRadioButton(
            _("In the &place of the open shop, which stays beside it under another name")
        )
        self.target = TextField()
        self.target.setText(str(_free_name(context.desk.path)))
        self.target.setAccessibleName(_("New file"))
        self._lay_out()
        self.new.setChecked(True)
        keeper.give_way()
        self._read()

    def _read(self) -> None:
        self._keeper.ask(partial(_look, self._context, self._backup), self._take, self._refuse)

    def go(self) -> None:
        """Restore as chosen."""
        if self._seen is None or not self.go_button.isEnabled():
            return
        if self.swap.isChecked():
            self.accept()
            self._swap(self._backup, self._seen.spoiled)
            return
        self._show_busy(on=True)
        target = Path(self.target.value()).expanduser()
        target = target if target.suffix else target.with_suffix(".desk")
        work = partial(_restore, self._context, self._seen, target)
        self._keeper.work(work, self._made, self._refuse, self._show_progress)

    def reject(self) -> None:
        """Leave; what is being restored is stopped, and nothing half-made stays."""
        if self.bar.isVisible():
            self._keeper.stop()
        super().reject()

    def _take(self, found: tuple[Preview, str]) -> None:
        seen, uid = found
        self._seen = seen
        self.facts.show_preview(seen)
        self._show_busy(on=False)
        other = bool(seen.uid and seen.uid != uid)
        self.swap.setEnabled(not other)
        if seen.spoiled:
            words = _("This backup has changed since it was written. Take another one if you can.")
            self.banner.say("warning", words)
            self.go_button.setText(_("Restore anyway"))
        elif other:
            words = _("This is a backup of another shop, “{name}”.")
            self.banner.say("info", words.format(name=seen.facts.shop))
        elif seen.photos_missing:
            from deskapp.services.restore import missing_photos

            self.banner.say("warning", missing_photos(seen.photos_missing))
        announce(self, self.facts.accessibleName())
        self.new.setFocus()

    def _made(self, made: Path) -> None:
        self.accept()
        self._tell_made(made)

    def _refuse(self, error: DeskError) -> None:
        if isinstance(error, Encrypted):
            from deskapp.ui.encryption.unlock import ask_passphrase

            ask_passphrase(self, error.path, self._read)
            return
        self.banner.say("error", str(error))
        self._show_busy(on=False)

    def _show_progress(self, done: int, whole: int) -> None:
        self.bar.setRange(0, whole)
        self.bar.setValue(done)

    def _show_busy(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.go_button.setEnabled(not on and self._seen is not None)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go_button = buttons.addButton(_("&Restore"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_button.setProperty("kind", "primary")
        self.go_button.setDefault(True)
        self.go_button.setEnabled(False)
        buttons.accepted.connect(self.go)
        buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go)
        choice = QButtonGroup(self)
        for radio in (self.new, self.swap):
            choice.addButton(radio)
        self.new.toggled.connect(self.target.setEnabled)
        hint = muted(_("Whoever was erased since stays erased. Nothing of today is lost."), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        pieces: tuple[Any, ...] = (title(_("Restore")), muted(self._backup.name, elide=True), self.banner)
        for piece in (*pieces, self.facts, self.new, self.target, self.swap, hint, self.bar, buttons):
            column.addWidget(piece)
        self.setMinimumWidth(_WIDTH)


def _look(context: DeskContext, backup: Path) -> tuple[Preview, str]:
    """What it holds, and which shop is open."""
    from deskapp.services.restore import preview

    backups, actor = context.desk.backups, context.actor
    others = context.settings.backup_folders()
    return preview(backup, backups.facts(actor), others), backups.uid(actor)


def _restore(context: DeskContext, seen: Preview, target: Path, *, progress: Progress) -> Path:
    from deskapp.services.restore import restore

    desk = context.desk
    erased_in = (desk.path,) if seen.uid else ()
    done = restore(
        seen.path,
        target,
        desk.clock,
        progress=progress,
        anyway=seen.spoiled,
        erased_in=erased_in,
        photos_in=context.settings.backup_folders(),
    )
    return done.path


def _free_name(present: Path) -> Path:
    stem, number = _("{name} restored").format(name=present.stem), 1
    path = present.with_name(f"{stem}{present.suffix}")
    while path.exists():
        number += 1
        path = present.with_name(f"{stem} {number}{present.suffix}")
    return path
