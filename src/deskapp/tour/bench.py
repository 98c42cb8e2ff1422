"""At the bench: a ticket moves along, is written up, gets another line and is ready."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import focus, go_to, press, write

IPHONE = "iPhone 13"
REASON = "OEM screen arrives at noon"
FINDINGS = "Display and touch layer broken at the top; battery health 78 %."
WORK_DONE = "Display and battery replaced; touch, cameras and charging tested."
ADVICE = "Please use a case with a raised edge."
NOTE = "Frame bent slightly at the top left, screen still sits flush."
MESSAGE = "Your iPhone is repaired. The battery was at 78 %, so we replaced it as agreed on the phone."


def to_the_queue(guide: Guide) -> None:
    """Both tickets lie in the queue; the cursor goes to the iPhone and the pane shows it."""
    guide.clock_at(10, 0)
    press("Ctrl+2")
    guide.expect("the queue has two tickets", guide.list.records.rowCount, 2)
    _to_iphone(guide)
    guide.picture("queue", "The queue with the ticket beside it; what is promised first stands on top.")


def _to_iphone(guide: Guide) -> None:
    wanted = guide.ticket_of(IPHONE)
    press("Ctrl+2", "Home")
    for _row in range(guide.list.records.rowCount()):
        if guide.list.table.current_id() == wanted.id:
            break
        press("J")
    guide.expect("the pane shows the iPhone", guide.shown_number, wanted.number)


def start_diagnosis(guide: Guide) -> None:
    guide.expect_in("the next step is offered", guide.pane.header.next.text, "Start diagnosis")
    press("Return")
    guide.expect("Enter leads to the ticket", focus, guide.pane)
    press("Tab")
    guide.expect("Tab leads to the next step", focus, guide.pane.header.next)
    press("Space")
    is_now(guide, "Diagnosing", "diagnosing")


def wait_for_part(guide: Guide) -> None:
    """A step that stops the clock asks for the reason."""
    guide.clock_at(10, 10)
    press("Ctrl+2", "S")
    write("part")
    guide.expect_in("the status is found by its word", lambda: _offered(guide), "Waiting for part")
    press("Return", "Return")
    guide.expect_in("without a reason it is refused", lambda: _offered(guide), "Say why")
    write(REASON)
    guide.picture("reason", "A ticket that waits says why.")
    press("Return")
    is_now(guide, "Waiting for part", "waiting_part")
    guide.expect_in("the history holds the reason", lambda: guide.ticket_of(IPHONE).steps[-1].reason, REASON)
    guide.picture("waiting", "The part is awaited: the clock stands still, and the step can be undone.")


def _offered(guide: Guide) -> str:
    popup = guide.window.pages.tickets().keys.setters.popup()
    return " ".join(popup.titles()) if popup else ""


def take_back(guide: Guide) -> None:
    """Ctrl+Z takes the step back; the history shows both."""
    press("Ctrl+Z")
    is_now(guide, "Diagnosing", "diagnosing")
    guide.expect("the history keeps both", lambda: guide.ticket_of(IPHONE).history[-1].kind, "undo")


def work_and_test(guide: Guide) -> None:
    guide.clock_at(11, 0)
    for words, label, key in (
        ("Start work", "In work", "in_work"),
        ("Finish and test", "Testing", "testing"),
    ):
        guide.expect_in("the next step is offered", guide.pane.header.next.text, words)
        go_to(guide.pane.header.next)
        press("Space")
        is_now(guide, label, key)


def write_report(guide: Guide) -> None:
    """What was found and done goes on paper; a note stays in the shop; a message is for the customer."""
    press("Ctrl+2", "N")
    write(NOTE)
    press("Return")
    guide.expect_in("the note is kept", lambda: [note.text for note in guide.ticket_of(IPHONE).notes], NOTE)
    work = guide.pane.work
    press("Ctrl+2", "M")
    guide.expect("the box takes a message", work.box.kind, "customer")
    _say(guide, MESSAGE, "message")
    card = work.reports[0]
    for field, text in (
        (card.findings, FINDINGS),
        (card.work_done, WORK_DONE),
        (card.recommendation, ADVICE),
    ):
        _fill(field, text)
    press("Tab")
    wanted = (FINDINGS, WORK_DONE, ADVICE)
    guide.expect("the shop file holds the report", lambda: _report(guide), wanted)
    guide.picture("work", "The report for the customer, and notes and messages that cannot be mistaken.")


def _say(guide: Guide, text: str, kind: str) -> None:
    guide.expect("the cursor is in the box", focus, guide.pane.work.box.text)
    write(text)
    press("Ctrl+Return")
    guide.expect(f"the {kind} is kept", lambda: guide.ticket_of(IPHONE).history[-1].kind, kind)
    guide.expect("the box is empty again", guide.pane.work.box.text.value, "")


def _fill(field: QWidget, text: str) -> None:
    go_to(field)
    write(text)


def _report(guide: Guide) -> tuple[str, str, str]:
    report = guide.ticket_of(IPHONE).items[0].report
    return report.findings, report.work_done, report.recommendation


def add_battery(guide: Guide) -> None:
    guide.clock_at(11, 15)
    press("Ctrl+2", "L")
    money = guide.pane.money
    guide.expect("the cursor is where lines are added", focus, money.add_field)
    write("bat")
    guide.expect_in("the catalog offers the battery", money.add_field.hits().titles, "Battery iPhone 13")
    press("Return")
    guide.expect("the total is right", lambda: dict(money.sums.rows()).get("Total"), "£248.00")
    guide.expect_in("and so is the tax in it", money.sums.rows, "VAT 20 %", "£41.33", "£206.67")
    guide.picture("money", "A battery is added by typing three letters; the sums show the tax in them.")


def make_ready(guide: Guide) -> None:
    guide.clock_at(11, 20)
    go_to(guide.pane.header.next)
    press("Space")
    is_now(guide, "Ready", "ready")
    guide.expect_in("the summary is offered", lambda: _said(guide), "Ready", "Undo", "Print summary")
    guide.picture("ready", "Ready: the program offers the paper that comes next.")


def _said(guide: Guide) -> str:
    toast = guide.window.toasts.current()
    if toast is None:
        return ""
    buttons = [one.text() for one in (toast.action, toast.more) if one]
    return " ".join((toast.words.full_text(), *buttons))


def is_now(guide: Guide, label: str, key: str) -> None:
    """The window and the shop file both say so."""
    guide.expect("the ticket's chip says its status", lambda: guide.pane.header.chip.chip().text, label)
    guide.expect("the shop file holds the status", lambda: guide.ticket_of(IPHONE).status, key)


STEPS = (
    Step("to the queue", to_the_queue),
    Step("start diagnosis", start_diagnosis),
    Step("wait for a part", wait_for_part),
    Step("take a step back", take_back),
    Step("work and test", work_and_test),
    Step("write the report", write_report),
    Step("add the battery", add_battery),
    Step("make it ready", make_ready),
)
