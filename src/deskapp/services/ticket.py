"""The queue and its tickets: take in, find, open, edit, move, note, message, lines, hand over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.device import DeviceDraft, refuse_wrong_imei
from deskapp.domain.field import FieldOf
from deskapp.domain.status import Status, may_follow
from deskapp.domain.ticket import (
    Intake,
    ItemDraft,
    ItemReport,
    LineDraft,
    Ticket,
    TicketEdit,
    checked_edit,
    checked_item,
    checked_report,
)
from deskapp.domain.undo import Done, Later, Undo
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.catalog import check_service
from deskapp.services.comeback import coming_back
from deskapp.services.customer import read_customer
from deskapp.services.device import add_device, known_device
from deskapp.services.device import values as device_values
from deskapp.services.erased import check_not_erased
from deskapp.services.field import own_values, ticket_values
from deskapp.services.item_type import plain_checks
from deskapp.services.line import line_values
from deskapp.services.person import check_person
from deskapp.services.queue import Queue
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses, find_status
from deskapp.services.ticket_act import Act, perform
from deskapp.services.ticket_index import renew_device
from deskapp.services.ticket_intake import add_line, take_in
from deskapp.services.ticket_read import read_items, read_ticket, ticket_id_of
from deskapp.services.ticket_status import move_items
from deskapp.services.ticket_words import change_words
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row, Table

    from deskapp.domain.actor import Actor
    from deskapp.domain.comeback import Comeback


class Tickets(Queue):
    """The tickets of one shop file."""

    # --- reading ---------------------------------------------------------------------------------

    def get(self, actor: Actor, number: str) -> Ticket:
        """One ticket whole, by its number or printed code."""
        with self._file.record() as record:
            return read_ticket(record, ticket_id_of(record, number))

    def by_id(self, actor: Actor, ticket_id: int) -> Ticket:
        """One ticket whole."""
        with self._file.record() as record:
            return read_ticket(record, ticket_id)

    def comeback(self, actor: Actor, number: str) -> Comeback:
        """What something that comes back from this ticket begins with; raises `Invalid` while it is open."""
        with self._file.record() as record:
            return coming_back(record, ticket_id_of(record, number))

    def next_statuses(self, actor: Actor, ticket: Ticket) -> tuple[Status, ...]:
        """The statuses that at least one of the ticket's items may be moved to; none while in the bin."""
        if ticket.binned:
            return ()
        with self._file.read() as connection:
            statuses = all_statuses(connection)
        now = [(statuses[item.status], ticket.worked_on(item)) for item in ticket.items]
        return tuple(
            then
            for then in statuses.values()
            if any(may_follow(status, then, worked_on=worked_on) for status, worked_on in now)
        )

    # --- writing ---------------------------------------------------------------------------------

    def take_in(self, actor: Actor, intake: Intake) -> Done[Ticket]:
        """Log what a customer brings; undoing puts the ticket into the bin and its number stays used."""
        with self._file.write() as tx:
            ticket_id, number, steps = take_in(tx, actor, intake, self._clock)
        undo = Undo(_("Took in {number}").format(number=number), steps, (ticket_id,))
        return self._done(actor, ticket_id, undo)

    def move(
        self, actor: Actor, number: str, status: str, *, item: int | None = None, reason: str = ""
    ) -> Done[Ticket]:
        """Move every item that may take the step, or the one named; `status` is a key or a label."""

        def step(act: Act) -> None:
            target = find_status(all_statuses(act.tx), status)
            act.steps += move_items(
                act.tx, actor, act.ticket_id, target, act.now, position=item, reason=reason
            )
            act.changes["status"] = (None, target.key)
            act.label = _("{number} is now “{status}”").format(number=act.number, status=target.label)

        return self._perform(actor, number, "move", "", step)

    def hand_over(self, actor: Actor, number: str) -> Done[Ticket]:
        """The customer collects: every ready item becomes collected, and its warranty starts."""
        return self.move(actor, number, "collected")

    def edit(self, actor: Actor, number: str, edit: TicketEdit, row_version: int) -> Done[Ticket]:
        """Keep the changed fields of a ticket; `row_version` is the version that was read."""
        new = checked_edit(edit)
        values = {
            "promised_at": new.promised_at,
            "planned_at": new.planned_at,
            "priority": new.priority.value,
            "person_id": new.person_id,
            "place": new.place,
            "tags": " ".join(new.tags),
            "cost_limit_minor": new.cost_limit.minor if new.cost_limit else None,
            "customer_id": new.customer_id,
            "deposit_minor": new.deposit.minor if new.deposit else None,
            "terms": new.terms,
        }

        def keep(act: Act) -> None:
            check_person(act.tx, new.person_id)
            if new.customer_id is not None:
                read_customer(act.tx, new.customer_id)
            own = own_values(act.tx, FieldOf.TICKET, new.fields, ticket_values(act.tx, act.ticket_id))
            act.change(schema.ticket, act.ticket_id, {**values, "fields": own}, row_version)
            check_not_erased(act.tx, new.customer_id)
            if said := change_words(act.tx, act.steps[-1].after):
                act.label = _("{number}: {what}").format(number=act.number, what=said)
            _give_owner(act, new.customer_id)

        return self._perform(actor, number, "edit", _("Changed {number}"), keep)

    def edit_item(
        self, actor: Actor, number: str, position: int, item: ItemDraft, row_version: int
    ) -> Done[Ticket]:
        """Keep the changed fault, condition, accessories and device of an item."""
        new = checked_item(item)

        def keep(act: Act) -> None:
            row = act.item(position)
            values: dict[str, Any] = {
                "fault": new.fault,
                "condition": new.condition,
                "accessories": new.accessories,
                "item_type": new.item_type,
                "checklist": plain_checks(new.checklist),
                "fields": own_values(act.tx, FieldOf.ITEM, new.fields, row.fields, new.item_type),
                "device_id": _keep_device(act, row, new),
            }
            act.change(schema.item, row.id, values, row_version, touch=any(step.before for step in act.steps))

        return self._perform(actor, number, "edit_item", _("Changed the item of {number}"), keep)

    def report(
        self, actor: Actor, number: str, position: int, report: ItemReport, row_version: int
    ) -> Done[Ticket]:
        """Keep what was found, what was done and what is recommended, in words for the customer."""
        new = checked_report(report)
        values = {"findings": new.findings, "work_done": new.work_done, "recommendation": new.recommendation}

        def keep(act: Act) -> None:
            act.change(schema.item, act.item(position).id, values, row_version)

        return self._perform(actor, number, "report", _("Wrote the report of {number}"), keep)

    def note(self, actor: Actor, number: str, note: str) -> Done[Ticket]:
        """Add internal text; no paper and no message carries it."""
        label = _("Added a note to {number}")
        return self._perform(actor, number, "note", label, _adding_text(schema.note, note, actor))

    def message(self, actor: Actor, number: str, message: str) -> Done[Ticket]:
        """Add text for the customer."""
        label = _("Added a message to {number}")
        return self._perform(actor, number, "message", label, _adding_text(schema.message, message, actor))

    def add_line(self, actor: Actor, number: str, line: LineDraft) -> Done[Ticket]:
        """Add work or a part to be charged."""

        def add(act: Act) -> None:
            items = [row.id for row in read_items(act.tx, act.ticket_id)]
            act.steps.append(add_line(act.tx, read_shop(act.tx), act.ticket_id, items, line, act.now))

        return self._perform(actor, number, "add_line", _("Added a line to {number}"), add)

    def edit_line(
        self, actor: Actor, number: str, line_id: int, line: LineDraft, row_version: int
    ) -> Done[Ticket]:
        """Keep a changed line; an unchanged tax class keeps the rates it was written with."""

        def keep(act: Act) -> None:
            check_service(act.tx, line.service_id)
            values = line_values(line, read_shop(act.tx)) | {"item_id": act.item(line.item).id}
            if act.line(line_id).tax_class == values["tax_class"]:
                del values["tax_rates"]
            act.change(schema.line, line_id, values, row_version)

        return self._perform(actor, number, "edit_line", _("Changed a line of {number}"), keep)

    def remove_line(self, actor: Actor, number: str, line_id: int) -> Done[Ticket]:
        """Take a line off the ticket."""

        def remove(act: Act) -> None:
            act.put_into_bin(schema.line, act.line(line_id).id)

        return self._perform(actor, number, "remove_line", _("Removed a line of {number}"), remove)

    def bin(self, actor: Actor, number: str) -> Done[Ticket]:
        """Put a ticket into the bin."""

        def put(act: Act) -> None:
            act.put_into_bin(schema.ticket, act.ticket_id)

        return self._perform(actor, number, "bin", _("Deleted {number}"), put)

    def restore(self, actor: Actor, number: str) -> Done[Ticket]:
        """Take a ticket out of the bin."""

        def take(act: Act) -> None:
            act.put_into_bin(schema.ticket, act.ticket_id, out=True)

        return self._perform(actor, number, "restore", _("Restored {number}"), take)

    def _perform(
        self, actor: Actor, number: str, action: str, label: str, work: Callable[[Act], None]
    ) -> Done[Ticket]:
        with self._file.write() as tx:
            act = Act(tx, number, label, self._clock.now())
            undo = perform(act, actor, action, work)
        return self._done(actor, act.ticket_id, undo)

    def _done(self, actor: Actor, ticket_id: int, undo: Undo) -> Done[Ticket]:
        return Done(Later(partial(self.by_id, actor, ticket_id)), undo)


