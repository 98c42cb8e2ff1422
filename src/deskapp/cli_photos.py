"""What the commands about photographs do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.cli_session import Session, show, show_list, write_file
from deskapp.errors import NotFound
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.photo import Photo


def photo_add(options: Namespace) -> None:
    from deskapp.exchange.photo_file import read_photo

    with Session(options) as (desk, actor):
        pictures = [read_photo(file) for file in options.file]
        add = desk.photos.add
        photos = add(actor, options.number, pictures, options.item, options.caption).value[-len(pictures) :]
    shown = "\n".join(str(photo.id) for photo in photos)
    show(options, {"photos": [_json(photo) for photo in photos]}, shown)


def photo_list(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        photos = desk.photos.of_ticket(actor, options.number)
    cells = (
        (
            str(photo.id),
            f"{photo.kept.width} × {photo.kept.height}",
            f"{photo.at:%Y-%m-%d}",
            photo.person,
            photo.caption,
        )
        for photo in photos
    )
    show_list(options, [_json(photo) for photo in photos], cells)


def photo_save(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        for photo in desk.photos.of_ticket(actor, options.number):
            if photo.id == options.id:
                write_file(options.out, desk.photos.content(actor, photo.kept.sha256))
                show(options, _json(photo) | {"file": str(options.out)}, str(options.out))
                return
    message = _("Ticket {number} has no photo {id}; “ticket photo list” shows those it has.")
    raise NotFound(message.format(number=options.number, id=options.id))


def _json(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.id,
        "item": photo.item,
        "caption": photo.caption,
        "at": photo.at.isoformat(),
        "person": photo.person,
        "width": photo.kept.width,
        "height": photo.kept.height,
        "sha256": photo.kept.sha256,
    }
