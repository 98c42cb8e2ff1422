"""Writing an import in short units, so that the counter goes on beside it; what stops is taken back."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from deskapp.domain.import_plan import ImportCancelled
from deskapp.errors import DeskError
from deskapp.services import import_unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.import_plan import ImportReport, UndoneImport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.store.engine import ShopFile

Record = TypeVar("Record")
Of_contra = TypeVar("Of_contra", contravariant=True)

UNIT = 2_500  # records: the write lock is held for a sixth of a second, and not while they are read


class Run(Protocol[Of_contra]):
    """One import while it is written; `kept` is its batch as soon as a unit of it is in the file."""

    batch_id: int
    kept: int

    def write(self, tx: Connection, records: Sequence[Of_contra], *, is_last: bool) -> None:
        """Write a unit."""
        ...

    def report(self) -> ImportReport:
        """What was done so far."""
        ...

    def cancelled(self, binned: int) -> str:
        """What is said when it was stopped and that many of its records lie in the bin."""
        ...


class ImportUnits:
    """Writes one import after the other into a shop file."""

    def __init__(self, file: ShopFile, undo: Callable[[Actor, int], UndoneImport]) -> None:
        self._file, self._undo = file, undo
        self._own = 0

    def write(self, actor: Actor, run: Run[Record], records: Iterator[Record]) -> ImportReport:
        """Write all records as one batch; a failure or a cancel takes back what was written of it."""
        try:
            for unit, is_last in in_units(records, UNIT):
                with self._file.write(quietly=not is_last) as tx:
                    run.write(tx, unit, is_last=is_last)
                run.kept = self._own = run.batch_id
                if not is_last:
                    self._file.give_way()
        except ImportCancelled as error:
            raise self._taken_back(actor, run, error) from error
        except BaseException as error:
            self._taken_back(actor, run, error)
            raise
        finally:
            self._own = 0
        return run.report()

    def unfinished(self) -> UnfinishedImport | None:
        """The newest import that was cut off, if there is one."""
        with self._file.read() as connection:
            return import_unfinished.unfinished(connection, self._own)

    def _taken_back(self, actor: Actor, run: Run[Record], error: BaseException) -> BaseException:
        """Undo the units that are in the file; what even that cannot do is told at the next start."""
        if not run.kept:
            return error
        with suppress(DeskError):
            return ImportCancelled(run.cancelled(self._undo(actor, run.kept).binned))
        return error


def in_units(records: Iterator[Record], size: int) -> Iterator[tuple[list[Record], bool]]:
    """The records in units, each with whether it is the last; one at least. What is written is let go."""
    first = list(islice(records, 1))
    while True:
        unit = [*first, *islice(records, size - len(first))]
        first = list(islice(records, 1))
        yield unit, not first
        unit.clear()
        if not first:
            return
