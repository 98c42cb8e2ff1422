"""A folder with all that the shop holds of one person: a page to read, the data, and the photos."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from deskapp import i18n
from deskapp.errors import DeskError
from deskapp.exchange.person_html import ShopWords, person_page
from deskapp.exchange.person_json import person_json
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.domain.privacy import PersonRecord
    from deskapp.services.desk import Desk

    Progress = Callable[[int, int], object]

PAGE, DATA, PHOTOS = "index.html", "data.json", "photos"


def free_folder(parent: Path, desk: Desk, customer_id: int) -> Path:
    """A new folder in one that was chosen, named by number and day and never by name."""
    day = f"{desk.clock.now():%Y-%m-%d}"
    name = _("Customer {number} {day}").format(number=customer_id, day=day)
    tries = (parent / (f"{name} ({count})" if count else name) for count in range(1000))
    return next((folder for folder in tries if not folder.exists()), parent / name)


def save_person(
    desk: Desk, actor: Actor, customer_id: int, folder: Path, *, progress: Progress | None = None
) -> Path:
    """Write the folder whole or not at all; raises `DeskError` where it is there already or cannot be."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DeskError(_("“{folder}” is there already; choose a new folder.").format(folder=str(folder)))
    tell = progress or _silent
    record = desk.privacy.record(actor, customer_id, progress=lambda done, _whole: tell(done, 0))
    part = folder.with_name(f"{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        _fill(part, desk, actor, record, tell)
        with suppress(OSError):
            folder.rmdir()  # an empty one that was made for this
        part.replace(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        message = _("“{folder}” cannot be written: {reason}.")
        raise DeskError(message.format(folder=str(folder), reason=error.strerror)) from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    desk.privacy.note_export(actor, customer_id)
    return folder


def _fill(part: Path, desk: Desk, actor: Actor, record: PersonRecord, tell: Progress) -> None:
    part.mkdir(parents=True)
    shop = desk.shop.get(actor)
    statuses = {status.key: status.label for status in desk.statuses(actor)}
    words = ShopWords(statuses, desk.fields.list(actor), shop.time_zone)
    page = person_page(record, words, i18n.language(), desk.clock.now())
    (part / PAGE).write_text(page, encoding="utf-8")
    data = json.dumps(person_json(record), ensure_ascii=False, indent=2)
    (part / DATA).write_text(data, encoding="utf-8")
    for done, photo in enumerate(record.photos):
        tell(done, len(record.photos))
        (part / PHOTOS).mkdir(exist_ok=True)
        (part / PHOTOS / photo.file_name).write_bytes(desk.photos.content(actor, photo.sha256))
    tell(1, 1)


def _silent(_done: int, _whole: int) -> None:
    pass
