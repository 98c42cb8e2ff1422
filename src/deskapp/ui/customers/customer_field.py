"""A customer who is chosen for something: found like any customer, shown by name."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Words:
    """What the field says: while it is empty, for choosing nobody, and for letting `{name}` go."""

    empty: str
    nobody: str
    let_go: str


def owner_words() -> Words:
    """Of whose something is."""
    return Words(_("A name or part of a number"), _("Nobody of the directory"), _("Not {name}"))


def payer_words() -> Words:
    """Of who pays for a customer."""
    nobody = _("Nobody else: they pay themselves")
    return Words(_("They pay themselves"), nobody, _("{name} does not pay any more"))


class CustomerField(QWidget):
    """Empty means nobody. `changed` tells of another choice."""

    changed = Signal()

    def __init__(self, context: DeskContext, words: Words) -> None:
        super().__init__()
        self._context, self._words = context, words
        self._id: int | None = None
        self._name = ""
        self.search = MatchField(self._find, _describe, self._describe_nobody, words.empty)
        self.chosen = button("", self._clear, kind="tag")
        self.search.taken.connect(self._take)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.search)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.chosen)
        row.addWidget(self.search, 1)
        self.choose(None, "")

    def customer_id(self) -> int | None:
        """Who was chosen."""
        return self._id

    def name(self) -> str:
        """What who was chosen is called, or nothing."""
        return "" if self._id is None else self._name

    def choose(self, customer_id: int | None, name: str) -> None:
        """Show somebody, or nobody."""
        self._id, self._name = customer_id, name
        self.search.clear()
        self.chosen.setText(f"{name.replace('&', '&&')}  ×")
        self.chosen.setAccessibleName(self._words.let_go.format(name=name))
        self.chosen.setVisible(customer_id is not None)
        self.search.setVisible(customer_id is None)

    def _take(self, match: CustomerMatch) -> None:
        self.choose(match.id, match.name)
        self.chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _clear(self) -> None:
        self.choose(None, "")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _find(self, typed: str, answer: Answer) -> Job | None:
        return self._context.read(self._context.desk.customers.match, typed, then=answer)

    def _describe_nobody(self, _typed: str) -> Match:
        return Match(self._words.nobody, icon="close")


def _describe(match: CustomerMatch) -> Match:
    detail = "  ·  ".join(filter(None, (match.phone, match.company, match.city)))
    return Match(match.name, detail, "", "customer", match)
