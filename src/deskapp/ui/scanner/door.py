"""Goes where a scan leads: to the ticket, to what is known of a device, or it says that nobody knows it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from deskapp.domain.scan import ScanRules, ticket_code
from deskapp.i18n import _
from deskapp.ui.scanner.wedge import Scan, Wedge

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.scanner.finding import FoundScan
    from deskapp.ui.scanner.test_page import ScannerTest
    from deskapp.ui.shell.hits import Hit


class ScanDoor(QObject):
    """One for each open shop."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._test: ScannerTest | None = None
        self.wedge = Wedge(ScanRules.of(context.settings.scanner), self._is_code, self)
        self.wedge.scanned.connect(self._take)

    def test(self) -> None:
        """Show what the scanner types; scans lead nowhere as long as that is open."""
        from deskapp.ui.scanner.test_page import ScannerTest

        if self._test is None:
            self._test = ScannerTest(self._window, self.wedge.rules, self._context.shop.ticket_template)
            self._test.rules_changed.connect(self._use)
            self.wedge.refused.connect(self._test.show_slow)
            self._test.destroyed.connect(self._forget_test)
        self._test.show()
        self._test.raise_()
        self._test.activateWindow()

    def test_page(self) -> ScannerTest | None:
        """The page on which the scanner is tested, while it is open."""
        return self._test

    def _is_code(self, text: str) -> bool:
        return self._test is None and bool(ticket_code(text, self._context.shop.ticket_template))

    def _take(self, scan: Scan) -> None:
        if self._context.is_locked:
            return
        if self._test is not None:
            self._test.show_scan(scan)
        elif not scan.in_field:
            from deskapp.ui.scanner.finding import find_scan

            look = partial(find_scan, self._context.desk)
            self._context.read(look, scan.text, self._context.shop.ticket_template, then=self._go)

    def _go(self, found: FoundScan) -> None:
        while popup := QApplication.activePopupWidget():
            popup.close()
        if found.number:
            self._context.open_ticket(found.number)
        elif (found.tickets or found.is_imei) and not QApplication.activeModalWidget():
            self._window.commands.bring_forward()
            self._window.omnibox.offer(found.text, self._offers(found))
        else:
            QApplication.beep()
            self._context.tell(_unknown(found))

    def _offers(self, found: FoundScan) -> list[Hit]:
        from deskapp.ui.shell.findings import Found, record_hits
        from deskapp.ui.shell.hits import Hit

        begin = partial(self._context.open_intake, start=found.start)
        device = found.start.device.label or found.text
        hits = [Hit(_("New ticket for this device"), device, "plus", run=begin)]
        if found.tickets:
            show = partial(self._window.navigator.show_query, f'"{found.text}"')
            hits.insert(0, Hit(_("History of this device"), device, "history", run=show))
        return [*hits, *record_hits(self._context, Found(found.tickets))]

    def _use(self, rules: ScanRules) -> None:
        self.wedge.rules = rules
        self._window.keep(scanner=rules.kept())

    def _forget_test(self) -> None:
        self._test = None


def _unknown(found: FoundScan) -> str:
    if found.is_code:
        return _("There is no ticket {number} in this shop.").format(number=found.text)
    return _("Nobody here knows what was scanned: {text}").format(text=found.text[:60])
