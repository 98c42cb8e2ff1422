"""The screen's own speed: a page scrolled, a keystroke until its hits are painted, the longest waits between.

    python -m tests.benchmarks.screen_speed SHOP [scroll|keys|gaps]

Runs in a process of its own and prints JSON. The table shows as many rows and columns as the bare
ones that the limits were measured with, so that the ratios are fair.
Events are processed by hand, which the program never does: the limits were measured so, and an event loop of
its own would add the time until it wakes up to each step.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import large_shop
from tests.benchmarks.measuring import Figure, compiled, pss_mib, summary, timed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.list import TicketList

ROWS, COLUMNS = 31, 11
WORDS = (
    "ba", "bat", "batt", "battery", "battery h", "battery hinge", "sc", "screen", "th", "therm",
    "gr", "greta", "2024", "does not st",
)  # fmt: skip
_TICK_MS = 4
_WAIT = 20.0


def measure(path: Path) -> dict[str, object]:
    """All figures of a shop, measured in a process of its own."""
    program = [sys.executable, "-m", "tests.benchmarks.screen_speed", str(path)]
    said = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True, env=compiled())
    figures: dict[str, object] = json.loads(said.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure what the command line names on the shop that it names."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    path, kinds = Path(sys.argv[1]), sys.argv[2:] or list(KINDS)
    figures: dict[str, object] = {}
    with _open(path) as (app, context):
        for kind in kinds:
            figures |= KINDS[kind](app, context)
    print(json.dumps(figures))


def scroll(app: QApplication, context: DeskContext) -> dict[str, object]:
    """A page of all tickets scrolled until every row of it is painted."""
    tickets = _list(app, context, "all")
    bar = tickets.table.verticalScrollBar()
    page, top = bar.pageStep(), max(1, bar.maximum() - bar.pageStep())
    place = [0]

    def step() -> None:
        place[0] = (place[0] + page) % top
        bar.setValue(place[0])
        _flush(app, tickets)
        if not _is_whole(tickets):
            _until(app, lambda: _is_whole(tickets))
            _flush(app, tickets)

    found: dict[str, object] = {"scroll_page": timed(step), "pss_scrolled": pss_mib()}
    _close(app, tickets)
    return found


def keys(app: QApplication, context: DeskContext) -> dict[str, object]:
    """A keystroke in the filter until the new hits are painted."""
    from PySide6.QtCore import QEventLoop

    tickets, place, loop = _list(app, context, "all"), [0], QEventLoop()
    watch = _painted(tickets, loop.quit)

    def key() -> None:
        place[0] += 1
        watch.waits = False
        _type(tickets, WORDS[place[0] % len(WORDS)])
        loop.exec()

    found: dict[str, object] = {"keystroke_to_painted": timed(key, runs=14 * 8, seconds=20)}
    _close(app, tickets)
    return found


def gaps(app: QApplication, context: DeskContext) -> dict[str, object]:
    """The waits of a quick timer on the interface's thread while it is worked with."""
    works = {
        "typing": _typing,
        "scrolling": _scrolling,
        "drag": _drag,
        "report": _report,
    }
    found: dict[str, object] = {}
    for name, work in works.items():
        tickets = _list(app, context, "all")
        found[f"ui_gap_during_{name}"] = _gaps(app, work(tickets, context))
        _close(app, tickets)
    return found


def _typing(tickets: TicketList, _context: DeskContext) -> Iterator[float]:
    """Words typed quickly, letter by letter; each step answers after how many seconds the next comes."""
    yield 0.2
    for _turn in range(6):
        for word in ("battery hinge", "screen cracked", "greta does not"):
            for length in range(len(word) + 1):
                _type(tickets, word[:length])
                yield 0.04


