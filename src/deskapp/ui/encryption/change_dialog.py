"""Asks for what it takes to encrypt the shop file, to change its passphrase, or to decrypt it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.backup import Reason
from deskapp.domain.encryption import Change, strength, suggested
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import N_, _
from deskapp.ui.encryption.unlock import hidden_field, shown_box
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fitting import give_room
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.services.encryption import Rewriting
    from deskapp.ui.context import DeskContext

_WIDTH = 520
_TITLES = {
    Change.ENCRYPT: N_("Encrypt the shop file"),
    Change.REKEY: N_("Change the passphrase"),
    Change.DECRYPT: N_("Remove the encryption"),
}
_VERBS = {Change.ENCRYPT: N_("&Encrypt"), Change.REKEY: N_("&Change"), Change.DECRYPT: N_("&Remove")}
_HINTS = {
    Change.ENCRYPT: N_(
        "A few words that nobody else would put together. Without them nobody can read the shop: not you,"
        " not a repair shop for disks, not the makers of this program. Write them down, and keep the paper"
        " where no thief of this computer finds it."
    ),
    Change.REKEY: N_(
        "The file is written anew. Backups that exist keep the passphrase of their time: keep that paper too."
    ),
    Change.DECRYPT: N_("Whoever gets hold of this computer or of a new backup can read the shop again."),
}


class ChangeDialog(QDialog):
    """`begin` is called with what may be carried out, once the shop as it stands is certain to be kept."""

    def __init__(
        self,
        parent: QWidget,
        context: DeskContext,
        change: Change,
        begin: Callable[[Rewriting], object],
        *,
        can_remember: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(_TITLES[change]))
        self._context, self._change, self._begin = context, change, begin
        self.banner, self.form = Banner(), Form()
        self.present, self.passphrase, self.again = hidden_field(), hidden_field(), hidden_field()
        if change is not Change.ENCRYPT:
            self.form.add("present", _("&Present passphrase"), self.present)
        if self._is_new():
            row = self.form.add("passphrase", _("&New passphrase"), self.passphrase)
            self.form.add("again", _("New passphrase &once more"), self.again)
            self.passphrase.textChanged.connect(lambda typed: row.say_hint(strength(typed) if typed else ""))
        self.shown = shown_box(self.present, self.passphrase, self.again)
        self.suggest = button(_("Su&ggest one"), self._suggest, kind="quiet")
        self.print = button(_("Prin&t…"), self._ask_printer, kind="quiet")
        self.kept = QCheckBox(_("The passphrase is &written down, in a safe place"))
        self.remember = QCheckBox(
            _("&Remember it on this computer, which then opens the shop without asking")
        )
        self.remember.setVisible(can_remember and change is Change.ENCRYPT)
        self._lay_out()

    def go(self) -> None:
        """Look at what was typed, keep the shop as it is, and begin."""
        self.form.clear_errors()
        self.banner.hush()
        if self._is_new() and self.passphrase.text() != self.again.text():
            self._refuse(Invalid(_("The two are not the same; type them once more."), "again"))
        elif self._is_new() and not self.kept.isChecked():
            self.banner.say("warning", _("Write the passphrase down first, and say so below."))
            give_room(self)
            self.kept.setFocus()
        else:
            self.go_button.setEnabled(False)
            self._context.worker.submit(self._work(), on_done=self._may, on_failed=self._refuse)

    def _work(self) -> Callable[[], Rewriting]:
        encryption, actor = self._context.desk.encryption, self._context.actor
        present, new = self.present.text(), self.passphrase.text()
        if self._change is Change.ENCRYPT:
            return partial(encryption.encrypt, actor, new, remember=self.remember.isChecked())
        if self._change is Change.REKEY:
            return partial(encryption.rekey, actor, present, new)
        return partial(encryption.decrypt, actor, present)

    def _may(self, change: Rewriting) -> None:
        self._context.after_backup(Reason.ENCRYPT, partial(self._carry_on, change), self._refuse)

    def _carry_on(self, change: Rewriting) -> None:
        self.accept()
        self._begin(change)

    def _refuse(self, error: DeskError) -> None:
        self.go_button.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.banner.say("error", str(error))
        give_room(self)

    def _is_new(self) -> bool:
        return self._change is not Change.DECRYPT

    def _suggest(self) -> None:
        """One by chance, which is shown so that it can be written down."""
        for field, text in zip((self.passphrase, self.again), [suggested()] * 2, strict=True):
            field.setText(text)
        self.shown.setChecked(True)

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        dialog = QPrintDialog(QPrinter(), self)
        dialog.accepted.connect(lambda: self.print_on(dialog.printer()))
        QDialog.open(dialog)

    def print_on(self, printer: object) -> None:
        """Print the passphrase with the name of the shop and of its file, on one page."""
        from PySide6.QtGui import QTextDocument

        words = _(
            "The passphrase of the shop file “{name}”. Keep it where no thief of the computer finds it."
        )
        name, shop = self._context.desk.path.name, self._context.shop.name
        paper = QTextDocument()
        paper.setPlainText(f"{shop}\n\n{self.passphrase.text()}\n\n{words.format(name=name)}")
        paper.print_(printer)  # type: ignore[arg-type]  # a QPrinter, which is loaded late

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.go_button = buttons.addButton(_(_VERBS[self._change]), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_button.setProperty("kind", "primary")
        self.go_button.setDefault(True)
        buttons.accepted.connect(self.go)
        buttons.rejected.connect(self.reject)
        tools = QHBoxLayout()
        tools.setSpacing(style.S)
        for tool in (self.shown, self.suggest, self.print):
            tools.addWidget(tool)
        tools.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        hint = muted(_(_HINTS[self._change]), wrap=True)
        above: tuple[QWidget, ...] = (title(self.windowTitle()), hint, self.banner, self.form)
        for piece in above:
            column.addWidget(piece)
        column.addLayout(tools)
        below: tuple[QWidget, ...] = (self.kept, self.remember, buttons)
        for piece in below:
            column.addWidget(piece)
        only_new: tuple[QWidget, ...] = (self.suggest, self.print, self.kept)
        for piece in only_new:
            piece.setVisible(self._is_new())
        self.setMinimumWidth(_WIDTH)
        (self.passphrase if self._change is Change.ENCRYPT else self.present).setFocus()
