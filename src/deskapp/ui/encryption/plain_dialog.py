"""What is left of an encrypted shop that anybody can read, to be deleted or kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.encryption import PlainCopy, PlainKind
from deskapp.i18n import N_, _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

_SIZE = (720, 440)
_KINDS = {
    PlainKind.BACKUP: N_("Backup"),
    PlainKind.READABLE: N_("Copy that people can read"),
    PlainKind.PHOTOS: N_("Photographs of backups"),
    PlainKind.FILE: N_("Shop file"),
}


class PlainDialog(QDialog):
    """A list with ticks; other shop files are not ticked, because somebody may work with them."""

    def __init__(self, parent: QWidget, context: DeskContext, copies: Sequence[PlainCopy]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What can still be read"))
        self._context = context
        self.banner, self.list = Banner(), QListWidget()
        self.list.setAccessibleName(_("Files that anybody can read"))
        self._lay_out()
        self._show(copies)

    @classmethod
    def ask(cls, parent: QWidget, context: DeskContext, on_none: Callable[[], object] | None = None) -> None:
        """Look for such files, and show them where there are any."""

        def show(copies: Sequence[PlainCopy]) -> None:
            if copies:
                cls(parent, context, copies).open()
            elif on_none:
                on_none()

        call = partial(context.desk.encryption.plain_copies, context.actor, _folders(context))
        context.worker.submit(call, on_done=show)

    def delete(self) -> None:
        """Delete what is ticked."""
        chosen = [copy for copy, item in self._rows if item.checkState() is Qt.CheckState.Checked]
        if not chosen:
            self.banner.say("info", _("Nothing is ticked."))
            return
        self.go.setEnabled(False)
        call = partial(_drop, self._context, chosen)
        self._context.worker.submit(call, on_done=self._deleted, on_failed=self._refuse)

    def _deleted(self, found: tuple[Sequence[str], Sequence[PlainCopy]]) -> None:
        missed, left = found
        gone = len(self._rows) - len(left)
        said = ngettext("{count} file was deleted", "{count} files were deleted", gone).format(count=gone)
        self._context.tell(said)
        self._show(left)
        self.go.setEnabled(True)
        if missed:
            self.banner.say("error", " ".join(missed))
        elif not any(copy.kind is not PlainKind.FILE for copy in left):
            self.accept()

    def _refuse(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.banner.say("error", str(error))

    def _show(self, copies: Sequence[PlainCopy]) -> None:
        self.list.clear()
        self._rows = [(copy, self._item(copy)) for copy in copies]
        self.list.setCurrentRow(0)

    def _item(self, copy: PlainCopy) -> QListWidgetItem:
        item = QListWidgetItem(f"{_(_KINDS[copy.kind])}: {copy.path}", self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        ticked = copy.kind is not PlainKind.FILE
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return item

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        keep = buttons.addButton(_("&Keep all"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("&Delete what is ticked"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "danger")
        self.go.setAutoDefault(False)
        keep.setDefault(True)  # a hasty Enter deletes nothing
        buttons.accepted.connect(self.delete)
        buttons.rejected.connect(self.reject)
        hint = _(
            "The shop is encrypted, and these files of before are not: who finds them can read it. They are"
            " overwritten and deleted. Copies elsewhere, on sticks or other computers, nobody finds for you;"
            " and what a disk with flash memory once held, experts may still find on it."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        for piece in (title(self.windowTitle()), muted(hint, wrap=True), self.banner, self.list, buttons):
            column.addWidget(piece)
        self.resize(*_SIZE)
        self.list.setFocus()


def _folders(context: DeskContext) -> tuple[Path, ...]:
    return context.settings.backup_folders()


def _drop(context: DeskContext, chosen: Sequence[PlainCopy]) -> tuple[tuple[str, ...], tuple[PlainCopy, ...]]:
    """Delete them and look again; runs on the worker."""
    encryption, actor, folders = context.desk.encryption, context.actor, _folders(context)
    missed = encryption.drop_plain(actor, chosen, folders)
    return missed, encryption.plain_copies(actor, folders)
