"""The catalog of services and parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from deskapp.domain.catalog import Service
from deskapp.domain.permission import Action
from deskapp.i18n import _
from deskapp.ui.catalog.card import ServiceCard
from deskapp.ui.catalog.columns import service_columns, service_sentence
from deskapp.ui.catalog.form import ServiceForm
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.directory_page import DirectoryPage
from deskapp.ui.shared.only import only
from deskapp.ui.shared.record_list import RecordList

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class CatalogPage(DirectoryPage):
    """What this shop does and sells, and for how much."""

    action = Action.CHANGE_CATALOG

    def __init__(self, context: DeskContext) -> None:
        self.card, self.form = ServiceCard(context), ServiceForm(context)
        self._with_retired = False
        self._catalog, self._actor = context.desk.catalog, context.actor
        records = RecordList(
            _("Catalog"), service_columns(context), context.worker, self._rows, self._count, service_sentence
        )
        super().__init__(context, records, self.card, self.form)
        self.retired = QCheckBox(_("Show &retired"))
        self.new_button = button(_("New entry"), self.new_service, icon="plus")
        self._dress()
        only(context, self.action, self.new_button)
        self.retired.toggled.connect(self._show_retired)
        self.list.opened.connect(self._edit_opened)
        self.card.edit_asked.connect(self.edit_service)
        self.card.retire_asked.connect(self.retire_service)
        self.form.saved.connect(self._kept)
        self.add_key("F2", self.edit_service)
        self.add_key("Del", self.retire_service)

    def new_service(self) -> None:
        """Write down a new service or part."""
        self.edit_now(partial(self.form.begin, None))

    def edit_service(self) -> None:
        """Change the entry that is shown."""
        if self.card.service and self.is_reading():
            self.edit_now(partial(self.form.begin, self.card.service))

    def retire_service(self) -> None:
        """Offer the entry no more, or again; both can be undone."""
        service = self.card.service
        if service and self.is_reading():
            act = self._catalog.bring_back if service.retired else self._catalog.retire
            self._context.act(act, service.id)

    def read_sheet(self, record: int) -> Service | None:
        found = self._catalog.rows(self._actor, "", retired=True)
        service = next((service for service in found if service.id == record), None)
        hidden = service is not None and service.retired and not self._with_retired
        return None if hidden else service

    def show_sheet(self, sheet: Service) -> None:
        self.card.show_sheet(sheet)

    def say_empty(self, query: str) -> None:
        empty = self.list.empty
        if query:
            words = _("Nothing matches “{query}”").format(query=query)
            empty.say("search", words, "", _("Clear filter"), self.list.clear_filter)
        else:
            hint = _("What is written here is two letters away when a customer stands at the counter.")
            empty.say(
                "catalog", _("The catalog is empty"), hint, self.offered(_("New entry")), self.new_service
            )

    def _rows(self, query: str, offset: int, limit: int) -> Sequence[Service]:
        return self._catalog.rows(self._actor, query, retired=self._with_retired, offset=offset, limit=limit)

    def _count(self, query: str) -> int:
        return self._catalog.count(self._actor, query, retired=self._with_retired)

    def _show_retired(self, on: bool) -> None:
        self._with_retired = on
        self.list.list_now(self.shown)

    def _edit_opened(self, _record: int) -> None:
        self.edit_service()

    def _kept(self, service: Service) -> None:
        self.kept(service.id)

    def _dress(self) -> None:
        self.list.filter.setPlaceholderText(_("Filter: a code, a name, a category"))
        self.list.filter.setAccessibleName(_("Filter the catalog"))
        self.list.tools.addWidget(self.retired)
        self.list.tools.addWidget(self.new_button)
        self.nobody.say("catalog", _("Nothing is chosen"))
