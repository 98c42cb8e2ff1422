"""What an import of customers reads, plans and reports."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deskapp.domain import text
from deskapp.domain.import_plan import ImportReport, ImportSource, RowProblem, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from deskapp.domain.customer import CustomerDraft

CUSTOMER_FIELDS = (
    *("name", "company", "email", "street", "postcode", "city", "country", "language", "tax_id"),
    *("note", "alert", "kind", "tags", "phones", "emails", "addresses", "fields"),
)
MOST_KEPT = 2000
"""So many problems, duplicates and records of a file are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A customer of a file; `row` is the line, `warnings` is what was understood only in part.

    Without an id of its own a record gets one made of who it is about.
    """

    row: int
    draft: CustomerDraft
    external_id: str = ""
    warnings: tuple[RowProblem, ...] = ()
    original: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[object, ...]:
        """What the source says, in the order of `CUSTOMER_FIELDS`."""
        return customer_values(self.draft)

    @property
    def identity(self) -> str:
        """The id in its system, or a mark of name and ways of contact that gives none of them away."""
        return self.external_id or made_up_id(self.draft)


Record = ImportedCustomer | list[RowProblem]


@dataclass(frozen=True, slots=True)
class CustomerReading:
    """A file that can be read again and again, record by record; `lines` is roughly how many there are.

    `way` says how to read the same file another day, `with_erased` that people come back who were erased.
    """

    source: ImportSource
    records: Callable[[], Iterator[Record]]
    lines: int
    header: tuple[str, ...] = ()
    way: Mapping[str, Any] = field(default_factory=dict)
    with_erased: bool = False


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A record that becomes a customer of its own though somebody here may be the same person."""

    row: int
    name: str
    customer_id: int
    known_as: str


@dataclass(slots=True)
class CustomerCounts:
    """What an import has done so far, or would do; only the first problems are kept whole."""

    read: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    errors: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    duplicates: list[PossibleDuplicate] = field(default_factory=list)
    shown: list[ImportedCustomer] = field(default_factory=list)
    untold: int = 0
    more_alike: int = 0
    erased: int = 0

    def keep(self, kept: list[Any], more: Any) -> None:
        """Remember some of the problems, as many as can be told."""
        room = max(MOST_KEPT - len(kept), 0)
        kept += more[:room]
        if kept is self.duplicates:
            self.more_alike += len(more[room:])
        else:
            self.untold += len(more[room:])

    def report(self, batch: int | None) -> ImportReport:
        """The counts as they are told."""
        return ImportReport(
            batch=batch,
            read=self.read,
            new=self.verdicts[Verdict.NEW],
            changed=self.verdicts[Verdict.CHANGED],
            unchanged=self.verdicts[Verdict.UNCHANGED],
            skipped=self.verdicts[Verdict.SKIPPED],
            errors=tuple(self.errors),
            dry_run=batch is None,
            warnings=tuple(self.warnings),
            duplicates=tuple(self.duplicates),
            untold=self.untold,
            more_alike=self.more_alike,
            erased=self.erased,
            of_customers=True,
        )


@dataclass(frozen=True, slots=True)
class CustomerPlan:
    """A file of customers held against the shop file: what applying it would do."""

    reading: CustomerReading
    report: ImportReport
    records: tuple[ImportedCustomer, ...]

    @property
    def source(self) -> ImportSource:
        """Where the records come from."""
        return self.reading.source

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the file's columns."""
        return self.reading.header


def customer_values(draft: CustomerDraft) -> tuple[object, ...]:
    """The fields of a draft as an import compares them, in the order of `CUSTOMER_FIELDS`."""
    phones = tuple(phone.normal or phone.typed for phone in draft.phones)
    own = (draft.name, draft.company, draft.email, draft.street, draft.postcode, draft.city, draft.country)
    more = (draft.language, draft.tax_id, draft.note, draft.alert, draft.kind, draft.tags)
    return (*own, *more, phones, draft.emails, draft.addresses, tuple(sorted(draft.fields.items())))


def made_up_id(draft: CustomerDraft) -> str:
    """An id for a customer whose file gives none: the same for the same person, and telling nothing."""
    reach = (draft.email.lower(), *(phone.normal or text.digits(phone.typed) for phone in draft.phones))
    if not any(reach):
        reach = (text.fold(draft.street), draft.postcode)
    said = "\n".join((text.fold(draft.name), text.fold(draft.company), *reach))
    return "#" + hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=12).hexdigest()
