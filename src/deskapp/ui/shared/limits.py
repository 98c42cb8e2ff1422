"""What does not fit a field is not taken in at all, and the field says why: nothing is cut in silence."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from deskapp.domain.text import keeps_all
from deskapp.i18n import _
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.plain import plain_tip


def limit(field: QLineEdit, longest: int) -> None:
    """Let a line take so many characters; what is pasted, dropped or typed beyond is refused whole.

    What a program writes into it stays as it is, and is refused when it is saved.
    """
    field.setValidator(_Limit(longest, field))
    field.inputRejected.connect(partial(_refused, field, longest))


def refusal(length: int, longest: int, added: str) -> str:
    """Why a text is not taken in, or nothing; `length` is how long all of it would be."""
    if length > longest:
        words = _("Only {count} characters fit here, so nothing of it was taken in; shorten it first.")
        return words.format(count=longest)
    if not keeps_all(added):
        return _("It holds signs that nobody can see, so nothing of it was taken in; paste it as plain text.")
    return ""


def tell(field: QWidget, sentence: str) -> None:
    """Say it beside the field: where its form does so, else in a bubble under it."""
    place = field.parentWidget()
    while place is not None:
        say = getattr(place, "say_refused", None)
        if say is not None and say(field, sentence):
            return
        place = place.parentWidget()
    QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), plain_tip(sentence), field)
    announce(field, sentence)


class _Limit(QValidator):
    """Remembers why it refused last."""

    def __init__(self, longest: int, parent: QObject) -> None:
        super().__init__(parent)
        self._longest = longest
        self.reason = ""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        self.reason = refusal(len(text), self._longest, text)
        state = QValidator.State.Invalid if self.reason else QValidator.State.Acceptable
        return state, text, place


def _refused(field: QLineEdit, longest: int) -> None:
    made = field.validator()
    if isinstance(made, _Limit):
        QTimer.singleShot(0, field, partial(_tell_refused, field, longest, made.reason))


def _tell_refused(field: QLineEdit, longest: int, reason: str) -> None:
    """Once the field holds again what it held; what a program wrote is there all the same."""
    if len(field.text()) <= longest and keeps_all(field.text()):
        tell(field, reason)
