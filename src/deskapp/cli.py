"""The desk without a window: every command is a few lines over the services."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from deskapp import cli_backup as backups
from deskapp import cli_commands as do
from deskapp import cli_customers as people
from deskapp import cli_enquiries as asked
from deskapp import cli_people as staff
from deskapp import cli_photos as photos
from deskapp import cli_privacy as privacy
from deskapp import cli_salvage as salvaging
from deskapp import i18n
from deskapp.cli_session import WrongUsage
from deskapp.errors import DeskError
from deskapp.i18n import N_, _

COMMANDS = (
    *("new", "ticket", "customer", "device", "enquiry", "catalog", "person", "print", "import"),
    *("check", "backup", "restore", "retention", "salvage", "tour", "self-test"),
)
FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130
LARGEST_COUNT = 2**53
_LIST_BACKUPS = "backup-list"
_NEGATED = re.compile(r"-[^-0-9].")


def main(argv: Sequence[str]) -> int:
    """Run one command; answers the exit code: 0 done, 1 refused, 2 wrong usage."""
    _speak_utf8()
    i18n.use(i18n.system_language())
    options = _parser().parse_args(_told_apart(argv))
    try:
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


def _told_apart(argv: Sequence[str]) -> list[str]:
    """The words of a command; a query that begins with a minus gets a space, so that it is no option.

    What stands behind `backup` is a shop file, unless it is the one other word that it knows.
    """
    if list(argv[:2]) == ["backup", "list"]:
        return [_LIST_BACKUPS, *argv[2:]]
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


_HEADINGS = (N_("options"), N_("positional arguments"))


class _Help(argparse.HelpFormatter):
    """The words around the help in the user's language too."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_(heading) if heading else heading)


