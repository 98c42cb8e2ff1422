"""The sheet of keyboard shortcuts: what the window can do now, by menu, to be searched and printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.text import fold
from deskapp.i18n import _
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fitting import fitted
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.plain import PlainLabel, muted, strong, title

if TYPE_CHECKING:
    from deskapp.ui.commands import Commands

Sheet = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Groups of commands with their keys."""


_Step = QAbstractSlider.SliderAction
_SCROLLS: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageDown: _Step.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Step.SliderPageStepSub,
    Qt.Key.Key_Down: _Step.SliderSingleStepAdd,
    Qt.Key.Key_Up: _Step.SliderSingleStepSub,
}


class ShortcutSheet(QDialog):
    """Give it `Commands.sheet()` and `open()` it."""

    def __init__(self, parent: QWidget | None, sheet: Sheet) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self._sheet = sheet
        self.banner = Banner()
        self.search = QLineEdit()
        limit(self.search, 200)
        self.nothing = muted(_("No command and no key is called that."))
        self.groups = [Group(heading, entries) for heading, entries in sheet]
        self.area = QScrollArea()
        self._lay_out()
        self.search.textChanged.connect(self.narrow)
        self.search.setFocus()

    def narrow(self, typed: str) -> None:
        """Show only what holds the typed words, in its name or its keys."""
        shown = [group.narrow(fold(typed).split()) for group in self.groups]
        self.nothing.setVisible(not any(shown))

    def entries(self) -> list[tuple[str, str]]:
        """What is shown, for a reader."""
        return [line.entry for group in self.groups for line in group.lines if not line.isHidden()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows and the page keys scroll, also while the search has the focus."""
        if event.key() in _SCROLLS:
            self.area.verticalScrollBar().triggerAction(_SCROLLS[event.key()])
        else:
            super().keyPressEvent(event)

    def save_to(self, path: Path) -> None:
        """Write all of it on one page."""
        from deskapp.ui.shared.cheat_sheet import write_cheat_sheet

        if write_cheat_sheet(path, _("Keyboard shortcuts"), self._sheet):
            self.banner.say("good", _("Saved as {file}").format(file=path.name))
        else:
            self.banner.say("error", _("The file cannot be written there; choose another place."))

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, _("Save the page of shortcuts"), "", _("PDF files (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("deskapp-keys.pdf")
        dialog.fileSelected.connect(self._save_named)
        dialog.open()

    def _save_named(self, path: str) -> None:
        self.save_to(Path(path))

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(_("Find a command or a key"))
        self.search.setAccessibleName(_("Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        area = self.area
        area.setWidgetResizable(True)
        page = self._page()
        area.setWidget(page)
        area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll it
        area.setAccessibleName(_("Keyboard shortcuts"))
        buttons = QDialogButtonBox()
        pdf = buttons.addButton(_("&Save as PDF…"), QDialogButtonBox.ButtonRole.ActionRole)
        pdf.setAutoDefault(False)
        pdf.clicked.connect(self._ask_place)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("Keyboard shortcuts")))
        for piece in (self.search, self.banner, self.nothing):
            column.addWidget(piece)
        self.nothing.hide()
        column.addWidget(area, 1)
        column.addWidget(buttons)
        screen = self.screen().availableGeometry()
        self.setGeometry(fitted(QSize(760, 620), self._around(screen), screen))

    def _around(self, screen: QRect) -> QRect:
        parent = self.parentWidget()
        return parent.window().frameGeometry() if parent else screen

    def _page(self) -> QWidget:
        """Two columns of groups, filled so that both come out about equally long."""
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, style.M, 0)
        row.setSpacing(style.XXL)
        columns = (QVBoxLayout(), QVBoxLayout())
        lengths = [0, 0]
        for group in self.groups:
            side = 0 if lengths[0] <= lengths[1] else 1
            lengths[side] += len(group.lines) + 2
            columns[side].addWidget(group)
        for column in columns:
            column.setSpacing(style.L)
            column.addStretch(1)
            row.addLayout(column, 1)
        return page


class Group(QWidget):
    """A heading with its lines."""

    def __init__(self, heading: str, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.lines = [Line(heading, name, keys) for name, keys in entries]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addWidget(strong(heading))
        for line in self.lines:
            column.addWidget(line)

    def narrow(self, wanted: Sequence[str]) -> bool:
        """Show the lines that hold all words; False where none does."""
        for line in self.lines:
            line.setVisible(line.holds(wanted))
        found = any(line.holds(wanted) for line in self.lines)
        self.setVisible(found)
        return found


class Line(QWidget):
    """A command and its keys."""

    def __init__(self, heading: str, name: str, keys: str) -> None:
        super().__init__()
        self.entry = (name, keys)
        self._words = fold(f"{heading} {name} {keys}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.L)
        row.addWidget(PlainLabel(name), 1)
        row.addWidget(PlainLabel(keys, tone="muted"))

    def holds(self, wanted: Sequence[str]) -> bool:
        """Whether all words stand in it."""
        return all(word in self._words for word in wanted)


def sheet_of(window: QWidget, commands: Commands) -> Callable[[], None]:
    """What the key of the sheet does in a window."""

    def show() -> None:
        ShortcutSheet(window, commands.sheet()).open()

    return show
