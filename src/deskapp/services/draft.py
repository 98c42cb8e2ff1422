"""Tickets that were begun and not saved, so that neither a closed window nor a cut wire loses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from deskapp.domain.draft import Draft
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services.erased import check_not_erased
from deskapp.services.person import people_names
from deskapp.store import schema
from deskapp.store.statement import Reading, Statement, add_row, change_row
from deskapp.store.types import json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

LONGEST = 2_000_000
_draft = schema.draft
_BY_ID = Reading(select(_draft).where(_draft.c.id == bindparam("id")))
_IDS = Reading(select(_draft.c.id).order_by(_draft.c.id))
_DROPPED = Statement(delete(_draft).where(_draft.c.id == bindparam("of_draft")))


class Drafts:
    """What stood in the fields of pages that nobody saved; of no interest to any list or history."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def ids(self, actor: Actor) -> tuple[int, ...]:
        """The drafts in the shop file, oldest first."""
        with self._file.record() as record:
            return tuple(row.id for row in _IDS.all(record))

    def get(self, actor: Actor, draft_id: int) -> Draft:
        """One draft with its content."""
        with self._file.record() as record:
            return _found(record, draft_id)

    def keep(
        self,
        actor: Actor,
        content: Mapping[str, Any],
        draft_id: int | None = None,
        *,
        begun: Callable[[], object] | None = None,
    ) -> int:
        """Write a draft, over the one with that id where it is still there; answers its id.

        `begun` is called once nobody else can write any more. Raises `Invalid` where the customer was
        erased since: a page that is still open does not write them down again.
        """
        if len(json_text(content)) > LONGEST:
            raise Invalid(_("This page holds too much text to be kept as a draft; save the ticket."), "draft")
        values = {"at": self._clock.now(), "person_id": actor.person_id, "content": dict(content)}
        with self._file.write(quietly=True) as tx:
            if begun:
                begun()
            check_not_erased(tx, _taken(content))
            if draft_id is not None and _BY_ID.first(tx, id=draft_id):
                change_row(tx, _draft, draft_id, values)
                return draft_id
            return add_row(tx, _draft, values)

    def drop(self, actor: Actor, draft_id: int, *, begun: Callable[[], object] | None = None) -> None:
        """Delete a draft, which leaves nothing of it in the file; `begun` as in `keep`."""
        with self._file.write(quietly=True) as tx:
            if begun:
                begun()
            _DROPPED.run(tx, {"of_draft": draft_id})


def _taken(content: Mapping[str, Any]) -> int | None:
    """The customer of the directory for whom a ticket was begun."""
    customer = content.get("customer")
    taken = customer.get("id") if isinstance(customer, dict) else None
    return taken if isinstance(taken, int) else None


def _found(record: Unit, draft_id: int) -> Draft:
    row = _BY_ID.first(record, id=draft_id)
    if row is None:
        raise NotFound(_("That draft is no longer there."))
    return Draft(row.id, row.at, people_names(record).get(row.person_id, ""), row.content)
