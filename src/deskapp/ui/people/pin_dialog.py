"""Gives a person a PIN, another one, or none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.actor import Role
from deskapp.domain.person import Person
from deskapp.domain.pin import MOST
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.fitting import give_room
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.pin import PinState
    from deskapp.ui.context import DeskContext


class PinDialog(QDialog):
    """One's own is changed with the one before; an owner needs none of others."""

    def __init__(self, parent: QWidget, context: DeskContext, person: Person, *, has_pin: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("PIN of {name}").format(name=person.name))
        self._context, self._person = context, person
        self.banner, self.form = Banner(), Form()
        self.old, self.new, self.again = _hidden(), _hidden(), _hidden()
        if has_pin and person.id == context.actor.person_id:
            self.form.add("old", _("The PIN so far"), self.old)
        self.form.add("pin", _("New PIN"), self.new)
        self.form.add("again", _("New PIN once more"), self.again)
        self._lay_out(has_pin=has_pin)

    @classmethod
    def ask_own(cls, parent: QWidget, context: DeskContext) -> None:
        """Let whoever works here change their own."""
        context.read(context.desk.pins.state, then=partial(cls._open_own, parent, context))

    @classmethod
    def _open_own(cls, parent: QWidget, context: DeskContext, state: PinState) -> None:
        actor = context.actor
        me = Person(actor.person_id, actor.name, actor.role)
        dialog = cls(parent, context, me, has_pin=me.id in state.with_pin)
        dialog.open()

    def keep(self) -> None:
        """Keep the new PIN."""
        self.form.clear_errors()
        if self.new.text() != self.again.text():
            self._say_wrong(Invalid(_("The two are not the same; type them once more."), "again"))
            return
        self._run(self._context.desk.pins.keep, self.new.text(), self.old.text())

    def remove(self) -> None:
        """Let the person in without one."""
        self._run(self._context.desk.pins.remove, self.old.text())

    def _run(self, call: Callable[..., None], *values: str) -> None:
        context = self._context
        work = partial(_and_state, context, partial(call, context.actor, self._person.id, *values))
        context.worker.submit(work, on_done=self._kept, on_failed=self._say_wrong)

    def _kept(self, state: PinState) -> None:
        """Say so, and to an owner who would stand outside after forgetting it, what would help."""
        self._context.tell(_("The PIN of {name} was changed").format(name=self._person.name))
        is_locked_in = self._person.role is Role.OWNER and self._person.id in state.with_pin
        if is_locked_in and not state.has_recovery:
            words = _("If you forget your PIN, only a recovery code helps: make one under Edit, People.")
            self._context.tell(words, _("People"), partial(self._context.commands.trigger, "people"))
        self.accept()

    def _say_wrong(self, error: DeskError) -> None:
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.banner.say("error", str(error))
        give_room(self)

    def _lay_out(self, *, has_pin: bool) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.go = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        if has_pin:
            self.none = buttons.addButton(_("No PIN any more"), QDialogButtonBox.ButtonRole.ResetRole)
            self.none.setAutoDefault(False)
            self.none.clicked.connect(self.remove)
        buttons.accepted.connect(self.keep)
        buttons.rejected.connect(self.reject)
        hint = _("A PIN tells the people here apart. It does not protect the file of the shop from a thief.")
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        for piece in (title(self.windowTitle()), muted(hint, wrap=True), self.banner, self.form, buttons):
            column.addWidget(piece)
        self.setMinimumWidth(420)


def _and_state(context: DeskContext, change: Callable[[], None]) -> PinState:
    """Change it and look who has one then; runs on the worker."""
    change()
    return context.desk.pins.state(context.actor)


def _hidden() -> TextField:
    field = TextField(longest=MOST)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
