"""Opens the history, of the shop or of the record that the window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import _
from deskapp.ui.shared.directory_page import DirectoryPage

if TYPE_CHECKING:
    from deskapp.ui.audit.window import Record
    from deskapp.ui.main_window import MainWindow

_KINDS = {"customers": "customer", "devices": "device", "catalog": "service", "enquiries": "enquiry"}


def show_history(window: MainWindow) -> None:
    """All that was done in the shop."""
    _open(window, None)


def show_record_history(window: MainWindow) -> None:
    """Who did what to the record that is shown."""
    if window.context and (record := shown_record(window)):
        _open(window, record)
    elif window.context:
        window.context.tell(_("Choose a ticket, a customer or another record first."))


def shown_record(window: MainWindow) -> Record | None:
    """The record that the window shows, if it shows one."""
    name = window.pages.name()
    if name == "shop":
        return "shop", 1, _("the shop’s settings")
    if name == "tickets":
        ticket = window.pages.tickets().pane().ticket()
        return ("ticket", ticket.id, ticket.number) if ticket else None
    page = window.pages.made(name)
    if isinstance(page, DirectoryPage) and page.shown is not None and name in _KINDS:
        return _KINDS[name], page.shown, page.shown_name()
    return None


def _open(window: MainWindow, record: Record | None) -> None:
    from deskapp.ui.audit.window import AuditWindow

    assert window.context is not None
    AuditWindow(window, window.context, record).open()
