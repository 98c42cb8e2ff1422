"""Bringing customers of another system in as one batch that can be taken back.

A dry run and the run are the same: records are read, resolved and judged in portions; only the last
step, writing them, is left out. A run writes in short units, so that the counter goes on beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.customer_import import CustomerPlan
from deskapp.services.customer_import_run import Run, portions
from deskapp.services.import_watch import EVERY, Watch

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer_import import CustomerReading
    from deskapp.domain.import_plan import ImportReport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.services.import_units import ImportUnits
    from deskapp.services.import_watch import Progress, Question
    from deskapp.store.engine import ShopFile


class CustomerImports:
    """Imports of customers into one shop file."""

    def __init__(self, file: ShopFile, clock: Clock, units: ImportUnits) -> None:
        self._file, self._clock, self._units = file, clock, units

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
        run = Run(actor, reading, watch, self._clock.now())
        return self._units.write(actor, run, run.records())

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
        return self._units.write(actor, run, run.records())
