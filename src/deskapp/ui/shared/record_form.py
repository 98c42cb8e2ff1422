"""Editing one record: fields, reasons at the fields, and what happens when somebody else was faster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from deskapp.errors import DeskError, Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.merge import Merged, merge, picked
from deskapp.ui.shared.plain import title
from deskapp.ui.shared.versions_bar import VersionsBar, saved_by

if TYPE_CHECKING:
    from deskapp.domain.audit import LastAct
    from deskapp.ui.context import DeskContext


class RecordForm(QWidget):
    """A screen fills `form` and says in four methods how its record is read and kept.

    `saved` carries the kept record, `left` tells that the form was given up. `load` shows a draft;
    `version` is the row version that it was read at, None for a new record.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._base: Any = None
        self._mine: Any = None
        self._merged: Merged | None = None
        self._entries: tuple[object, ...] = ()  # when typing began
        self._asked: tuple[object, ...] | None = None  # what stood there when it was asked whether to leave
        self.version: int | None = None
        self.heading = title()
        self.banner = Banner()
        self.versions = VersionsBar()
        self.form = Form()
        self.save_button = button(_("&Save"), self.save, kind="primary")
        self.cancel_button = button(_("Cancel"), self.give_up)
        self._scroll = QScrollArea()
        self._lay_out()
        self._add_keys()

    # What a screen says -----------------------------------------------------------------------

    def fill(self, draft: Any) -> None:
        """Show a draft in the fields."""
        raise NotImplementedError

    def typed(self) -> Any:
        """The draft as it is typed; raises `Invalid`."""
        raise NotImplementedError

    def keep(self, draft: Any, version: int | None) -> None:
        """Have the desk keep the draft and answer to `kept` or `refuse`."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Have the record read anew and answer with its draft and version to `compare`."""
        raise NotImplementedError

    def begin_typing(self) -> None:
        """Put the cursor into the first field."""
        raise NotImplementedError

    def audited(self) -> tuple[str, int] | None:
        """What the history calls the record: its kind and its id."""
        return None

    def shown(self, field: str, draft: Any) -> str:
        """The value of a field as people read it."""
        return str(getattr(draft, field) or "")

    # What a page asks -------------------------------------------------------------------------

    def load(self, draft: Any, version: int | None = None) -> None:
        """Begin with a draft."""
        self.version = version
        self.form.clear_errors()
        self.banner.hush()
        self.versions.leave()
        self.fill(draft)
        self.begin_here(draft)

    def begin_here(self, draft: Any) -> None:
        """What stands in the fields now is no change."""
        self._base = self._mine = self._reading(draft)
        self._entries, self._asked = self._read_entries(), None

    def is_changed(self) -> bool:
        """Whether anything was typed since it was loaded or kept."""
        try:
            return bool(self.typed() != self._base)
        except Invalid:
            return self._read_entries() != self._entries

    def save(self) -> None:
        """Keep what is typed; every reason against it is shown at its field."""
        self.form.clear_errors()
        self.banner.hush()
        try:
            self._mine = self.typed()
        except Invalid as error:
            self.refuse(error)
            return
        self.keep(self._mine, self.version)

    def give_up(self) -> None:
        """Leave without keeping anything; where something was typed, say so first."""
        typed = self._read_entries()
        if typed == self._asked or not self.is_changed():
            self._leave()
            return
        self._asked = typed
        words = _("What you typed is not saved. Esc once more discards it.")
        self.banner.say("warning", words, _("Discard"), self._leave)
        self._scroll.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._asked = None
        self.banner.hush()
        self.left.emit()

    def kept(self, record: Any) -> None:
        """The desk kept it."""
        self.versions.leave()
        self._base = self._mine
        self.saved.emit(record)

    def refuse(self, error: DeskError) -> None:
        """The desk would not keep it: say why; the form keeps its text."""
        if isinstance(error, StaleWrite):
            self.read_again()
        elif isinstance(error, Invalid) and self.form.show_error(error):
            self._scroll.ensureWidgetVisible(self.form.row(error.field), 0, style.L)
        else:
            self.banner.say("error", str(error))
            self._scroll.verticalScrollBar().setValue(0)

    def compare(self, theirs: Any, version: int) -> None:
        """Somebody else was faster: put both together where they do not disagree."""
        self._merged = merge(self._base, self._mine, theirs)
        self._base, self.version = theirs, version
        if not self._merged.clashes:
            self._keep_merged()
            return
        both = [self._both(name, theirs) for name in self._merged.clashes]
        self.versions.ask(both, self._keep_merged, self._take_theirs, self._keep_picked)
        if name := self.audited():
            self._context.read(self._context.desk.audit.last, *name, then=self._say_who)

    # Own --------------------------------------------------------------------------------------

    def _say_who(self, act: LastAct | None) -> None:
        self.versions.say_who(saved_by(self._context, act) if act else "")

    def _both(self, name: str, theirs: Any) -> tuple[str, str, str]:
        label = self.form.row(name).label.text().replace("&", "")
        return label, self.shown(name, self._mine), self.shown(name, theirs)

    def _reading(self, draft: Any) -> Any:
        """What the untouched form says, so that a field's own way of writing is no change."""
        try:
            return self.typed()
        except Invalid:
            return draft

    def _read_entries(self) -> tuple[object, ...]:
        """What stands in the fields, letter by letter."""
        said = map(_entry, self.form.findChildren(QWidget))
        return tuple(one for one in said if one is not None)

    def _keep_merged(self) -> None:
        if self._merged:
            self._mine = self._merged.mine
            self.fill(self._mine)
            self.keep(self._mine, self.version)

    def _keep_picked(self, places: tuple[int, ...]) -> None:
        """Field by field, as it was chosen side by side."""
        if self._merged:
            mine = picked(self._merged, [self._merged.clashes[place] for place in places])
            self._merged = replace(self._merged, mine=mine)
            self._keep_merged()

    def _take_theirs(self) -> None:
        if self._merged:
            self.fill(self._merged.theirs)

    def _add_keys(self) -> None:
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (("Ctrl+S", self.save), ("Esc", self.give_up)):
            shortcut = QShortcut(QKeySequence(keys), self, context=inside)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(style.L, style.L, style.L, style.L)
        column.setSpacing(style.M)
        for piece in (self.heading, self.banner, self.versions, self.form):
            column.addWidget(piece)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(style.L, style.S, style.L, style.S)
        row.setSpacing(style.S)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(foot)


def _entry(field: QWidget) -> object:
    if isinstance(field, QLineEdit):
        return field.text()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    return field.currentIndex() if isinstance(field, QComboBox) else None
