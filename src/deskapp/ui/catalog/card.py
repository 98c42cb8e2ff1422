"""One service or part on a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.catalog import Service
from deskapp.domain.permission import Action
from deskapp.i18n import _, ngettext
from deskapp.ui.catalog.columns import kind_chip, tax_text, warranty_text
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import PlainLabel, caption, figure, muted, title
from deskapp.ui.shared.status_chip import StatusChip

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class ServiceCard(QScrollArea):
    """`edit_asked` and `retire_asked` tell which button was pressed."""

    edit_asked = Signal()
    retire_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.service: Service | None = None
        self.name, self.code, self.chip = title(), muted(), StatusChip()
        self.name.setWordWrap(True)
        self.price = figure()
        self.tax = caption()
        self.facts = QGridLayout()
        self.words = PlainLabel(wrap=True).selectable()
        self.edit = button(_("Edit"), self.edit_asked.emit, icon="edit")
        self.retire = button(_("Retire"), self.retire_asked.emit)
        self._lay_out()
        for piece in (self.price, self.tax):
            piece.setVisible(context.may(Action.SEE_MONEY))
        only(context, Action.CHANGE_CATALOG, self.edit, self.retire)

    def show_sheet(self, service: Service) -> None:
        """Show another entry."""
        self.service, draft = service, service.draft
        self.name.setText(service.name)
        self.code.setText(service.code)
        self.chip.set_chip(kind_chip(service))
        self.price.setText(self._context.formats.money(draft.price))
        self.tax.setText(tax_text(self._context, draft.tax_class))
        self.words.setText(draft.description)
        self.words.setVisible(bool(draft.description))
        self.retire.setText(_("Bring back") if service.retired else _("Retire"))
        self._show_facts(service)

    def _show_facts(self, service: Service) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        for row, (label, text) in enumerate(self._facts(service)):
            self.facts.addWidget(muted(label), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(PlainLabel(text, wrap=True), row, 1)

    def _facts(self, service: Service) -> Iterator[tuple[str, str]]:
        draft, formats = service.draft, self._context.formats
        cost = draft.cost if self._context.may(Action.SEE_MONEY) else None
        minutes = draft.minutes or 0
        lasts = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
        for label, text in (
            (_("Category"), draft.category),
            (_("Warranty"), warranty_text(draft.warranty)),
            (_("Takes"), lasts if minutes else ""),
            (
                _("Costs us"),
                formats.money(cost) if cost else "",
            ),
        ):
            if text:
                yield label, text

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.setSpacing(style.S)
        under.addWidget(self.chip)
        under.addWidget(self.code)
        under.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(style.S)
        acts.addWidget(self.edit)
        acts.addWidget(self.retire)
        acts.addStretch(1)
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(style.L)
        self.facts.setVerticalSpacing(style.XS)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(style.L, style.L, style.L, style.L)
        column.setSpacing(style.S)
        column.addWidget(self.name)
        column.addLayout(under)
        column.addSpacing(style.S)
        column.addWidget(self.price)
        column.addWidget(self.tax)
        column.addSpacing(style.S)
        column.addLayout(acts)
        column.addSpacing(style.M)
        column.addLayout(self.facts)
        column.addWidget(self.words)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
