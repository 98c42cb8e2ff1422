"""What a shop did for a customer so far: money, papers and messages of all their tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.domain.money import Money


@dataclass(frozen=True, slots=True)
class CustomerMoney:
    """Sums of their tickets with tax: handed over ever and in the last twelve months, and not closed yet."""

    ever: Money
    last_year: Money
    open: Money
    visits: int


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """A paper that was printed or a message that was written: of which ticket, when and by whom."""

    number: str
    at: datetime
    text: str  # of a paper its kind
    person: str = ""


@dataclass(frozen=True, slots=True)
class CustomerHistory:
    """The newest papers and messages first."""

    money: CustomerMoney
    papers: tuple[CustomerEvent, ...]
    messages: tuple[CustomerEvent, ...]
