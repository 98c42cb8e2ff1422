"""Who did what, and who is there: history, a change made elsewhere, a PIN asked for again, the lock."""

from __future__ import annotations

from dataclasses import replace

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import focus, go_to, press, wait_until, write
from deskapp.ui.audit.window import AuditWindow
from deskapp.ui.people.dialog import PeopleDialog
from deskapp.ui.people.pin_dialog import PinDialog
from deskapp.ui.people.prove import ProveDialog
from deskapp.ui.shared.clash_dialog import ClashDialog
from deskapp.ui.shell.lock_page import LockPage

_PIN = "2749"
_HASHED_SECONDS = 20.0


def history(guide: Guide) -> None:
    press("Ctrl+Shift+H")
    dialog = guide.front(AuditWindow)
    guide.expect("the history is read", lambda: dialog.records.rowCount() > 1, wanted=True)
    press("Alt+C")
    guide.expect_in("its chain holds", dialog.banner.text, "follow from each other")
    guide.picture("history", "Who did what, when, and what stood there before.")
    press("Escape")
    guide.gone(dialog)


def changed_elsewhere(guide: Guide) -> None:
    """Somebody else saves the customer while they are being changed here: both are shown."""
    from deskapp.ui.customers.page import CustomersPage

    press("Ctrl+3")
    page = guide.window.pages.page("customers")
    assert isinstance(page, CustomersPage)
    guide.expect("a customer is shown", lambda: page.shown is not None, wanted=True)
    shown = page.shown
    assert shown is not None
    press("F2")
    there = guide.desk.customers.get(guide.actor, shown)
    draft = replace(there.draft, city="Leeds", note="Rings after six")
    guide.desk.customers.edit(guide.actor, shown, draft, there.row_version)
    go_to(page.form.city)
    press("Ctrl+A")
    write("York")
    go_to(page.form.note)
    write("Rings before nine")
    press("Ctrl+S")
    guide.expect("both are shown", page.form.versions.isVisible, wanted=True)
    page.form.versions.show_both()
    dialog = guide.front(ClashDialog)
    guide.picture("conflict", "Changed here and elsewhere: each field is decided by itself.")
    press("Return")
    guide.gone(dialog)
    kept = guide.desk.customers.get
    guide.expect("mine was chosen", lambda: kept(guide.actor, shown).draft.city, "York")


def own_pin(guide: Guide) -> None:
    guide.desk.pins.lock_after(guide.actor, 0)  # the tour's clock leaps, and its keys reach no system
    guide.window.commands.trigger("own_pin")
    dialog = guide.front(PinDialog)
    write(_PIN)
    go_to(dialog.again)
    write(_PIN)
    press("Return")
    guide.gone(dialog)


def asked_again(guide: Guide) -> None:
    """What reaches far asks for the PIN there and then; given up, nothing is done."""
    guide.window.commands.trigger("people")
    people = guide.front(PeopleDialog)
    write("Tom Ellis")
    press("Return")
    dialog = guide.front(ProveDialog)
    guide.picture("pin-again", "What reaches far asks for the PIN again, there and then.")
    write(_PIN)
    press("Return")
    guide.closed(dialog)
    people.activateWindow()
    wait_until(lambda: len(people.rows) > 1, _HASHED_SECONDS)
    guide.expect("he is in the list", lambda: len(people.rows), 2)
    press("Escape")
    guide.gone(people)


def lock(guide: Guide) -> None:
    press("Ctrl+L")
    page = guide.window.findChild(LockPage)
    assert page is not None
    guide.expect("it asks who is there", lambda: len(page.people), 2)
    guide.picture("locked", "Locked: nothing of a customer is seen, and what was half typed stays.")
    guide.expect("the PIN is asked for", focus, page.pin)
    write(_PIN)
    press("Return")
    wait_until(guide.window.pages.isVisible, _HASHED_SECONDS)
    guide.expect("all is as it was", guide.window.pages.isVisible, wanted=True)
    guide.desk.pins.remove(guide.actor, guide.actor.person_id, _PIN)  # what follows goes without


STEPS = (
    Step("the history", history),
    Step("changed elsewhere", changed_elsewhere),
    Step("a PIN of one's own", own_pin),
    Step("the PIN again", asked_again),
    Step("the lock", lock),
)
