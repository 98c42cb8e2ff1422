"""The commands about photographs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.cli_parser import add_group, add_numbered, count
from deskapp.cli_session import Session, show, show_list, write_file
from deskapp.errors import NotFound
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.photo import Photo


def add_to(tickets: Any) -> None:
    add_group(tickets, "photo", _("photos of a ticket"), _fill)


def _fill(group: Any) -> None:
    add = add_numbered(group, "add", photo_add, _("put photos on a ticket, shrunk"))
    add.add_argument("file", type=Path, nargs="+", metavar="FILE")
    add.add_argument("--item", type=count, help=_("the item that they show"))
    add.add_argument("--caption", default="")
    add_numbered(group, "list", photo_list, _("list the photos of a ticket"))
    saved = add_numbered(group, "save", photo_save, _("write a photo to a file"))
    saved.add_argument("id", type=count, metavar="ID")
    saved.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.jpg")


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
                write_file(options.out, desk.photos.taken_out(actor, photo.id))
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
