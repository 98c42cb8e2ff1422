"""What stands in the locked window: who works here, and a field for a PIN; nothing of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted, title

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.domain.pin import PinState

_WIDTH, _LONGEST_CODE = 320, 60
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}  # through the people, from the field of the PIN


class LockPage(QWidget):
    """`entered` carries the id of a person and what they typed, `recovered` a recovery code."""

    entered = Signal(int, str)
    recovered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.people: dict[int, QPushButton] = {}
        self._known: tuple[tuple[Person, ...], PinState, int] | None = None
        self._chosen, self._with_pin, self._by_code = 0, frozenset[int](), False
        self.words, self.wrong = muted("", wrap=True), PlainLabel(tone="danger", wrap=True)
        self.pin = TextField(_("PIN"), longest=_LONGEST_CODE)
        self.pin.returnPressed.connect(self._enter)
        self.pin.installEventFilter(self)
        self.go = button(_("Continue"), self._enter, kind="primary")
        self.go.installEventFilter(self)
        self.forgot = button(_("PIN forgotten"), self._use_code, kind="quiet")
        self._lay_out()

    def show_people(self, people: Sequence[Person], state: PinState, chosen: int) -> None:
        """Offer the people who work here, the one who was here before first in reach.

        What is being typed stays where nothing of that has changed.
        """
        known = (tuple(people), state, chosen)
        if known == self._known:
            return
        self._known = known
        self._with_pin = state.with_pin
        for made in self.people.values():
            made.deleteLater()
        self.people = {one.id: self._button(one) for one in people if one.active}
        nobody = _("Nobody has a PIN here, so anybody can go on. PINs are set under Edit, People.")
        self.words.setText("" if state.with_pin else nobody)
        self.words.setVisible(not state.with_pin)
        self.forgot.setVisible(state.has_recovery)
        self.choose(chosen)

    def choose(self, person_id: int) -> None:
        """Ask this person for their PIN, where they have one."""
        self._chosen, self._by_code = person_id, False
        for one, made in self.people.items():
            made.setChecked(one == person_id)
        self._ask(_("PIN"), shown=person_id in self._with_pin)

    def say_wrong(self, sentence: str) -> None:
        """Say why nobody was let in."""
        self.wrong.setText(sentence)
        self.pin.clear()
        self.setEnabled(True)
        self.pin.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        step = _STEPS.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if step is None or event.type() != QEvent.Type.KeyPress or not self.people:
            return super().eventFilter(watched, event)
        people = list(self.people)
        place = people.index(self._chosen) if self._chosen in people else 0
        self.choose(people[(place + step) % len(people)])
        return True

    def _ask(self, what: str, *, shown: bool) -> None:
        self.wrong.setText("")
        self.pin.clear()
        self.pin.setPlaceholderText(what)
        self.pin.setAccessibleName(what)
        hidden, plain = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
        self.pin.setEchoMode(plain if self._by_code else hidden)
        self.pin.setVisible(shown)
        self.setEnabled(True)
        (self.pin if shown else self.go).setFocus()

    def _use_code(self) -> None:
        self._by_code = True
        self._ask(_("Recovery code from the paper"), shown=True)

    def _enter(self) -> None:
        self.wrong.setText("")
        typed = self.pin.text()
        self.setEnabled(False)
        if self._by_code:
            self.recovered.emit(typed)
        else:
            self.entered.emit(self._chosen, typed)

    def _button(self, person: Person) -> QPushButton:
        made = button(
            person.name.replace("&", "&&"), partial(self.choose, person.id), kind="place", icon="person"
        )
        made.setCheckable(True)
        self._list.addWidget(made)
        return made

    def _lay_out(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(style.XS)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(style.M)
        column.addWidget(Picture("person", "muted", icons.LARGE), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(title(_("Who is there?")), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        column.addLayout(self._list)
        for piece in (self.pin, self.wrong, self.go, self.forgot):
            column.addWidget(piece)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)
