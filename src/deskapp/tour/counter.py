"""At the counter: a new customer and a returning one bring their phones."""

from __future__ import annotations

from datetime import UTC, datetime

from deskapp.domain.paper import Document
from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import focus, go_to, press, write
from deskapp.tour.papers import save_shown, wait_drawn
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow

FAULT = "display cracked, touch dead at the top"
PAGE = (1180, 860)  # where there is no screen, a window would be cut to a very small one
IMEI = "359089114237654"


def new_customer_comes(guide: Guide) -> None:
    """Zoë Müller is here for the first time: phone, name, phone's data, fault, service, promise."""
    press("Ctrl+N")
    intake = guide.front(IntakeWindow)
    intake.resize(*PAGE)
    form = intake.form
    guide.expect("the talk begins with the phone", focus, form.customer.search)
    write("07700 900142")
    guide.expect_in("nobody has that phone", form.customer.search.offered, "New customer")
    press("Ctrl+Return")
    guide.expect("the phone is kept", form.customer.new.phone.text, "07700 900142")
    guide.expect("the name is asked next", focus, form.customer.new.name)
    write("Zoë Müller")
    _describe_phone(guide, intake)
    _add_service(guide, intake, "SCR-IP13-OEM", "£189.00")
    go_to(form.promise.promised)
    write("15:30")
    guide.picture(
        "intake", "A new customer on one page, written by keys alone: the phone comes first.", intake
    )


def _describe_phone(guide: Guide, intake: IntakeWindow) -> None:
    [item] = intake.form.items
    for field, text in (
        (item.category, "Phone"),
        (item.brand, "Apple"),
        (item.model, "iPhone 13"),
        (item.serial, IMEI),
        (item.colour, "blue"),
        (item.fault, FAULT),
        (item.condition, "scratched frame"),
        (item.accessories, "case"),
    ):
        go_to(field)
        write(text)
    guide.expect("the problem is written down", item.fault.value, FAULT)


def _add_service(guide: Guide, intake: IntakeWindow, code: str, price: str) -> None:
    services = intake.form.services
    go_to(services.search)
    write(code)
    guide.expect_in("the catalog offers the service", services.search.offered, code, price)
    press("Return")
    guide.expect("its price is the total", services.sums.total.full_text, price)


def save_and_print(guide: Guide) -> None:
    press("Ctrl+Return")
    preview = guide.front(PreviewWindow)
    wait_drawn(guide, preview)
    ticket = guide.ticket_of("iPhone 13")
    assert ticket.customer is not None
    guide.expect(
        "the ticket is the customer's", lambda: ticket.customer and ticket.customer.name, "Zoë Müller"
    )
    guide.expect("it has its IMEI", lambda: ticket.items[0].device.imei, IMEI)
    promised = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)
    guide.expect("it is promised for half past three", lambda: ticket.edit.promised_at, promised)
    guide.picture("claim-ticket", "Save and print: the claim ticket before it goes to the printer.", preview)
    words = ("Zoë Müller", "iPhone 13", FAULT, "£189.00")
    save_shown(
        guide, preview, Document.CLAIM_TICKET, "What the customer takes home: the claim ticket.", *words
    )
    guide.clock_at(9, 25)
    press("Escape")
    guide.gone(preview)
    guide.expect(
        "the page is empty for the next customer", guide.front(IntakeWindow).form.is_empty, wanted=True
    )


def returning_customer_comes(guide: Guide) -> None:
    """Łukasz Wójcik is known: the last four digits of his phone are enough."""
    intake = guide.front(IntakeWindow)
    guide.expect_in("the window knows what time it is", intake.received.full_text, "09:25")
    form = intake.form
    guide.expect("the window waits for the next phone number", focus, form.customer.search)
    write("0318")
    guide.expect_in("the last four digits find him", form.customer.search.offered, "Łukasz Wójcik")
    guide.picture("returning-customer", "Four digits of the phone find a customer of the directory.", intake)
    press("Return")
    guide.expect("he is taken", form.customer.known.name.full_text, "Łukasz Wójcik")
    [item] = form.items
    for field, text in (
        (item.category, "Phone"),
        (item.brand, "Samsung"),
        (item.model, "Galaxy S21"),
        (item.fault, "charging again"),
    ):
        go_to(field)
        write(text)
    press("Ctrl+S")
    guide.expect("the page is empty for the next customer", lambda: _is_empty(intake), wanted=True)
    number = guide.ticket_of("Galaxy S21").number
    guide.expect_in("the page says what is saved", intake.aftermath.words.full_text, number, "saved")
    guide.expect("nobody is written down twice", lambda: guide.desk.customers.count(guide.actor), 2)
    guide.picture(
        "saved", "Saved: the page is empty for the next customer, and the act can be undone.", intake
    )
    press("Escape")
    guide.gone(intake)


def _is_empty(intake: IntakeWindow) -> bool:
    return intake.form.is_empty()  # of the page that is shown by then


STEPS = (
    Step("intake of a new customer", new_customer_comes),
    Step("save and print", save_and_print),
    Step("intake of a returning customer", returning_customer_comes),
)
