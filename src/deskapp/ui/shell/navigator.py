"""Goes to the places of an open shop: views of the queue, records and screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from deskapp.ui.shell.places import PLACES
from deskapp.ui.shell.trail import Stop, Trail

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.customers.page import CustomersPage
    from deskapp.ui.devices.page import DevicesPage
    from deskapp.ui.enquiries.page import EnquiriesPage
    from deskapp.ui.shell.frame import Frame
    from deskapp.ui.tickets.views import ViewKeeper


class Navigator(QObject):
    """Shows screens and keeps the sidebar true; does nothing while no shop is open."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame, self._pages, self._trail = frame, frame.pages, Trail()
        self.views: ViewKeeper | None = None
        self._context: DeskContext | None = None
        frame.sidebar.chosen.connect(self.go)
        frame.sidebar.asked.connect(self._narrow)

    def begin(self, context: DeskContext) -> None:
        """A shop was opened: begin with what is open."""
        from deskapp.ui.tickets.views import ViewKeeper

        self._context = context
        self._trail.clear()
        self.go("open")
        self._pages.tickets().view_changed.connect(self._frame.sidebar.set_place)
        self.views = ViewKeeper(context, self._frame.sidebar, self._pages.tickets().list)

    def go(self, key: str) -> None:
        """Go to a place of the sidebar, or to a screen by its name."""
        if not self._pages.is_used():
            return
        self._trail.go(Stop(key))
        place = self._frame.sidebar.place_of(key) or PLACES.get(key)
        self._pages.show_page(place.page if place else key)
        if place and place.page == "tickets":
            self._pages.tickets().show_view(place)
        name = self._pages.name()
        self._frame.sidebar.set_place(self._pages.tickets().view_key() if name == "tickets" else name)

    def go_to_queue(self) -> None:
        """Go to the queue as it was left; but nobody works in the bin, so from there to what is open."""
        if self._pages.is_used():
            self.go("open" if self._pages.tickets().view_key() == "bin" else "tickets")

    def show_place(self, key: str) -> None:
        """Go to a place of the sidebar, from whatever window."""
        self.go(key)
        self._raise()

    def save_view(self) -> None:
        """Keep what the queue shows as a view."""
        if self._pages.is_used() and self.views:
            if self._pages.name() != "tickets":
                self._pages.show_page("tickets")
            self.views.ask_to_save()

    def _narrow(self, key: str, act: str) -> None:
        """Add what a view asks for to the filter, or leave it out."""
        view = self._frame.sidebar.place_of(key)
        from deskapp.domain.query import negated_term, with_term  # after the frame is painted

        change = {"add": with_term, "negate": negated_term}.get(act)
        if change is None or view is None or not view.query:
            return
        if self._pages.name() != "tickets":
            self._pages.show_page("tickets")
        queue = self._pages.tickets().list
        queue.show_query(change(queue.query(), view.query))
        self._frame.sidebar.set_place(queue.view().key)

    def show_ticket(self, number: str) -> None:
        """Show a ticket beside the queue."""
        if self._pages.name() != "tickets":
            self.go("tickets")
        self._trail.go(Stop(self._pages.tickets().view_key(), ticket=number))
        page = self._pages.tickets()
        page.open_ticket(number)
        if not page.isAncestorOf(self._frame.window().focusWidget()):
            page.activate()  # the single keys work in the list, wherever the ticket was asked for
        self._raise()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer in the directory."""
        self._customers().open_customer(customer_id)
        self._trail.go(Stop("customers", customer=customer_id))
        self._raise()

    def show_device(self, device_id: int) -> None:
        """Show a device in the register."""
        if self._pages.name() != "devices":
            self.go("devices")
        cast("DevicesPage", self._pages.page("devices")).open_device(device_id)
        self._trail.go(Stop("devices", device=device_id))
        self._raise()

    def back(self) -> None:
        """Go to where the window was before."""
        with self._trail.back() as stop:
            if stop is None:
                return
            self.go(stop.place)
            if stop.ticket:
                self.show_ticket(stop.ticket)
            elif stop.customer is not None:
                self.show_customer(stop.customer)
            elif stop.device is not None:
                self.show_device(stop.device)

    def show_query(self, query: str) -> None:
        """List the tickets that a query means."""
        if self._pages.name() != "tickets":
            self._pages.show_page("tickets")
        queue = self._pages.tickets().list
        queue.show_query(query)
        self._frame.sidebar.set_place(queue.view().key)
        self._raise()

    def show_closed(self) -> None:
        """Show the tickets that are over."""
        self.go("closed")
        self._raise()

    def show_customers(self) -> None:
        """Show the directory."""
        self.go("customers")
        self._raise()

    def show_duplicates(self) -> None:
        """Show who in the directory may be one."""
        self.show_customers()
        self._customers().find_duplicates()

    def new_customer(self, typed: str = "") -> None:
        """Begin a new customer in the directory, with a phone number or a name that was typed."""
        self._customers().new_customer(typed)

    def new_enquiry(self, typed: str = "") -> None:
        """Write down what somebody asks, from a number or a name that was typed."""
        if self._pages.is_used():
            if self._pages.name() != "enquiries":
                self.go("enquiries")
            self._enquiries().new_enquiry(typed)

    def convert_enquiry(self) -> None:
        """Begin the ticket that the enquiry that is shown becomes; from elsewhere, show it first."""
        if self._pages.name() != "enquiries":
            self.go("enquiries")
        else:
            self._enquiries().convert()

    def quick_job(self) -> None:
        """Write down work that was done while the customer waited."""
        if self._context and self._pages.is_used():
            self._context.open_quick_job()

    def search(self) -> None:
        """Go to the search of the window."""
        self._frame.omnibox.enter()

    def find_in_list(self) -> None:
        """Go to the search of the screen that is shown."""
        self._pages.enter_search()

    def go_to_number(self) -> None:
        """Type a ticket's number, or the end of it, and be there."""
        self._frame.omnibox.enter("#")

    def find_customer(self) -> None:
        """Type a phone number or a name and be with the customer."""
        self._frame.omnibox.enter("@")

    def next_part(self) -> None:
        """Go to the next part of the screen."""
        self._pages.go_to_part(1)

    def part_before(self) -> None:
        """Go to the part before."""
        self._pages.go_to_part(-1)

    def peek(self) -> None:
        """Show the ticket under the cursor without leaving the list, or put it away."""
        if self._pages.name() == "tickets":
            self._pages.tickets().peek()

    def show_board(self, *, on: bool) -> None:
        """Show the queue as a board, or as a table."""
        if self._pages.name() != "tickets":
            self.go("tickets")
        self._pages.tickets().show_board(on=on)

    def ask_limits(self) -> None:
        """Ask how much work is meant to be in hand."""
        self._pages.tickets().ask_limits()

    def select_row(self) -> None:
        """Choose the row under the cursor besides the others, or leave it out."""
        if self._pages.name() == "tickets":
            self._pages.tickets().keys.select_row()

    def open_window(self) -> None:
        """Show the ticket under the cursor in a window of its own."""
        if self._pages.name() == "tickets":
            self._pages.tickets().keys.open_window()

    def export_list(self) -> None:
        """Write what the queue or the directory lists to a file."""
        if self._pages.name() == "customers":
            self._customers().export_list()
            return
        if self._pages.name() != "tickets":
            self._pages.show_page("tickets")
        self._pages.tickets().keys.export_list()

    def duplicate(self) -> None:
        """Begin a ticket for the customer and the device of the one that is shown."""
        if self._pages.name() == "tickets":
            self._pages.tickets().keys.duplicate()

    def comeback(self) -> None:
        """Begin a ticket for what came back from the one that is shown."""
        if self._pages.name() == "tickets":
            self._pages.tickets().keys.comeback()

    def run_on_ticket(self, command: str) -> None:
        """Carry out a command on the ticket that is shown."""
        if self._pages.is_used():
            if self._pages.name() != "tickets":
                self.go("tickets")
            self._pages.tickets().run(command)

    def run_on_customer(self, command: str) -> None:
        """Carry out a command on the customer that is shown."""
        if self._pages.is_used():
            getattr(self._customers(), command)()

    def show_pane(self, on: bool) -> None:
        """Show the pane beside the queue, or the list alone."""
        if self._pages.is_used():
            self._pages.tickets().show_pane(on=on)

    def _customers(self) -> CustomersPage:
        if self._pages.name() != "customers":
            self.go("customers")
        return cast("CustomersPage", self._pages.page("customers"))

    def _enquiries(self) -> EnquiriesPage:
        return cast("EnquiriesPage", self._pages.page("enquiries"))

    def _raise(self) -> None:
        window = self._frame.window()
        window.raise_()
        window.activateWindow()