def _keep_device(act: Act, row: Row[Any], item: ItemDraft) -> int | None:
    """Change the item's device in the register, or add it when the item had none."""
    draft = item.device
    if item.device_id is not None and item.device_id != row.device_id:
        known_device(act.tx, item.device_id)
        return item.device_id
    if draft == DeviceDraft():
        return None
    if row.device_id is None:
        owner = act.tx.execute(
            select(schema.ticket.c.customer_id).where(schema.ticket.c.id == act.ticket_id)
        ).scalar()
        new_id, step = add_device(act.tx, draft, owner, act.now)
        act.steps.append(step)
        return new_id
    if draft.imei != known_device(act.tx, row.device_id).imei:
        refuse_wrong_imei(draft.imei)
    act.change(schema.device, row.device_id, device_values(draft))
    if act.steps[-1].before:
        renew_device(act.tx, row.device_id, item_id=row.id)
    return int(row.device_id)


def _give_owner(act: Act, customer_id: int | None) -> None:
    """Devices that were brought in before anybody was named belong to the customer named now."""
    device, item = schema.device, schema.item
    unowned = select(device.c.id).where(
        device.c.customer_id.is_(None),
        device.c.id.in_(select(item.c.device_id).where(item.c.ticket_id == act.ticket_id)),
    )
    for device_id in act.tx.execute(unowned).scalars().all() if customer_id else ():
        act.change(device, device_id, {"customer_id": customer_id})


def _adding_text(table: Table, typed: str, actor: Actor) -> Callable[[Act], None]:
    clean = text.block(typed, "text")
    if not clean:
        raise Invalid(_("Write something first."), "text")

    def add(act: Act) -> None:
        values = {"ticket_id": act.ticket_id, "text": clean, "person_id": actor.person_id, "at": act.now}
        act.add(table, values)

    return add
