"""What every screen of an open shop shares: the desk, who acts, and the doors to the other screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakMethod

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.domain.permission import Action, may
from deskapp.ui.backup.copier import Copier
from deskapp.ui.shared.formats import Formats

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.backup import Reason
    from deskapp.domain.field import Field
    from deskapp.domain.item_type import ItemType
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Shop
    from deskapp.domain.status import Status
    from deskapp.domain.undo import Done, Undo
    from deskapp.errors import DeskError
    from deskapp.services.desk import Desk
    from deskapp.settings import Settings
    from deskapp.ui.commands import Commands
    from deskapp.ui.intake.start import Start
    from deskapp.ui.shared.jobs import Job, Worker

OnFailed = Callable[["DeskError"], object]


class BeforeRisk(Protocol):
    """What sees to a backup before something that reaches far."""

    def __call__(
        self, reason: Reason, act: Callable[[], object], otherwise: OnFailed | None = None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class OpenShop:
    """What is known once a shop file is open."""

    desk: Desk
    actor: Actor
    shop: Shop
    statuses: Mapping[str, Status]
    fields: tuple[Field, ...] = ()
    types: tuple[ItemType, ...] = ()

    @classmethod
    def of(cls, desk: Desk, person: str = "") -> OpenShop:
        """Read what every screen needs; the owner acts unless a person is named."""
        return cls.by(desk, desk.actor(person))

    @classmethod
    def by(cls, desk: Desk, actor: Actor) -> OpenShop:
        """The same, for who acts already."""
        statuses = {status.key: status for status in desk.statuses(actor)}
        own = (desk.fields.list(actor), desk.item_types.list(actor))
        return cls(desk, actor, desk.shop.get(actor), statuses, *own)


class DeskContext(QObject):
    """Handed to every page and window as its only argument.

    `begun` holds what was begun to be written about tickets, by their ids, as kind and text.
    `changed` tells that the shop file was written to, on the window's thread and once for many
    writes; `shop_changed` that the shop's own settings were; `acting` that an act of this window is
    being written, or no longer; `noted` carries the marks of the file before and after something was
    written that no list shows. The `…_asked` signals are the doors:
    the main window answers them. Pages call the methods, not the signals.
    """

    changed = Signal()
    shop_changed = Signal()
    acting = Signal()
    done = Signal(object)
    taken_back = Signal(object)
    failed = Signal(object)
    told = Signal(str, str, object)
    noted = Signal(object, object)
    ticket_asked = Signal(str)
    intake_asked = Signal(object)
    quick_job_asked = Signal(object)
    customer_asked = Signal(int)
    device_asked = Signal(int)
    new_customer_asked = Signal(str)
    window_asked = Signal(str)
    backups_asked = Signal()
    lock_asked = Signal()
    place_asked = Signal(str)
    preview_asked = Signal(str, object)
    _written = Signal()

    def __init__(self, opened: OpenShop, *, worker: Worker, commands: Commands, settings: Settings) -> None:
        super().__init__()
        self.desk, self.actor, self.shop = opened.desk, opened.actor, opened.shop
        self.statuses, self.fields, self.types = opened.statuses, opened.fields, opened.types
        self.worker, self.commands, self.settings = worker, commands, settings
        self.formats = self._formats()
        self.before_risk: BeforeRisk | None = None
        self.beside = Copier(self)
        """A thread for what takes long and lets others read and write meanwhile."""
        self.is_locked = False
        self.begun: dict[int, tuple[str, str]] = {}
        self._acts = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.changed)
        self._written.connect(self._soon.start)
        self.changed.connect(self.renew)
        self.desk.on_change(_teller(self._tell_written))

    def use_shop(self, shop: Shop) -> None:
        """The shop's own settings were changed: language, currency and zone hold from now on."""
        self.shop = shop
        self.formats = self._formats()
        self.shop_changed.emit()

    def use_fields(self, fields: tuple[Field, ...]) -> None:
        """The shop's own fields were changed."""
        self.fields = fields
        self.shop_changed.emit()

    def renew(self) -> None:
        """Read again what every screen knows of the shop: it may be changed elsewhere, or taken back."""
        read = partial(OpenShop.by, self.desk, self.actor)
        self.worker.submit(read, on_done=self._use, on_failed=lambda _error: None)  # lists tell of it

    def _use(self, opened: OpenShop) -> None:
        if not shiboken6.isValid(self):
            return
        self.statuses = opened.statuses
        known = (self.shop, self.fields, self.types)
        if known != (opened.shop, opened.fields, opened.types):
            self.fields, self.types = opened.fields, opened.types
            self.use_shop(opened.shop)

    def end(self) -> None:
        """The shop is being closed: nothing is told any more, so nothing is read."""
        self._soon.stop()
        self.beside.close()
        self.blockSignals(True)
        self.deleteLater()

    def notify(self, done: Done[Any]) -> None:
        """Something was done: it can be taken back from now on, and a message says so."""
        self.done.emit(done)

    def tell_taken_back(self, undo: Undo) -> None:
        """A screen took its own act back: nobody else may try that again."""
        self.taken_back.emit(undo)

    def show_error(self, error: DeskError) -> None:
        """Show the sentence of an error that no field of a form could show."""
        self.failed.emit(error)

    def tell(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say a sentence at the foot of the window, with a button where there is something to do."""
        self.told.emit(text, action, on_action)

    def act(
        self,
        call: Callable[..., Done[Any]],
        *values: object,
        then: Callable[[Any], object] | None = None,
        on_failed: Callable[[DeskError], object] | None = None,
        on_progress: Callable[[int, int], object] | None = None,
        on_finished: Callable[[], object] | None = None,
        **named: object,
    ) -> Job:
        """Run a service call that changes something on the worker, as this person.

        Tells what was done and gives `then` the new record. A `DeskError` goes to `on_failed`,
        without one to the person at the desk. With `on_progress` the call also gets `progress=`, and
        stops there once the job is cancelled.
        """

        def tell(done: Done[Any]) -> None:
            self.notify(done)
            if then and _is_there(then):
                then(done.value)

        def finish() -> None:
            self._count_act(-1)
            if on_finished and _is_there(on_finished):
                on_finished()

        self._count_act(1)
        return self.worker.submit(
            partial(_act_and_look, partial(call, self.actor, *values, **named)),
            on_done=tell,
            on_failed=on_failed or self.show_error,
            on_progress=on_progress,
            on_finished=finish,
        )

    def after_backup(
        self, reason: Reason, act: Callable[[], object], otherwise: OnFailed | None = None
    ) -> None:
        """Do something that reaches far once a backup of what stands now is certain.

        What cannot be undone says with `otherwise` what happens without a backup: then it waits until the
        backup is proven, and is not done where there can be none.
        """
        if self.before_risk:
            self.before_risk(reason, partial(_call_there, act), otherwise)
        else:
            act()

    def may(self, action: Action) -> bool:
        """Whether this person's role includes it, be it on own tickets only."""
        return may(self.actor.role, action)

    def is_acting(self) -> bool:
        """Whether an act of this window is being written."""
        return self._acts > 0

    def read(
        self,
        call: Callable[..., Any],
        *values: object,
        then: Callable[[Any], object],
        on_failed: Callable[[DeskError], object] | None = None,
        **named: object,
    ) -> Job:
        """Run a service call that reads on the worker, as this person, and give `then` the answer."""
        return self.worker.submit(
            lambda: call(self.actor, *values, **named), on_done=then, on_failed=on_failed or self.show_error
        )

    def open_ticket(self, number: str) -> None:
        """Show a ticket in the main window."""
        self.ticket_asked.emit(number)

    def go_to_place(self, key: str) -> None:
        """Go to a place of the sidebar in the main window."""
        self.place_asked.emit(key)

    def open_intake(self, customer_id: int | None = None, start: Start | None = None) -> None:
        """Begin a new ticket, for a customer of the directory or with what else is known already."""
        self.intake_asked.emit(start or customer_id)

    def open_quick_job(self, content: Mapping[str, Any] | None = None) -> None:
        """Write down work that was done while the customer waited, going on with what was begun."""
        self.quick_job_asked.emit(content)

    def new_customer(self, typed: str = "") -> None:
        """Begin a new customer in the directory, with a phone number or a name that was typed."""
        self.new_customer_asked.emit(typed)

    def open_customer(self, customer_id: int) -> None:
        """Show a customer in the directory."""
        self.customer_asked.emit(customer_id)

    def open_device(self, device_id: int) -> None:
        """Show a device in the register."""
        self.device_asked.emit(device_id)

    def open_window(self, number: str) -> None:
        """Show a ticket in a window of its own."""
        self.window_asked.emit(number)

    def open_backups(self) -> None:
        """Show the backups of the shop, and the way back to one."""
        self.backups_asked.emit()

    def preview(self, number: str, document: Document) -> None:
        """Show a paper of a ticket before it is printed or saved."""
        self.preview_asked.emit(number, document)

    def _count_act(self, more: int) -> None:
        self._acts += more
        self.acting.emit()

    def _formats(self) -> Formats:
        return Formats(
            self.shop.language, self.shop.zone, self.desk.clock.now, sums=self.may(Action.SEE_MONEY)
        )

    def _tell_written(self) -> None:
        if shiboken6.isValid(self):
            self._written.emit()


def _act_and_look(call: Callable[..., Done[Any]], **named: object) -> Done[Any]:
    """Do it, and read what came of it while the worker is at it: the window never waits for the file."""
    done = call(**named)
    _ = done.value
    return done


def _call_there(act: Callable[[], object]) -> None:
    """Do it unless the dialog that asked is gone by now."""
    if _is_there(act):
        act()


def _is_there(then: Callable[..., object]) -> bool:
    """Whether the widget that asked is still there; the shop or a dialog may be closed by now."""
    target = then.func if isinstance(then, partial) else then
    owner = getattr(target, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _teller(method: Callable[[], None]) -> Callable[[], None]:
    """A listener that does not keep the window alive."""
    weak = WeakMethod(method)

    def tell() -> None:
        if alive := weak():
            alive()

    return tell
