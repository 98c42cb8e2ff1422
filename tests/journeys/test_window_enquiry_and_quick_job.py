"""By keys alone: a question on the phone becomes a ticket, and a puncture is done while somebody waits."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.domain.enquiry import EnquiryShow
from deskapp.domain.paper import Document
from deskapp.services.desk import Desk
from deskapp.tour.hands import focus, go_to, press, write
from deskapp.tour.papers import save_shown, wait_drawn
from deskapp.ui.enquiries.page import EnquiriesPage
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow
from tests.builders import a_customer, a_service

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

QUESTION = "Galaxy A52 screen, GBP 95, valid 14 days"


def test_a_question_becomes_a_ticket_and_a_quick_job_leaves_its_receipt(
    guide: Guide, shop_path: Path
) -> None:
    guide.desk.customers.add(guide.actor, a_customer("Famke Visser", "0113 496 0018"))
    guide.desk.catalog.add(guide.actor, a_service("PUN", "Puncture repair", "17.50"))
    ask(guide)
    number = convert(guide)
    think_again(guide, number)
    quick = quick_job(guide)
    guide.close_window()
    with closing(Desk.open(shop_path, guide.clock)) as desk:
        owner = desk.actor()
        assert (desk.tickets.get(owner, quick).kind, desk.enquiries.count(owner)) == ("quick", 1)
        assert desk.enquiries.rows(owner, show=EnquiryShow.ALL)[0].draft.text == QUESTION
        assert desk.check(owner) == ()


def page(guide: Guide) -> EnquiriesPage:
    found = guide.window.pages.page("enquiries")
    assert isinstance(found, EnquiriesPage)
    return found


def ask(guide: Guide) -> None:
    """Somebody calls; nothing gets a number yet."""
    press("Ctrl+Shift+E")
    book = page(guide)
    guide.expect("the talk begins with the phone", focus, book.form.phone)
    write("0113 496 0018")
    go_to(book.form.text)
    write(QUESTION)
    press("Ctrl+S")
    guide.expect("the number says who it is", book.card.name.full_text, "Famke Visser")
    guide.expect("the sidebar counts it", lambda: guide.window.sidebar.button("enquiries").count(), 1)
    assert guide.desk.tickets.count(guide.actor) == 0


def convert(guide: Guide) -> str:
    """She comes by: one key, and all that is known stands there."""
    press("Ctrl+T")
    intake = guide.front(IntakeWindow)
    guide.expect("the customer is known", lambda: intake.form.customer.customer() is not None, wanted=True)
    guide.expect("the question stands there", intake.form.items[0].fault.value, QUESTION)
    press("Ctrl+S")
    guide.expect_in("it is saved", intake.aftermath.words.full_text, "saved")
    press("Escape")
    guide.gone(intake)
    ticket = guide.ticket_of("galaxy")
    assert ticket.enquiry is not None
    guide.expect("nobody waits any more", lambda: guide.desk.enquiries.count(guide.actor), 0)
    return ticket.number


def think_again(guide: Guide, number: str) -> None:
    """She does not leave it after all: one undo, and the enquiry is open again."""
    press("Ctrl+Z")
    guide.expect("the enquiry is open", lambda: guide.desk.enquiries.count(guide.actor), 1)
    assert guide.desk.tickets.get(guide.actor, number).binned


def quick_job(guide: Guide) -> str:
    """A word, Enter, Enter; the receipt is there."""
    press("Ctrl+J")
    window = guide.front(QuickWindow)
    write("punc")
    guide.expect("the catalog knows it", window.services.search.is_open, wanted=True)
    press("Return")
    guide.expect("it is on the list", lambda: len(window.services.lines), 1)
    press("Return")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    words = ("Receipt", preview.number, "Puncture repair", "£17.50", "VAT 20% on £14.58 £2.92")
    save_shown(guide, preview, Document.RECEIPT, "The receipt.", *words)
    press("Escape")
    guide.gone(preview)
    assert guide.desk.tickets.count(guide.actor, "is:open") == 0
    return preview.number
