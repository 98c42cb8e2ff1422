"""What a list holds and which column becomes what, before it is compared with the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from deskapp.exchange.customer_list import HowToRead
from deskapp.exchange.encoding import SIGN_SETS
from deskapp.i18n import _
from deskapp.ui.imports.column_rows import ColumnRows, summary
from deskapp.ui.imports.layout import above, foot
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.plain import PlainLabel, muted

if TYPE_CHECKING:
    from deskapp.exchange.customer_list import ListLook
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.ui.shared.formats import Formats

_LAST_HEAD = 40


class MappingPage(QWidget):
    """Shows a look at a list; `again` reads it in another way, `go_on` compares it with the shop."""

    def __init__(
        self,
        formats: Formats,
        *,
        again: Callable[[Path, HowToRead], object],
        go_on: Callable[[], object],
        choose: Callable[[], object],
        close: Callable[[], object],
        forget: Callable[[int], object],
    ) -> None:
        super().__init__()
        self._formats, self._again, self._forget = formats, again, forget
        self.look: ListLook | None = None
        self._is_kept = False
        self.mapping: Mapping | None = None
        self.name = PlainLabel(scale=style.SECTION, elide=True)
        self.said, self.as_on = muted(), muted()
        self.other = button("", self._turn, kind="quiet")
        self.drop = button(_("Forget them"), self._drop, kind="quiet")
        self.doubt = Banner()
        self.encoding, self.separator, self.sheet = ChoiceBox(), ChoiceBox(_separators()), ChoiceBox()
        self.head = QSpinBox()
        self.head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.columns = ColumnRows(formats)
        self.choose = button(_("Choose another file…"), choose)
        self.close_button = button(_("Close"), close)
        self.go_on = button(_("Preview"), go_on, kind="primary")
        self._fields = self._ways()
        self._lay_out()
        self.columns.fate_said.connect(self._take_fate)
        for choice in (self.encoding, self.separator, self.sheet):
            choice.chosen.connect(self._read_again)
        self.head.editingFinished.connect(self._read_head_again)

    def show_look(self, look: ListLook) -> None:
        """Show a list that was looked at."""
        self.look, self.mapping = look, look.as_kept
        self.name.setText(look.name)
        self._show_ways(look)
        self.columns.show_columns(look.columns, look.as_kept, look.fields)
        self._say_kept(is_kept=True)
        self._judge()

    def forget(self) -> None:
        """Let go of the list."""
        self.look = None

    def _say_kept(self, *, is_kept: bool) -> None:
        """Whether the columns are as somebody said them about a list like this one."""
        kept = self.look.kept if self.look else None
        for piece in (self.as_on, self.other, self.drop):
            piece.setVisible(kept is not None)
        if kept is None:
            return
        day = self._formats.day(kept.at)
        as_then = _("Columns as on {day}").format(day=day)
        self._is_kept = is_kept
        self.as_on.setText(as_then if is_kept else _("Columns as they were found out"))
        self.other.setText(_("As they were found out") if is_kept else as_then)

    def _turn(self) -> None:
        """From what was said the last time to what was found out, or back."""
        if self.look is not None:
            self.mapping = self.look.mapping if self._is_kept else self.look.as_kept
            self._say_kept(is_kept=not self._is_kept)
            self.columns.show_mapping(self.mapping)
            self._judge()

    def _drop(self) -> None:
        """Forget it; the columns are as they were found out."""
        if self.look is not None and self.look.kept is not None:
            self._forget(self.look.kept.id)
            self.look = replace(self.look, kept=None)
            self.mapping = self.look.mapping
            self._say_kept(is_kept=False)
            self.columns.show_mapping(self.mapping)
            self._judge()

    def enter(self) -> None:
        """Go to what is most likely wanted next."""
        if self.go_on.isEnabled():
            self.go_on.setFocus()
        elif self.columns.choices:
            self.columns.choices[0].setFocus()

    def _take_fate(self, place: int, field: str) -> None:
        if self.mapping is not None:
            self.mapping = self.mapping.with_fate(place, field)
            self.columns.show_mapping(self.mapping)
            self._judge()

    def _judge(self) -> None:
        """Say whether customers can be made of it."""
        if self.look is None or self.mapping is None:
            return
        self.said.setText(summary(self.mapping))
        problem = self.mapping.problem
        self.go_on.setEnabled(not problem)
        if words := " ".join(filter(None, (self.look.doubt, problem))):
            self.doubt.say("warning", words)
        else:
            self.doubt.hush()

    # How it is read -----------------------------------------------------------------------------

    def _how(self) -> HowToRead:
        return HowToRead(self.encoding.key(), self.separator.key(), self.head.value(), self.sheet.key())

    def _read_again(self, _key: str) -> None:
        """Another sign set, separator or sheet: where the header is may be another line as well."""
        if self.look is not None:
            self._again(self.look.file.path, replace(self._how(), head=None))

    def _read_head_again(self) -> None:
        if self.look is not None and self.head.value() != self._head_of(self.look):
            self._again(self.look.file.path, self._how())

    def _show_ways(self, look: ListLook) -> None:
        known = dict.fromkeys((*look.file.choices, look.file.encoding))
        self.encoding.set_choices([(name, _(SIGN_SETS[name])) for name in known if name in SIGN_SETS])
        self.encoding.set_key(look.file.encoding)
        self.separator.set_key(look.layout.delimiter)
        self.sheet.set_choices([(name, name) for name in look.sheets])
        self.sheet.set_key(look.layout.sheet)
        self.head.setValue(self._head_of(look))
        shown = (bool(look.file.choices), not look.sheets, len(look.sheets) > 1, True)
        for field, there in zip(self._fields, shown, strict=True):
            field.setVisible(there)

    @staticmethod
    def _head_of(look: ListLook) -> int:
        return look.layout.above

    def _ways(self) -> list[QWidget]:
        self.head.setRange(0, _LAST_HEAD)
        self.head.setSpecialValueText(_("none"))
        named = (
            (_("Letters"), self.encoding),
            (_("Separator"), self.separator),
            (_("Sheet"), self.sheet),
            (_("Line of the header"), self.head),
        )
        return [_named(label, field) for label, field in named]

    def _kept_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(style.S)
        for piece in (self.as_on, self.other, self.drop):
            line.addWidget(piece)
            piece.hide()
        line.addStretch(1)
        return line

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(style.L)
        for field in self._fields:
            ways.addWidget(field)
        ways.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(style.XL, 0, style.XL, style.L)
        top.setSpacing(style.XS)
        for piece in (self.name, self.said):
            top.addWidget(piece)
        top.addLayout(self._kept_line())
        top.addWidget(self.doubt)
        top.addSpacing(style.S)
        top.addLayout(ways)
        sheet = QFrame()
        sheet.setProperty("kind", "sheet")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(0, style.XS, 0, 0)
        inside.addWidget(self.columns)
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addLayout(top)
        body.addWidget(sheet, 1)
        self.setLayout(above(body, foot((self.choose,), (self.close_button, self.go_on))))


def _separators() -> list[tuple[str, str]]:
    return [(",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Upright line"))]


def _named(label: str, field: QWidget) -> QWidget:
    field.setAccessibleName(label)
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.S)
    row.addWidget(muted(label))
    row.addWidget(field)
    return pair
