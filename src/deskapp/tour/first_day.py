"""The first minutes with the program: a new shop, its services and its first customer."""

from __future__ import annotations

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import choose, focus, go_to, press, write
from deskapp.ui.shell.new_shop import NewShop

SHOP = "Northgate Phone Repair"


def first_start(guide: Guide) -> None:
    guide.open_window()
    start = guide.window.show_start_page()
    guide.expect("the first page offers a new shop", start.new.isVisible, wanted=True)
    guide.picture("first-run", "The first start: what to open, and nothing else.")


def new_shop(guide: Guide) -> None:
    go_to(guide.window.show_start_page().new)
    press("Space")
    dialog = guide.front(NewShop)
    go_to(dialog.name)
    write(SHOP)
    choose(dialog.country, "GB")
    go_to(dialog.owner)
    write("Priya Nair")
    guide.expect("the file is named after the shop", lambda: dialog.path().name, f"{SHOP}.desk")
    guide.picture("new-shop", "Four answers make a shop; where its file lies is proposed.")
    press("Return")
    guide.gone(dialog)


def empty_queue(guide: Guide) -> None:
    guide.expect("the window is named after the shop", guide.window.windowTitle, f"{SHOP} – Deskapp")
    guide.expect_in("the empty queue says so", guide.list.empty.accessibleName, "No tickets yet")
    guide.expect("the owner works at the window", guide.window.foot.person.text, "Priya Nair")
    shop = guide.desk.shop.get(guide.actor)
    guide.expect("the shop file holds the shop", lambda: (shop.name, shop.currency.code), (SHOP, "GBP"))
    guide.expect("the focus is in the window", lambda: focus().window() is guide.window, wanted=True)
    guide.picture("empty-queue", "A new shop: the queue says what to do first.")


STEPS = (
    Step("first start", first_start),
    Step("new shop", new_shop),
    Step("empty queue", empty_queue),
)
