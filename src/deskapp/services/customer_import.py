"""Bringing customers of another system in as one batch that can be taken back.

A dry run and the run are the same: records are read, resolved and judged in portions; only the last
step, writing them, is left out. A run writes in short units, so that the counter goes on beside it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from deskapp.domain.customer_import import CustomerPlan
from deskapp.domain.import_plan import ImportCancelled
from deskapp.errors import DeskError
from deskapp.i18n import _, ngettext
from deskapp.services.customer_import_run import Run, portions
from deskapp.services.import_unfinished import unfinished
from deskapp.services.import_watch import EVERY, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer_import import CustomerReading, Record
    from deskapp.domain.import_plan import ImportReport, UndoneImport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.services.import_watch import Progress, Question
    from deskapp.store.engine import ShopFile

UNIT = 2_500  # records: the write lock is held for a sixth of a second, and not while they are read


class CustomerImports:
    """Imports of customers into one shop file."""

    def __init__(self, file: ShopFile, clock: Clock, undo: Callable[[Actor, int], UndoneImport]) -> None:
        self._file, self._clock, self._undo = file, clock, undo
        self._own = 0

    def plan(
        self,
        actor: Actor,
        reading: CustomerReading,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> CustomerPlan:
        """What importing a reading would do to the shop file as it stands; writes nothing."""
        watch = Watch(reading.lines, on_progress, cancelled)
        with self._file.read() as connection:
            run = Run(actor, reading, watch, self._clock.now())
            for portion in portions(reading.records(), EVERY):
                run.take(connection, portion)
        return CustomerPlan(reading, run.counts.report(None), tuple(run.counts.shown))

    def apply(
        self,
        actor: Actor,
        reading: CustomerReading,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the customers in as one batch; a failure or a cancel takes back what was written of it.

        Whether somebody has looked at a plan before makes no difference to what is done.
        """
        watch = Watch(reading.lines, on_progress, cancelled)
        return self._write(actor, Run(actor, reading, watch, self._clock.now()))

    def unfinished(self, actor: Actor) -> UnfinishedImport | None:
        """The newest import that was cut off, if there is one."""
        with self._file.read() as connection:
            return unfinished(connection, self._own)

    def go_on(
        self,
        actor: Actor,
        reading: CustomerReading,
        cut_off: UnfinishedImport,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the rest of an import in that was cut off, into its batch; `reading` is the same file."""
        watch = Watch(reading.lines, on_progress, cancelled)
        run = Run(actor, reading, watch, self._clock.now())
        with self._file.read() as connection:
            run.go_on_with(connection, cut_off)
        return self._write(actor, run)

    def _write(self, actor: Actor, run: Run) -> ImportReport:
        try:
            for records, is_last in _units(run.records(), UNIT):
                with self._file.write(quietly=not is_last) as tx:
                    run.write(tx, records, is_last=is_last)
                run.kept, self._own = run.batch_id, run.batch_id
        except ImportCancelled as error:
            raise self._taken_back(actor, run, error) from error
        except BaseException as error:
            self._taken_back(actor, run, error)
            raise
        finally:
            self._own = 0
        return run.counts.report(run.batch_id)

    def _taken_back(self, actor: Actor, run: Run, error: BaseException) -> BaseException:
        """Undo the units that are in the file; what even that cannot do is told at the next start."""
        if not run.kept:
            return error
        with suppress(DeskError):
            undone = self._undo(actor, run.kept)
            return ImportCancelled(_cancelled(undone.binned))
        return error


def _cancelled(count: int) -> str:
    if not count:
        return _("The import was cancelled; nothing of it was kept.")
    words = ngettext(
        "The import was cancelled; the {count} customer who was in already lies in the bin.",
        "The import was cancelled; the {count} customers who were in already lie in the bin.",
        count,
    )
    return words.format(count=count)


def _units(records: Iterator[Record], size: int) -> Iterator[tuple[list[Record], bool]]:
    """The records in units, each with whether it is the last; one at least. What is written is let go."""
    first = list(islice(records, 1))
    while True:
        unit = [*first, *islice(records, size - len(first))]
        first = list(islice(records, 1))
        yield unit, not first
        unit.clear()
        if not first:
            return
