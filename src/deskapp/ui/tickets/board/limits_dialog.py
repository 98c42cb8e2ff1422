"""How much work is meant to be in hand: a number for each column and each person, empty for none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.status import Meaning
from deskapp.domain.work_limit import HIGHEST, LIMITED, WorkLimit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.tickets.board.column import MEANING_LABELS

if TYPE_CHECKING:
    from deskapp.domain.person import Person
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext

_HIGHEST_FORM = 520
_LONGEST_NAME = 22


class LimitsDialog(QDialog):
    """Every limit there can be; all that changed is kept in one act."""

    def __init__(
        self, parent: QWidget, context: DeskContext, limits: Sequence[WorkLimit], people: Sequence[Person]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Limits of work"))
        self._context = context
        self.fields: dict[tuple[str, int | None], TextField] = {}
        self.form = Form(labels="left")
        kept = {(limit.meaning, limit.person_id): limit.most for limit in limits}
        self.form.add_section(_("In a column"))
        for meaning in LIMITED:
            self._add(_(MEANING_LABELS[Meaning(meaning)]), (meaning.value, None), kept)
        self.form.add_section(_("With a person"))
        for person in people:
            self._add(_short(person.name).replace("&", "&&"), ("", person.id), kept)
        self._before = self._typed()
        self._lay_out()

    @classmethod
    def ask(cls, parent: QWidget, context: DeskContext, meaning: str = "") -> None:
        """Open it once the limits and the people are read, at the field of a meaning."""
        context.worker.submit(_known, context, on_done=partial(cls._open, parent, context, meaning))

    @classmethod
    def _open(
        cls,
        parent: QWidget,
        context: DeskContext,
        meaning: str,
        known: tuple[Sequence[WorkLimit], Sequence[Person]],
    ) -> None:
        dialog = cls(parent, context, *known)
        field = dialog.fields.get((meaning, None)) or next(iter(dialog.fields.values()))
        dialog.open()
        field.setFocus()
        field.selectAll()

    def keep(self) -> None:
        """Keep what stands in the fields."""
        limits = self._typed()
        if limits == self._before:  # nothing to keep, and nothing to tell
            self.accept()
            return
        self.go.setEnabled(False)
        self._context.act(
            self._context.desk.work_limits.set, limits, then=self._kept, on_failed=self._say_wrong
        )

    def _typed(self) -> list[WorkLimit]:
        return [
            WorkLimit(int(field.value() or 0), meaning, person)
            for (meaning, person), field in self.fields.items()
        ]

    def _kept(self, _limits: object) -> None:
        self.accept()

    def _say_wrong(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.form.show_error(Invalid(str(error), next(iter(_names(self.fields)))))

    def _add(self, label: str, key: tuple[str, int | None], kept: dict[tuple[str, int | None], int]) -> None:
        field = TextField(_("No limit"), longest=len(str(HIGHEST)))
        field.setValidator(QIntValidator(0, HIGHEST, field))
        field.setText(str(kept.get(key) or ""))
        self.fields[key] = field
        self.form.add(_name(key), label, field)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.keep)
        buttons.rejected.connect(self.reject)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(self.form)
        area.setMinimumHeight(min(self.form.sizeHint().height() + style.S, _HIGHEST_FORM))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        hint = _("More than that is allowed, but the board warns. A person's work is what is not ready yet.")
        for piece in (title(_("Limits of work")), muted(hint, wrap=True), area, buttons):
            column.addWidget(piece, 1 if piece is area else 0)
        self.setMinimumWidth(460)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _name(key: tuple[str, int | None]) -> str:
    return key[0] or f"person {key[1]}"


def _names(keys: dict[tuple[str, int | None], TextField]) -> list[str]:
    return [_name(key) for key in keys]


def _known(context: DeskContext) -> tuple[Sequence[WorkLimit], Sequence[Person]]:
    """The limits and who works here; runs on the worker."""
    people = [one for one in context.desk.people.list(context.actor) if one.active]
    return context.desk.work_limits.list(context.actor), people
