"""Handing over: the client goes home with a printed service summary, in the client's own language too."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deskapp.domain.paper import Document
from deskapp.tour.bench import ADVICE, FINDINGS, IPHONE, WORK_DONE, is_now
from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import choose, focus, press, write
from deskapp.tour.papers import save_shown, text_of, wait_drawn
from deskapp.ui.papers.preview_window import PreviewWindow

if TYPE_CHECKING:
    from deskapp.ui.customers.page import CustomersPage


def hand_over(guide: Guide) -> None:
    guide.clock_at(15, 20)
    press("Ctrl+2", "H")
    is_now(guide, "Collected", "collected")
    guide.expect("the ticket left the open ones", guide.list.records.rowCount, 1)
    guide.expect("the shop file agrees with itself", lambda: guide.desk.check(guide.actor), ())


def print_summary(guide: Guide) -> None:
    """The client goes home with a printed service summary; what was internal is not on it."""
    press("Ctrl+P")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    guide.picture("service-summary", "The service summary, ready for the printer.", preview)
    words = ("Zoë Müller", "£248.00", "41.33", "10 Mar 2027", "6 Sept 2026", FINDINGS, WORK_DONE, ADVICE)
    path = save_shown(guide, preview, Document.SERVICE_SUMMARY, "The service summary.", *words)
    guide.expect("the internal note is not on it", lambda: "Frame bent" in text_of(path), wanted=False)
    press("Escape")
    guide.gone(preview)


def language_of_customer(guide: Guide) -> None:
    """Zoë reads German: the directory notes it, found by her name without its accent."""
    press("Ctrl+3")
    page = cast("CustomersPage", guide.window.pages.page("customers"))
    press("Ctrl+F")
    write("zoe")
    guide.expect("she is listed", page.list.records.rowCount, 1)
    press("Return")
    guide.expect("her card is shown", page.card.name.full_text, "Zoë Müller")
    press("F2")
    guide.expect("her name is the first field", focus, page.form.name)
    choose(page.form.language, "de")
    press("Ctrl+S")
    guide.expect("the shop file knows it", lambda: guide.customer_named("zoe").draft.language, "de")


def print_in_german(guide: Guide) -> None:
    press("Ctrl+G")
    write(guide.ticket_of(IPHONE).number)
    press("Return")
    guide.expect("her ticket is shown", guide.shown_number, guide.ticket_of(IPHONE).number)
    press("Ctrl+P")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    says = "The same summary in the language of the customer."
    words = ("Zoë Müller", "248,00", "41,33", "10. März 2027", "6. Sept. 2026", "Garantie", "Summe")
    save_shown(guide, preview, Document.SERVICE_SUMMARY, says, *words, suffix="-german")
    press("Escape")
    guide.gone(preview)


STEPS = (
    Step("hand over", hand_over),
    Step("print the summary", print_summary),
    Step("language of the customer", language_of_customer),
    Step("print in German", print_in_german),
)
