"""The book of enquiries: write down, edit, find, close, open again, and what becomes a ticket."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, bindparam, cast, func, literal, or_, select

from deskapp.domain import text
from deskapp.domain.customer import Phone
from deskapp.domain.enquiry import Enquiry, EnquiryDraft, EnquiryShow, checked
from deskapp.domain.query import plain_words
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import read_customer
from deskapp.services.customer_names import NAME_COLUMNS
from deskapp.services.merged import living_id
from deskapp.services.person import people_names
from deskapp.services.phone import looked_up, normalised
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile

_enquiry, _customer, _ticket, _phone = schema.enquiry, schema.customer, schema.ticket, schema.customer_phone
_FEWEST_DIGITS = 3
_BETWEEN = " -/.()+"  # what people put between the digits of a number
_WHOLE = (
    select(
        _enquiry,
        func.coalesce(NAME_COLUMNS["customer_label"], literal("")).label("customer"),
        NAME_COLUMNS["phone_label"].label("known_phone"),
        func.coalesce(_customer.c.email, literal("")).label("known_email"),
        func.coalesce(_ticket.c.number, literal("")).label("ticket"),
        _ticket.c.binned_at.label("ticket_binned"),
    )
    .outerjoin(_customer, _customer.c.id == _enquiry.c.customer_id)
    .outerjoin(_ticket, _ticket.c.id == _enquiry.c.ticket_id)
)
_ONE = Reading(_WHOLE.where(_enquiry.c.id == bindparam("id")))
_OPEN = Reading(
    select(func.count().label("count"))
    .select_from(_enquiry)
    .where(_enquiry.c.closed_at.is_(None), _enquiry.c.binned_at.is_(None))
)
_WITH_NUMBER = Reading(
    select(_phone.c.customer_id)
    .distinct()
    .join(_customer, _customer.c.id == _phone.c.customer_id)
    .where(
        _phone.c.normal == bindparam("normal"), _phone.c.binned_at.is_(None), _customer.c.binned_at.is_(None)
    )
)


class Enquiries:
    """The enquiries of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    # --- reading ---------------------------------------------------------------------------------

    def get(self, actor: Actor, enquiry_id: int) -> Enquiry:
        """One enquiry; raises `NotFound`."""
        with self._file.read() as connection:
            return _read(connection, enquiry_id)

    def rows(
        self,
        actor: Actor,
        query: str = "",
        *,
        show: EnquiryShow = EnquiryShow.OPEN,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Enquiry, ...]:
        """The newest first; every word of the query has to occur in the question, or in who asked."""
        newest = _found(query, show).order_by(_enquiry.c.at.desc(), _enquiry.c.id.desc())
        with self._file.read() as connection:
            people = people_names(connection)
            found = connection.execute(newest.offset(offset).limit(limit))
            return tuple(_enquiry_of(row, people) for row in found)

    def count(self, actor: Actor, query: str = "", show: EnquiryShow = EnquiryShow.OPEN) -> int:
        """How many there are."""
        if not query.strip() and show is EnquiryShow.OPEN:
            with self._file.record() as record:
                return int(_OPEN.value(record) or 0)
        with self._file.read() as connection:
            found = _found(query, show).with_only_columns(_enquiry.c.id).subquery()
            return connection.execute(select(func.count()).select_from(found)).scalar_one()

    # --- writing ---------------------------------------------------------------------------------

    def add(self, actor: Actor, draft: EnquiryDraft) -> Done[Enquiry]:
        """Write down what was asked; who has that phone in the directory, and nobody else, is linked."""
        clean, now = checked(draft), self._clock.now()
        with self._file.write() as tx:
            values = _values(tx, clean) | {"at": now, "person_id": actor.person_id}
            enquiry_id, step = rows.add(tx, _enquiry, values, now)
            audit.record(tx, actor, now, "add", ("enquiry", enquiry_id))
            return _done(tx, enquiry_id, _("Wrote down {number}"), step)

    def edit(self, actor: Actor, enquiry_id: int, draft: EnquiryDraft, row_version: int) -> Done[Enquiry]:
        """Keep a changed enquiry; `row_version` is the version that was read."""
        clean = checked(draft)
        with self._file.write() as tx:
            return self._change(
                tx, actor, "edit", enquiry_id, _values(tx, clean), _("Changed {number}"), row_version
            )

    def close(self, actor: Actor, enquiry_id: int) -> Done[Enquiry]:
        """It was answered, and there is no ticket."""
        with self._file.write() as tx:
            if not _read(tx, enquiry_id).is_open:
                raise Invalid(_("This enquiry is closed already."), "enquiry")
            values = {"closed_at": self._clock.now()}
            return self._change(tx, actor, "close", enquiry_id, values, _("Closed {number}"))

    def reopen(self, actor: Actor, enquiry_id: int) -> Done[Enquiry]:
        """Somebody waits for an answer after all; not while there is its ticket."""
        with self._file.write() as tx:
            row = _row(tx, enquiry_id)
            if row.closed_at is None:
                raise Invalid(_("This enquiry is open."), "enquiry")
            if row.ticket_id is not None and row.ticket_binned is None:
                message = _("It became ticket {number}; go on there.")
                raise Invalid(message.format(number=row.ticket), "enquiry")
            values = {"closed_at": None, "ticket_id": None}
            return self._change(tx, actor, "reopen", enquiry_id, values, _("Opened {number} again"))

    def bin(self, actor: Actor, enquiry_id: int) -> Done[Enquiry]:
        """Put an enquiry into the bin."""
        with self._file.write() as tx:
            values = {"binned_at": self._clock.now()}
            return self._change(tx, actor, "bin", enquiry_id, values, _("Deleted {number}"))

    def _change(
        self,
        tx: Connection,
        actor: Actor,
        action: str,
        enquiry_id: int,
        values: dict[str, Any],
        label: str,
        row_version: int | None = None,
    ) -> Done[Enquiry]:
        _read(tx, enquiry_id)
        before, step = rows.change(tx, _enquiry, enquiry_id, values, row_version)
        changes = {name: (value, values[name]) for name, value in before.items()}
        audit.record(tx, actor, self._clock.now(), action, ("enquiry", enquiry_id), changes)
        return _done(tx, enquiry_id, label, step)


