"""Whose a device is: found like any customer, shown by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.customer import CustomerMatch
from deskapp.i18n import _
from deskapp.ui.intake.match_field import Answer, MatchField
from deskapp.ui.intake.match_list import Match
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.jobs import Job

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class OwnerField(QWidget):
    """Empty means nobody of the directory. `changed` tells of another choice."""

    changed = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._id: int | None = None
        self._name = ""
        self.search = MatchField(self._find, _describe, _describe_nobody, _("A name or part of a number"))
        self.chosen = button("", self._clear, kind="tag")
        self.search.taken.connect(self._take)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.search)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.chosen)
        row.addWidget(self.search, 1)
        self.set_owner(None, "")

    def owner_id(self) -> int | None:
        """Who was chosen."""
        return self._id

    def owner_name(self) -> str:
        """What who was chosen is called, or nothing."""
        return "" if self._id is None else self._name

    def set_owner(self, owner_id: int | None, name: str) -> None:
        """Show somebody, or nobody."""
        self._id, self._name = owner_id, name
        self.search.clear()
        self.chosen.setText(f"{name}  ×")
        self.chosen.setAccessibleName(_("Not {name}").format(name=name))
        self.chosen.setVisible(owner_id is not None)
        self.search.setVisible(owner_id is None)

    def _take(self, match: CustomerMatch) -> None:
        self.set_owner(match.id, match.name)
        self.chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _clear(self) -> None:
        self.set_owner(None, "")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _find(self, typed: str, answer: Answer) -> Job | None:
        return self._context.read(self._context.desk.customers.match, typed, then=answer)


def _describe(match: CustomerMatch) -> Match:
    detail = "  ·  ".join(filter(None, (match.phone, match.company, match.city)))
    return Match(match.name, detail, "", "customer", match)


def _describe_nobody(_typed: str) -> Match:
    return Match(_("Nobody of the directory"), icon="close")
