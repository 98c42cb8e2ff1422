"""How long the intake window takes until it is painted, beside a bare Qt window with as many fields.

As people meet it it is ready (`open_intake`): built piece by piece while nobody types, the first after the
start and each further one after one was opened. `intake_slice` is the longest of these pieces in a fresh
process, its modules being loaded included: so long a key may wait at most. Whoever is faster than that, in
the first two seconds after the start, has it built while waiting (`unready_intake`, modules being loaded).

    python -m tests.benchmarks.intake_opening [RUNS]

Runs in a process of its own and prints JSON. The bare window has every kind of field, button and label as
often as the intake shows it, boxes with as many choices, in one grid that scrolls, under the program's own
style sheet. What the intake needs besides to hold, order and check them counts against the intake, and so do
the roomier style of its own and what it reads: the bare one has none of these.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measuring import Figure, compiled, paired

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from deskapp.ui.context import DeskContext

RUNS = 40
SIZE = (1180, 800)
_SIDES = ("", "raw.")


def measure(runs: int = RUNS) -> dict[str, Figure]:
    """The intake and the bare window, measured in a process of its own."""
    program = [sys.executable, "-m", "tests.benchmarks.intake_opening", str(runs)]
    said = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True, env=compiled())
    figures: dict[str, Figure] = json.loads(said.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Measure as often as the command line says."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with _shop() as (app, context):
        pieces = _pieces(context)
        counts = _counted(app, context)
        bare = _opening(app, lambda: _bare(counts))
        first = paired(_opening(app, lambda: _intake(context)), bare, runs, lambda window: _end(app, window))
        again = _again(app, context, bare, runs)
    found = {"unready_intake": first, "open_intake": again}
    figures = {f"{side}{key}": pair[at] for key, pair in found.items() for at, side in enumerate(_SIDES)}
    longest = max(pieces.values())
    print(json.dumps(figures | {"intake_slice": {"median": longest, **pieces}}))


def _pieces(context: DeskContext) -> dict[str, float]:
    """How many milliseconds of the processor each piece of making the first one ready takes."""
    from deskapp.ui.intake.next_window import NextWindow

    ready, found = NextWindow(context), {}
    ready.expect()
    for step in ready.steps():
        started = time.process_time()
        step()
        name = str(step.args[0]) if isinstance(step, partial) else step.__name__
        found[name] = round((time.process_time() - started) * 1000, 1)
    ready.rest()
    return found


def _again(
    app: QApplication, context: DeskContext, bare: Callable[[], QWidget], runs: int
) -> tuple[Figure, Figure]:
    """Opened when one is ready; getting the next one ready is nobody's wait and not measured."""
    from deskapp.ui.intake.next_window import NextWindow

    ready = NextWindow(context)

    def end(window: QWidget) -> None:
        _end(app, window)
        ready.build()

    ready.build()
    return paired(_opening(app, ready.open), bare, runs, end)


def _intake(context: DeskContext) -> QWidget:
    from deskapp.ui.intake.window import IntakeWindow

    return IntakeWindow(context)


def _bare(counts: Counter[tuple[str, int]]) -> QWidget:
    """All that is counted, row by row."""
    from PySide6 import QtWidgets
    from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

    window = QScrollArea()
    page = QWidget()
    grid = QGridLayout(page)
    for place, (kind, choices) in enumerate(counts.elements()):
        field = getattr(QtWidgets, kind)()
        if hasattr(field, "setText"):
            field.setText("Some words")
        for choice in range(choices):
            field.addItem("A choice", str(choice))
        grid.addWidget(field, place // 4, place % 4)
    window.setWidget(page)
    window.setWidgetResizable(True)
    return window


def _counted(app: QApplication, context: DeskContext) -> Counter[tuple[str, int]]:
    """How often the intake shows each kind of Qt's widgets that people see or use, with so many choices."""
    from PySide6.QtWidgets import (
        QAbstractItemView,
        QAbstractScrollArea,
        QComboBox,
        QLabel,
        QLineEdit,
        QListView,
        QPlainTextEdit,
        QPushButton,
        QToolButton,
        QWidget,
    )

    window = _intake(context)
    _show(app, window)
    kinds = (QLineEdit, QComboBox, QPlainTextEdit, QListView, QPushButton, QToolButton, QLabel)
    shown = [one for one in window.findChildren(QWidget) if one.isVisible()]
    inner = (QAbstractItemView, QAbstractScrollArea, QComboBox)
    own = [one for one in shown if not isinstance(one.parentWidget(), inner) or isinstance(one, QLabel)]
    found = Counter(
        (kind.__name__, one.count() if isinstance(one, QComboBox) else 0)
        for one in own
        for kind in kinds
        if isinstance(one, kind)
    )
    _end(app, window)
    return found


def _opening(app: QApplication, make: Callable[[], QWidget]) -> Callable[[], QWidget]:
    def work() -> QWidget:
        window = make()
        _show(app, window)
        return window

    return work


def _show(app: QApplication, window: QWidget) -> None:
    """Show it and wait until it was painted for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, app.exit)  # after this painting
                window.removeEventFilter(self)
            return False

    watch = Watch()
    window.installEventFilter(watch)
    window.resize(*SIZE)
    window.show()
    app.exec()


def _end(app: QApplication, window: QWidget) -> None:
    window.close()
    window.deleteLater()
    window.destroyed.connect(app.exit)
    app.exec()


@contextmanager
def _shop() -> Iterator[tuple[QApplication, DeskContext]]:
    """A phone shop with its checklists and fields, in a folder of its own."""
    from PySide6.QtWidgets import QWidget

    from deskapp.services.trade import read_trade
    from deskapp.settings import Settings
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext, OpenShop
    from deskapp.ui.shared import style
    from deskapp.ui.shared.jobs import Worker
    from tests.benchmarks.raw_rows import new_shop

    app: Any = style.application(["benchmark"])
    style.apply(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        desk = new_shop(Path(folder) / "shop.desk")
        desk.trades.set_up(desk.actor(), read_trade("phone-repair"))
        worker, window = Worker(), QWidget()
        shop = OpenShop.of(desk)
        yield app, DeskContext(shop, worker=worker, commands=Commands(window), settings=Settings())
        worker.close()
        desk.close()


if __name__ == "__main__":
    main()
