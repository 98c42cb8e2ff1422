"""The main job driven through the real window by keys, with pictures and papers as its proof."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp import i18n
from deskapp.screen import has_screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide, Step


def run(folder: Path, steps: Sequence[Step] | None = None) -> int:
    """Take the tour and leave its album in `folder`; answers 0, or 1 where a step failed."""
    began = time.monotonic()
    i18n.use("en")  # the tour reads what the screen says
    with _own_folders():
        from deskapp.tour.album import Album

        app, album = _application(), Album(folder)
        failed = _take(app, album, _all_steps() if steps is None else steps)
    if failed:
        print(f"tour: {failed}", file=sys.stderr)
        return 1
    index = album.write_index()
    took = time.monotonic() - began
    print(f"{len(album.leaves)} screenshots and papers in {folder}, shown by {index.name}; took {took:.1f} s")
    return 0


def _all_steps() -> Sequence[Step]:
    from deskapp.tour import (
        bench,
        counter,
        first_day,
        handover,
        meanwhile,
        old_records,
        people,
        sample_shop,
        search,
    )

    parts = (first_day, counter, bench, handover, search, meanwhile, people, old_records, sample_shop)
    return [step for part in parts for step in part.STEPS]


def _take(app: QApplication, album: Album, steps: Sequence[Step]) -> str:
    """Take the steps; answers what failed, or nothing."""
    from deskapp.tour.guide import Guide
    from deskapp.ui.shared import failures

    guide = Guide(app, album)
    try:
        for place, step in enumerate(steps, start=1):
            if why := _failure(guide, step):
                picture = album.failure(f"{place:02d}-{step.name.replace(' ', '-')}", guide.any_window())
                return f"step {place}, {step.name}: {why}; picture in {picture}"
        guide.close_window()
        return ""
    finally:
        guide.abandon()
        failures.uninstall()


def _failure(guide: Guide, step: Step) -> str:
    from deskapp.tour.failed import StepFailed

    try:
        guide.begin_step()
        step.does(guide)
        guide.check_health()
    except StepFailed as failed:
        return str(failed)
    except Exception as error:  # noqa: BLE001  whatever went wrong, the tour says in which step
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _own_folders() -> Iterator[None]:
    """Folders for this tour alone; the user's own are never touched."""
    names = [f"DESKAPP_{name}" for name in ("DATA", "CONFIG", "LOG")]
    before = {name: os.environ.get(name) for name in names}
    with tempfile.TemporaryDirectory(prefix="deskapp-tour-") as folder:
        os.environ |= {name: str(Path(folder) / name.lower()) for name in names}
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def _application() -> QApplication:
    """The one application of this process, unseen where there is no screen."""
    if not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from deskapp.ui.shared import style

    return style.application(sys.argv[:1])
