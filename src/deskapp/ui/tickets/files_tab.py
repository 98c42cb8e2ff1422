"""The photographs and papers of a ticket: what can be printed, and what was handed out when and by whom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.i18n import _
from deskapp.ui.photos.ticket_photos import TicketPhotos
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import caption, strong
from deskapp.ui.tickets.tab import Tab

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


class FilesTab(Tab):
    """A card per paper; its button shows it before it is printed or saved."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._number = ""
        self.printed = {document: caption(wrap=True) for document in Document}
        self.photos = TicketPhotos(context)
        self.column.addWidget(self.photos)
        for document in Document:
            self.column.addWidget(self._card(document))

    def leave(self) -> None:
        self.photos.leave()

    def update_ticket(self, ticket: Ticket) -> None:
        self._number = ticket.number
        self.photos.show_ticket(ticket)
        for document, label in self.printed.items():
            label.setText(self._when_printed(ticket, document))

    def _when_printed(self, ticket: Ticket, document: Document) -> str:
        words = _("Printed: {document}").format(document=_(DOCUMENT_LABELS[document]))
        times = [entry for entry in ticket.history if entry.kind == "print" and entry.text == words]
        if not times:
            return _("Not printed yet")
        last = times[-1]
        said = _("Printed {when} by {person}").format(
            when=self._context.formats.moment(last.at), person=last.person
        )
        return (
            said if len(times) == 1 else _("{said}, {count} times in all").format(said=said, count=len(times))
        )

    def _preview(self, document: Document) -> None:
        self._context.preview(self._number, document)

    def _card(self, document: Document) -> Card:
        card = Card()
        picture = Picture("file", size=24)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(strong(_(DOCUMENT_LABELS[document])))
        words.addWidget(self.printed[document])
        show = button(_("Preview…"), partial(self._preview, document), icon="eye")
        show.setAccessibleName(_("Preview the {document}").format(document=_(DOCUMENT_LABELS[document])))
        row = QHBoxLayout()
        row.setSpacing(style.M)
        row.addWidget(picture)
        row.addLayout(words, 1)
        row.addWidget(show)
        card.add(row)
        return card
