"""What is done at the desk during a soak, each act by the keys of the real window."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from deskapp.store.driver import sqlite
from deskapp.tour import hands
from deskapp.tour.failed import StepFailed
from deskapp.tour.guide import Guide
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.preview_window import PreviewWindow

EACH = timedelta(seconds=20)  # that pass between two acts
BACKUP_EACH = 400
WORDS = ("screen", "battery", "hums", "müller", "is:open", "-status:ready", "charge", "26000018", "zeppelin")
PLACES = ("Ctrl+1", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6")
QUIET = 20.0  # seconds after which an act has failed


class Hands:
    """Does one act after the other; each that fails is a problem."""

    def __init__(self, guide: Guide, seed: int, backups: Path) -> None:
        self._guide, self._chance, self._backups = guide, random.Random(seed), backups
        self._path = guide.desk.path
        self.acts, self.problems = 0, list[str]()
        self._began = self._rows()
        self._kinds: tuple[Callable[[], object], ...] = (
            *(self._note, self._move, self._filter, self._note, self._search),
            *(self._take_in, self._note, self._move, self._walk, self._print),
            *(self._note, self._undo, self._place, self._move, self._window),
            *(self._note, self._filter, self._search, self._walk, self._look),
        )

    def act(self) -> None:
        """The next act, with the queue in front again afterwards."""
        does = self._kinds[self.acts % len(self._kinds)]
        self.acts += 1
        self._guide.clock.moment += EACH
        try:
            does()
            self._guide.at_rest()
        except StepFailed as failed:
            self.problems.append(f"{does.__name__}: {failed}")
            self._back_to_the_queue()
        self._to_the_queue()
        if self.acts % BACKUP_EACH == 0:
            self._back_up()

    def rest_until(self, moment: float) -> None:
        """Let the window live until then."""
        hands.wait_until(lambda: time.monotonic() >= moment, max(moment - time.monotonic() + 1, 0))

    def written(self) -> int:
        """History entries that the soak has left."""
        return self._rows() - self._began

    def _rows(self) -> int:
        with sqlite.connect(self._path) as connection:
            [count] = connection.execute("SELECT max(id) FROM audit").fetchone()
        connection.close()
        return count or 0

    def _to_the_queue(self) -> None:
        if not self._guide.window.isActiveWindow():  # offscreen, nobody activates it when a sheet is closed
            self._guide.window.activateWindow()
        hands.press("Ctrl+2")

    def _back_to_the_queue(self) -> None:
        """Close what a failed act has left open."""
        for window in self._guide.app.topLevelWidgets():
            if window.isVisible() and window is not self._guide.window:
                window.close()
        self._guide.window.activateWindow()
        self._guide.window.setFocus()

    def _pick(self) -> None:
        hands.press("Ctrl+2", "Home", *["J"] * self._chance.randint(1, 12))

    def _note(self) -> None:
        self._pick()
        hands.press("N")
        hands.write(f"Heard at {self.acts}, told {self._chance.choice(WORDS)}")
        hands.press("Ctrl+Return")
        self._guide.at_rest()
        hands.press("Escape")

    def _move(self) -> None:
        self._pick()
        hands.press("S")
        hands.write(self._chance.choice(("diag", "work", "test")))
        hands.press("Return")
        self._guide.at_rest()
        hands.press("Escape")

    def _undo(self) -> None:
        hands.press("Ctrl+Z")

    def _filter(self) -> None:
        hands.press("Ctrl+F")
        hands.rewrite(self._chance.choice(WORDS))
        self._guide.at_rest()
        hands.press("Escape")

    def _search(self) -> None:
        hands.press("Ctrl+K")
        hands.write(self._chance.choice(WORDS)[:6])
        self._guide.at_rest()
        hands.press("Escape", "Escape")

    def _walk(self) -> None:
        self._pick()
        hands.press("PgDown", "PgDown", "Space", "Escape", "End", "Home")

    def _place(self) -> None:
        hands.press(self._chance.choice(PLACES), "Down", "Down")

    def _look(self) -> None:
        """Dark now and then, light otherwise, and the sheet of keys."""
        if self.acts % 200 == 0:
            self._guide.window.use_look("dark" if self.acts % 400 == 0 else "light")
        hands.press("F1")
        hands.press("Escape")

    def _window(self) -> None:
        """A ticket in its own window."""
        from deskapp.ui.tickets.window import TicketWindow

        self._pick()
        hands.press("Ctrl+Return")
        window = self._guide.front(TicketWindow)
        self._guide.at_rest()
        window.close()
        self._guide.gone(window)

    def _print(self) -> None:
        self._pick()
        hands.press("Ctrl+P")
        preview = self._guide.front(PreviewWindow)
        drawn = preview.view
        self._guide.expect("drawn", lambda: bool(drawn.images()) and all(drawn.images()), wanted=True)
        hands.press("Escape")
        self._guide.gone(preview)

    def _take_in(self) -> None:
        hands.press("Ctrl+N")
        intake = self._guide.front(IntakeWindow)
        hands.write(f"0770090{self.acts:05}")
        hands.press("Ctrl+Return")
        form = intake.form
        hands.go_to(form.customer.new.name)
        hands.write(f"Visitor {self.acts}")
        [item] = form.items
        for field, text in ((item.category, "Phone"), (item.model, "Galaxy S21"), (item.fault, "no power")):
            hands.go_to(field)
            hands.write(text)
        hands.press("Ctrl+S")
        self._guide.expect("saved", partial(self._is_empty, intake), wanted=True)
        hands.press("Escape")
        self._guide.gone(intake)

    def _is_empty(self, intake: IntakeWindow) -> bool:
        return intake.form.is_empty()

    def _back_up(self) -> None:
        desk = self._guide.desk
        self._guide.window.copier.submit(desk.backups.make, self._guide.actor, (self._backups,))
