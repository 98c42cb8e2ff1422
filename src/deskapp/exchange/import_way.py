"""How a file was read, written down so that an import that was cut off can go on another day."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.errors import DeskError
from deskapp.exchange.reader import Layout
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.domain.customer_import import CustomerReading
    from deskapp.domain.field import Field
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.exchange.customer_list import ListLook
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.exchange.encoding import TextFile


def way_of(found: ListLook, mapping: Mapping) -> dict[str, Any]:
    """The way in which a table is read by this mapping, as plain values."""
    said = {"path": str(found.file.path.absolute()), "encoding": found.file.encoding}
    return {**said, "kind": found.kind.value, "layout": asdict(found.layout), "fates": list(mapping.fates)}


def way_of_cards(path: Path) -> dict[str, Any]:
    """The same for a file of address cards."""
    return {"path": str(path.absolute())}


def way_of_tickets(path: Path, preset: str) -> dict[str, Any]:
    """The same for a file of tickets, which its preset explains."""
    return {"path": str(path.absolute()), "preset": preset}


def same_file(cut_off: UnfinishedImport) -> TextFile:
    """The file of an import that was cut off; raises `DeskError` where it is not there or is another now."""
    from deskapp.exchange.encoding import examine

    path = cut_off.way.get("path")
    if not path:
        raise DeskError(
            _("How the file was read is not known any more; take the import back, and begin anew.")
        )
    file = examine(Path(path))
    if file.sha256 != cut_off.sha256:
        message = _("“{name}” was changed since; take the import back, and begin anew with the new file.")
        raise DeskError(message.format(name=file.path.name))
    return file


def same_reading(cut_off: UnfinishedImport, country: str, fields: Iterable[Field]) -> CustomerReading:
    """The file of an import that was cut off, read as it was then.

    Raises `DeskError` where the file is not there any more or says something else.
    """
    from deskapp.exchange.customer_list import ListLook, card_reading, list_reading
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.exchange.file_kind import FileKind

    way, file = cut_off.way, same_file(cut_off)
    if "layout" not in way:
        return card_reading(file.path, country)
    layout = Layout(**{**way["layout"], "header": tuple(way["layout"]["header"])})
    mapping, own = Mapping(tuple(way["fates"])), tuple(fields)
    look = ListLook(FileKind(way["kind"]), file.chosen(way["encoding"]), layout, (), mapping, fields=own)
    return list_reading(look, mapping, country)
