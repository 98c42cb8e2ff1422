"""Whether the shop file is encrypted, what that is worth, and the ways to change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout

from deskapp.domain.encryption import Change, EncryptionState
from deskapp.i18n import _
from deskapp.ui.encryption.change_dialog import ChangeDialog
from deskapp.ui.encryption.plain_dialog import PlainDialog
from deskapp.ui.encryption.rewriting import begin
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fitting import give_room
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted, title

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.main_window import MainWindow

_WIDTH = 560


class EncryptionDialog(QDialog):
    """Everything but remembering is done in a dialog of its own."""

    def __init__(self, window: MainWindow, context: DeskContext, state: EncryptionState) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Encryption"))
        self._window, self._context, self._state = window, context, state
        self.banner = Banner()
        self.state = PlainLabel(_state_words(state), strong=True, wrap=True)
        self.encrypt = button(_("&Encrypt…"), partial(self._ask, Change.ENCRYPT), kind="primary")
        self.rekey = button(_("&Change the passphrase…"), partial(self._ask, Change.REKEY))
        self.decrypt = button(_("&Remove the encryption…"), partial(self._ask, Change.DECRYPT))
        self.plain = button(_("What can still be &read…"), self._look_for_plain)
        self.remember = QCheckBox(_("This co&mputer opens the shop without asking for the passphrase"))
        self.remember.setChecked(state.remembered)
        self.remember.clicked.connect(self._remember)
        self._lay_out()

    @classmethod
    def ask(cls, window: MainWindow, context: DeskContext) -> None:
        """Open it once it is known how the file is kept."""
        context.read(context.desk.encryption.state, then=lambda state: cls(window, context, state).open())

    def _ask(self, change: Change) -> None:
        can_remember = self._state.can_remember
        dialog = ChangeDialog(
            self, self._context, change, partial(begin, self._window), can_remember=can_remember
        )
        dialog.accepted.connect(self.accept)
        dialog.open()

    def _look_for_plain(self) -> None:
        PlainDialog.ask(self, self._context, on_none=self._say_none)

    def _say_none(self) -> None:
        give_room(self)
        self.banner.say(
            "good", _("Nothing of this shop was found that anybody can read, here and with its backups.")
        )

    def _remember(self, on: bool) -> None:
        call = partial(self._context.desk.encryption.remember, self._context.actor, on=on)
        self._context.worker.submit(call, on_done=self._remembered, on_failed=self._refuse)

    def _remembered(self, on: bool) -> None:
        if self.remember.isChecked() and not on:
            give_room(self)
            self.banner.say(
                "warning", _("This computer did not take it; the passphrase is asked at each start.")
            )
        self.remember.setChecked(on)

    def _refuse(self, error: DeskError) -> None:
        self.remember.setChecked(self._state.remembered)
        self.banner.say("error", str(error))

    def _lay_out(self) -> None:
        state = self._state
        head = QHBoxLayout()
        head.setSpacing(style.M)
        head.addWidget(Picture("lock", "accent" if state.on else "muted", 28), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.state, 1)
        row = QHBoxLayout()
        row.setSpacing(style.S)
        for piece, shown in (
            (self.encrypt, state.possible and not state.on),
            (self.rekey, state.on),
            (self.decrypt, state.on),
            (self.plain, state.on),
        ):
            row.addWidget(piece)
            piece.setVisible(shown)
        row.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        column.addWidget(title(self.windowTitle()))
        column.addLayout(head)
        for sentence in _worth(state):
            column.addWidget(muted(sentence, wrap=True))
        column.addWidget(self.banner)
        column.addWidget(self.remember)
        self.remember.setVisible(state.on and state.can_remember)
        column.addLayout(row)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)


def _state_words(state: EncryptionState) -> str:
    if not state.possible:
        return _(
            "This installation cannot encrypt: it lacks the package sqlcipher3, which has no build for this"
            " version of Python."
        )
    if state.on:
        return _("The shop file is encrypted, and so is every backup that is made of it.")
    return _(
        "The shop file is not encrypted: who has the file, or a backup of it, can read everything in it."
    )


def _worth(state: EncryptionState) -> tuple[str, ...]:
    pin = _(
        "A PIN tells the people at the desk apart. It stops no thief: a program tries all PINs of four"
        " digits in 18 minutes, and the file can be read without any. Encryption protects a stolen computer"
        " or stick."
    )
    open_ = _(
        "While the shop is open its key is in the memory of this computer, and papers and exports that"
        " leave the program are not encrypted. Encrypting the whole disk (BitLocker, FileVault, LUKS)"
        " protects those too."
    )
    asked = _("This computer has no store for secrets, so the passphrase is asked for at each start.")
    return (pin, open_, asked) if state.possible and not state.can_remember else (pin, open_)
