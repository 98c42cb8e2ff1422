"""The command that saves a damaged shop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.cli_parser import add_command
from deskapp.cli_session import progress, show
from deskapp.clock import clock_from_environment
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.salvage import Salvaged


def add_to(commands: Any) -> None:
    text = _("save what can be read of a damaged shop file into a new one")
    saved = add_command(commands, "salvage", salvage, text, shop=False)
    saved.add_argument("damaged", type=Path, metavar="DAMAGED")
    saved.add_argument(
        "--to", type=Path, required=True, metavar="NEWFILE", help=_("the shop file to be made")
    )


def salvage(options: Namespace) -> None:
    """Exit code 0 where anything was saved: what is lost is said."""
    from deskapp.domain.backup import silent
    from deskapp.services.salvage import salvage as save

    report = save(options.damaged, options.to, clock_from_environment(), progress(options) or silent)
    show(options, _json(report), _in_words(report))


def _json(report: Salvaged) -> dict[str, Any]:
    return {
        "file": str(report.path),
        "pages": report.pages,
        "bad_pages": report.bad_pages,
        "found": dict(report.found),
        "lost": {name: count for name, count in report.lost.items() if count},
        "missing": list(report.missing),
        "patched": list(report.patched),
        "history_gaps": report.gaps,
        "made_up": list(report.made_up),
        "problems": list(report.problems),
    }


def _in_words(report: Salvaged) -> str:
    from deskapp.services.salvage_words import sentences

    return "\n".join((_("Saved into {file}.").format(file=report.path), *sentences(report)))
