"""The checklist of an item: one stop for Tab, a digit for each result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from deskapp.domain.item_type import LONGEST_NOTE, RESULT_LABELS, Check, ItemType, Point, may_be_electric
from deskapp.i18n import N_, _, speaking
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.plain import plain_tip

_KEYS = {
    Qt.Key.Key_1: "pass",
    Qt.Key.Key_2: "fail",
    Qt.Key.Key_3: "untested",
    Qt.Key.Key_4: "none",
    Qt.Key.Key_0: "",
    Qt.Key.Key_Backspace: "",
    Qt.Key.Key_Delete: "",
}
_LOOKS = {
    "": ("circle", "muted"),
    "pass": ("tick-circle", "success"),
    "fail": ("close", "danger"),
    "untested": ("help", "warning"),
    "none": ("minus", "muted"),
}
_NEXT = {"": "pass", "pass": "fail", "fail": "untested", "untested": "none", "none": ""}
_COLUMN, _NARROWEST, _MARK = 220, 80, 32

GENERAL = (
    Point("switches_on", N_("Switches on")),
    Point("housing", N_("Housing")),
    Point("display", N_("Display")),
    Point("controls", N_("Buttons")),
    Point("connectors", N_("Sockets and cables")),
    Point("dry", N_("No trace of water")),
)
"""What can be looked at on most things, for items whose type has no list of its own."""


def general(language: str) -> tuple[Point, ...]:
    """The general list in the language of the shop, as its own lists are: it is kept and printed."""
    with speaking(language):
        return tuple(replace(point, label=_(point.label)) for point in GENERAL)


def points_for(item_type: ItemType | None, types: Sequence[ItemType], language: str) -> tuple[Point, ...]:
    """What is looked at on such a thing: nothing in general where no switch or display can be."""
    if item_type and item_type.checklist:
        return item_type.checklist
    return general(language) if may_be_electric(item_type, types) else ()


def hint() -> str:
    """Which keys give which result."""
    return _("1 pass  ·  2 fail  ·  3 cannot test  ·  4 not applicable  ·  + all the rest pass  ·  N note")


class Checks(QListWidget):
    """`changed` tells of another result, `left` that the focus went on.

    A digit gives a result and goes on to the next point; a click on its mark or Space takes the next result,
    a click on its words only goes there. N, F2 or the right button of the mouse opens a line for a note.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, points: Sequence[Point] = ()) -> None:
        super().__init__()
        self._checks: list[Check] = []
        self._seen: dict[str, Check] = {}  # of all lists so far: a type is typed letter by letter
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QListWidget.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_NoteLine(self))
        self.set_points(points)

    def set_points(self, points: Sequence[Point]) -> None:
        """Ask for these alone; what was found under the same key or label stays."""
        self._seen |= {check.key: check for check in self._checks}
        found = {check.label: check for check in self.checks()} | self._seen
        nothing = Check("", "")
        self.set_checks(
            [
                replace(found.get(key) or found.get(label, nothing), key=key, label=label)
                for key, label in ((point.key, point.label) for point in points)
            ]
        )

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Show these with their results."""
        if self._checks == list(checks):
            return  # a note may be being typed
        self._checks = list(checks)
        self.clear()
        for check in self._checks:
            item = QListWidgetItem(check.label)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self.addItem(item)
        for place in range(len(self._checks)):
            self._show(place)
        self.setCurrentRow(0)
        if not self.hasFocus():
            self.clearSelection()
        self._fit()

    def show_found(self, found: Sequence[Check], points: Sequence[Point]) -> None:
        """What was found, in the words of its day, among all that can be looked at."""
        self.set_checks(_among(found, points))

    def checks(self) -> tuple[Check, ...]:
        """What was looked at."""
        return tuple(check for check in self._checks if check.result or check.note)

    def results(self) -> dict[str, str]:
        """The results by key."""
        return {check.key: check.result for check in self.checks()}

    def content(self) -> dict[str, list[str]]:
        """The results and notes by key, for a draft."""
        return {check.key: [check.result, check.note] for check in self.checks()}

    def restore(self, content: Mapping[str, Sequence[str]]) -> None:
        """Give the results and notes that were kept as a draft, to points that come later too."""
        self._seen |= {key: Check(key, "", *found) for key, found in content.items()}
        for place, check in enumerate(self._checks):
            if check.key in content:
                result, note = content[check.key]
                self._set(place, result, note)

    def note_at(self, place: int) -> str:
        """The note of a point."""
        return self._checks[place].note

    def set_note(self, place: int, note: str) -> None:
        """Give a point another note."""
        self._set(place, self._checks[place].result, note)

    def edit_note(self) -> None:
        """Open the line for the note of the point under the cursor."""
        if self.currentRow() >= 0:
            self.editItem(self.currentItem())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, place = Qt.Key(event.key()), self.currentRow()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            event.ignore()
        elif key in _KEYS and place >= 0:
            self._set(place, _KEYS[key])
            self.setCurrentRow(min(place + 1, self.count() - 1))
        elif key == Qt.Key.Key_Space and place >= 0:
            self._set(place, _NEXT[self._checks[place].result])
        elif key in {Qt.Key.Key_N, Qt.Key.Key_F2} and place >= 0:
            self.edit_note()
        elif event.text() == "+":
            self._pass_rest()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        item = self.itemAt(place) if event.button() == Qt.MouseButton.LeftButton else None
        if item is not None and item is self.currentItem() and self._mark_of(item).contains(place):
            self._step(item)

    def _mark_of(self, item: QListWidgetItem) -> QRect:
        """Where a click gives a result: one that strays onto the words must say nothing of the thing."""
        cell = self.visualItemRect(item)
        cell.setWidth(_MARK)
        return cell

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse and (item := self.itemAt(event.pos())):
            self.setCurrentItem(item)
            self.edit_note()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() >= 0:
            self.currentItem().setSelected(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.clearSelection()  # only where keys go is marked
        self.left.emit()

    def sizeHint(self) -> QSize:
        return QSize(2 * _COLUMN, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pass_rest(self) -> None:
        for place, check in enumerate(self._checks):
            if not check.result:
                self._set(place, "pass")

    def _step(self, item: QListWidgetItem) -> None:
        place = self.row(item)
        self._set(place, _NEXT[self._checks[place].result])

    def _set(self, place: int, result: str, note: str | None = None) -> None:
        check = self._checks[place]
        self._checks[place] = replace(check, result=result, note=check.note if note is None else note)
        self._show(place)
        self.changed.emit()

    def _show(self, place: int) -> None:
        check, item = self._checks[place], self.item(place)
        icon, tone = _LOOKS.get(check.result, _LOOKS[""])
        said = f"{check.label}: {_(RESULT_LABELS[check.result])}" if check.result else check.label
        item.setText(f"{said} ({check.note})" if check.note else said)
        item.setToolTip(plain_tip(check.note))
        item.setIcon(icons.icon(icon, tone))

    def _fit(self) -> None:
        """As high as its lines, each column as wide as the others."""
        room = max(self.viewport().width() - style.XS, _NARROWEST)  # a cell that is wider begins a line lower
        columns = max(1, room // _COLUMN)
        line = self.fontMetrics().height() + 2 * style.S
        cell = QSize(room // columns, line)
        if cell != self.gridSize():
            self.setGridSize(cell)
        for place in range(self.count()):
            self.item(place).setSizeHint(cell)  # else the cell of the first is that of all
        lines = -(-max(1, self.count()) // columns)
        height = lines * line + 2 * self.frameWidth() + style.S
        if height != self.height():
            self.setFixedHeight(height)


def _among(found: Sequence[Check], points: Sequence[Point]) -> list[Check]:
    """The points, each as it was found; what nobody asks any more follows. The order of `found` stays."""
    left = list(found)
    shown: list[Check] = []
    for point in points:
        check = next((one for one in left if one.key == point.key or one.label == point.label), None)
        if check:
            left.remove(check)
        shown.append(check or Check(point.key, point.label))
    kept = [check for check in shown if check in found]
    if [*kept, *left] == list(found):
        return [*shown, *left]
    return [*found, *(check for check in shown if check not in found)]


class _NoteLine(QStyledItemDelegate):
    """A line in place of a point; Enter keeps the note, Escape leaves it as it was."""

    def __init__(self, checks: Checks) -> None:
        super().__init__(checks)
        self._checks = checks

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        words = _("Note on {point}").format(point=index.data())
        made = TextField(words, LONGEST_NOTE)
        made.setParent(parent)
        made.setAccessibleName(words)
        return made

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """As wide as the point with its mark, and high enough to be read."""
        place: QRect = option.rect
        higher = max(0, editor.sizeHint().height() - place.height())
        lowered = max(0, higher // 2 - place.top())  # nothing is seen above the first row
        editor.setGeometry(place.adjusted(0, lowered - higher // 2, 0, lowered + higher - higher // 2))

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, TextField)
        editor.setText(self._checks.note_at(index.row()))

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        assert isinstance(editor, TextField)
        self._checks.set_note(index.row(), editor.value())
