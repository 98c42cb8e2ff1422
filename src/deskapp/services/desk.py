"""The desk: one open shop file and everything that can be done with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from deskapp.domain.actor import Actor, Source
from deskapp.domain.permission import Action
from deskapp.domain.status import Status
from deskapp.services.field import Fields
from deskapp.services.permission import Guard
from deskapp.services.person import People
from deskapp.services.queue import Queue
from deskapp.services.saved_view import SavedViews
from deskapp.services.shop import Shops
from deskapp.services.shop_beginning import begin_shop
from deskapp.services.status import all_statuses
from deskapp.store import upgrade
from deskapp.store.engine import ShopFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.shop import Shop
    from deskapp.domain.undo import Undo
    from deskapp.services.anchor import Anchors
    from deskapp.services.audit_reading import AuditReading
    from deskapp.services.backup import Backups
    from deskapp.services.catalog import Catalog
    from deskapp.services.customer import Customers
    from deskapp.services.customer_export import CustomerExports
    from deskapp.services.device_register import Devices
    from deskapp.services.draft import Drafts
    from deskapp.services.duplicate import Duplicates
    from deskapp.services.encryption import Encryption
    from deskapp.services.enquiry import Enquiries
    from deskapp.services.import_mapping import ImportMappings
    from deskapp.services.imports import Imports
    from deskapp.services.item_secret import ItemSecrets
    from deskapp.services.item_type import ItemTypes
    from deskapp.services.loan import Loans
    from deskapp.services.merge import Merges
    from deskapp.services.paper import Papers
    from deskapp.services.photo import Photos
    from deskapp.services.pin import Pins
    from deskapp.services.privacy import Privacy
    from deskapp.services.quick_job import QuickJobs
    from deskapp.services.retention import Retention
    from deskapp.services.ticket import Tickets
    from deskapp.services.ticket_bulk import TicketBulk
    from deskapp.services.trade import Trades
    from deskapp.services.work_limit import WorkLimits
    from deskapp.store.change_news import ChangeNews


class Desk:
    """One shop file that is open; every call takes who acts."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self.clock = clock
        self.path = file.path
        self._guard = Guard(file)
        over = self._guard.over
        self.shop = over("shop", Shops(file, clock))
        self.people = over("people", People(file, clock))
        self.queue = over("queue", Queue(file, clock))
        self.views = over("views", SavedViews(file, clock))
        self.fields = over("fields", Fields(file, clock))

    @property
    def is_encrypted(self) -> bool:
        """Whether its file is."""
        return self._file.key is not None

    @property
    def proven(self) -> dict[int, float]:
        """Until when people have shown their PIN, as the guard knows it."""
        return self._guard.proven

    def load(self) -> None:
        """Load what most acts need, before the first of them."""
        _ = self.tickets, self.customers, self.catalog, self.papers

    @cached_property
    def tickets(self) -> Tickets:
        """The tickets: the queue, and what is done to one; this and all below is loaded when it is needed."""
        from deskapp.services.ticket import Tickets

        return self._guard.over("tickets", Tickets(self._file, self.clock))

    @cached_property
    def customers(self) -> Customers:
        """The customer directory."""
        from deskapp.services.customer import Customers

        return self._guard.over("customers", Customers(self._file, self.clock))

    @cached_property
    def catalog(self) -> Catalog:
        """What the shop charges for."""
        from deskapp.services.catalog import Catalog

        return self._guard.over("catalog", Catalog(self._file, self.clock))

    @cached_property
    def papers(self) -> Papers:
        """What stands on paper."""
        from deskapp.services.paper import Papers

        return self._guard.over("papers", Papers(self._file, self.clock))

    @cached_property
    def item_types(self) -> ItemTypes:
        """Kinds of things that are brought in."""
        from deskapp.services.item_type import ItemTypes

        return self._guard.over("item_types", ItemTypes(self._file, self.clock))

    @cached_property
    def imports(self) -> Imports:
        """Batches of records of other systems; loaded when somebody imports, which few starts do."""
        from deskapp.services.imports import Imports

        return self._guard.over("imports", Imports(self._file, self.clock))

    @cached_property
    def mappings(self) -> ImportMappings:
        """How columns of files were assigned by hand."""
        from deskapp.services.import_mapping import ImportMappings

        return self._guard.over("mappings", ImportMappings(self._file, self.clock))

    @cached_property
    def exports(self) -> CustomerExports:
        """The directory as a stream, for files that leave the shop."""
        from deskapp.services.customer_export import CustomerExports

        return self._guard.over("exports", CustomerExports(self._file))

    @cached_property
    def backups(self) -> Backups:
        """Copies of the shop that can be trusted."""
        from deskapp.services.backup import Backups

        return self._guard.over("backups", Backups(self._file, self.clock))

    @cached_property
    def encryption(self) -> Encryption:
        """Whether the file is encrypted, and changing that."""
        from deskapp.services.encryption import Encryption

        return self._guard.over("encryption", Encryption(self._file))

    @cached_property
    def bulk(self) -> TicketBulk:
        """Many tickets changed in one act."""
        from deskapp.services.ticket_bulk import TicketBulk

        return self._guard.over("bulk", TicketBulk(self._file, self.clock))

    @cached_property
    def drafts(self) -> Drafts:
        """Tickets that were begun and not saved."""
        from deskapp.services.draft import Drafts

        return self._guard.over("drafts", Drafts(self._file, self.clock))

    @cached_property
    def secrets(self) -> ItemSecrets:
        """What items are unlocked with, until they are handed over."""
        from deskapp.services.item_secret import ItemSecrets

        return self._guard.over("secrets", ItemSecrets(self._file, self.clock))

    @cached_property
    def devices(self) -> Devices:
        """The register of devices across customers."""
        from deskapp.services.device_register import Devices

        return self._guard.over("devices", Devices(self._file, self.clock))

    @cached_property
    def enquiries(self) -> Enquiries:
        """What was asked before there is a ticket."""
        from deskapp.services.enquiry import Enquiries

        return self._guard.over("enquiries", Enquiries(self._file, self.clock))

    @cached_property
    def quick_jobs(self) -> QuickJobs:
        """Work that is done while the customer waits."""
        from deskapp.services.quick_job import QuickJobs

        return self._guard.over("quick_jobs", QuickJobs(self._file, self.clock))

    @cached_property
    def photos(self) -> Photos:
        """What things looked like when they came in, and since."""
        from deskapp.services.photo import Photos

        return self._guard.over("photos", Photos(self._file, self.clock))

    @cached_property
    def loans(self) -> Loans:
        """What the shop lends while it works on a ticket."""
        from deskapp.services.loan import Loans

        return self._guard.over("loans", Loans(self._file, self.clock))

    @cached_property
    def trades(self) -> Trades:
        """What the shop's trade brought, and its own pack."""
        from deskapp.services.trade import Trades

        return self._guard.over("trades", Trades(self._file, self.clock))

    @cached_property
    def merges(self) -> Merges:
        """Customers who are one."""
        from deskapp.services.merge import Merges

        return self._guard.over("merges", Merges(self._file, self.clock))

    @cached_property
    def duplicates(self) -> Duplicates:
        """Customers who may be one."""
        from deskapp.services.duplicate import Duplicates

        return self._guard.over("duplicates", Duplicates(self._file, self.clock))

    @cached_property
    def privacy(self) -> Privacy:
        """What the shop keeps of one person."""
        from deskapp.services.privacy import Privacy

        return self._guard.over("privacy", Privacy(self._file, self.clock))

    @cached_property
    def audit(self) -> AuditReading:
        """Who did what, when, and to what."""
        from deskapp.services.audit_reading import AuditReading

        return self._guard.over("audit", AuditReading(self._file))

    @cached_property
    def pins(self) -> Pins:
        """How people show who they are."""
        from deskapp.services.pin import Pins

        return self._guard.over("pins", Pins(self._file, self.clock, self._guard.proven))

    @cached_property
    def retention(self) -> Retention:
        """How long the shop keeps what, and what may go."""
        from deskapp.services.retention import Retention

        return self._guard.over("retention", Retention(self._file, self.clock))

    @cached_property
    def anchors(self) -> Anchors:
        """Whether the history is the one that was seen before."""
        from deskapp.services.anchor import Anchors

        return self._guard.over("anchors", Anchors(self._file, self.clock))

    @cached_property
    def work_limits(self) -> WorkLimits:
        """How much work is meant to be in hand at once."""
        from deskapp.services.work_limit import WorkLimits

        return self._guard.over("work_limits", WorkLimits(self._file, self.clock))

    @classmethod
    def open(cls, path: Path, clock: Clock) -> Desk:
        """Open a shop file, upgraded when it is older; raises `DeskError` when it cannot be."""
        upgrade.bring_up(path, _renew)
        return cls(ShopFile(path), clock)

    @classmethod
    def create(cls, path: Path, shop: Shop, owner: str, clock: Clock) -> Desk:
        """Make a new shop file, whole or not at all, and open it."""
        cls.build(path, shop, owner, clock)
        return cls.open(path, clock)

    @classmethod
    def build(
        cls, path: Path, shop: Shop, owner: str, clock: Clock, fill: Callable[[Desk], object] | None = None
    ) -> None:
        """Make a new shop file with what `fill` does in it, whole or not at all: it gets its name last."""
        upgrade.check_free(path)
        part = path.with_name(f"{path.name}.part")
        upgrade.remove(part)
        upgrade.create(part)
        desk = cls(ShopFile(part, durable=False), clock)
        try:
            desk._begin(shop, owner)
            if fill:
                fill(desk)
            desk.close()
            upgrade.put_in_place(part, path)
        except BaseException:
            desk.close()
            upgrade.remove(part)
            raise

    def actor(self, name: str = "", source: Source = Source.WINDOW) -> Actor:
        """The person with that name, the owner when none is given."""
        return self.people.actor(name, source)

    def demand(self, actor: Actor, action: Action) -> None:
        """Raises `NotAllowed` unless the person's role includes it, `PinNeeded` where they have to show again
        who they are.
        """
        self._guard.demand_proven(actor, action)

    def statuses(self, actor: Actor) -> tuple[Status, ...]:
        """The shop's statuses in their order."""
        with self._file.read() as connection:
            return tuple(all_statuses(connection).values())

    def undo(self, actor: Actor, undo: Undo) -> Undo:
        """Take an act back; answers how to do it again. Refused when the records changed since."""
        from deskapp.services.undo import take_back

        self._guard.check_undo(actor, undo)
        with self._file.write() as tx:
            return take_back(tx, actor, undo, self.clock.now())

    def check(self, actor: Actor) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each; nothing when all is well."""
        from deskapp.services.check import problems

        with self._file.read() as connection:
            return problems(connection)

    def rebuild_index(self, actor: Actor) -> None:
        """Make anew what lists and searches read, from the records, and the file without what is gone."""
        self._guard.demand(actor, Action.SHOP_DATA)
        with self._file.write() as tx:
            _renew(tx)
        self._file.settle(anew=True)

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each committed change, on whatever thread made it."""
        self._file.on_change(listener)

    def mark(self) -> int:
        """A number that is another one after anybody wrote to the file; asking costs next to nothing."""
        return self._news.mark()

    def is_in_place(self) -> bool:
        """Whether the file is still the one that was opened; asking costs next to nothing."""
        return self._file.is_in_place()

    def check_place(self) -> None:
        """Raise `Moved` where it is not; all that was saved is in it then, wherever it is."""
        self._file.check_place()

    def _begin(self, shop: Shop, owner: str) -> None:
        """What every shop begins with: its settings, a person, the statuses."""
        with self._file.write() as tx:
            begin_shop(tx, shop, owner, self.clock.now())

    def close(self) -> None:
        """Close the file; it is one piece again afterwards."""
        if "_news" in self.__dict__:
            self._news.close()
        self._file.close()

    @cached_property
    def _news(self) -> ChangeNews:
        from deskapp.store.change_news import ChangeNews

        return ChangeNews(self.path, self._file.key)


def _renew(tx: Connection) -> None:
    from deskapp.services.renew import renew_tickets
    from deskapp.services.search_upkeep import rebuild

    renew_tickets(tx)
    rebuild(tx)