def _values(tx: Connection, draft: EnquiryDraft) -> dict[str, Any]:
    if draft.customer_id is not None:
        customer_id: int | None = living_id(tx, draft.customer_id)
        if read_customer(tx, draft.customer_id).binned and customer_id == draft.customer_id:
            raise Invalid(_("That customer is in the bin."), "customer_id")
    else:
        customer_id = _known(tx, draft.phone)
    said = {name: getattr(draft, name) for name in ("text", "name", "phone", "email")}
    return {**said, "customer_id": customer_id}


def _known(tx: Connection, phone: str) -> int | None:
    """Whose number it is, where it is one customer's alone."""
    normal = normalised(Phone(phone), read_shop(tx).country).normal if phone else ""
    found = _WITH_NUMBER.all(tx, normal=normal) if normal else []
    return int(found[0].customer_id) if len(found) == 1 else None


def _found(query: str, show: EnquiryShow) -> Select[Any]:
    there = [_enquiry.c.binned_at.is_(None)]
    if show is not EnquiryShow.ALL:
        is_open = _enquiry.c.closed_at.is_(None)
        there.append(is_open if show is EnquiryShow.OPEN else ~is_open)
    plain_words(query)  # which says so where there are too many
    words, number = [_has_word(word) for word in text.fold(query).split()], text.digits(query)
    if len(number) >= _FEWEST_DIGITS and not any(char.isalpha() for char in query):
        return _WHOLE.where(*there, or_(_has_number(looked_up(number)), and_(*words)))
    return _WHOLE.where(*there, *words)


def _has_word(word: str) -> ColumnElement[bool]:
    holds: ColumnElement[bool] = _said().contains(word, autoescape=True)
    return or_(holds, _has_number(word)) if word.isdecimal() and len(word) >= _FEWEST_DIGITS else holds


@cache
def _said() -> Any:
    """All that is written of an enquiry, folded."""
    said: Any = literal("E-") + cast(_enquiry.c.id, Text)
    for part in (_enquiry.c.name, _enquiry.c.email, _enquiry.c.text, NAME_COLUMNS["customer_label"]):
        said = said + " " + func.coalesce(part, literal(""))
    return func.folded(said + " " + func.coalesce(_ticket.c.number, literal("")))


def _has_number(number: str) -> ColumnElement[bool]:
    parts = []
    for phone in (_enquiry.c.phone, NAME_COLUMNS["phone_label"]):
        bare: Any = phone
        for sign in _BETWEEN:
            bare = func.replace(bare, sign, "")
        parts.append(bare.contains(number, autoescape=True))
    return or_(*parts, _ticket.c.code == number)


def _done(tx: Connection, enquiry_id: int, label: str, step: UndoStep) -> Done[Enquiry]:
    enquiry = _read(tx, enquiry_id)
    return Done(enquiry, Undo(label.format(number=enquiry.number), (step,)))


def _read(connection: Connection, enquiry_id: int) -> Enquiry:
    return _enquiry_of(_row(connection, enquiry_id), people_names(connection))


def _row(connection: Connection, enquiry_id: int) -> Any:
    row = _ONE.first(connection, id=enquiry_id)
    if row is None:
        raise NotFound(_("That enquiry is not in the book."))
    return row


def _enquiry_of(row: Any, people: Any) -> Enquiry:
    reach = row.phone or row.known_phone or row.email or row.known_email
    return Enquiry(
        row.id,
        EnquiryDraft(row.text, row.name, row.phone, row.email, row.customer_id),
        row.at,
        people.get(row.person_id, ""),
        row.customer,
        reach,
        row.ticket,
        row.closed_at,
        row.row_version,
        row.binned_at is not None,
    )
