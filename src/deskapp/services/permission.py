"""The guard in front of every service: who acts may do what the list allows, and nothing else.

A desk hands out its services behind it. A call that is not in the list of `domain.permission` is
refused, so that a new method is closed until somebody has said who may use it. What one service calls
of another lies behind the guard and is part of the act.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.permission import (
    CALLS,
    PROVEN_OF,
    RULES,
    UNDONE_BY,
    WITHOUT_ACTOR,
    Action,
    asks_pin,
    own_only,
    why_not,
)
from deskapp.domain.status import SEEDED
from deskapp.errors import NotAllowed, PinNeeded, StaleWrite
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.undo import Undo
    from deskapp.store.engine import ShopFile

Service = TypeVar("Service")
_MAY_ASK = frozenset(action for action in RULES if asks_pin(Role.OWNER, action)) | {
    Action.MOVE,  # to cancel is one
    Action.CHANGE_WORDS,
}

_PLAIN_STEPS = frozenset(status.key for status in SEEDED) - {"cancelled"}


class Guard:
    """Lets calls through, or raises `NotAllowed`."""

    def __init__(self, file: ShopFile) -> None:
        self._file = file
        self.proven: dict[int, float] = {}
        """Until when a person has shown their PIN, by id, in monotonic seconds."""

    def over(self, noun: str, service: Service) -> Service:
        """The service behind this guard; for who calls it, it is the service."""
        return cast("Service", _Guarded(self, noun, service))

    def demand(self, actor: Actor, action: Action) -> None:
        """Raises `NotAllowed` unless the role may do it, be it on own tickets only."""
        if reason := why_not(actor.role, action):
            raise NotAllowed(reason)

    def demand_proven(self, actor: Actor, action: Action) -> None:
        """The same, and raises `PinNeeded` where the list asks for the PIN again."""
        self.demand(actor, action)
        if asks_pin(actor.role, action) and self._is_unproven(actor):
            raise PinNeeded(_("This asks for your PIN again, and was not done."))

    def check_undo(self, actor: Actor, undo: Undo) -> None:
        """Who is not the owner takes back what they could have done; technicians on their own tickets.

        What an owner did by the PIN is taken back, and done again, by the PIN.
        """
        if actor.role is Role.OWNER:
            for action in {PROVEN_OF[step.table] for step in undo.steps if step.table in PROVEN_OF}:
                self.demand_proven(actor, action)
            return
        self.demand(actor, Action.TAKE_IN)
        if {step.table for step in undo.steps} - UNDONE_BY[actor.role]:
            raise NotAllowed(_("Only the owner can take this back."))
        if own_only(actor.role, Action.CHANGE_WORDS):
            from deskapp.services import permission_terms as terms

            terms.demand_tickets(self._file, actor, undo.ticket_ids, Action.CHANGE_WORDS)

    def call(
        self, call: str, method: Callable[..., Any], actor: Actor, *args: object, **named: object
    ) -> object:
        """Carry out a call as this person, if they may."""
        action = CALLS[call]
        if actor.role is Role.OWNER:
            self.demand(actor, action)
            if action in _MAY_ASK and not _is_plain_step(call, *args, **named):
                self._ask_pin(call, action, method, actor, *args, **named)
            return method(actor, *args, **named)
        return self._permitted(call, action, method, actor, *args, **named)

    def _ask_pin(
        self,
        call: str,
        action: Action,
        method: Callable[..., Any],
        actor: Actor,
        *args: object,
        **named: object,
    ) -> None:
        """Raises `PinNeeded` where the list asks an owner who has a PIN for it, and they gave it long ago."""
        if not self._is_unproven(actor):
            return
        from deskapp.services import permission_terms as terms

        bound = inspect.signature(method).bind(actor, *args, **named)
        bound.apply_defaults()
        if any(asks_pin(actor.role, one) for one in terms.actions(self._file, call, action, bound.arguments)):
            raise PinNeeded(_("This asks for your PIN again, and was not done."))

    def _is_unproven(self, actor: Actor) -> bool:
        """Whether it is somebody at the window who has a PIN and gave it long ago."""
        if actor.source is not Source.WINDOW or self.proven.get(actor.person_id, 0.0) > time.monotonic():
            return False
        from deskapp.services import permission_terms as terms

        return terms.has_pin(self._file, actor)

    def _permitted(
        self,
        call: str,
        action: Action,
        method: Callable[..., Any],
        actor: Actor,
        *args: object,
        **named: object,
    ) -> object:
        from deskapp.services import permission_terms as terms

        bound = inspect.signature(method).bind(actor, *args, **named)
        bound.apply_defaults()
        given = bound.arguments
        for one in terms.actions(self._file, call, action, given):
            self.demand(actor, one)
            if own_only(actor.role, one):
                terms.demand_own(self._file, call, one, actor, given)
            if asks_pin(actor.role, one) and self._is_unproven(actor):
                raise PinNeeded(_("This asks for your PIN again, and was not done."))
        unseen = not terms.sees_all(actor)
        if unseen:
            terms.keep_unseen(self._file, call, actor, given)
        try:
            return terms.answer(self._file, call, actor, method(*bound.args, **bound.kwargs))
        except StaleWrite as error:
            raise terms.told(error, unseen=unseen) from error


def _is_plain_step(call: str, *args: object, **named: object) -> bool:
    """Whether it is a move that by its name cancels nothing: the daily step looks for no PIN in the file."""
    status = named.get("status", *args[1:2])
    return call == "tickets.move" and status in _PLAIN_STEPS


class _Guarded:
    """Stands for a service; its methods are looked up once and kept."""

    def __init__(self, guard: Guard, noun: str, service: object) -> None:
        self._guard, self._noun, self._service = guard, noun, service

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        made = self._made(f"{self._noun}.{name}", name)
        self.__dict__[name] = made
        return made

    def __dir__(self) -> Iterator[str]:
        return (name for name in dir(self._service) if not name.startswith("_"))

    def _made(self, call: str, name: str) -> Any:
        found = getattr(self._service, name)
        if not callable(found):
            return _Guarded(self._guard, call, found)
        if call in WITHOUT_ACTOR:
            return found
        if call not in CALLS:
            raise NotAllowed(_("Nobody can do this here."))
        return partial(self._guard.call, call, found)
