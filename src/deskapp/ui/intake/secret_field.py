"""A field for a passcode or an unlock pattern, hidden while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.item_secret import KIND_LABELS, LONGEST, Secret, SecretKind, checked
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.fields import ChoiceBox, TextField


class SecretField(QWidget):
    """`left` tells that the field was left. A space at its end counts: it is a part of the passcode."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edit = TextField(longest=LONGEST)
        self.kind = ChoiceBox((kind.value, _(label)) for kind, label in KIND_LABELS.items())
        self.eye = icon_button("eye", _("Show what is typed"), self._show)
        self.eye.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on to the kind
        self._is_shown = False
        self.kind.setAccessibleName(_("Passcode or pattern"))
        self.edit.setEchoMode(TextField.EchoMode.Password)
        self.kind.currentIndexChanged.connect(self._say_how)
        self.edit.editingFinished.connect(self.left)
        self.setFocusProxy(self.edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.XS)
        row.addWidget(self.edit, 3)
        row.addWidget(self.eye)
        row.addWidget(self.kind, 2)
        self._say_how()

    def secret(self) -> Secret | None:
        """What was typed; raises `Invalid` (field `secret`) for a pattern that is none."""
        return checked(self.typed())

    def typed(self) -> Secret | None:
        """What was typed, whatever it is."""
        return Secret(SecretKind(self.kind.key()), self.edit.text()) if self.edit.text() else None

    def set_secret(self, secret: Secret | None) -> None:
        """Write a secret into the field, hidden."""
        self.kind.set_key((secret.kind if secret else SecretKind.PASSCODE).value)
        self.edit.setText(secret.value if secret else "")
        self.hide_again()

    def hide_again(self) -> None:
        """Show dots for what is typed."""
        self._is_shown = False
        self.edit.setEchoMode(TextField.EchoMode.Password)

    def _show(self) -> None:
        self._is_shown = not self._is_shown
        echo = TextField.EchoMode
        self.edit.setEchoMode(echo.Normal if self._is_shown else echo.Password)

    def _say_how(self) -> None:
        pattern = self.kind.key() == SecretKind.PATTERN
        self.edit.setPlaceholderText(
            _("dots 1 to 9, like 14789") if pattern else _("hidden, erased at hand-over")
        )
