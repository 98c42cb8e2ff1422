"""The screens of an open shop, each built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.page import TicketsPage


class Page(Protocol):
    """What the window asks of every screen."""

    def activate(self) -> None:
        """The screen is shown: put the focus where work begins."""

    def find_field(self) -> None:
        """Put the focus into the screen's own search."""


class Pages(QStackedWidget):
    """Holds the screens; `empty` is shown until a shop is open."""

    def __init__(self, empty: QWidget) -> None:
        super().__init__()
        self._empty = empty
        self._context: DeskContext | None = None
        self._made: dict[str, QWidget] = {}
        self.addWidget(empty)

    def use(self, context: DeskContext | None) -> None:
        """Show the screens of this shop from now on; none of them is built yet."""
        self._context = context
        self.setCurrentWidget(self._empty)
        for page in self._made.values():
            self.removeWidget(page)
            page.deleteLater()
        self._made.clear()

    def is_used(self) -> bool:
        """Whether a shop is open."""
        return self._context is not None

    def show_page(self, name: str) -> None:
        """Show a screen and let it begin."""
        page = self._page(name)
        self.setCurrentWidget(page)
        cast("Page", page).activate()

    def name(self) -> str:
        """Which screen is shown, or nothing."""
        return next((name for name, page in self._made.items() if page is self.currentWidget()), "")

    def go_to_part(self, step: int) -> None:
        """Go to the next part of the screen that is shown, or to the one before."""
        go = getattr(self.currentWidget(), "go_to_part", None)
        if self.name() and go:
            go(step)

    def enter_search(self) -> None:
        """Go to the search of the screen that is shown."""
        if self.name():
            cast("Page", self.currentWidget()).find_field()

    def tickets(self) -> TicketsPage:
        """The queue."""
        return cast("TicketsPage", self._page("tickets"))

    def made(self, name: str) -> QWidget | None:
        """A screen, if it was built already."""
        return self._made.get(name)

    def page(self, name: str) -> QWidget:
        """A screen, built where it was not."""
        return self._page(name)

    def is_unsaved(self) -> bool:
        """Whether something is typed into the form of a screen, which nothing keeps but the person."""
        return any(bool(getattr(page, "is_unsaved", bool)()) for page in self._made.values())

    def kept(self, settings: Settings) -> Settings:
        """The settings with what the screens want to find again."""
        tickets = self._made.get("tickets")
        return cast("TicketsPage", tickets).kept(settings) if tickets else settings

    def _page(self, name: str) -> QWidget:
        if name not in self._made:
            assert self._context is not None, "no shop is open"
            self._made[name] = _build(name, self._context)
            self.addWidget(self._made[name])
        return self._made[name]


def _build(name: str, context: DeskContext) -> QWidget:
    if name == "tickets":
        from deskapp.ui.tickets.page import TicketsPage

        return TicketsPage(context)
    if name == "customers":
        from deskapp.ui.customers.page import CustomersPage

        return CustomersPage(context)
    if name == "devices":
        from deskapp.ui.devices.page import DevicesPage

        return DevicesPage(context)
    if name == "enquiries":
        from deskapp.ui.enquiries.page import EnquiriesPage

        return EnquiriesPage(context)
    if name == "catalog":
        from deskapp.ui.catalog.page import CatalogPage

        return CatalogPage(context)
    from deskapp.ui.setup.page import ShopPage

    return ShopPage(context)
