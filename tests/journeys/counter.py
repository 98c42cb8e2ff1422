"""What hands do at the counter in every trade: begin, describe, agree, save, and read the papers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import QEvent, QObject

from deskapp.domain.paper import Document
from deskapp.tour.hands import focus, go_to, press, write
from deskapp.tour.papers import save_shown
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.domain.ticket import Ticket
    from deskapp.tour.guide import Guide
    from deskapp.ui.intake.item_block import ItemBlock

MM = 72 / 25.4
LABEL_MM = (62, 29)
PAPER_KEYS = {Document.CLAIM_TICKET: "Ctrl+1", Document.SERVICE_SUMMARY: "Ctrl+2", Document.LABEL: "Ctrl+3"}


class Keys(QObject):
    """Counts the keys that are pressed, of which a practised hand presses four a second."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.count = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched.isWindowType():
            self.count += 1
        return False

    def seconds(self) -> float:
        """How long it took so far."""
        return self.count / 4


def begin(guide: Guide) -> IntakeWindow:
    """Open the intake; it waits for a phone number or a name."""
    press("Ctrl+N")
    intake = guide.front(IntakeWindow)
    guide.expect("the talk begins with the phone", focus, intake.form.customer.search)
    return intake


def new_customer(guide: Guide, intake: IntakeWindow, phone: str, name: str) -> None:
    """Nobody has that phone: it is kept, and the name is asked for."""
    write(phone)
    guide.expect_in("nobody has that phone", intake.form.customer.search.offered, "New customer")
    press("Ctrl+Return")
    guide.expect("the name is asked next", focus, intake.form.customer.new.name)
    write(name)


def known_customer(guide: Guide, intake: IntakeWindow, typed: str, name: str) -> None:
    """A customer of the directory is found by a few letters or digits and taken with Enter."""
    write(typed)
    guide.expect_in("the directory offers them", intake.form.customer.search.offered, name)
    press("Return")
    guide.expect("the customer is taken", intake.form.customer.known.name.full_text, name)


def describe(block: ItemBlock, **texts: str) -> None:
    """Fill the fields of an item from top to bottom; the shop's own fields by their keys."""
    for name, text in texts.items():
        go_to(getattr(block, name))
        write(text)


def fill_own(block: ItemBlock, texts: Mapping[str, str]) -> None:
    """The same for the fields that the shop's trade asks for."""
    assert block.own is not None, "the trade has fields of its own"
    for key, text in texts.items():
        go_to(block.own.row(key).field)
        write(text)


def add_service(guide: Guide, intake: IntakeWindow, code: str) -> None:
    """Take an entry of the catalog by its code; it belongs to the item that was described last."""
    services = intake.form.services
    go_to(services.search)
    write(code)
    guide.expect_in("the catalog offers it", services.search.offered, code)
    press("Return")
    guide.expect("the search is empty again", services.search.value, "")


def save(guide: Guide, intake: IntakeWindow, words: str) -> Ticket:
    """Save without papers; answers the ticket, which a search for these words finds."""
    press("Ctrl+S")
    guide.expect_in("it is saved", intake.aftermath.words.full_text, "saved")
    return guide.ticket_of(words)


def leave(guide: Guide, intake: IntakeWindow) -> None:
    """Back to the main window."""
    press("Escape")
    guide.gone(intake)


def open_ticket(guide: Guide, number: str) -> None:
    """By its number, as somebody reads it from a slip."""
    press("Ctrl+G")
    write(number)
    press("Return")
    guide.expect("the ticket is shown", guide.shown_number, number)
    guide.at_rest()


def shown_paper(guide: Guide, document: Document, *words: str) -> Path:
    """The paper in the front preview, saved; it holds these words."""
    guide.expect("it is shown", lambda: bool(_preview(guide, document)), wanted=True)
    preview = _preview(guide, document)
    assert preview is not None
    preview.activateWindow()
    path = guide.album.folder / f"{document.value}-{preview.number}.pdf"
    save_shown(guide, preview, document, "", *words)
    press("Escape")
    guide.closed(preview)
    return path


def print_paper(guide: Guide, document: Document, *words: str) -> Path:
    """The same from the ticket that is shown, and back to it."""
    press("Ctrl+P")
    preview = guide.front(PreviewWindow)
    press(PAPER_KEYS[document])
    path = shown_paper(guide, document, *words)
    guide.gone(preview)
    return path


def _preview(guide: Guide, document: Document) -> PreviewWindow | None:
    windows = [one for one in guide.app.topLevelWidgets() if isinstance(one, PreviewWindow)]
    there = (one for one in windows if one.isVisible() and (made := one.made()) and made.document is document)
    return next(there, None)


def pages_of(path: Path) -> list[str]:
    """The words of each page of a paper."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def sizes_of(path: Path) -> set[tuple[int, int]]:
    """The sizes of its pages in millimetres."""
    with pypdfium2.PdfDocument(path) as pdf:
        return {(round(page.get_width() / MM), round(page.get_height() / MM)) for page in pdf}
