"""How a file of customers was read, written down so that an import that was cut off can go on another day."""

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


def way_of(found: ListLook, mapping: Mapping) -> dict[str, Any]:
    """The way in which a table is read by this mapping, as plain values."""
    said = {"path": str(found.file.path.absolute()), "encoding": found.file.encoding}
    return {**said, "kind": found.kind.value, "layout": asdict(found.layout), "fates": list(mapping.fates)}


def way_of_cards(path: Path) -> dict[str, Any]:
    """The same for a file of address cards."""
    return {"path": str(path.absolute())}


def same_reading(cut_off: UnfinishedImport, country: str, fields: Iterable[Field]) -> CustomerReading:
    """The file of an import that was cut off, read as it was then.

    Raises `DeskError` where the file is not there any more or says something else.
    """
    from deskapp.exchange.customer_list import ListLook, card_reading, list_reading
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.exchange.encoding import examine
    from deskapp.exchange.file_kind import FileKind

    way = cut_off.way
    if not way.get("path"):
        raise DeskError(
            _("How the file was read is not known any more; take the import back, and begin anew.")
        )
    file = examine(Path(way["path"]))
    if file.sha256 != cut_off.sha256:
        message = _("“{name}” was changed since; take the import back, and begin anew with the new file.")
        raise DeskError(message.format(name=file.path.name))
    if "layout" not in way:
        return card_reading(file.path, country)
    layout = Layout(**{**way["layout"], "header": tuple(way["layout"]["header"])})
    mapping, own = Mapping(tuple(way["fates"])), tuple(fields)
    look = ListLook(FileKind(way["kind"]), file.chosen(way["encoding"]), layout, (), mapping, fields=own)
    return list_reading(look, mapping, country)
