"""The copy that people can read without this program: a zip of CSV tables and a page, one for each day."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from html import escape
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

from deskapp.domain.backup import READABLE, readable_mark, silent
from deskapp.errors import DeskError
from deskapp.exchange.csv_file import guarded
from deskapp.i18n import _, language

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.backup import Backup, PlainShop, PlainTable, Progress
    from deskapp.services.desk import Desk

_AT_ONCE, _PAUSE = 250, 0.001  # rows, and seconds in which the window's thread gets Python to itself
_NEARLY, WHOLE = 99, 100
_PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{shop}</title>
<style>body{{font:15px sans-serif;margin:2em}}td,th{{padding:.3em 1em .3em 0;text-align:left}}</style>
</head><body><h1>{shop}</h1><p>{made}</p><table><tr><th>{table}</th><th>{rows}</th></tr>
{lines}
</table><p>{hint}</p></body></html>
"""
_LINE = '<tr><td><a href="{name}.csv">{name}</a></td><td>{count}</td></tr>'


def keep_readable(
    desk: Desk, actor: Actor, backup: Backup, folders: Iterable[Path], progress: Progress = silent
) -> tuple[Path, ...]:
    """Write the copy of the day beside a backup, in each folder that has the backup and not yet the copy.

    Copies of days of which no backup is left go. A drive that does not take it leaves nothing behind: the
    backup is what counts.
    """
    zone = desk.shop.get(actor).zone
    made = []
    for folder in folders:
        there = replace(backup, path=folder / backup.path.name)
        target = folder / f"{backup.stem}-{backup.made_at.astimezone(zone):%Y-%m-%d}{READABLE}"
        with suppress(OSError, DeskError):
            if there.path.exists() and not target.exists():
                with desk.backups.plain(actor, there) as shop:
                    _write(target, shop, backup, progress)
                made.append(target)
                _forget_old(folder, backup)
    return tuple(made)


def _write(target: Path, shop: PlainShop, backup: Backup, progress: Progress) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                archive.comment = readable_mark(backup.uid)
                counts = [(table.name, _add(archive, table, shop.digits, progress)) for table in shop.tables]
                archive.writestr("index.html", _page(shop, backup, counts))
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _add(archive: zipfile.ZipFile, table: PlainTable, digits: int, progress: Progress) -> int:
    """Write a table; answers how many rows it has."""
    heads = [name.removesuffix("_minor") for name in table.columns]
    amounts = {place for place, name in enumerate(table.columns) if name.endswith("_minor")}
    count = 0
    with archive.open(f"{table.name}.csv", "w", force_zip64=True) as entry:
        text = io.TextIOWrapper(entry, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(heads)
        for count, row in enumerate(table.rows, start=1):
            writer.writerow(_cells(row, amounts, digits))
            if count % _AT_ONCE == 0:
                progress(_NEARLY, WHOLE)
                sleep(_PAUSE)
        text.flush()
        text.detach()
    return count


def _cells(row: Sequence[object], amounts: set[int], digits: int) -> Iterator[object]:
    for place, value in enumerate(row):
        if place in amounts and isinstance(value, int):
            yield Decimal(value).scaleb(-digits)
        else:
            yield guarded(value) if isinstance(value, str) else value


def _page(shop: PlainShop, backup: Backup, counts: Iterable[tuple[str, int]]) -> str:
    return _PAGE.format(
        language=language(),
        shop=escape(shop.name),
        made=escape(_("As it was on {when} (UTC).").format(when=f"{backup.made_at:%Y-%m-%d %H:%M}")),
        table=escape(_("Table")),
        rows=escape(_("Rows")),
        lines="\n".join(_LINE.format(name=name, count=count) for name, count in counts),
        hint=escape(
            _("Each table opens in a spreadsheet. Amounts are in {currency}, moments in UTC.").format(
                currency=shop.currency
            )
        ),
    )


def _forget_old(folder: Path, backup: Backup) -> None:
    """A copy goes with the last backup of its day."""
    name = re.compile(rf"{re.escape(backup.stem)}-(\d{{4}}-\d\d-\d\d){re.escape(READABLE)}")
    for entry in list(os.scandir(folder)):
        found = name.fullmatch(entry.name)
        if not found or list(folder.glob(f"{_plain(backup.stem)}-{found[1]}-*.desk")):
            continue
        with suppress(OSError, zipfile.BadZipFile):
            with zipfile.ZipFile(entry.path) as archive:
                own = archive.comment == readable_mark(backup.uid)
            if own:
                Path(entry.path).unlink()


def _plain(stem: str) -> str:
    """A name in which no sign means more than itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in stem)
