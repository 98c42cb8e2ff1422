"""Asks for the PIN again, there and then, before what reaches far; afterwards that goes on by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.pin import MOST
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import PlainLabel, muted, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.main_window import MainWindow

Way = tuple["Callable[[], object]", "Callable[[], object]"]


class Proof(QObject):
    """One for each open shop: what is asked for while a question is open waits for the same answer."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._ways: list[Way] = []
        context.worker.prove = self.ask
        for thread in (context.beside, window.copier):
            thread.ask_by(self.ask)

    def ask(self, again: Callable[[], object], leave: Callable[[], object]) -> None:
        """Ask who is there; then do it again, or leave it."""
        if self._context.is_locked:
            leave()
            return
        self._ways.append((again, leave))
        if len(self._ways) == 1:
            dialog = ProveDialog(self._parent(), self._context)
            dialog.accepted.connect(partial(self._answer, 0))
            dialog.rejected.connect(partial(self._answer, 1))
            dialog.open()

    def _answer(self, which: int) -> None:
        ways, self._ways = self._ways, []
        for way in ways:
            way[which]()

    def _parent(self) -> QWidget:
        return QApplication.activeModalWidget() or QApplication.activeWindow() or self._window


class ProveDialog(QDialog):
    """The PIN of who works at this window; a wrong one is said, and counted in the shop file."""

    def __init__(self, parent: QWidget, context: DeskContext) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("PIN"))
        self._context = context
        self.pin = TextField(longest=MOST)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.wrong = PlainLabel(tone="danger", wrap=True)
        self.wrong.hide()
        self._lay_out(context.actor.name)

    def prove(self) -> None:
        """Have the desk look at what was typed."""
        self.go.setEnabled(False)
        pins = self._context.desk.pins
        self._context.read(pins.prove, self.pin.text(), then=self._proven, on_failed=self._refuse)

    def _proven(self, _nothing: object) -> None:
        self.accept()

    def _refuse(self, error: DeskError) -> None:
        self.wrong.setText(str(error))
        self.wrong.show()
        self.adjustSize()
        self.go.setEnabled(True)
        self.pin.clear()
        self.pin.setFocus()

    def _lay_out(self, name: str) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.go = buttons.addButton(_("Continue"), QDialogButtonBox.ButtonRole.AcceptRole)
        style.set_kind(self.go, "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.prove)
        buttons.rejected.connect(self.reject)
        form = Form()
        form.add("pin", _("PIN of {name}").format(name=name).replace("&", "&&"), self.pin)
        hint = _("This reaches far, so it is done only by who shows once more who they are.")
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        for piece in (title(_("Your PIN once more")), muted(hint, wrap=True), form, self.wrong, buttons):
            column.addWidget(piece)
        self.setMinimumWidth(400)
