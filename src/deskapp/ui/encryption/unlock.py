"""Asks for the passphrase of an encrypted file: a shop that is to be opened, or a backup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.encryption import LONGEST
from deskapp.i18n import _
from deskapp.ui.scanner.text_field import HIDES
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.fitting import give_room
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deskapp.errors import DeskError
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.shared.jobs import Worker

_WIDTH = 460


def ask_passphrase(parent: QWidget, path: Path, then: Callable[[], object]) -> None:
    """Ask, and go on once the file opens; the window holds its key until it shows another shop."""
    UnlockDialog(parent, main_of(parent), path, then).open()


def main_of(widget: QWidget) -> MainWindow:
    """The window in which all this happens."""
    from deskapp.ui.main_window import MainWindow

    at: object = widget
    while not isinstance(at, MainWindow):
        assert isinstance(at, QWidget), "nothing is asked without a window"
        at = at.parent()
    return at


class UnlockDialog(QDialog):
    """One field; a wrong passphrase is said, and can be typed again."""

    def __init__(self, parent: QWidget, main: MainWindow, path: Path, then: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Passphrase"))
        self._main, self._path, self._then = main, path, then
        self.banner, self.form = Banner(), Form()
        self.passphrase = hidden_field()
        self.form.add("passphrase", _("&Passphrase"), self.passphrase)
        self.shown = shown_box(self.passphrase)
        self.remember = QCheckBox(_("&Remember it on this computer"))
        self.remember.hide()
        self._lay_out()
        self._worker.submit(_can_keep, on_done=self.remember.setVisible)

    @property
    def _worker(self) -> Worker:
        return self._main.worker

    def go(self) -> None:
        """Try the passphrase."""
        self.banner.hush()
        self.go_button.setEnabled(False)
        work = partial(_unlock, self._path, self.passphrase.text(), remember=self.remember.isChecked())
        self._worker.submit(work, on_done=self._opened, on_failed=self._refuse)

    def _opened(self, key: object) -> None:
        self._main.keys.append(key)
        self.accept()
        self._then()

    def _refuse(self, error: DeskError) -> None:
        self.banner.say("error", str(error))
        give_room(self)
        self.go_button.setEnabled(True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.go_button = buttons.addButton(_("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_button.setProperty("kind", "primary")
        self.go_button.setDefault(True)
        buttons.accepted.connect(self.go)
        buttons.rejected.connect(self.reject)
        hint = _("This file was encrypted. Without its passphrase nobody can read it.")
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.M)
        pieces = (title(self._path.name, elide=True), muted(hint, wrap=True), self.banner, self.form)
        for piece in (*pieces, self.shown, self.remember, buttons):
            column.addWidget(piece)
        self.setMinimumWidth(_WIDTH)
        self.passphrase.setFocus()


def hidden_field() -> TextField:
    """A line that shows dots."""
    field = TextField(longest=LONGEST)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setProperty(HIDES, True)
    return field


def shown_box(*fields: QLineEdit) -> QCheckBox:
    """Shows what is typed in these fields."""
    box = QCheckBox(_("&Show what is typed"))

    def show(on: bool) -> None:
        for field in fields:
            field.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    box.toggled.connect(show)
    return box


def _can_keep() -> bool:
    from deskapp.services.system_keys import can_keep

    return can_keep()


def _unlock(path: Path, passphrase: str, *, remember: bool) -> object:
    from deskapp.services import encryption

    key = encryption.unlock(path, passphrase)
    if remember:
        encryption.remember(key)
    return key
