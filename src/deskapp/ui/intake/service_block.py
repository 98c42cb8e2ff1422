"""What is to be done and what it will cost: services and parts from the catalog, with the running total."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.domain.catalog import Service, nearest_first
from deskapp.domain.money import Money
from deskapp.domain.permission import Action
from deskapp.domain.ticket import Line, LineDraft, line_totals
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.intake.match_field import Answer, MatchField
from deskapp.ui.intake.match_list import Match
from deskapp.ui.intake.problems import Problems
from deskapp.ui.intake.service_line import ServiceLine, draft_of
from deskapp.ui.intake.sums import Sums
from deskapp.ui.shared import style
from deskapp.ui.shared.card import Card, hairline
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.plain import section
from deskapp.ui.shared.tab_order import put_behind

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_MOST_OFFERED = 8


class ServiceBlock(Card):
    """Lines of the intake; an empty list is fine. `came_to` carries their sum, None while half typed."""

    came_to = Signal(object)

    def __init__(self, context: DeskContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._items = 1
        self._item_now = 1
        self.device: Callable[[int], tuple[str, str]] = lambda _place: ("", "")  # what an item is, its fault
        self.lines: list[ServiceLine] = []
        self.search = MatchField(self._find, self._describe, _describe_new, _("Type a code or a name"))
        self.search_row = FieldRow(_("Add a ser&vice or part"), self.search, parent=self)
        self._list = QVBoxLayout()
        self._list.setSpacing(style.S)
        self.setAccessibleName(_("Services"))
        self.add(section(_("Services")))
        self.add(self.search_row)
        self.add(self._list)
        self.search.taken.connect(self._add_service)
        self.search.new_asked.connect(self._add_free)

    @cached_property
    def sums(self) -> Sums:
        """The total under the lines, made for the first of them."""
        self.rule = hairline()
        self.add(self.rule)
        made = Sums(self._context)
        self.add(made)
        return made

    def set_items(self, count: int, now: int) -> None:
        """There are so many items; new lines belong to the item `now`."""
        self._items, self._item_now = count, now
        for line in self.lines:
            line.set_items(count)

    def forget_item(self, place: int) -> None:
        """An item was removed; its lines go to the one before it."""
        for line in self.lines:
            line.forget_item(place)

    def is_empty(self) -> bool:
        """Whether nothing was added or typed."""
        return not self.lines and not self.search.value()

    def read(self, problems: Problems) -> tuple[LineDraft, ...]:
        """All lines; words that are still in the search are a problem, not lost."""
        self.search_row.clear()
        if self.search.value():
            words = _("“{typed}” is not added yet: press Enter to add it, or clear the field.")
            problems.add(self.search_row, words.format(typed=self.search.value()))
        return tuple(line.read(problems) for line in self.lines)

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for a draft."""
        return {"search": self.search.text(), "lines": [line.content() for line in self.lines]}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what a draft holds into the fields."""
        for line in content.get("lines", ()):
            self.add_line(draft_of(line, self._context.shop.currency)).restore(line)
        self.search.setText(content.get("search", ""))

    def add_line(self, draft: LineDraft) -> ServiceLine:
        """Put a line under the others."""
        line = ServiceLine(self._context, draft)
        line.set_items(self._items)
        line.item.set_key(str(self._item_now))
        line.changed.connect(self._add_up)
        line.removal_asked.connect(self._remove)
        self.lines.append(line)
        last = self.lines[-2].remove if len(self.lines) > 1 else self.search
        self._list.addWidget(line)
        put_behind(last, line.item, line.quantity, line.price, line.remove)
        self.search.clear()
        self._add_up()
        return line

    def _add_service(self, service: Service) -> None:
        from deskapp.services.line import line_from_service

        self.add_line(line_from_service(service))

    def _add_free(self, typed: str) -> None:
        """Work that the catalog does not know: the price is asked next."""
        line = self.add_line(LineDraft(typed, Money(0, self._context.shop.currency), tax_class=self._tax()))
        line.price.setFocus(Qt.FocusReason.TabFocusReason)

    def _tax(self) -> str:
        classes = self._context.shop.tax_classes
        return classes[0].key if classes else "standard"

    def _remove(self, line: ServiceLine) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lines.remove(line)
        self._list.removeWidget(line)
        line.deleteLater()
        self._add_up()

    def _add_up(self) -> None:
        shop = self._context.shop
        rates = {tax_class.key: tax_class.rates for tax_class in shop.tax_classes}
        try:
            drafts = [line.draft() for line in self.lines]
        except Invalid:
            self.sums.unclear()
            self.came_to.emit(None)
            return
        lines = (Line(0, draft, rates.get(draft.tax_class, ())) for draft in drafts)
        found = line_totals(lines, shop.currency, inclusive=shop.prices_include_tax)
        self.sums.show_totals(found)
        self.came_to.emit(found.gross)
        self.sums.setVisible(bool(self.lines) and self._context.may(Action.SEE_MONEY))
        self.rule.setVisible(bool(self.lines))

    def _find(self, typed: str, answer: Answer) -> Job | None:
        def nearest(found: Sequence[Service]) -> None:
            answer(nearest_first(found, *self.device(self._item_now))[:_MOST_OFFERED])

        return self._context.read(self._context.desk.catalog.rows, typed, then=nearest)

    def _describe(self, service: Service) -> Match:
        formats = self._context.formats
        price = formats.money(service.draft.price) if self._context.may(Action.SEE_MONEY) else ""
        detail = "  ·  ".join(filter(None, (service.code, service.draft.category)))
        return Match(service.name, detail, price, str(service.draft.kind), service)


def _describe_new(typed: str) -> Match:
    return Match(_("Add “{typed}” by hand").format(typed=typed), side=_("Ctrl+Enter"), icon="plus")
