"""The sentences of an import, with its counts as the shop writes numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from deskapp.domain.import_plan import ImportReport, UndoneImport
    from deskapp.ui.shared.formats import Formats


def to_do(report: ImportReport) -> int:
    """How many records importing would write, or wrote."""
    return report.new + report.changed


def verb(formats: Formats, report: ImportReport) -> str:
    """What the button does."""
    count = to_do(report)
    if not count:
        return _("Nothing to import")
    words = ngettext("Import {count} record", "Import {count} records", count)
    return words.format(count=formats.number(count))


def under_way(formats: Formats, report: ImportReport) -> str:
    """What is being done."""
    count = to_do(report)
    words = ngettext("Importing {count} record", "Importing {count} records", count)
    return words.format(count=formats.number(count))


def read(formats: Formats, report: ImportReport) -> str:
    """How many records the file holds, and how many problems they have."""
    count, wrong = report.read, len(report.errors) + len(report.warnings) + report.untold
    words = ngettext("{count} record read", "{count} records read", count)
    parts = [words.format(count=formats.number(count))]
    if wrong:
        words = ngettext("{count} problem", "{count} problems", wrong)
        parts.append(words.format(count=formats.number(wrong)))
    else:
        parts.append(_("no problems"))
    return ", ".join(parts)


def nothing_to_do(report: ImportReport) -> str:
    """Why there is nothing to import."""
    if not report.read:
        return _("The file holds no records; there is nothing to import.")
    if report.unchanged:
        return _("The shop has these records already, just as they are; there is nothing to import.")
    return _("None of the records can be imported; the list says why.")


def with_erased(formats: Formats, report: ImportReport) -> str:
    """The question whether people come back who were erased."""
    words = ngettext(
        "Bring {count} person back who was erased here",
        "Bring {count} people back who were erased here",
        report.erased,
    )
    return words.format(count=formats.number(report.erased))


def alike(formats: Formats, report: ImportReport) -> str:
    """The way to those who may be one."""
    count = report.alike
    words = ngettext("Look at {count} possible duplicate…", "Look at {count} possible duplicates…", count)
    return words.format(count=formats.number(count))


def is_in(formats: Formats, report: ImportReport) -> str:
    """What was imported."""
    count = to_do(report)
    words = ngettext("{count} record imported", "{count} records imported", count)
    return words.format(count=formats.number(count))


def origin(formats: Formats, report: ImportReport, file_name: str) -> str:
    """Where the records are from, and what became of them."""
    return _("From “{name}”: {counts}").format(name=file_name, counts=_amounts(formats, report))


def _amounts(formats: Formats, report: ImportReport) -> str:
    """The counts of what was done, leaving out those that are nothing."""
    named = (
        (report.new, _("{count} new")),
        (report.changed, _("{count} changed")),
        (report.unchanged, _("{count} unchanged")),
        (report.skipped, _("{count} skipped")),
    )
    return ", ".join(words.format(count=formats.number(count)) for count, words in named if count)


def taken_back() -> str:
    """That the import is undone."""
    return _("The import was taken back")


def after_taking_back(formats: Formats, undone: UndoneImport) -> str:
    """Where what it brought is now."""
    named = _of_customers(undone) if undone.of_customers else _of_tickets(undone)
    return " ".join(words.format(count=formats.number(count)) for count, words in named if count)


def _of_customers(undone: UndoneImport) -> tuple[tuple[int, str], ...]:
    return (
        (
            undone.binned,
            ngettext("{count} customer is in the bin.", "{count} customers are in the bin.", undone.binned),
        ),
        (
            undone.restored,
            ngettext(
                "{count} customer is again what they were.",
                "{count} customers are again what they were.",
                undone.restored,
            ),
        ),
        (
            undone.kept,
            ngettext(
                "{count} customer stays, because somebody worked with them since.",
                "{count} customers stay, because somebody worked with them since.",
                undone.kept,
            ),
        ),
    )


def _of_tickets(undone: UndoneImport) -> tuple[tuple[int, str], ...]:
    return (
        (
            undone.binned,
            ngettext("{count} ticket is in the bin.", "{count} tickets are in the bin.", undone.binned),
        ),
        (
            undone.restored,
            ngettext(
                "{count} ticket is again what it was.",
                "{count} tickets are again what they were.",
                undone.restored,
            ),
        ),
        (
            undone.kept,
            ngettext(
                "{count} ticket stays, because somebody worked on it since.",
                "{count} tickets stay, because somebody worked on them since.",
                undone.kept,
            ),
        ),
    )
