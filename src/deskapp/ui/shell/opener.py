"""Opens, makes and closes shop files on the worker, so that the window is there first."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deskapp.errors import DeskError, Encrypted
from deskapp.i18n import _, speaking
from deskapp.ui.shell.one_window import OneWindow

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.services.desk import Desk
    from deskapp.settings import Settings
    from deskapp.ui.context import OpenShop
    from deskapp.ui.shared.jobs import Job, Worker
    from deskapp.ui.shell.first_run.answers import Answers

_log = logging.getLogger(__name__)

Sample = Callable[["Clock"], "Desk"]


@dataclass(frozen=True, slots=True)
class _Expected:
    """Who was in a shop that is closed to be opened again, and until when people have shown their PIN."""

    path: Path
    actor: Actor
    proven: dict[int, float]


class ShopOpener(QObject):
    """`opened` carries an `OpenShop`, `failed` the error of a file that cannot be opened, `ended`
    comes last, whatever happened.
    """

    opened = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, worker: Worker, clock: Clock, sample: Sample | None) -> None:
        super().__init__()
        self._worker, self.clock, self._sample = worker, clock, sample
        self._one = OneWindow()
        self._stays: Desk | None = None
        self._expected: _Expected | None = None
        self._is_back = False

    @property
    def has_sample(self) -> bool:
        """Whether there is a sample shop to open."""
        return self._sample is not None

    def open(self, path: Path) -> Job:
        """Open a shop file."""
        expected, self._expected = self._expected, None
        if expected and expected.path != path.absolute():
            expected = None
        return self._submit(
            _open, path.absolute(), self.clock, expected, on_done=partial(self._show, expected)
        )

    def expect(self, desk: Desk, actor: Actor) -> None:
        """The shop is closed only to be opened again: its person stays in it, with what they have shown."""
        self._expected = _Expected(desk.path.absolute(), actor, dict(desk.proven))

    def open_sample(self) -> Job:
        """Open the sample shop, made where it is not there yet."""
        assert self._sample is not None
        return self._submit(_open_sample, self._sample, self.clock)

    def create(self, path: Path, answers: Answers) -> Job:
        """Make a shop file and open it."""
        return self._submit(_create, path.absolute(), answers, self.clock)

    def hand_on(self, opened: OpenShop) -> None:
        """Show the shop that is open to another person; its file stays open."""
        self._stays = opened.desk
        self.opened.emit(opened)
        self._stays = None

    def is_handing_on(self) -> bool:
        """Whether a person takes over, or goes on, who has just shown who they are."""
        return self._is_back or self._stays is not None

    def close(self, desk: Desk, kept: Settings) -> None:
        """Close a shop file that is no longer shown, with a backup in the folders of this computer."""
        if desk is self._stays:
            return
        self._worker.submit(self.close_now, desk, kept)

    def _show(self, expected: _Expected | None, opened: OpenShop) -> None:
        self._is_back = expected is not None and expected.actor == opened.actor
        try:
            self.opened.emit(opened)
        finally:
            self._is_back = False

    def _show_alone(self, work: Callable[..., OpenShop], *values: Any) -> OpenShop:
        """Open a file that no other window shows."""
        opened = work(*values)
        try:
            self._one.take(opened.desk.path)
        except BaseException:
            opened.desk.close()
            raise
        return opened

    def close_now(self, desk: Desk, kept: Settings) -> None:
        """The same on the thread that asks."""
        try:
            _close(desk, kept)
        finally:
            self._one.give_back(desk.path)

    def _submit(
        self,
        work: Callable[..., OpenShop],
        *values: Any,
        on_done: Callable[[OpenShop], object] | None = None,
    ) -> Job:
        return self._worker.submit(
            self._show_alone,
            work,
            *values,
            on_done=on_done or self.opened.emit,
            on_failed=self.failed.emit,
            on_finished=self.ended.emit,
        )


def _close(desk: Desk, kept: Settings) -> None:
    """Close a shop file; where there are folders for backups, what was done since the last is kept first.

    Nobody is there any more to be told of a folder that is gone: the window says so when it opens again.
    """
    try:
        if folders := kept.backup_folders():
            _keep(desk, folders, kept)
    except DeskError:
        _log.exception("no backup of %s when it was closed", desk.path)
    finally:
        desk.close()


def _keep(desk: Desk, folders: Sequence[Path], kept: Settings) -> None:
    from deskapp.domain.backup import Reason
    from deskapp.exchange.readable_copy import keep_readable

    actor = desk.actor()
    if desk.shop.get(actor).is_sample:
        return
    made = desk.backups.make_if_changed(actor, folders, Reason.CLOSE)
    if made and kept.wants_readable(encrypted=made.backup.encrypted):
        keep_readable(desk, actor, made.backup, folders)


def _open(path: Path, clock: Clock, expected: _Expected | None) -> OpenShop:
    from deskapp.services.desk import Desk

    try:
        return _read(Desk.open(path, clock), expected)
    except Encrypted:
        from deskapp.services.encryption import unlock_remembered

        if not (key := unlock_remembered(path)):
            raise
        opened = _read(Desk.open(path, clock), expected)
        del key  # from here on the file holds it
        return opened


def _open_sample(sample: Sample, clock: Clock) -> OpenShop:
    return _read(sample(clock))


def _create(path: Path, answers: Answers, clock: Clock) -> OpenShop:
    from deskapp.services.country import shop_in
    from deskapp.services.desk import Desk
    from deskapp.services.trade import read_trade, together

    shop = _checked(answers.on(shop_in(answers.country, answers.name)))
    with speaking(shop.language):  # a name of the shop, not of this window
        owner = answers.owner or _("Owner")
    packs = together([read_trade(one, shop.language) for one in answers.trades])

    def fill(desk: Desk) -> None:
        for pack in reversed(packs):  # the types of the first come first
            desk.trades.set_up(desk.actor(), pack)

    Desk.build(path, shop, owner, clock, fill)
    return _read(Desk.open(path, clock))


def _checked(shop: Shop) -> Shop:
    from deskapp.domain.shop import checked

    return checked(shop)


def _read(desk: Desk, expected: _Expected | None = None) -> OpenShop:
    from deskapp.ui.context import OpenShop

    try:
        if expected and _works_here(desk, expected.actor):
            desk.proven.update(expected.proven)
            return OpenShop.by(desk, expected.actor)
        return OpenShop.of(desk)
    except BaseException:
        desk.close()
        raise


def _works_here(desk: Desk, actor: Actor) -> bool:
    """Whether the file that was opened, which may be an older one, knows the person in this role."""
    wanted = (actor.person_id, actor.name, actor.role, True)
    return any((one.id, one.name, one.role, one.active) == wanted for one in desk.people.list(actor))
