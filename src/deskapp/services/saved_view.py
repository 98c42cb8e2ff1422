"""The views of the queue that people keep under a name: for everybody, or for themselves."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from deskapp.domain import text
from deskapp.domain.saved_view import Look, SavedView, ViewDraft, checked
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile

_view = schema.saved_view


class SavedViews:
    """Reading, keeping and arranging the views of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[SavedView, ...]:
        """The shared views and the person's own, in their order."""
        with self._file.read() as connection:
            return _seen_by(connection, actor.person_id)

    def add(self, actor: Actor, draft: ViewDraft) -> Done[SavedView]:
        """Keep a new view, behind the others."""
        new, now = checked(draft), self._clock.now()
        with self._file.write() as tx:
            _check_name_free(tx, actor.person_id, new.name)
            last = tx.execute(select(func.coalesce(func.max(_view.c.position), -1))).scalar_one()
            values = {**_values(actor, new), "position": last + 1}
            view_id, step = rows.add(tx, _view, values, now)
            audit.record(tx, actor, now, "add", ("saved_view", view_id), {"name": (None, new.name)})
            undo = Undo(_("Saved the view “{name}”").format(name=new.name), (step,))
            return Done(_read(tx, actor, view_id), undo)

    def edit(self, actor: Actor, view_id: int, draft: ViewDraft, row_version: int) -> Done[SavedView]:
        """Keep a changed view: another name, another query, another look, shared or not."""
        new = checked(draft)
        with self._file.write() as tx:
            _read(tx, actor, view_id)
            _check_name_free(tx, actor.person_id, new.name, view_id)
            step = self._change(tx, actor, "edit", view_id, _values(actor, new), row_version)
            undo = Undo(_("Changed the view “{name}”").format(name=new.name), (step,))
            return Done(_read(tx, actor, view_id), undo)

    def bin(self, actor: Actor, view_id: int) -> Done[SavedView]:
        """Take a view out of the sidebar; its tickets are not touched."""
        with self._file.write() as tx:
            view = _read(tx, actor, view_id)
            step = self._change(tx, actor, "bin", view_id, {"binned_at": self._clock.now()})
            undo = Undo(_("Deleted the view “{name}”").format(name=view.name), (step,))
            return Done(view, undo)

    def arrange(self, actor: Actor, view_ids: tuple[int, ...]) -> Done[tuple[SavedView, ...]]:
        """Put the views into this order; those that are not named keep theirs, behind."""
        with self._file.write() as tx:
            seen = [view.id for view in _seen_by(tx, actor.person_id)]
            if set(view_ids) - set(seen):
                raise NotFound(_("One of these views is no longer there."))
            order = [*view_ids, *(one for one in seen if one not in view_ids)]
            steps = [
                self._change(tx, actor, "arrange", one, {"position": place})
                for place, one in enumerate(order)
            ]
            return Done(_seen_by(tx, actor.person_id), Undo(_("Moved a view"), tuple(steps)))

    def _change(
        self,
        tx: Connection,
        actor: Actor,
        action: str,
        view_id: int,
        values: dict[str, Any],
        row_version: int | None = None,
    ) -> UndoStep:
        before, step = rows.change(tx, _view, view_id, values, row_version)
        if before:
            changes = {name: (value, values[name]) for name, value in before.items()}
            audit.record(tx, actor, self._clock.now(), action, ("saved_view", view_id), changes)
        return step


def check_restored(tx: Connection, view_id: int) -> None:
    """Raises `Invalid` when a view that is put back would share its name with another by now."""
    row = tx.execute(select(_view).where(_view.c.id == view_id)).one()
    if row.binned_at is None:
        _check_name_free(tx, row.person_id, row.name, view_id)


def _seen_by(connection: Connection, person_id: int | None) -> tuple[SavedView, ...]:
    listed = select(_view).where(*_seen(person_id)).order_by(_view.c.position, _view.c.id)
    return tuple(_view_of(row) for row in connection.execute(listed))


def _seen(person_id: int | None) -> tuple[ColumnElement[bool], ...]:
    shared_or_own = or_(_view.c.person_id.is_(None), _view.c.person_id == person_id)
    return (_view.c.binned_at.is_(None), shared_or_own)


def _read(connection: Connection, actor: Actor, view_id: int) -> SavedView:
    row = connection.execute(select(_view).where(_view.c.id == view_id, *_seen(actor.person_id))).first()
    if row is None:
        raise NotFound(_("That view is no longer there."))
    return _view_of(row)


def _check_name_free(tx: Connection, person_id: int | None, name: str, own: int | None = None) -> None:
    taken = {text.fold(view.name) for view in _seen_by(tx, person_id) if view.id != own}
    if text.fold(name) in taken:
        raise Invalid(_("There is already a view “{name}”; choose another name.").format(name=name), "name")


def _view_of(row: Row[Any]) -> SavedView:
    look = Look(row.sort, tuple(row.columns), row.grouping, row.density)
    draft = ViewDraft(row.name, row.query, look, shared=row.person_id is None)
    return SavedView(row.id, draft, row.row_version)


def _values(actor: Actor, draft: ViewDraft) -> dict[str, Any]:
    look = {**asdict(draft.look), "columns": list(draft.look.columns)}
    person = None if draft.shared else actor.person_id
    return {"name": draft.name, "query": draft.query, "person_id": person, **look}
