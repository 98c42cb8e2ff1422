"""What was changed here and elsewhere, side by side: for each field one of the two is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, muted, strong, title

Clashing = tuple[str, str, str]
"""What a field is called, my value and theirs."""
_LONGEST = 4000
_SIZE = (720, 460)


class ClashDialog(QDialog):
    """`decide` gets the places of the fields of which mine is kept; closed without, nothing is decided."""

    def __init__(
        self,
        parent: QWidget,
        clashes: Sequence[Clashing],
        decide: Callable[[tuple[int, ...]], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Changed here and elsewhere"))
        self._decide = decide
        self.sides = [(_Side(mine), _Side(theirs)) for _label, mine, theirs in clashes]
        self._groups = [
            self._group(label, *pair) for (label, *_both), pair in zip(clashes, self.sides, strict=True)
        ]
        self._lay_out([label for label, *_both in clashes])
        self.sides[0][0].radio.setFocus()

    def choose(self, place: int, *, mine: bool) -> None:
        """Choose a side of a field."""
        self.sides[place][0 if mine else 1].radio.setChecked(True)

    def choose_all(self, *, mine: bool) -> None:
        """Choose one side of all fields."""
        for place in range(len(self.sides)):
            self.choose(place, mine=mine)

    def save(self) -> None:
        """Decide as it is chosen."""
        kept = tuple(place for place, (mine, _theirs) in enumerate(self.sides) if mine.radio.isChecked())
        self.accept()
        self._decide(kept)

    def _group(self, label: str, mine: _Side, theirs: _Side) -> QButtonGroup:
        group = QButtonGroup(self)
        for side, whose in ((mine, _("Mine")), (theirs, _("Theirs"))):
            group.addButton(side.radio)
            side.radio.setAccessibleName(f"{label}, {whose}: {side.words.full_text()}")
        mine.radio.setChecked(True)
        return group

    def _choose_mine(self) -> None:
        self.choose_all(mine=True)

    def _choose_theirs(self) -> None:
        self.choose_all(mine=False)

    def _lay_out(self, labels: Sequence[str]) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, style.S, 0)
        grid.setHorizontalSpacing(style.M)
        grid.setVerticalSpacing(style.S)
        for column, head, act in ((1, _("Mine"), self._choose_mine), (2, _("Theirs"), self._choose_theirs)):
            row = QHBoxLayout()
            row.addWidget(strong(head), 1)
            row.addWidget(button(_("Choose all"), act, kind="quiet"))
            grid.addLayout(row, 0, column)
            grid.setColumnStretch(column, 1)
        for place, (label, pair) in enumerate(zip(labels, self.sides, strict=True), start=1):
            grid.addWidget(muted(label, wrap=True), place, 0, Qt.AlignmentFlag.AlignTop)
            for column, side in enumerate(pair, start=1):
                grid.addWidget(side, place, column)
        grid.setRowStretch(len(labels) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        hint = _("Somebody else saved these while you were at it. Choose for each which one is right.")
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column_.setSpacing(style.L)
        for piece in (title(self.windowTitle()), muted(hint, wrap=True)):
            column_.addWidget(piece)
        column_.addWidget(area, 1)
        column_.addWidget(self._buttons())
        self.resize(*_SIZE)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        box.addButton(_("Later"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.go = box.addButton(_("Save what is chosen"), QDialogButtonBox.ButtonRole.AcceptRole)
        style.set_kind(self.go, "primary")
        self.go.setDefault(True)
        box.accepted.connect(self.save)
        box.rejected.connect(self.reject)
        return box


class _Side(QFrame):
    """A value with the button that chooses it; a click anywhere on it does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.radio = QRadioButton()
        self.words = PlainLabel(text[:_LONGEST] or "–", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.M, style.S, style.M, style.S)
        row.setSpacing(style.S)
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)
