"""For whom a quick job was, if anybody asked: found by phone or name, or new with that alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.customer import CustomerDraft, CustomerMatch, Phone
from deskapp.i18n import _
from deskapp.ui.intake.customer_block import Who
from deskapp.ui.intake.match_field import Answer, MatchField
from deskapp.ui.intake.match_list import Match
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import is_phone

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job


class QuickCustomer(QWidget):
    """Empty means nobody was named. `changed` tells of another choice, `finished` that one was made."""

    changed = Signal()
    finished = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._who = Who()
        self.search = MatchField(self._find, _describe, _describe_new, _("A number or a name, if you like"))
        self.chosen = button("", self.clear, kind="tag")
        self.search.taken.connect(self._take)
        self.search.new_asked.connect(self._take_new)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(self.search)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.chosen)
        row.addWidget(self.search, 1)
        row.addStretch(0)
        self.show_who(Who(), "")

    def who(self) -> Who:
        """Who was chosen, or a new customer."""
        return self._who

    def name(self) -> str:
        """What is shown of who was chosen."""
        return self.chosen.text().removesuffix("  ×")

    def pending(self) -> str:
        """What is typed and not chosen yet."""
        return self.search.value()

    def show_who(self, who: Who, name: str) -> None:
        """Show somebody, or nobody."""
        self._who = who
        self.search.clear()
        is_chosen = who != Who()
        self.chosen.setText(f"{name}  ×" if is_chosen else "")
        self.chosen.setAccessibleName(_("Not {name}").format(name=name))
        self.chosen.setVisible(is_chosen)
        self.search.setVisible(not is_chosen)

    def clear(self) -> None:
        """Choose nobody."""
        self.show_who(Who(), "")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take(self, match: CustomerMatch) -> None:
        self._choose(Who(match.id), match.name)

    def _take_new(self, typed: str) -> None:
        phones = (Phone(typed),) if is_phone(typed) else ()
        self._choose(Who(draft=CustomerDraft(typed, phones)), _("New: {name}").format(name=typed))

    def _choose(self, who: Who, name: str) -> None:
        self.finished.emit()  # before the field hides, so that the focus never has to flee
        self.show_who(who, name)
        self.changed.emit()

    def _find(self, typed: str, answer: Answer) -> Job | None:
        return self._context.read(self._context.desk.customers.match, typed, then=answer)


def _describe(match: CustomerMatch) -> Match:
    detail = "  ·  ".join(filter(None, (match.phone, match.company, match.city)))
    return Match(match.name, detail, "", "customer", match)


def _describe_new(typed: str) -> Match:
    return Match(_("New customer “{typed}”").format(typed=typed), side=_("Ctrl+Enter"), icon="plus")
