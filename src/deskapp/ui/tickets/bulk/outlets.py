"""The ways of several tickets out of the program: their papers in one run, their rows in one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskapp.domain.permission import Action, why_not
from deskapp.errors import NotAllowed
from deskapp.i18n import _, ngettext
from deskapp.ui.papers.making import Made
from deskapp.ui.papers.outlet import Outlet
from deskapp.ui.shared import places
from deskapp.ui.shared.links import show_folder
from deskapp.ui.tickets.bulk.paper_run import Run, make_run

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job


class Screen(Protocol):
    """The pane whose tickets are meant."""

    def rows(self) -> Sequence[TicketRow]:
        """The chosen tickets."""
        ...

    def window(self) -> QWidget:
        """The window that dialogs belong to."""
        ...

    def show_work(self, *, on: bool, whole: int = 0) -> None:
        """Something goes on that takes its time."""
        ...

    def show_progress(self, done: int, whole: int) -> None:
        """How far it is."""
        ...


class PaperRun(QObject):
    """Makes the fitting paper of each ticket, then prints or saves all of them as one."""

    def __init__(self, context: DeskContext, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._screen = context, screen
        self.outlet: RunOutlet | None = None
        self._job: Job | None = None

    def print(self) -> None:
        """Make them, then ask for the printer."""
        self._make(RunOutlet.ask_printer)

    def save(self) -> None:
        """Make them, then ask for a place."""
        self._make(RunOutlet.ask_place)

    def _make(self, then: Callable[[RunOutlet], object]) -> None:
        rows, context = tuple(self._screen.rows()), self._context
        self._screen.show_work(on=True, whole=len(rows))
        self._job = context.worker.submit(
            make_run, context.desk, context.actor, rows, context.shop.paper,
            on_done=partial(self._made, then), on_failed=context.show_error,
            on_progress=self._screen.show_progress, on_finished=self._ended,
        )  # fmt: skip

    def stop(self) -> None:
        """Make no more of them."""
        if self._job:
            self._job.cancel()

    def _made(self, then: Callable[[RunOutlet], object], run: Run) -> None:
        if self.outlet:
            self.outlet.deleteLater()
        self.outlet = RunOutlet(self._context, run, self._screen.window())
        self.outlet.told.connect(self._context.tell)
        self.outlet.refused.connect(self._refuse)
        then(self.outlet)

    def _refuse(self, error: DeskError, verb: str, again: Callable[[], object]) -> None:
        self._context.tell(str(error), verb, again)

    def _ended(self) -> None:
        self._screen.show_work(on=False)


class RunOutlet(Outlet):
    """Prints or saves a run; each ticket's history tells of its own paper."""

    def __init__(self, context: DeskContext, run: Run, window: QWidget) -> None:
        count = len(run.parts)
        words = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        super().__init__(context, words, window)
        self._run = run
        self.made = run.whole

    def _title(self, _made: Made) -> str:
        return _("Papers")

    def _log(self, _made: Made) -> None:
        papers = self._context.desk.papers
        for number, document, pdf in self._run.parts:
            papers.printed(self._context.actor, number, document, pdf)


class ExportOutlet(QObject):
    """Writes the rows of the chosen tickets to a file for spreadsheets."""

    def __init__(self, context: DeskContext, screen: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._screen = context, screen

    def ask_place(self) -> None:
        """Ask where the file shall lie, whom the list of permissions lets take it out."""
        if reason := why_not(self._context.actor.role, Action.EXPORT_LISTS):
            self._context.show_error(NotAllowed(reason))
            return
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QFileDialog

        place = str(places.documents() / _("Tickets.csv"))
        dialog = QFileDialog(self._screen.window(), _("Export tickets"), place, _("CSV files (*.csv)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, place: str) -> None:
        """Write them there."""
        from deskapp.exchange.ticket_csv import OwnColumns, save_tickets

        context = self._context
        labels = {key: status.label for key, status in context.statuses.items()}
        own = OwnColumns(context.fields, partial(context.desk.fields.of_tickets, context.actor))
        rows = tuple(self._screen.rows())
        work = partial(save_tickets, rows, labels, context.shop.zone, Path(place), own)
        context.worker.submit(work, on_done=self._tell_saved, on_failed=self._context.show_error)

    def _tell_saved(self, path: Path) -> None:
        words = _("Saved as {name}").format(name=path.name)
        self._context.tell(words, _("Show folder"), partial(show_folder, path))
