"""Saving what can be read of a damaged shop file into a new one; the damaged file is never written to."""

from __future__ import annotations

import mmap
import shutil
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.domain.backup import Progress, silent
from deskapp.domain.salvage import Salvaged
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import erasure_list
from deskapp.services import salvage_mend as mending
from deskapp.services.salvage_rows import Filler
from deskapp.store import shop_file, upgrade
from deskapp.store.driver import sqlite
from deskapp.store.salvage import Wreck, layouts_in
from deskapp.store.salvage_pages import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.clock import Clock
    from deskapp.store.salvage import Layouts

WHOLE = 100
_READ, _FILLED, _MENDED = 10, 70, 95
_BESIDE = ("", "-wal", "-journal")


def salvage(damaged: Path, target: Path, clock: Clock, progress: Progress = silent) -> Salvaged:
    """Make a new shop file of what can be read; raises `DeskError` with nothing made where nothing can."""
    upgrade.check_free(target)
    shop_file.check_may_be_read(damaged)
    if shop_file.is_encrypted(damaged):
        message = _(
            "“{name}” is encrypted, and of a damaged encrypted file nothing is saved piece by piece;"
            " open a backup."
        )
        raise DeskError(message.format(name=damaged.name))
    with _scratch(damaged, target) as folder:
        made = folder / target.name
        with _wreck(damaged, folder) as wreck:
            progress(_READ, WHOLE)
            _make(made, folder, wreck)
            report = _fill(made, wreck, target, progress)
        progress(_FILLED, WHOLE)
        report = mending.mend(made, report, clock, damaged.name)
        progress(_MENDED, WHOLE)
        upgrade.put_in_place(made, target)
        with suppress(DeskError, OSError):
            if notes := erasure_list.read_list(damaged):
                erasure_list.write_list(target, notes)
    return report


@contextmanager
def _scratch(damaged: Path, target: Path) -> Iterator[Path]:
    """A folder beside the target, gone at the end."""
    folder = target.with_name(f"{target.name}.part")
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder
    except OSError as error:
        message = _("“{name}” could not be saved into “{folder}” ({reason}); nothing was changed.")
        said = message.format(name=damaged.name, folder=str(target.parent), reason=error.strerror)
        raise DeskError(said) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _wreck(damaged: Path, folder: Path) -> Iterator[Wreck]:
    """The pages of a copy, into which SQLite has brought what a stopped program left beside the file."""
    copy = folder / "damaged"
    for ending in _BESIDE:
        beside = damaged.with_name(damaged.name + ending)
        if beside.exists():
            shutil.copyfile(beside, copy.with_name(copy.name + ending))
    with suppress(sqlite.Error), closing(sqlite.connect(copy)) as driver:
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with copy.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield Wreck(Pages(content), _layouts(folder, shop_file.newest_revision()))


def _make(made: Path, folder: Path, wreck: Wreck) -> None:
    """An empty file of the schema that the damaged one had."""
    upgrade.create(made, _revision(folder, wreck))


def _revision(folder: Path, wreck: Wreck) -> str:
    """What the file says of its schema, or the newest whose tables it has."""
    known = shop_file.known_revisions()
    for row in wreck.rows("alembic_version"):
        if row["version_num"] in known:
            return str(row["version_num"])
    names = {name for kind, name, *_rest in wreck.statements if kind == "table"}
    fitting = (one for one in reversed(known) if names and _layouts(folder, one).keys() <= names)
    return next(fitting, known[-1])


def _layouts(folder: Path, revision: str) -> Layouts:
    sound = folder / f"sound-{revision}"
    if not sound.exists():
        upgrade.create(sound, revision)
    with closing(sqlite.connect(sound)) as driver:
        return layouts_in(driver)


def _fill(made: Path, wreck: Wreck, target: Path, progress: Progress) -> Salvaged:
    with closing(sqlite.connect(made, isolation_level=None)) as driver:
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA synchronous = OFF")  # it is brought to the disk when it is whole
        driver.execute("BEGIN")
        filler = Filler(driver, wreck)
        with _without_triggers(driver):
            names = [name for name in wreck.layouts if filler.takes(name)]
            for done, name in enumerate(names):
                progress(_READ + (_FILLED - _READ) * done // len(names), WHOLE)
                filler.fill(name)
            filler.patch_tickets()
            if not filler.found.get("ticket") and not filler.found.get("customer"):
                raise DeskError(_("Nothing of a shop could be read in this file; open a backup."))
            filler.mend_references()
        driver.execute("COMMIT")
    return Salvaged(
        target,
        wreck.pages.count,
        wreck.bad,
        filler.found,
        filler.lost,
        filler.missing_numbers(),
        filler.patched,
    )


@contextmanager
def _without_triggers(driver: Any) -> Iterator[None]:
    """What only grows may be mended here, and new rows have no hashes to lose."""
    triggers = driver.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        driver.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in triggers:
        driver.execute(sql)
