"""The columns of a list under each other: what each holds, and what becomes of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from deskapp.exchange.customer_mapping import targets
from deskapp.exchange.customer_words import LEFT_OUT, NOTE
from deskapp.i18n import _
from deskapp.ui.imports.layout import scaled
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.plain import PlainLabel, caption, muted, set_tip, strong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.field import Field
    from deskapp.exchange.customer_mapping import ColumnLook, Mapping
    from deskapp.ui.shared.formats import Formats

_LEFT = "-"  # a choice box takes an empty key for none


class ColumnRows(QScrollArea):
    """A row for each column; `fate_said` carries its place and the field that was chosen for it."""

    fate_said = Signal(int, str)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._targets: dict[str, str] = {}
        self.choices: list[ChoiceBox] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_columns(
        self, columns: Sequence[ColumnLook], mapping: Mapping, fields: Sequence[Field] = ()
    ) -> None:
        """Show these columns in place of those before; `fields` of the shop's own may be filled too."""
        self._targets = targets(fields)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(style.XL, style.S, style.XL, style.M)
        grid.setHorizontalSpacing(style.L)
        grid.setVerticalSpacing(style.S)
        for place, head in enumerate((_("Column of the file"), _("What it holds"), _("Becomes"))):
            grid.addWidget(caption(head, tone="muted"), 0, place)
        self.choices = [self._add(grid, place, column) for place, column in enumerate(columns)]
        grid.setColumnMinimumWidth(0, scaled(200))
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(columns) + 1, 1)
        self.setWidget(body)
        self.show_mapping(mapping)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show what becomes of each column."""
        for choice, fate in zip(self.choices, mapping.fates, strict=True):
            choice.set_key(fate or _LEFT)

    def _add(self, grid: QGridLayout, place: int, column: ColumnLook) -> ChoiceBox:
        name = strong(column.name, elide=True)
        set_tip(name, column.name)
        choice = ChoiceBox([(key or _LEFT, label) for key, label in self._targets.items()])
        choice.setFixedWidth(scaled(190))
        choice.setAccessibleName(_("What becomes of “{column}”").format(column=column.name))
        choice.chosen.connect(partial(self._tell, place))
        for number, piece in enumerate((name, self._held(column), choice)):
            grid.addWidget(piece, place + 1, number)
        return choice

    def _held(self, column: ColumnLook) -> PlainLabel:
        shown = "  ·  ".join(column.samples) if column.filled else _("empty")
        label = muted(shown, elide=True)
        tip = _("Filled in {count} rows: {samples}")
        set_tip(label, tip.format(count=self._formats.number(column.filled), samples=shown))
        return label

    def _tell(self, place: int, key: str) -> None:
        self.fate_said.emit(place, LEFT_OUT if key == _LEFT else key)


def summary(mapping: Mapping) -> str:
    """What becomes of the columns, in a line."""
    left, noted = mapping.fates.count(LEFT_OUT), mapping.fates.count(NOTE)
    parts = [_("{count} mapped").format(count=len(mapping.fates) - left - noted)]
    if noted:
        parts.append(_("{count} kept in the note").format(count=noted))
    if left:
        parts.append(_("{count} left out").format(count=left))
    return ", ".join(parts)
