"""The commands about a shop as a whole, its devices, catalog and papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp import settings
from deskapp.cli_backup import keep_before
from deskapp.cli_parser import add_command, add_group, count
from deskapp.cli_session import Session, WrongUsage, progress, show, show_list, write_file
from deskapp.clock import clock_from_environment
from deskapp.errors import DeskError
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.services.desk import Desk

FAILED = 1


def add_new(commands: Any) -> None:
    new = add_command(commands, "new", new_shop, _("make a new shop file"), shop=False)
    new.add_argument("shop", type=Path, metavar="SHOP")
    new.add_argument("--name", default=None)
    new.add_argument("--country", default="GB", help=_("two letters; sets currency, tax, language and paper"))
    new.add_argument("--owner", default=_("Owner"))
    new.add_argument("--trade", help=_("set the shop up for a trade, for example phone-repair"))
    new.add_argument("--sample", action="store_true", help=_("a made-up shop to look around in"))


def add_to(commands: Any) -> None:
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    add_group(commands, "device", _("the register of devices"), _fill_devices)
    add_group(commands, "catalog", _("the services and parts of the shop"), _fill_catalog)
    printed = add_command(commands, "print", print_paper, _("make a paper as a PDF file"))
    printed.add_argument("document", choices=[document.value for document in Document])
    printed.add_argument("number", metavar="NUMBER")
    printed.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.pdf")
    printed.add_argument("--paper", choices=[paper.value for paper in Paper])
    imported = add_command(commands, "import", import_file, _("bring in records of another system"))
    imported.add_argument("file", type=Path, metavar="FILE", nargs="?")
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
    imported.add_argument(
        "--with-erased", action="store_true", help=_("bring people back who were erased here")
    )
    cut_off = imported.add_mutually_exclusive_group()
    cut_off.add_argument("--go-on", action="store_true", help=_("go on with an import that was cut off"))
    cut_off.add_argument(
        "--take-back", action="store_true", help=_("take back what was cut off, or the newest import")
    )
    check = add_command(commands, "check", check_shop, _("look whether the file is sound"))
    check.add_argument(
        "--rebuild-index", action="store_true", help=_("make anew what lists and searches read")
    )
    tour = add_command(commands, "tour", take_tour, _("drive the window and take pictures"), shop=False)
    tour.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    add_command(commands, "self-test", self_test, _("prove that this installation works"), shop=False)


def _fill_devices(group: Any) -> None:
    listed = add_command(group, "list", device_list, _("list devices"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=count)
    listed.add_argument("--show", choices=("all", "loaners", "out"), default="all", help=_("which devices"))


def _fill_catalog(group: Any) -> None:
    listed = add_command(group, "list", catalog_list, _("list the catalog"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--retired", action="store_true")


def new_shop(options: Namespace) -> None:
    if options.sample:
        from deskapp.sample import create_sample

        create_sample(options.shop, clock_from_environment(), name=options.name).close()
    elif options.name:
        _make_shop(options)
    else:
        raise WrongUsage(_("A new shop needs a name: --name NAME."))
    show(options, {"shop": str(options.shop)}, str(options.shop))


def _make_shop(options: Namespace) -> None:
    from deskapp.services.country import shop_in
    from deskapp.services.desk import Desk
    from deskapp.services.trade import read_trade

    shop = shop_in(options.country, options.name)
    # An unknown trade is refused before there is a file.
    pack = read_trade(options.trade, shop.language) if options.trade else None

    def fill(desk: Desk) -> None:
        if pack:
            desk.trades.set_up(desk.actor(), pack)

    Desk.build(options.shop, shop, options.owner, clock_from_environment(), fill)


def device_list(options: Namespace) -> None:
    from deskapp.domain.device import Show
    from deskapp.exchange.device_json import device_json

    with Session(options) as (desk, actor):
        found = desk.devices.rows(actor, options.query, show=Show(options.show), limit=options.limit)
    shown = ((row.draft.name, *(row.draft.codes or ("",))[:1], row.owner, row.ticket) for row in found)
    show_list(options, [device_json(row) for row in found], shown)


def catalog_list(options: Namespace) -> None:
    from deskapp.exchange.record_json import service_json

    with Session(options) as (desk, actor):
        found = desk.catalog.rows(actor, options.query, retired=options.retired)
    shown = ((s.code, s.name, s.draft.category, f"{s.draft.price.amount:f}") for s in found)
    show_list(options, [service_json(service) for service in found], shown)


def print_paper(options: Namespace) -> None:
    from deskapp.documents.render import render
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    if options.out.resolve() == options.shop.resolve():
        raise WrongUsage(_("The paper would replace the shop file; choose another file for it."))
    with Session(options) as (desk, actor):
        document = Document(options.document)
        size = Paper(options.paper) if options.paper else None
        pdf = render(document, desk.papers.ticket(actor, options.number), size)
        write_file(options.out, pdf)
        desk.papers.printed(actor, options.number, document, pdf)
    show(options, {"file": str(options.out)}, str(options.out))


def import_file(options: Namespace) -> None:
    if options.take_back:
        _take_back(options)
    elif options.go_on:
        _go_on(options)
    elif options.file is None:
        raise WrongUsage(_("Say which file to import, or --go-on or --take-back."))
    else:
        _import(options)


def _import(options: Namespace) -> None:
    from deskapp.domain.backup import Reason
    from deskapp.exchange.importing import apply_plan, mapped_plan, read_plan
    from deskapp.exchange.problem_list import save_problems

    with Session(options) as (desk, actor):
        if options.map:
            plan: Any = mapped_plan(desk, actor, options.file, options.map, with_erased=options.with_erased)
        else:
            plan = read_plan(desk, actor, options.file, options.preset, with_erased=options.with_erased)
        if not options.dry_run:
            keep_before(desk, actor, Reason.IMPORT)
        report = apply_plan(desk, actor, plan, dry_run=options.dry_run, on_progress=progress(options))
        if options.problems:
            save_problems((*report.errors, *report.warnings), options.problems, plan.header)
        show(options, report.as_json(), "\n".join(report.lines()))


def _go_on(options: Namespace) -> None:
    from deskapp.exchange.importing import go_on

    with Session(options) as (desk, actor):
        cut_off = desk.imports.unfinished(actor)
        if cut_off is None:
            raise DeskError(_("No import was cut off."))
        report = go_on(desk, actor, cut_off, on_progress=progress(options))
        show(options, report.as_json(), "\n".join(report.lines()))


def _take_back(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        cut_off = desk.imports.unfinished(actor)
        undone = desk.imports.undo(actor, cut_off.batch) if cut_off else desk.imports.undo_last(actor)
        show(options, undone.as_json(), undone.sentence())


def check_shop(options: Namespace) -> int:
    with Session(options, no_pin=not options.rebuild_index) as (desk, actor):
        if options.rebuild_index:
            desk.rebuild_index(actor)
        folders = settings.load().backup_folders()
        problems = (*desk.check(actor), *desk.anchors.look(actor, folders))
        desk.anchors.keep(actor, folders)
        cut_off = None if problems else desk.imports.unfinished(actor)
    remarks = [_cut_off(cut_off)] if cut_off else []
    said = {"ok": not problems, "problems": list(problems), **({"remarks": remarks} if remarks else {})}
    show(options, said, "\n".join((*problems, *remarks)) or _("All is well."))
    return FAILED if problems else 0


def _cut_off(cut_off: UnfinishedImport) -> str:
    how = _("Go on with it by “deskapp import --go-on”, or take it back by “deskapp import --take-back”.")
    return f"{cut_off.sentence()} {how}"


def take_tour(options: Namespace) -> int:
    from deskapp.tour import run

    return run(options.out)


def self_test(_options: Namespace) -> int:
    from deskapp.self_test import run

    return run()
