"""The rows of photographs: each content once by its hash, and which tickets show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, exists, func, select

from deskapp.domain.photo import MOST_PHOTOS, KeptPhoto, checked_caption
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.statement import Reading, Statement, add_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.photo import PhotoDraft, Picture

_photo, _shown, _draft = schema.photo, schema.ticket_photo, schema.draft
FACTS = (_photo.c.sha256, _photo.c.width, _photo.c.height, _photo.c.thumbnail)
KNOWN = Reading(select(_photo.c.id, *FACTS).where(_photo.c.sha256 == bindparam("sha256")))
_NUMBERS = Reading(
    select(
        func.coalesce(func.max(_shown.c.position), 0).label("last"),
        func.count().filter(_shown.c.binned_at.is_(None)).label("shown"),
    ).where(_shown.c.ticket_id == bindparam("of_ticket"))
)
UNUSED = Reading(
    select(_photo.c.id).where(
        ~exists().where(_shown.c.photo_id == _photo.c.id),
        ~exists().where(func.instr(_draft.c.content, _photo.c.sha256) > 0),
    )
)
_DELETED = Statement(delete(_photo).where(_photo.c.id == bindparam("gone")))


def attach(
    tx: Connection, actor: Actor, place: tuple[int, int], drafts: Sequence[PhotoDraft], now: datetime
) -> None:
    """Show pictures that lie in the file on a new ticket; `place` is its id and that of an item."""
    contents = [(_known_id(tx, draft.sha256), checked_caption(draft.caption)) for draft in drafts]
    for values in new_rows(tx, actor, place[0], contents, now):
        add_row(tx, _shown, {**values, "item_id": place[1]})


def drop_unused(tx: Connection) -> int:
    """Delete the contents that no ticket, removed or not, and no draft points to; answers how many."""
    gone = UNUSED.all(tx)
    for row in gone:
        _DELETED.run(tx, {"gone": row.id})
    return len(gone)


def new_rows(
    tx: Connection, actor: Actor, ticket_id: int, contents: Sequence[tuple[int, str]], now: datetime
) -> list[dict[str, Any]]:
    """The rows that show these contents (id and caption) on a ticket, behind those that are there."""
    numbers = _NUMBERS.first(tx, of_ticket=ticket_id)
    assert numbers is not None, "a sum has one row"
    if numbers.shown + len(contents) > MOST_PHOTOS:
        message = _("A ticket holds up to {count} photos; remove one first.")
        raise Invalid(message.format(count=MOST_PHOTOS), "photos")
    shared = {"ticket_id": ticket_id, "at": now, "person_id": actor.person_id}
    return [
        {**shared, "photo_id": photo_id, "position": place, "caption": caption}
        for place, (photo_id, caption) in enumerate(contents, start=numbers.last + 1)
    ]


def photo_id_of(tx: Connection, picture: Picture) -> int:
    """The row of a content, written where it is new."""
    found = KNOWN.first(tx, sha256=picture.sha256)
    if found:
        return int(found.id)
    names = ("sha256", "media_type", "width", "height", "thumbnail", "content")
    return add_row(tx, _photo, {name: getattr(picture, name) for name in names})


def kept_of(row: Any) -> KeptPhoto:
    """A content from the columns `FACTS`."""
    return KeptPhoto(row.sha256, row.width, row.height, bytes(row.thumbnail))


def _known_id(tx: Connection, sha256: str) -> int:
    found = KNOWN.first(tx, sha256=sha256)
    if found is None:
        raise Invalid(_("A photo is no longer in the shop file; remove it and add it again."), "photos")
    return int(found.id)
