"""Fields that know what they hold: money, phones, choices, tags and longer text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QStyledItemDelegate

from deskapp.domain.customer import Phone
from deskapp.domain.money import Currency, Money, parse_money
from deskapp.domain.text import LONGEST_LINE, LONGEST_TEXT, digits
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.limits import limit, refusal, tell

LONGEST_PHONE = 40
_FEWEST_PHONE_DIGITS = 3


class TextField(QLineEdit):
    """One line of text with a longest length; what is longer is refused beside it."""

    def __init__(self, placeholder: str = "", longest: int = LONGEST_LINE) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        limit(self, longest)

    def value(self) -> str:
        """The text without outer space."""
        return self.text().strip()


class MoneyEdit(QLineEdit):
    """An amount in the shop's currency; empty means none."""

    def __init__(self, currency: Currency, formats: Formats) -> None:
        super().__init__()
        self._currency, self._formats = currency, formats
        limit(self, 20)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText(formats.amount(Money(0, currency)))
        self.editingFinished.connect(self._tidy)

    def use(self, currency: Currency, formats: Formats) -> None:
        """Read and show another currency from now on."""
        self._currency, self._formats = currency, formats
        self.setPlaceholderText(formats.amount(Money(0, currency)))

    def money(self) -> Money | None:
        """The amount, or None where nothing is typed; raises `Invalid` for anything else."""
        return parse_money(self.text(), self._currency) if self.text().strip() else None

    def set_money(self, money: Money | None) -> None:
        """Show an amount."""
        self.setText("" if money is None else self._formats.amount(money))

    def _tidy(self) -> None:
        try:
            self.set_money(self.money())
        except Invalid:
            return  # the form says what is wrong when it is saved


class QuantityEdit(QLineEdit):
    """How many, with a point or a comma; empty means one."""

    def __init__(self) -> None:
        super().__init__()
        limit(self, 12)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("1")

    def quantity(self) -> Decimal:
        """The number; raises `Invalid` (field `quantity`) for anything else."""
        typed = self.text().strip().replace(",", ".") or "1"
        if not typed.removeprefix("-").replace(".", "", 1).isdecimal():
            raise Invalid(
                _("“{text}” is not a number; write it like 2 or 1.5.").format(text=typed), "quantity"
            )
        return Decimal(typed)

    def set_quantity(self, quantity: Decimal) -> None:
        """Show a number without needless zeros."""
        whole = quantity == quantity.to_integral_value()
        self.setText(str(int(quantity)) if whole else f"{quantity.normalize():f}")


class PhoneEdit(QLineEdit):
    """A telephone number as people say it; `digits_changed` carries its digits while it is typed."""

    digits_changed = Signal(str)

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        limit(self, LONGEST_PHONE)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(self._tell)

    def phone(self) -> Phone | None:
        """What was typed, or None where nothing was."""
        typed = " ".join(self.text().split())
        return Phone(typed) if typed else None

    def set_phone(self, phone: Phone | None) -> None:
        """Show a number."""
        self.setText(phone.shown if phone else "")

    def _tell(self, text: str) -> None:
        self.digits_changed.emit(digits(text))


class ChoiceBox(QComboBox):
    """A choice among keys with labels; the wheel only turns it when it has the focus."""

    chosen = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        self.set_choices(choices)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these keys with their labels, keeping the chosen key where it is still there."""
        kept = self.key()
        self.clear()
        for key, label in choices:
            self.addItem(label, key)
        self.set_key(kept)

    def key(self) -> str:
        """The chosen key, or nothing."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose a key; an unknown one leaves the choice as it is."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)

    def showPopup(self) -> None:  # noqa: N802  Qt's name
        """The list is made and dressed when it is opened: it takes as long as the box itself."""
        if type(self.itemDelegate()) is not QStyledItemDelegate:
            self.setItemDelegate(QStyledItemDelegate(self))  # the sheet dresses only this kind
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _tell(self, _place: int) -> None:
        self.chosen.emit(self.key())


class TextArea(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it, and what is too long is refused beside it."""

    left = Signal()

    def __init__(self, placeholder: str = "", lines: int = 3, longest: int = LONGEST_TEXT) -> None:
        super().__init__()
        self._lines, self._longest = lines, longest
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self._set_height()

    def value(self) -> str:
        """The text without outer space."""
        return self.toPlainText().strip()

    def set_value(self, text: str) -> None:
        """Show a text unless it is there already, so that the cursor stays."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_height()

    def _set_height(self) -> None:
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * self._lines + 20)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  Qt's name
        """Pasted or dropped: all of it, or nothing with the reason."""
        if source.hasText() and not self._refuses(source.text()):
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if not typed.isprintable() or not typed or not self._refuses(typed):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._refuses(event.commitString()):
            super().inputMethodEvent(event)

    def _refuses(self, added: str) -> bool:
        """Whether it cannot be taken in; says why."""
        chosen = self.textCursor()
        kept = self.document().characterCount() - 1 - (chosen.selectionEnd() - chosen.selectionStart())
        reason = refusal(kept + len(added), self._longest, added) if added else ""
        if reason:
            tell(self, reason)
        return bool(reason)


def is_phone(typed: str) -> bool:
    """Whether a typed text is rather a phone number than a name."""
    return len(digits(typed)) >= _FEWEST_PHONE_DIGITS and not any(char.isalpha() for char in typed)