def _scrolling(tickets: TicketList, _context: DeskContext) -> Iterator[float]:
    """To the end with the page key held down, and in long pulls of the bar."""
    yield 0.2
    bar = tickets.table.verticalScrollBar()
    for step in range(120):
        bar.setValue(bar.value() + bar.pageStep() if step % 4 else step * bar.maximum() // 120)
        yield 0.02
    bar.setValue(bar.maximum())
    yield 0.3


def _drag(tickets: TicketList, context: DeskContext) -> Iterator[float]:
    """A card carried over the columns of the board and dropped; the shop is put back afterwards."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QDragMoveEvent
    from PySide6.QtWidgets import QApplication

    from deskapp.domain.status import Meaning

    class Over(QDragMoveEvent):
        def source(self) -> Any:
            return cards

    done: list[Any] = []
    tickets.faces.turn(to_board=True)
    board = tickets.faces.board()
    board.show_query("is:open", "due")
    yield 1.0
    cards = board.lists[1]
    mime = cards.records.mimeData([cards.records.index(0, 0)])
    for step in range(200):
        over = board.lists[step // 10 % len(board.lists)].viewport()
        how = (Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(over, Over(QPoint(step % 80, step), *how))
        yield 0.008
    context.done.connect(done.append)
    board.mover.move([cards.records.row(0)], Meaning.READY, QPoint(0, 0))
    yield 1.0
    board.refresh()
    yield 1.0
    for one in done:
        context.desk.undo(context.actor, one.undo)


def _report(tickets: TicketList, context: DeskContext) -> Iterator[float]:
    """Papers made on the worker while the list stands there."""
    from deskapp.domain.paper import Document

    yield 0.2
    number = tickets.records.row(0).number

    def make() -> None:
        from deskapp.documents.render import render

        paper, end = context.desk.papers.ticket(context.actor, number), time.perf_counter() + 2
        while time.perf_counter() < end:
            render(Document.SERVICE_SUMMARY, paper)

    job = context.worker.submit(make)
    while not job.ended:
        yield 0.02


KINDS: dict[str, Callable[[QApplication, DeskContext], dict[str, object]]] = {
    "scroll": scroll,
    "keys": keys,
    "gaps": gaps,
}


def _gaps(app: QApplication, work: Iterator[float]) -> Figure:
    """Milliseconds between ticks of a timer, while each step of the work is done from the event loop."""
    from PySide6.QtCore import Qt, QTimer

    waits, last = [0.0], [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        waits.append((now - last[0]) * 1000)
        last[0] = now

    def go_on() -> None:
        try:
            step.start(round(next(work) * 1000))
        except StopIteration:
            app.exit()

    prepared = time.perf_counter() + next(work)  # what comes before the first step is not measured
    _until(app, lambda: time.perf_counter() > prepared)
    last[0] = time.perf_counter()
    timer, step = QTimer(), QTimer(singleShot=True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(_TICK_MS)
    timer.timeout.connect(tick)
    step.timeout.connect(go_on)
    timer.start()
    step.start(200)
    app.exec()
    timer.stop()
    return summary(waits)


@contextmanager
def _open(path: Path) -> Iterator[tuple[QApplication, DeskContext]]:
    from PySide6.QtWidgets import QWidget

    from deskapp.clock import FixedClock
    from deskapp.services.desk import Desk
    from deskapp.settings import Settings
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext, OpenShop
    from deskapp.ui.shared import style
    from deskapp.ui.shared.jobs import Worker

    app = style.application(["benchmark"])
    style.apply(app, "light")
    desk = Desk.open(path, FixedClock(large_shop.NOW))
    worker, window = Worker(), QWidget()
    settings = Settings(density="compact")
    yield app, DeskContext(OpenShop.of(desk), worker=worker, commands=Commands(window), settings=settings)
    worker.close()
    desk.close()


def _list(app: QApplication, context: DeskContext, view: str) -> TicketList:
    """The queue alone, with the rows and columns of the bare table."""
    from deskapp.ui.shared import style
    from deskapp.ui.shell.places import PLACES
    from deskapp.ui.tickets.list import TicketList

    tickets = TicketList(context)
    found: list[int] = []
    tickets.listing.counted.connect(found.append)
    tickets.show_view(PLACES[view])
    tickets.table.use_columns([column.key for column in tickets.records.columns[:COLUMNS]])
    tickets.show()
    height = ROWS * style.row_height("compact") + tickets.table.horizontalHeader().height()
    tickets.resize(1400, 200)
    app.processEvents()
    tickets.resize(1400, height + tickets.height() - tickets.table.height())
    _until(app, lambda: bool(found) and _is_whole(tickets))
    _flush(app, tickets)
    assert len(tickets.table.shown_columns()) == COLUMNS, "the bare table has as many"
    return tickets


def _close(app: QApplication, tickets: TicketList) -> None:
    tickets.close()
    tickets.deleteLater()
    app.processEvents()


def _type(tickets: TicketList, words: str) -> None:
    """As a person does: the text is there, and the field tells that it was edited."""
    tickets.filter.setText(words)
    tickets.filter.textEdited.emit(words)


def _is_whole(tickets: TicketList) -> bool:
    """Whether every row that can be seen is there."""
    table, records = tickets.table, tickets.records
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    last = last if last >= 0 else records.rowCount() - 1
    return all(records.is_held(place) for place in (max(first, 0), max(last, 0)))


def _flush(app: QApplication, tickets: TicketList) -> None:
    """Everything that is pending, the painting included."""
    tickets.table.viewport().update()
    app.processEvents()
    app.processEvents()


def _painted(tickets: TicketList, tell: Callable[[], object]) -> Any:
    """Tells when the table was painted for the first time after other rows were listed."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        waits = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if self.waits and event.type() == QEvent.Type.Paint:
                self.waits = False
                QTimer.singleShot(0, tell)  # after this painting
            return False

        def begin(self) -> None:
            self.waits = True

    watch = Watch(tickets)
    tickets.table.viewport().installEventFilter(watch)
    tickets.listing.shown.connect(watch.begin)
    return watch


def _until(app: QApplication, holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + _WAIT
    while not holds():
        app.processEvents()
        if time.perf_counter() > end:
            message = "it did not come"
            raise TimeoutError(message)


if __name__ == "__main__":
    main()
