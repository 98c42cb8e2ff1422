"""Writing the directory, or what a query means of it, to a file: address cards, or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.field import FieldOf, of_record
from deskapp.errors import DeskError
from deskapp.exchange.customer_csv import save_customers
from deskapp.exchange.vcard_file import save_cards
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import Customer
    from deskapp.services.desk import Desk


def save_directory(desk: Desk, actor: Actor, path: Path, query: str = "") -> tuple[Path, int]:
    """Write the customers to a `.vcf` or `.csv` file, whole or not at all; answers it and how many they are.

    Raises `DeskError` for a file of another kind or one that cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in {".vcf", ".csv"}:
        message = _("“{name}” says no kind of file that can be written; let it end in .vcf or .csv.")
        raise DeskError(message.format(name=path.name))
    counted = _Counted(desk.exports.everybody(actor, query))
    if kind == ".vcf":
        return save_cards(counted, path), counted.count
    fields = of_record(desk.fields.list(actor), FieldOf.CUSTOMER)
    return save_customers(counted, path, fields), counted.count


class _Counted:
    """A stream that knows how many went by."""

    def __init__(self, customers: Iterator[Customer]) -> None:
        self._customers = customers
        self.count = 0

    def __iter__(self) -> Iterator[Customer]:
        for customer in self._customers:
            self.count += 1
            yield customer