class _Parser(argparse.ArgumentParser):
    """Wrong usage is one sentence and exit code 2."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named, add_help=False, formatter_class=_Help)
        self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="deskapp", description=_("A service desk in one file."))
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_new(commands)
    _add_tickets(commands)
    _add_customers(commands)
    _add_devices(commands)
    _add_enquiries(commands)
    _add_people(commands)
    _add_backups(commands)
    _add_others(commands)
    return parser


def _command(commands: Any, name: str, run: Callable[..., Any], text: str, *, shop: bool = True) -> Any:
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(run=run)
    command.add_argument("--json", action="store_true", help=_("answer in JSON"))
    if shop:
        command.add_argument("shop", type=Path, metavar="SHOP")
        command.add_argument(
            "--as", "--person", dest="actor", default="", metavar="NAME", help=_("who acts (the owner)")
        )
    return command


def _group(commands: Any, name: str, text: str) -> Any:
    group = commands.add_parser(name, help=text, description=text)
    return group.add_subparsers(dest="action", required=True, parser_class=_Parser)


def _add_new(commands: Any) -> None:
    new = _command(commands, "new", do.new_shop, _("make a new shop file"), shop=False)
    new.add_argument("shop", type=Path, metavar="SHOP")
    new.add_argument("--name", default=None)
    new.add_argument("--country", default="GB", help=_("two letters; sets currency, tax, language and paper"))
    new.add_argument("--owner", default=_("Owner"))
    new.add_argument("--trade", help=_("set the shop up for a trade, for example phone-repair"))
    new.add_argument("--sample", action="store_true", help=_("a made-up shop to look around in"))


def _add_tickets(commands: Any) -> None:
    group = _group(commands, "ticket", _("log, list, show and move tickets"))
    add = _command(group, "add", do.ticket_add, _("log what a customer brings"))
    add.add_argument(
        "--from", dest="source", metavar="FILE.json", help=_("a JSON object, - for standard input")
    )
    for name in (
        "customer",
        "phone",
        "email",
        "device",
        "brand",
        "serial",
        "fault",
        "condition",
        "accessories",
    ):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--service", action="append", default=[], metavar="CODE")
    add.add_argument("--promised", default="", metavar="WHEN", help=_("like 2026-03-12T17:00"))
    add.add_argument("--priority", default="normal", choices=("low", "normal", "high", "urgent"))
    add.add_argument("--place", default="")
    add.add_argument("--tag", action="append", default=[])
    listed = _command(group, "list", do.ticket_list, _("list the tickets that a query means"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=_count)
    listed.add_argument(
        "--sort", default=None, help=_("a column, with - in front falling; else as the window lists it")
    )
    _numbered(group, "show", do.ticket_show, _("show one ticket"))
    move = _numbered(group, "move", do.ticket_move, _("move a ticket to a status"))
    move.add_argument("status")
    move.add_argument("--item", type=_count)
    move.add_argument("--reason", default="")
    for name, run, text in (
        ("note", do.ticket_note, _("add an internal note")),
        ("message", do.ticket_message, _("add a message for the customer")),
    ):
        _numbered(group, name, run, text).add_argument("text")
    _numbered(group, "bin", do.ticket_bin, _("put a ticket into the bin"))
    _numbered(group, "restore", do.ticket_restore, _("take a ticket out of the bin"))
    line = _numbered(group, "line", do.ticket_line, _("add work or a part to be charged"))
    for name in ("service", "description", "price", "quantity", "result"):
        line.add_argument(f"--{name}")
    line.add_argument("--item", type=_count)
    _add_photos(group)
    quick = _command(group, "quick", asked.quick_job, _("log work that was done while the customer waited"))
    quick.add_argument("--service", action="append", default=[], metavar="CODE")
    for name in ("description", "price", "quantity", "customer", "phone"):
        quick.add_argument(f"--{name}", default="")


def _add_photos(tickets: Any) -> None:
    group = _group(tickets, "photo", _("photos of a ticket"))
    add = _numbered(group, "add", photos.photo_add, _("put photos on a ticket, shrunk"))
    add.add_argument("file", type=Path, nargs="+", metavar="FILE")
    add.add_argument("--item", type=_count, help=_("the item that they show"))
    add.add_argument("--caption", default="")
    _numbered(group, "list", photos.photo_list, _("list the photos of a ticket"))
    saved = _numbered(group, "save", photos.photo_save, _("write a photo to a file"))
    saved.add_argument("id", type=_count, metavar="ID")
    saved.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.jpg")


def _numbered(group: Any, name: str, run: Callable[..., Any], text: str) -> Any:
    command = _command(group, name, run, text)
    command.add_argument("number", metavar="NUMBER")
    return command


def _add_customers(commands: Any) -> None:
    group = _group(commands, "customer", _("the customer directory"))
    add = _command(group, "add", people.customer_add, _("write down a customer"))
    add.add_argument("--from", dest="source", metavar="FILE.json")
    _add_customer_options(add, "")
    edited = _command(group, "edit", people.customer_edit, _("change what is said of a customer"))
    edited.add_argument("id", type=_count, metavar="ID")
    _add_customer_options(edited, None)
    listed = _command(group, "list", people.customer_list, _("list customers"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=_count)
    listed.add_argument("--sort", default="name", help=_("a column, with - in front falling"))
    exported = _command(
        group,
        "export",
        people.customer_export,
        _("write customers to a vCard or CSV file, or one person’s data"),
    )
    exported.add_argument("query", nargs="?", default="")
    exported.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.vcf|OUT.csv|FOLDER")
    shown = _command(group, "show", people.customer_show, _("show one customer"))
    shown.add_argument("id", type=_count, metavar="ID")
    merged = _command(group, "merge", people.customer_merge, _("make one customer of several"))
    merged.add_argument("kept", type=_count, metavar="KEPT")
    merged.add_argument("gone", type=_count, metavar="GONE", nargs="+")
    merged.add_argument(
        "--take", action="append", default=[], metavar="FIELD=ID", help=_("whose value counts, like city=12")
    )
    parted = _command(group, "unmerge", people.customer_unmerge, _("undo the merge by which a customer went"))
    parted.add_argument("gone", type=_count, metavar="GONE")
    _command(group, "duplicates", people.customer_duplicates, _("list customers who may be one"))
    erased = _command(group, "erase", privacy.customer_erase, _("erase a person for good, keep the books"))
    erased.add_argument("number", type=_count, metavar="NUMBER")
    erased.add_argument("--preview", action="store_true", help=_("only say what goes and what stays"))
    erased.add_argument("--yes", action="store_true", help=_("really erase; it cannot be undone"))


def _add_customer_options(command: argparse.ArgumentParser, nothing: str | None) -> None:
    """What can be said of a customer; `nothing` is what an option means that is left out."""
    for name in people.CUSTOMER_OPTIONS:
        command.add_argument(f"--{name.replace('_', '-')}", default=nothing)
    for name in ("phone", "tag"):
        command.add_argument(f"--{name}", action="append", default=[])
    own = _("a field of the shop's own")
    command.add_argument("--field", action="append", default=[], metavar="KEY=VALUE", help=own)
    command.add_argument("--do-not-contact", action="store_true")
    command.add_argument("--payer", type=_count, metavar="ID", help=_("who pays for them"))


def _add_devices(commands: Any) -> None:
    group = _group(commands, "device", _("the register of devices"))
    listed = _command(group, "list", do.device_list, _("list devices"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=_count)
    listed.add_argument("--show", choices=("all", "loaners", "out"), default="all", help=_("which devices"))


def _add_enquiries(commands: Any) -> None:
    group = _group(commands, "enquiry", _("what is asked before there is a ticket"))
    add = _command(group, "add", asked.enquiry_add, _("write down what was asked"))
    add.add_argument("text")
    for name in ("name", "phone", "email"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--customer", type=_count, metavar="ID")
    listed = _command(group, "list", asked.enquiry_list, _("list enquiries"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=_count)
    shown = ("open", "closed", "all")
    listed.add_argument("--show", choices=shown, default="open", help=_("which enquiries"))
    made = _numbered(group, "convert", asked.enquiry_convert, _("make a ticket of an enquiry"))
    for name in ("device", "brand", "serial", "condition", "accessories", "place"):
        made.add_argument(f"--{name}", default="")
    made.add_argument("--service", action="append", default=[], metavar="CODE")
    _numbered(group, "close", asked.enquiry_close, _("close an enquiry without a ticket"))
    _numbered(group, "reopen", asked.enquiry_close, _("open an enquiry again"))


def _add_people(commands: Any) -> None:
    from deskapp.domain.actor import Role

    roles = [role.value for role in Role]
    group = _group(commands, "person", _("the people who work in the shop"))
    _command(group, "list", staff.person_list, _("list the people"))
    added = _command(group, "add", staff.person_add, _("write down someone who works here"))
    added.add_argument("name")
    added.add_argument("--role", choices=roles, default=Role.TECHNICIAN.value)
    renamed = _command(group, "rename", staff.person_rename, _("give someone another name"))
    role = _command(group, "role", staff.person_role, _("give someone another role"))
    gone = _command(group, "retire", staff.person_retire, _("someone left"))
    back = _command(group, "bring-back", staff.person_retire, _("someone is here again"))
    for command in (renamed, role, gone, back):
        command.add_argument("name")
    renamed.add_argument("new", metavar="NEW-NAME")
    role.add_argument("role", choices=roles)


def _add_backups(commands: Any) -> None:
    made = _command(commands, "backup", backups.backup_make, _("put a backup into a folder, and check it"))
    made.add_argument("--prove", action="store_true", help=_("try to restore it too"))
    listed = _command(commands, _LIST_BACKUPS, backups.backup_list, _("list the backups of a shop"))
    listed.prog = "deskapp backup list"
    for command in (made, listed):
        command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
        command.add_argument("--to", type=Path, metavar="FOLDER", help=_("the folder (that of the window)"))
    brought = _command(commands, "restore", backups.restore, _("make a shop file of a backup"), shop=False)
    brought.add_argument("backup", type=Path, metavar="BACKUP")
    brought.add_argument("shop", nargs="?", type=Path, metavar="NEWFILE")
    brought.add_argument("--to", type=Path, metavar="NEWFILE", help=_("the shop file to be made"))
    brought.add_argument("--swap", action="store_true", help=_("keep what is there under another name"))
    brought.add_argument("--anyway", action="store_true", help=_("also a backup that has changed since"))
    brought.add_argument("--dry-run", action="store_true", help=_("only say what it holds"))
    text = _("save what can be read of a damaged shop file into a new one")
    saved = _command(commands, "salvage", salvaging.salvage, text, shop=False)
    saved.add_argument("damaged", type=Path, metavar="DAMAGED")
    saved.add_argument(
        "--to", type=Path, required=True, metavar="NEWFILE", help=_("the shop file to be made")
    )


def _add_others(commands: Any) -> None:
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    group = _group(commands, "catalog", _("the services and parts of the shop"))
    listed = _command(group, "list", do.catalog_list, _("list the catalog"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--retired", action="store_true")
    printed = _command(commands, "print", do.print_paper, _("make a paper as a PDF file"))
    printed.add_argument("document", choices=[document.value for document in Document])
    printed.add_argument("number", metavar="NUMBER")
    printed.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.pdf")
    printed.add_argument("--paper", choices=[paper.value for paper in Paper])
    imported = _command(commands, "import", do.import_file, _("bring in records of another system"))
    imported.add_argument("file", type=Path, metavar="FILE")
    imported.add_argument("--preset", default="auto")
    imported.add_argument("--dry-run", action="store_true")
    imported.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help=_("what a column of a list becomes"),
    )
    imported.add_argument(
        "--problems", type=Path, metavar="OUT.csv", help=_("write the rows with problems to a file")
    )
    kept = _command(commands, "retention", privacy.retention, _("say what old data may go, or let it go"))
    kept.add_argument(
        "--set", action="append", default=[], metavar="KIND=MONTHS", help=_("how long it is kept")
    )
    kept.add_argument("--run", dest="run_now", action="store_true", help=_("let it go; it cannot be undone"))
    check = _command(commands, "check", do.check_shop, _("look whether the file is sound"))
    check.add_argument(
        "--rebuild-index", action="store_true", help=_("make anew what lists and searches read")
    )
    tour = _command(commands, "tour", do.take_tour, _("drive the window and take pictures"), shop=False)
    tour.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    _command(commands, "self-test", do.self_test, _("prove that this installation works"), shop=False)


def _count(typed: str) -> int:
    number = int(typed) if typed.isdecimal() and len(typed) < len(str(LARGEST_COUNT)) else 0
    if number < 1:
        raise argparse.ArgumentTypeError(_("“{typed}” is not a number from 1 on").format(typed=typed))
    return number
