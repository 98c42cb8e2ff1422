"""The board: cards in columns by what their status means, moved by mouse and by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.status import Meaning
from deskapp.domain.ticket_row import Priority
from deskapp.domain.work_limit import WorkLimit
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext
from deskapp.ui.shared.pages import PAGE
from deskapp.ui.tickets.board.board import Board
from deskapp.ui.tickets.board.card_list import CARDS, CardList, CardModel
from deskapp.ui.tickets.board.limit_watch import LimitWatch
from deskapp.ui.tickets.status_dialog import StatusDialog
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import WAIT, eventually

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def numbers(desk: Desk, owner: Actor) -> list[str]:
    """Three new tickets, one in work and one that is ready, oldest first."""
    made = [
        desk.tickets.take_in(
            owner, an_intake(f"Fault {place}", customer=a_customer(f"Customer {place}"))
        ).value.number
        for place in range(5)
    ]
    for number, steps in ((made[3], ["in_work"]), (made[4], ["in_work", "ready"])):
        for step in steps:
            desk.tickets.move(owner, number, step)
    return made


@pytest.fixture
def board(qtbot: QtBot, context: DeskContext, numbers: list[str]) -> Iterator[Board]:
    """The board of all tickets by number, on the screen; reads again when the shop changes."""
    shown = Board(context)
    context.changed.connect(shown.refresh)
    shown.resize(1200, 700)
    shown.show()
    qtbot.waitExposed(shown)
    show(qtbot, context, shown, "")
    yield shown
    settle(qtbot, context)
    context.changed.disconnect(shown.refresh)


def show(qtbot: QtBot, context: DeskContext, board: Board, query: str) -> None:
    with qtbot.waitSignal(board.listed, timeout=WAIT):
        board.show_query(query, "number")
    settle(qtbot, context)


def settle(qtbot: QtBot, context: DeskContext) -> None:
    qtbot.waitUntil(lambda: not context.worker.is_busy(), timeout=WAIT)


def held(cards: CardList) -> list[str]:
    rows = (cards.records.row(place) for place in range(cards.records.rowCount()))
    return [row.number for row in rows if row is not None]


def columns(board: Board) -> dict[str, list[str]]:
    return {meaning.value: held(column.cards) for meaning, column in board.columns.items()}


def cards_of(board: Board, meaning: Meaning) -> CardList:
    return board.columns[meaning].cards


def status(desk: Desk, owner: Actor, number: str) -> str:
    return desk.tickets.get(owner, number).status


def drop(source: CardList, target: CardList) -> QDropEvent:
    """Let the chosen cards of one list go over another, as Qt tells it."""
    data = source.records.mimeData(source.selectionModel().selectedIndexes())
    return _drop(data, source, target, QPoint(20, 20))


class _Carried(QDropEvent):
    """A drop that tells where it came from, which only a drag of the system can."""

    def __init__(self, source: object, *values: object) -> None:
        super().__init__(*values)  # type: ignore[call-overload]  # as Qt declares it
        self._source = source

    def source(self) -> object:  # type: ignore[override]  # any list
        return self._source


class _Entering(QDragEnterEvent):
    def __init__(self, source: object, *values: object) -> None:
        super().__init__(*values)  # type: ignore[call-overload]  # as Qt declares it
        self._source = source

    def source(self) -> object:  # type: ignore[override]  # any list
        return self._source


def _drop(data: QMimeData, source: object, target: CardList, at: QPoint) -> QDropEvent:
    buttons, held_keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = _Entering(source, at, Qt.DropAction.MoveAction, data, buttons, held_keys)
    target.dragEnterEvent(entering)
    event = _Carried(source, QPointF(at), Qt.DropAction.MoveAction, data, buttons, held_keys)
    target.dropEvent(event)
    return event


def menu_of(board: Board) -> QMenu:
    assert board.mover.menu is not None
    return board.mover.menu


def test_every_ticket_stands_in_the_column_of_its_meaning(board: Board, numbers: list[str]) -> None:
    assert columns(board) == {
        "new": numbers[:3],
        "active": [numbers[3]],
        "waiting": [],
        "ready": [numbers[4]],
        "closed": [],
    }
    assert [column.count.full_text() for column in board.columns.values()] == ["3", "1", "0", "1", "0"]
    assert board.columns[Meaning.WAITING].nothing.isVisible()


def test_the_board_shows_what_the_query_means_and_nothing_else(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    desk.tickets.move(owner, numbers[0], "cancelled", reason="No parts")
    show(qtbot, context, board, "is:open")
    assert columns(board)["closed"] == []
    show(qtbot, context, board, "is:closed or customer:3")
    assert columns(board) | {"waiting": [], "ready": []} == {
        "new": [],
        "active": [numbers[3]],
        "waiting": [],
        "ready": [],
        "closed": [numbers[0]],
    }


def test_the_model_of_a_column_keeps_qts_rules(
    qtbot: QtBot,
    board: Board,
    context: DeskContext,
    qtmodeltester: ModelTester,
    desk: Desk,
    owner: Actor,
    numbers: list[str],
) -> None:
    records = cards_of(board, Meaning.NEW).records
    assert isinstance(records, CardModel)
    qtmodeltester.check(records)  # type: ignore[no-untyped-call]  # of pytest-qt
    desk.tickets.move(owner, numbers[1], "in_work")
    eventually(qtbot, lambda: columns(board)["new"] == [numbers[0], numbers[2]])
    qtmodeltester.check(records)  # type: ignore[no-untyped-call]  # of pytest-qt


def test_a_card_says_everything_to_a_screen_reader_and_what_is_cut_off_as_its_tip(
    board: Board, numbers: list[str]
) -> None:
    index = cards_of(board, Meaning.ACTIVE).records.index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"Ticket {numbers[3]}, Customer 3, Samsung Galaxy S21, In work"
    assert "Fault 3" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_arrows_lead_from_card_to_card_and_over_empty_columns(board: Board, numbers: list[str]) -> None:
    board.enter()
    new, active, ready = (cards_of(board, one) for one in (Meaning.NEW, Meaning.ACTIVE, Meaning.READY))
    assert new.hasFocus()
    QTest.keyClick(new, Qt.Key.Key_Down)
    assert number_at(board) == numbers[1]
    QTest.keyClick(new, Qt.Key.Key_Right)
    assert active.hasFocus()
    assert number_at(board) == numbers[3]
    QTest.keyClick(active, Qt.Key.Key_Right)
    assert ready.hasFocus()
    QTest.keyClick(ready, Qt.Key.Key_Right)
    assert number_at(board) == numbers[4]
    QTest.keyClick(ready, Qt.Key.Key_Left)
    assert active.hasFocus()
    assert not ready.selectionModel().hasSelection()


def number_at(board: Board) -> str:
    cards = board.front()
    return str(cards.records.row(cards.currentIndex().row()).number)


def test_enter_opens_the_ticket(
    qtbot: QtBot, board: Board, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    board.enter()
    with qtbot.waitSignal(board.opened) as signal:
        QTest.keyClick(board.front(), Qt.Key.Key_Return)
    assert signal.args == [desk.tickets.get(owner, numbers[0]).id]


def test_shift_and_an_arrow_take_the_card_along_and_the_cursor_stays_on_it(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    cards = cards_of(board, Meaning.ACTIVE)
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_Down)
    QTest.keyClick(cards, Qt.Key.Key_Right, SHIFT)
    waiting = cards_of(board, Meaning.WAITING)
    eventually(qtbot, lambda: board.mover.menu is not None)  # several statuses mean waiting
    labels = [action.text() for action in menu_of(board).actions()]
    assert labels == ["Waiting for customer…", "Waiting for part…", "Waiting for others…"]
    QTest.keyClick(menu_of(board), Qt.Key.Key_Down)
    QTest.keyClick(menu_of(board), Qt.Key.Key_Return)
    dialog = board.findChild(StatusDialog) or next(
        w for w in QApplication.topLevelWidgets() if isinstance(w, StatusDialog)
    )
    QTest.keyClicks(dialog.reason, "Part ordered")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    eventually(qtbot, lambda: columns(board)["waiting"] == [numbers[3]])
    eventually(qtbot, lambda: board.focusWidget() is waiting)
    assert number_at(board) == numbers[3]
    assert desk.tickets.get(owner, numbers[3]).waiting_reason == "Part ordered"


def test_a_card_is_dragged_straight_where_one_status_is_meant(
    qtbot: QtBot, board: Board, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    source, target = cards_of(board, Meaning.ACTIVE), cards_of(board, Meaning.READY)
    source.select_place(0)
    event = drop(source, target)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.MoveAction
    eventually(qtbot, lambda: columns(board)["ready"] == [numbers[3], numbers[4]])
    assert status(desk, owner, numbers[3]) == "ready"
    assert columns(board)["active"] == []


def test_several_cards_are_dragged_together_and_taken_back_together(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    source = cards_of(board, Meaning.NEW)
    source.selectAll()
    done: list[object] = []
    context.done.connect(done.append)
    drop(source, cards_of(board, Meaning.ACTIVE))
    QTest.keyClick(menu_of(board), Qt.Key.Key_Return)
    eventually(qtbot, lambda: len(columns(board)["active"]) == 4)
    assert status(desk, owner, numbers[0]) == "diagnosing"
    [one] = done
    desk.undo(owner, one.undo)  # type: ignore[attr-defined]  # a `Done`
    eventually(qtbot, lambda: columns(board)["new"] == numbers[:3])


def test_a_step_that_may_not_be_is_refused_with_the_steps_that_may(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    source = cards_of(board, Meaning.NEW)
    source.select_place(0)
    with qtbot.waitSignal(context.failed, timeout=WAIT) as refused:
        drop(source, cards_of(board, Meaning.READY))
    assert "cannot become “Ready”; it may become" in str(refused.args[0])
    assert status(desk, owner, numbers[0]) == "received"
    assert columns(board)["new"] == numbers[:3]


@pytest.mark.parametrize("kind", ["text/plain", CARDS])
def test_nothing_but_cards_of_another_column_is_taken(board: Board, kind: str) -> None:
    data = QMimeData()
    data.setData(kind, b"[1]")
    cards = cards_of(board, Meaning.READY)
    source = cards if kind == CARDS else cards_of(board, Meaning.NEW)
    assert not _drop(data, source, cards, QPoint(5, 5)).isAccepted()
    assert board.columns[Meaning.READY].property("kind") == "column"


def test_what_changes_elsewhere_comes_without_moving_cursor_or_sight(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor
) -> None:
    for place in range(30):
        desk.tickets.take_in(owner, an_intake(f"More {place}", customer=None))
    settle(qtbot, context)
    show(qtbot, context, board, "")
    cards = cards_of(board, Meaning.NEW)
    cards.select_place(12)
    cards.scrollTo(cards.currentIndex(), CardList.ScrollHint.PositionAtTop)
    cards.verticalScrollBar().setValue(cards.verticalScrollBar().value() + 17)
    chosen, height = cards.current_id(), cards.visualRect(cards.currentIndex()).top()
    first = cards.records.row(0)
    desk.tickets.move(owner, first.number, "in_work")
    eventually(qtbot, lambda: cards.records.rowCount() == 32)
    settle(qtbot, context)
    assert cards.current_id() == chosen
    assert cards.visualRect(cards.currentIndex()).top() == height


def test_a_long_column_holds_only_the_cards_that_are_looked_at(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor
) -> None:
    for place in range(2 * PAGE):
        desk.tickets.take_in(owner, an_intake(f"Many {place}", customer=None))
    settle(qtbot, context)
    show(qtbot, context, board, "")
    cards = cards_of(board, Meaning.NEW)
    assert cards.records.rowCount() == 2 * PAGE + 3
    assert not cards.records.is_held(2 * PAGE)
    cards.scrollToBottom()
    eventually(qtbot, lambda: cards.records.row(2 * PAGE + 2) is not None)


def test_more_than_the_limit_is_said_in_the_head_of_the_column(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    desk.work_limits.set(owner, [WorkLimit(2, "new"), WorkLimit(4, "ready")])
    new, ready = board.columns[Meaning.NEW], board.columns[Meaning.READY]
    eventually(qtbot, new.load.isVisible)
    assert (new.load.chip().text, new.load.chip().icon) == ("3 of 2", "warning")
    assert ready.count.full_text() == "1 of 4"
    assert not ready.load.isVisible()
    show(qtbot, context, board, "customer:0")
    assert new.load.chip().text == "3 of 2"  # the limit is of the shop, not of the query
    assert new.count.full_text() == "1"


def test_an_act_that_goes_over_a_limit_says_so(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    watch = LimitWatch(context, board)
    mia = desk.people.add(owner, "Mia").value
    desk.work_limits.set(owner, [WorkLimit(1, "active"), WorkLimit(1, person_id=mia.id)])
    with qtbot.waitSignal(context.told, timeout=WAIT) as told:
        context.act(desk.tickets.move, numbers[0], "in_work")
    assert told.args[0] == "“Active” holds 2 tickets; the limit is 1."
    for number in numbers[:2]:
        ticket = desk.tickets.get(owner, number)
        settle(qtbot, context)
        context.act(desk.tickets.edit, number, replace(ticket.edit, person_id=mia.id), ticket.row_version)
    settle(qtbot, context)
    said: list[str] = []
    context.told.connect(lambda words, _verb, _act: said.append(words))
    ticket = desk.tickets.get(owner, numbers[2])
    context.act(desk.tickets.edit, numbers[2], replace(ticket.edit, person_id=mia.id), ticket.row_version)
    eventually(qtbot, lambda: any("Mia has 3 tickets in hand; the limit is 1." in one for one in said))
    context.act(desk.tickets.note, numbers[2], "Nothing to do with it")
    settle(qtbot, context)
    assert len(said) == 1
    watch.deleteLater()


def test_cards_are_painted_without_running_out_of_their_column(
    qtbot: QtBot, board: Board, context: DeskContext, desk: Desk, owner: Actor
) -> None:
    long = "Konstantina-Eleftheria Aristotelopoulou-Papadimitriou of Thessaloniki " * 3
    intake = an_intake(
        long * 3, customer=a_customer(long[:100]), person_id=owner.person_id, priority=Priority.URGENT,
        promised_at=desk.clock.now() - timedelta(days=400),
    )  # fmt: skip
    desk.tickets.take_in(owner, intake)
    settle(qtbot, context)
    show(qtbot, context, board, "")
    cards = cards_of(board, Meaning.NEW)
    image = cards.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    box, ratio = cards.visualRect(cards.records.index(3, 0)), image.devicePixelRatio()
    edge = {
        image.pixelColor(int((box.right() - 1) * ratio), int(y * ratio)).name()
        for y in range(box.top() + 12, box.bottom() - 20)
    }
    assert len(edge) == 1, "words run over the edge of the card"
