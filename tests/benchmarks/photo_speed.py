"""How long four photos of four megabytes take on the worker, and the saving of an intake that shows them.

    python -m tests.benchmarks.photo_speed

The photos are shrunk while the rest is still being typed; the form is free again when the ticket is saved.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from deskapp.domain.device import DeviceDraft
from deskapp.domain.photo import PhotoDraft
from deskapp.domain.ticket import Intake, ItemDraft
from tests.benchmarks.measuring import Figure, summary, table
from tests.benchmarks.raw_rows import new_shop

PHOTOS = 4
SIDES = (4000, 3000)
RUNS = 10
SAVE_MS = 300
"""The form has to be free again after so many milliseconds."""


def measure(runs: int = RUNS) -> Iterator[tuple[str, Figure]]:
    """Milliseconds on the worker for four photos, and for the save."""
    from deskapp.ui.photos.sources import FileSource

    shrunk, saved = [], []
    with tempfile.TemporaryDirectory() as name, closing(new_shop(Path(name) / "shop.desk")) as desk:
        actor = desk.actor()
        for run in range(runs):
            files = [
                made_up(Path(name) / f"{run}-{place}.jpg", run * PHOTOS + place) for place in range(PHOTOS)
            ]
            start = time.perf_counter()
            kept = [desk.photos.keep(actor, FileSource(file).read()) for file in files]
            middle = time.perf_counter()
            drafts = [PhotoDraft(one.sha256) for one in kept]
            phone = DeviceDraft("Phone", "Apple", "iPhone 13")
            halves = (tuple(drafts[:2]), tuple(drafts[2:]))
            items = tuple(ItemDraft("display cracked", phone, photos=half) for half in halves)
            desk.tickets.take_in(actor, Intake(items))
            shrunk.append((middle - start) * 1000)
            saved.append((time.perf_counter() - middle) * 1000)
            for file in files:
                file.unlink()
    yield "four_photos_on_worker", summary(shrunk)
    yield "save_with_four_photos", summary(saved)


def made_up(path: Path, seed: int) -> Path:
    """A photo of about four megabytes, full of grain as those of telephones are."""
    import random

    from PySide6.QtCore import QSize, Qt
    from PySide6.QtGui import QImage

    wide, high = (side // 4 for side in SIDES)
    grain = QImage(random.Random(seed).randbytes(wide * high * 4), wide, high, QImage.Format.Format_RGB32)
    whole = grain.scaled(
        QSize(*SIDES), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    whole.save(str(path), "JPG", 80)  # type: ignore[call-overload]  # the stubs know bytes only
    return path


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(table(dict(measure())))
