"""Backups that nobody asks for: by the clock, before what reaches far, at the end of the day, and tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.backup import Reason
from deskapp.errors import DeskError
from deskapp.services import backup_drill
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.backup import words
from deskapp.ui.backup.copier import Copier
from deskapp.ui.backup.keeper import BackupKeeper
from deskapp.ui.context import DeskContext
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def copier(qtbot: QtBot) -> Iterator[Copier]:
    made = Copier()
    yield made
    made.close()


@pytest.fixture
def keeper(context: DeskContext, copier: Copier, folder: Path) -> BackupKeeper:
    context.settings = replace(context.settings, backup_folder=str(folder))
    return BackupKeeper(context, copier)


def rest(qtbot: QtBot, copier: Copier) -> None:
    qtbot.waitUntil(lambda: not copier.is_busy(), timeout=WAIT)


def reasons(desk: Desk, owner: Actor, folder: Path) -> list[Reason]:
    return [backup.reason for backup in reversed(desk.backups.list(owner, folder))]


def said(keeper: BackupKeeper, context: DeskContext) -> tuple[str, str]:
    return words.foot_words(keeper, context.formats)


def test_a_shop_without_a_backup_gets_one_and_a_restore_is_tried(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, owner: Actor, folder: Path
) -> None:
    assert said(keeper, context) == ("", "")
    keeper.look()
    rest(qtbot, copier)
    assert reasons(context.desk, owner, folder) == [Reason.TIMER]
    assert said(keeper, context) == ("Backup just now · restore proven just now", "")


def test_every_few_hours_what_was_done_since_is_kept(
    qtbot: QtBot,
    keeper: BackupKeeper,
    copier: Copier,
    context: DeskContext,
    owner: Actor,
    folder: Path,
    clock: FixedClock,
) -> None:
    keeper.look()
    rest(qtbot, copier)
    clock.moment += timedelta(hours=3)
    context.desk.tickets.take_in(owner, an_intake())
    keeper.look()
    rest(qtbot, copier)
    assert len(reasons(context.desk, owner, folder)) == 1
    assert said(keeper, context) == ("Backup 3 hours ago · restore proven 3 hours ago", "")
    clock.moment += timedelta(hours=1)
    keeper.look()
    rest(qtbot, copier)
    assert len(reasons(context.desk, owner, folder)) == 2
    clock.moment += timedelta(hours=9)
    keeper.look()
    rest(qtbot, copier)
    assert len(reasons(context.desk, owner, folder)) == 2, "nothing was written since"


def test_a_restore_is_tried_again_after_a_month(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, clock: FixedClock
) -> None:
    keeper.look()
    rest(qtbot, copier)
    clock.moment += timedelta(days=29)
    keeper.look()
    rest(qtbot, copier)
    assert said(keeper, context) == ("Backup 29 days ago · restore proven 29 days ago", "")
    clock.moment += timedelta(days=2)
    keeper.look()
    rest(qtbot, copier)
    assert said(keeper, context) == ("Backup 31 days ago · restore proven just now", "")


@pytest.mark.parametrize(("days", "tone"), [(0, ""), (2, "warning"), (4, "danger")])
def test_work_that_is_in_no_backup_for_days_is_marked(
    qtbot: QtBot,
    keeper: BackupKeeper,
    copier: Copier,
    context: DeskContext,
    clock: FixedClock,
    days: int,
    tone: str,
) -> None:
    keeper.look()
    rest(qtbot, copier)
    context.desk.tickets.take_in(context.actor, an_intake())
    keeper.stop()  # so that no new one is made
    clock.moment += timedelta(days=days, minutes=5)
    keeper._put_off()  # noqa: SLF001  as after a failure
    keeper.look()
    rest(qtbot, copier)
    assert said(keeper, context)[1] == tone


def test_without_a_folder_the_foot_says_so(keeper: BackupKeeper, context: DeskContext) -> None:
    context.settings = Settings()
    keeper.look()
    assert said(keeper, context) == ("No backups", "danger")
    context.use_shop(replace(context.shop, is_sample=True))
    assert said(keeper, context) == ("", "")


def test_a_folder_that_is_gone_is_told_once_and_tried_again_later(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, folder: Path, clock: FixedClock
) -> None:
    context.settings = replace(context.settings, backup_folder=str(folder / "not" / "plugged"))
    told: list[str] = []
    keeper.failed.connect(told.append)
    keeper.look()
    rest(qtbot, copier)
    keeper.look()
    rest(qtbot, copier)
    assert len(told) == 1
    assert "plug in its drive" in told[0]
    assert said(keeper, context) == ("Backup failed", "danger")
    (folder / "not").mkdir(parents=True)
    clock.moment += timedelta(minutes=31)
    keeper.look()
    rest(qtbot, copier)
    assert said(keeper, context)[0].startswith("Backup just now")


def test_a_stick_that_is_not_plugged_in_is_told_beside_the_age(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, tmp_path: Path
) -> None:
    context.settings = replace(context.settings, backup_second=str(tmp_path / "no" / "stick"))
    told: list[str] = []
    keeper.failed.connect(told.append)
    keeper.look()
    rest(qtbot, copier)
    assert len(told) == 1
    words_ = "Backup just now · one folder is missing · restore proven just now"
    assert said(keeper, context) == (words_, "warning")


def test_a_bad_backup_is_told_when_its_restore_is_tried(
    qtbot: QtBot,
    keeper: BackupKeeper,
    copier: Copier,
    context: DeskContext,
    owner: Actor,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = context.desk.backups.make(owner, [folder]).backup
    with made.path.open("ab") as file:
        file.write(b"rot")
    told: list[str] = []
    keeper.failed.connect(told.append)
    keeper.look()
    rest(qtbot, copier)
    assert "could not be restored" in told[0]
    assert said(keeper, context) == ("Backup failed", "danger")


def test_what_can_be_undone_begins_as_soon_as_the_state_is_certain(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, owner: Actor, folder: Path
) -> None:
    acts: list[int] = []

    def act() -> None:
        acts.append(len(reasons(context.desk, owner, folder)))
        context.desk.tickets.take_in(owner, an_intake())

    context.after_backup(Reason.MERGE, act)
    assert acts == []
    qtbot.waitUntil(lambda: bool(acts), timeout=WAIT)
    rest(qtbot, copier)
    assert len(acts) == 1
    [backup] = context.desk.backups.list(owner, folder)
    assert (backup.reason, backup.facts.count("ticket")) == (Reason.MERGE, 0)


def test_a_backup_that_has_only_begun_is_waited_for_too(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, owner: Actor, folder: Path
) -> None:
    """It would keep the shop as it is after the act."""
    acts: list[int] = []

    def act() -> None:
        acts.append(len(reasons(context.desk, owner, folder)))
        context.desk.tickets.take_in(owner, an_intake())

    keeper.make(Reason.TIMER)
    context.after_backup(Reason.MERGE, act)
    assert acts == []
    qtbot.waitUntil(lambda: bool(acts), timeout=WAIT)
    rest(qtbot, copier)
    [backup, *_later] = reversed(context.desk.backups.list(owner, folder))
    assert (backup.reason, backup.facts.count("ticket")) == (Reason.TIMER, 0)


def test_what_waits_for_a_backup_that_cannot_be_made_goes_on(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, tmp_path: Path
) -> None:
    context.settings = replace(context.settings, backup_folder=str(tmp_path / "no" / "stick"))
    acts: list[bool] = []
    keeper.make()
    context.after_backup(Reason.IMPORT, lambda: acts.append(True))
    rest(qtbot, copier)
    assert acts == [True]


def test_what_cannot_be_undone_waits_for_a_proven_backup(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, owner: Actor, folder: Path
) -> None:
    acts: list[list[Reason]] = []
    refused: list[DeskError] = []
    context.after_backup(
        Reason.ERASE, lambda: acts.append(reasons(context.desk, owner, folder)), refused.append
    )
    qtbot.waitUntil(lambda: bool(acts), timeout=WAIT)
    rest(qtbot, copier)
    assert acts == [[Reason.ERASE]]


@pytest.mark.parametrize("whole", [False, True])
def test_where_no_backup_can_be_made_only_what_can_be_undone_goes_on(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, tmp_path: Path, whole: bool
) -> None:
    context.settings = replace(context.settings, backup_folder=str(tmp_path / "no" / "stick"))
    acts: list[bool] = []
    told: list[str] = []
    keeper.failed.connect(told.append)
    refused: list[DeskError] = []
    context.after_backup(Reason.IMPORT, lambda: acts.append(True), refused.append if whole else None)
    rest(qtbot, copier)
    assert (len(acts), len(refused), len(told)) == ((0, 1, 1) if whole else (1, 0, 1))


def test_where_nothing_changed_no_backup_is_made_before(
    qtbot: QtBot, keeper: BackupKeeper, copier: Copier, context: DeskContext, owner: Actor, folder: Path
) -> None:
    context.desk.backups.make(owner, [folder])
    acts: list[bool] = []
    context.after_backup(Reason.BULK, lambda: acts.append(True))
    rest(qtbot, copier)
    assert acts == [True]
    assert reasons(context.desk, owner, folder) == [Reason.HAND]


def test_without_a_keeper_nothing_waits(context: DeskContext) -> None:
    acts: list[bool] = []
    context.after_backup(Reason.BULK, lambda: acts.append(True))
    assert acts == [True]


def test_a_drill_gives_way_to_a_backup(
    qtbot: QtBot,
    keeper: BackupKeeper,
    copier: Copier,
    context: DeskContext,
    owner: Actor,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context.desk.backups.make(owner, [folder])
    context.desk.tickets.take_in(owner, an_intake())
    begun: list[bool] = []

    def slow(_backup: object, _clock: object, progress: object) -> None:
        begun.append(True)
        while True:
            progress(1, 100)  # type: ignore[operator]  # raises once it is stopped

    monkeypatch.setattr(backup_drill, "drill", slow)
    keeper.look()
    qtbot.waitUntil(lambda: bool(begun), timeout=WAIT)
    assert said(keeper, context) == ("Trying a restore…", "")
    acts: list[bool] = []
    context.after_backup(Reason.MERGE, lambda: acts.append(True))
    rest(qtbot, copier)
    assert acts == [True]
    assert reasons(context.desk, owner, folder) == [Reason.HAND, Reason.MERGE]


def test_the_window_keeps_the_shop_when_it_is_closed(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, folder: Path
) -> None:
    with open_window(qtbot, clock, shop_path, Settings(backup_folder=str(folder))) as window:
        assert window.context is not None
        actor = window.context.actor
        window.context.desk.tickets.take_in(actor, an_intake())
    [backup] = folder.glob("*.desk")
    assert backup.name == "shop-2026-03-10-120000.desk"
    assert not list(shop_path.parent.glob("shop.desk-*"))


def test_the_foot_leads_to_the_backups(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    from deskapp.ui.backup.window import BackupWindow

    with open_window(qtbot, clock, shop_path) as window:
        eventually(qtbot, lambda: window.foot.backup.text() == "No backups")
        assert window.foot.backup.property("tone") == "danger"
        window.foot.backup.click()
        [dialog] = window.findChildren(BackupWindow)
        assert dialog.isVisible()
        dialog.close()


def test_the_banner_of_a_folder_that_was_gone_goes_with_the_next_backup(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "stick" / "copies"
    with open_window(qtbot, clock, shop_path, Settings(backup_folder=str(gone))) as window:
        eventually(qtbot, lambda: "plug in its drive" in window.banner.text())
        gone.mkdir(parents=True)
        assert window.context is not None
        keeper = window.context.findChild(BackupKeeper)
        assert keeper is not None
        keeper.make()
        eventually(qtbot, lambda: not window.banner.text())
