"""Whether the history is the one that was seen before: an end that was cut off leaves a chain that fits.

Where the history stood is written outside the shop file, into the data folder of this computer and beside the
backups. A restore by the program says so in the history, and to this computer's anchor at once.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.domain.anchor import Anchor, Fit
from deskapp.i18n import _, ngettext
from deskapp.paths import data_folder
from deskapp.services import audit
from deskapp.services.shop import read_shop
from deskapp.store import anchor_file, backup_file
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

ACCEPTED, RESTORED = "accept_history", "restore"
_LAST = "SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1"
_AT = "SELECT chain FROM audit WHERE id = ?"
_SINCE = (
    f"SELECT 1 FROM audit WHERE kind = 'shop' AND action IN ('{RESTORED}', '{ACCEPTED}', '{audit.SALVAGE}')"  # noqa: S608  own names
    " AND at >= ? LIMIT 1"  # whole seconds, and a small shop is restored in less
)


class Anchors:
    """Where the history of one shop file stood, as this computer and its backups remember."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file, self._clock = file, clock

    def look(self, actor: Actor, folders: Sequence[Path] = ()) -> tuple[str, ...]:
        """A sentence where the history is not the one that was seen before, by any of the anchors."""
        with self._file.read() as connection:
            driver: Any = connection.connection.dbapi_connection
            zone = read_shop(connection).zone
            wrong = [
                (fit, anchor)
                for anchor in self._anchors(backup_file.uid_of(driver), folders)
                if not (fit := _fit(driver, anchor)).is_explained
            ]
            last = _last(driver)[0]
        if not wrong:
            return ()
        fit, anchor = max(wrong, key=lambda one: one[1].entry)
        when = f"{anchor.at.astimezone(zone):%Y-%m-%d %H:%M}"
        return (_sentence(fit, anchor.entry - last, when),)

    def keep(self, actor: Actor, folders: Sequence[Path] = (), *, anyway: bool = False) -> None:
        """Remember where the history stands now; an anchor that it does not fit is left, as what was seen."""
        with self._file.read() as connection:
            driver: Any = connection.connection.dbapi_connection
            uid, now = backup_file.uid_of(driver), Anchor(*_last(driver), self._clock.now())
            for path, name in self._places(uid, folders):
                kept = anchor_file.read(path)
                old = kept.get(name)
                if old is None or anyway or _fit(driver, old).is_explained:
                    anchor_file.write(path, {**kept, name: now})

    def accept(self, actor: Actor, folders: Sequence[Path] = ()) -> None:
        """Take the history as it is, because somebody knows why; that is written into it."""
        with self._file.write(quietly=True) as tx:
            audit.record(tx, actor, self._clock.now(), ACCEPTED, ("shop", 1))
        self.keep(actor, folders, anyway=True)

    def _anchors(self, uid: str, folders: Sequence[Path]) -> Iterator[Anchor]:
        for path, name in self._places(uid, folders):
            kept = anchor_file.read(path)
            if name in kept:
                yield kept[name]
            elif name != uid:
                yield from _of_moved(kept)

    def _places(self, uid: str, folders: Sequence[Path]) -> Iterator[tuple[Path, str]]:
        if uid:
            yield anchor_file.of_this_computer(data_folder(), uid), str(self._file.path.absolute())
        for folder in folders if uid else ():
            if folder.is_dir():
                yield anchor_file.beside_backups(folder, self._file.path), uid


def remember(place: Path, clock: Clock) -> None:
    """Remember a file at rest that was restored to a place, where another history may have stood before."""
    with backup_file.opened(place) as driver:
        uid, now = backup_file.uid_of(driver), Anchor(*_last(driver), clock.now())
    with suppress(OSError):  # a restore is not undone for that
        path = anchor_file.of_this_computer(data_folder(), uid)
        anchor_file.write(path, {**anchor_file.read(path), str(place.absolute()): now})


def _of_moved(kept: dict[str, Anchor]) -> Iterator[Anchor]:
    """What was seen under the name that a file had before: of all whose file is gone, the last."""
    gone = [anchor for name, anchor in kept.items() if not Path(name).exists()]
    if gone and len(gone) == len(kept):
        yield max(gone, key=lambda one: one.at)


def _fit(driver: Any, anchor: Anchor) -> Fit:
    if anchor.entry == 0:
        return Fit.GOES_ON
    row = driver.execute(_AT, (anchor.entry,)).fetchone()
    if row and row[0] == anchor.head:
        return Fit.GOES_ON
    if driver.execute(_SINCE, (moment_text(anchor.at),)).fetchone():
        return Fit.RESTORED
    return Fit.OTHER if row else Fit.SHORTER


def _last(driver: Any) -> tuple[int, str]:
    row = driver.execute(_LAST).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _sentence(fit: Fit, missing: int, when: str) -> str:
    if fit is Fit.SHORTER:
        words = ngettext(
            "The history ends {count} entry before where it was seen on {when}: an older copy of the file was"
            " put in its place by hand, or its end was cut off. Ask who did that; compare with a backup.",
            "The history ends {count} entries before where it was seen on {when}: an older copy of the file"
            " was put in its place by hand, or its end was cut off. Ask who did that; compare with a backup.",
            missing,
        )
        return words.format(count=missing, when=when)
    words = _(
        "The history is another one than was seen on {when}: an older copy of the file was put in its place"
        " by hand and worked with, or entries were altered. Ask who did that; compare with a backup."
    )
    return words.format(when=when)
