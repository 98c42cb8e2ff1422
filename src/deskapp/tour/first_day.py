"""The first minutes with the program: a new shop, its address, its services and its first customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from deskapp.tour.guide import Guide, Step
from deskapp.tour.hands import choose, focus, go_to, press, rewrite, write
from deskapp.ui.shell.first_run.wizard import NewShop

if TYPE_CHECKING:
    from deskapp.ui.catalog.page import CatalogPage
    from deskapp.ui.customers.page import CustomersPage
    from deskapp.ui.setup.page import ShopPage

SHOP = "Northgate Phone Repair"
SERVICES = (
    ("SCR-IP13-OEM", "Screen iPhone 13, original", "Screens", "189", "12", "months", "£189.00"),
    ("BAT-IP13", "Battery iPhone 13", "Batteries", "59", "180", "days", "£59.00"),
)


def first_start(guide: Guide) -> None:
    guide.open_window()
    start = guide.window.show_start_page()
    guide.expect("the first page offers a new shop", start.new.isVisible, wanted=True)
    guide.picture("first-run", "The first start: what to open, and nothing else.")


def new_shop(guide: Guide) -> None:
    go_to(guide.window.show_start_page().new)
    press("Space")
    dialog = guide.front(NewShop)
    choose(dialog.country, "GB")
    press("Return")
    go_to(dialog.name)
    write(SHOP)
    go_to(dialog.owner)
    write("Priya Nair")
    guide.expect("the file is named after the shop", lambda: dialog.path().name, f"{SHOP}.desk")
    guide.picture("new-shop", "At most four pages make a shop; all but its name can be skipped.")
    go_to(dialog.skip)
    press("Space")
    guide.gone(dialog)


def empty_queue(guide: Guide) -> None:
    guide.expect("the window is named after the shop", guide.window.windowTitle, f"{SHOP} – Deskapp")
    guide.expect_in("the empty queue says so", guide.list.empty.accessibleName, "No tickets yet")
    guide.expect("the owner works at the window", guide.window.foot.person.text, "Priya Nair")
    shop = guide.desk.shop.get(guide.actor)
    guide.expect("the shop file holds the shop", lambda: (shop.name, shop.currency.code), (SHOP, "GBP"))
    guide.expect("the focus is in the window", lambda: focus().window() is guide.window, wanted=True)
    guide.picture("empty-queue", "A new shop: the queue says what to do first.")


def shop_settings(guide: Guide) -> None:
    """What stands on every paper is typed once."""
    press("Ctrl+8")
    page = cast("ShopPage", guide.window.pages.page("shop"))
    guide.expect("the settings begin with the name", focus, page.name)
    for field, text in (
        (page.street, "14 Northgate"),
        (page.postcode, "LS2 7PD"),
        (page.city, "Leeds"),
        (page.phone, "0113 496 0142"),
        (page.email, "desk@northgate.example"),
        (page.tax_id, "GB 123 4567 82"),
    ):
        go_to(field)
        rewrite(text)
    press("Ctrl+S")
    kept = ("14 Northgate", "LS2 7PD", "Leeds", "GB 123 4567 82")
    guide.expect("the shop file holds the address", lambda: _address(guide), kept)
    press("Shift+Tab")
    guide.picture("shop-settings", "The shop's settings: what is printed, how it counts, when it is open.")


def _address(guide: Guide) -> tuple[str, ...]:
    shop = guide.desk.shop.get(guide.actor)
    return shop.street, shop.postcode, shop.city, shop.tax_id


def services(guide: Guide) -> None:
    """Two services go into the empty catalog."""
    press("Ctrl+5")
    page = cast("CatalogPage", guide.window.pages.page("catalog"))
    guide.expect_in("the empty catalog says so", page.list.empty.accessibleName, "The catalog is empty")
    for code, name, category, price, number, unit, shown in SERVICES:
        go_to(page.new_button)
        press("Space")
        form = page.form
        guide.expect("a new entry begins with its code", focus, form.code)
        fields = ((form.code, code), (form.name, name), (form.category, category), (form.price, price))
        for field, text in (*fields, (form.warranty.number, number)):
            go_to(field)
            rewrite(text)
        choose(form.warranty.unit, unit)
        if code == SERVICES[0][0]:
            guide.picture("new-service", "A service: its price with tax, and how long its warranty lasts.")
        press("Ctrl+S")
        guide.expect("the entry is shown with its price", page.card.price.full_text, shown)
    guide.expect("the catalog holds both", lambda: guide.desk.catalog.count(guide.actor), len(SERVICES))
    guide.picture("catalog", "The catalog: what is written here is a few letters away at the counter.")


def first_customer(guide: Guide) -> None:
    """A customer of before is written down in the directory."""
    press("Ctrl+Shift+N")
    page = cast("CustomersPage", guide.window.pages.page("customers"))
    form = page.form
    guide.expect("a new customer begins with the name", focus, form.name)
    for field, text in (
        (form.name, "Łukasz Wójcik"),
        (form.phones.lines[0].edit, "07700 900318"),
        (form.email, "lukasz@mail.example"),
        (form.city, "Leeds"),
    ):
        go_to(field)
        write(text)
    press("Ctrl+S")
    guide.expect("the directory shows him", page.card.name.full_text, "Łukasz Wójcik")
    guide.expect("the shop file holds him", lambda: guide.customer_named("wojcik").name, "Łukasz Wójcik")
    guide.picture("customers", "The directory of customers, with what the shop knows of each.")


STEPS = (
    Step("first start", first_start),
    Step("new shop", new_shop),
    Step("empty queue", empty_queue),
    Step("shop settings", shop_settings),
    Step("services", services),
    Step("first customer", first_customer),
)
