"""Photographs: each content lies in the file once, however many tickets and drafts show it.

A content stays as long as a ticket shows it, also one that was removed in the last thirty days, or a
draft names it; `tidy` takes out the others.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from deskapp.domain.photo import KeptPhoto, Photo, Picture, checked_caption
from deskapp.domain.undo import Done, Later
from deskapp.errors import NotFound
from deskapp.i18n import _, ngettext
from deskapp.services.person import people_names
from deskapp.services.photo_rows import FACTS, KNOWN, UNUSED, drop_unused, kept_of, new_rows, photo_id_of
from deskapp.services.ticket_act import Act, perform
from deskapp.services.ticket_read import ticket_id_of
from deskapp.store import schema
from deskapp.store.statement import Reading, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import Undo
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

KEPT_IN_BIN = timedelta(days=30)
_photo, _shown, _ticket, _item = schema.photo, schema.ticket_photo, schema.ticket, schema.item
_HASH = Reading(
    select(_photo.c.sha256)
    .join(_shown, _shown.c.photo_id == _photo.c.id)
    .where(_shown.c.id == bindparam("photo_id"), _shown.c.binned_at.is_(None))
)
_CONTENT = Reading(select(_photo.c.content).where(_photo.c.sha256 == bindparam("sha256")))
_SHOWN = (
    select(
        *(_shown.c[name] for name in ("id", "caption", "at", "person_id", "row_version")),
        _ticket.c.number,
        _item.c.position.label("item"),
        *FACTS,
    )
    .join(_photo, _photo.c.id == _shown.c.photo_id)
    .join(_ticket, _ticket.c.id == _shown.c.ticket_id)
    .outerjoin(_item, _item.c.id == _shown.c.item_id)
    .where(_shown.c.binned_at.is_(None))
)
_OF_TICKET = Reading(
    _SHOWN.where(_shown.c.ticket_id == bindparam("of_ticket")).order_by(_shown.c.position, _shown.c.id)
)
_ONE = Reading(_SHOWN.where(_shown.c.id == bindparam("photo_id")))
_OLD = Reading(select(_shown.c.id).where(_shown.c.binned_at < bindparam("before")))
_TAKEN_OFF = Statement(delete(_shown).where(_shown.c.id == bindparam("gone")))


class Photos:
    """The photographs of one shop."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def keep(self, actor: Actor, picture: Picture) -> KeptPhoto:
        """Write a picture that no ticket shows yet; a draft that names it holds it."""
        with self._file.write(quietly=True) as tx:
            photo_id_of(tx, picture)
        return KeptPhoto(picture.sha256, picture.width, picture.height, picture.thumbnail)

    def kept(self, actor: Actor, hashes: Iterable[str]) -> tuple[KeptPhoto, ...]:
        """What is known of these contents, in their order; those that are gone are left out."""
        with self._file.record() as record:
            found = [KNOWN.first(record, sha256=one) for one in hashes]
            return tuple(kept_of(row) for row in found if row)

    def content(self, actor: Actor, sha256: str) -> bytes:
        """A picture in the size in which it is kept; raises `NotFound`."""
        with self._file.record() as record:
            content = _CONTENT.value(record, sha256=sha256)
        if not content:  # one that a restore did not find
            raise NotFound(_("That photo is no longer in the shop file."))
        return bytes(content)

    def taken_out(self, actor: Actor, photo_id: int) -> bytes:
        """The picture of a photograph that is saved outside of the shop file; raises `NotFound`."""
        with self._file.record() as record:
            sha256 = _HASH.value(record, photo_id=photo_id)
        return self.content(actor, str(sha256 or ""))

    def of_ticket(self, actor: Actor, number: str) -> tuple[Photo, ...]:
        """The photographs of a ticket in their order."""
        with self._file.record() as record:
            people = people_names(record)
            found = _OF_TICKET.all(record, of_ticket=ticket_id_of(record, number))
            return tuple(_read(row, people) for row in found)

    def add(
        self,
        actor: Actor,
        number: str,
        pictures: Sequence[Picture],
        item: int | None = None,
        caption: str = "",
    ) -> Done[tuple[Photo, ...]]:
        """Put pictures on a ticket, behind those that are there; answers all that it shows then."""
        clean, count = checked_caption(caption), len(pictures)

        def put(act: Act) -> None:
            item_id = None if item is None else act.item(item).id
            contents = [(photo_id_of(act.tx, picture), clean) for picture in pictures]
            for values in new_rows(act.tx, actor, act.ticket_id, contents, act.now):
                act.add(_shown, {**values, "item_id": item_id})

        label = ngettext("Added {count} photo to {number}", "Added {count} photos to {number}", count)
        with self._file.write() as tx:
            act = Act(tx, number, "", self._clock.now())
            act.label = label.format(count=count, number=act.number)
            undo = perform(act, actor, "add_photo", put)
        return Done(Later(partial(self.of_ticket, actor, number)), undo)

    def describe(self, actor: Actor, photo_id: int, caption: str, row_version: int) -> Done[Photo]:
        """Write what a photograph shows."""
        clean = checked_caption(caption)

        def write(act: Act) -> None:
            act.change(_shown, photo_id, {"caption": clean}, row_version)

        undo = self._performed(actor, photo_id, "edit_photo", _("Changed a caption on {number}"), write)
        return Done(Later(partial(self._by_id, photo_id)), undo)

    def bin(self, actor: Actor, photo_id: int) -> Done[None]:
        """Take a photograph off its ticket."""

        def take(act: Act) -> None:
            act.put_into_bin(_shown, photo_id)

        undo = self._performed(actor, photo_id, "bin_photo", _("Removed a photo of {number}"), take)
        return Done(None, undo)

    def tidy(self, actor: Actor) -> int:
        """Delete what was removed long ago and what nobody points to; answers how many contents went.

        To be called when no page is open that holds a picture which its draft does not name yet.
        """
        before = self._clock.now() - KEPT_IN_BIN
        with self._file.record() as record:
            if not (UNUSED.first(record) or _OLD.first(record, before=before)):
                return 0
        with self._file.write(quietly=True) as tx:
            for row in _OLD.all(tx, before=before):
                _TAKEN_OFF.run(tx, {"gone": row.id})
            return drop_unused(tx)

    def _performed(
        self, actor: Actor, photo_id: int, action: str, label: str, work: Callable[[Act], None]
    ) -> Undo:
        with self._file.write() as tx:
            number = _one(tx, photo_id).number
            return perform(Act(tx, number, label, self._clock.now()), actor, action, work)

    def _by_id(self, photo_id: int) -> Photo:
        with self._file.record() as record:
            return _read(_one(record, photo_id), people_names(record))


def _one(unit: Unit, photo_id: int) -> Any:
    row = _ONE.first(unit, photo_id=photo_id)
    if row is None:
        raise NotFound(_("That photo is no longer on the ticket."))
    return row


def _read(row: Any, people: Mapping[int, str]) -> Photo:
    person = people.get(row.person_id, "")
    return Photo(row.id, row.item, row.caption, row.at, person, kept_of(row), row.row_version)
