"""The desk without a window: every command is a few lines over the services."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from deskapp import cli_backup as backups
from deskapp import cli_commands as do
from deskapp import cli_customers as people
from deskapp import cli_encryption as encryption
from deskapp import cli_enquiries as asked
from deskapp import cli_people as staff
from deskapp import cli_privacy as privacy
from deskapp import cli_salvage as salvaging
from deskapp import cli_tickets as tickets
from deskapp import i18n
from deskapp.cli_backup import LIST_BACKUPS
from deskapp.cli_parser import WRONG_USAGE, Parser
from deskapp.cli_session import WrongUsage
from deskapp.domain.text import refuse_lost
from deskapp.errors import DeskError
from deskapp.i18n import _

COMMANDS = (
    *("new", "ticket", "customer", "device", "enquiry", "catalog", "person", "print", "import"),
    *("check", "backup", "restore", "retention", "salvage", "tour", "self-test"),
    *("encrypt", "rekey", "decrypt"),
)
FAILED, INTERRUPTED = 1, 130
_NOT_KEPT = frozenset({"source", "number", "query"})  # they are looked up and not written down
_NEGATED = re.compile(r"-[^-0-9].")


def main(argv: Sequence[str]) -> int:
    """Run one command; answers the exit code: 0 done, 1 refused, 2 wrong usage."""
    _speak_utf8()
    i18n.use(i18n.system_language())
    options = _parser().parse_args(_told_apart(argv))
    try:
        _refuse_lost(vars(options))
        code = int(options.run(options) or 0)
        sys.stdout.flush()
    except DeskError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE if isinstance(error, WrongUsage) else FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _say_no_more(error)
    except Exception as error:  # noqa: BLE001  a bug: people get a sentence, the report gets the rest
        return _say_bug(error)
    return code


def _refuse_lost(options: Mapping[str, Any]) -> None:
    """A sign that would be dropped in silence is refused by the name of its option."""
    for name, value in options.items():
        for said in value if isinstance(value, list) else [value]:
            if isinstance(said, str) and name not in _NOT_KEPT:
                refuse_lost(said, name)


def _told_apart(argv: Sequence[str]) -> list[str]:
    """The words of a command; a query that begins with a minus gets a space, so that it is no option.

    What stands behind `backup` is a shop file, unless it is the one other word that it knows.
    """
    if list(argv[:2]) == ["backup", "list"]:
        return [LIST_BACKUPS, *argv[2:]]
    lists = argv[1:2] == ["list"]
    return [f" {word}" if lists and _NEGATED.match(word) else word for word in argv]


def _say_bug(error: Exception) -> int:
    from deskapp.crash_report import write_report

    message = _("Something is wrong in the program itself; nothing was saved. A report lies in “{file}”.")
    print(message.format(file=write_report(error) or _("no file, the disk is full")), file=sys.stderr)
    return FAILED


def _say_no_more(error: OSError) -> int:
    """Whoever read the output is gone (then that is no matter), or it cannot be written."""
    if not isinstance(error, BrokenPipeError):
        print(_("The answer cannot be written: {reason}.").format(reason=error.strerror), file=sys.stderr)
    with suppress(OSError, ValueError):  # what is left would fail again when the program ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig")


def _parser() -> Parser:
    parser = Parser(prog="deskapp", description=_("A service desk in one file."))
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    do.add_new(commands)
    for room in (tickets, people, asked, staff, backups, encryption, salvaging, privacy, do):
        room.add_to(commands)
    return parser
