"""Between the tickets: somebody asks on the phone, somebody waits for a quick job."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deskapp.domain.paper import Document
from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import focus, go_to, press, write
from deskapp.tour.papers import save_shown, wait_drawn
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.papers.preview_window import PreviewWindow

if TYPE_CHECKING:
    from deskapp.ui.enquiries.page import EnquiriesPage

QUESTION = "Screen of a Galaxy A52: estimate £95, valid until 24 March"


def somebody_asks(guide: Guide) -> None:
    """What is asked before there is a ticket takes no number."""
    press("Ctrl+Shift+E")
    page = cast("EnquiriesPage", guide.window.pages.page("enquiries"))
    guide.expect("the talk begins with the phone", focus, page.form.phone)
    write("0113 496 0155")
    go_to(page.form.name)
    write("Hannah Whitfield")
    go_to(page.form.text)
    write(QUESTION)
    press("Ctrl+S")
    guide.expect("her card is shown", page.card.name.full_text, "Hannah Whitfield")
    guide.picture("enquiry", "An enquiry takes no number; one key makes a ticket of it.")


def somebody_waits(guide: Guide) -> None:
    """A glass while the customer waits: no form, and a receipt."""
    before = guide.desk.tickets.counts(guide.actor)["open"]
    press("Ctrl+J")
    window = guide.front(QuickWindow)
    write("Glass protector, fitted")
    guide.expect("it can be added", window.services.search.is_open, wanted=True)
    press("Ctrl+Return")
    write("12")
    press("Return")
    guide.expect_in("the total is there", window.services.sums.total.full_text, "£12.00")
    guide.picture("quick-job", "A quick job: what was done, its price, Enter.", window)
    press("Return")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    save_shown(guide, preview, Document.RECEIPT, "The receipt.", "Glass protector", "£12.00", "2.00")
    press("Escape")
    guide.gone(preview)
    now = guide.desk.tickets.counts(guide.actor)["open"]
    guide.expect("no more tickets are open than before", lambda: now, before)


STEPS = (Step("an enquiry", somebody_asks), Step("a quick job", somebody_waits))
