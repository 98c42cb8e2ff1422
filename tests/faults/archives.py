"""Packed files made to do harm, given to the import as a list of customers."""

from __future__ import annotations

import os
import resource
import time
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.exchange import workbook
from deskapp.exchange.importing import read_plan
from deskapp.services.desk import Desk
from tests.exchange.xlsx_file import write_xlsx
from tests.faults.cuts import NAME, new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.shop import NOON

LONGEST = 10.0  # seconds of a processor that one file may take
BATCH = 16  # files that are read by one process
MOST = 700 * 2**20  # bytes that the process may grow by
ROWS = (("Name", "Phone", "E-mail"), ("Ada Byron", "020 7946 0018", "ada@example.org"))
SHEET = "xl/worksheets/sheet1.xml"
NAMES = (
    *("../evil.txt", "../../../../evil.txt", "/evil.txt", "C:\\evil.txt", "..\\evil.txt"),
    *(
        "xl/../../evil.txt",
        "a" * 300,
        "evil\x00.txt",
        "CON",
        "xl/worksheets/../../../evil.xml",
        "\u202egnp.exe",
        "//server/evil",
    ),
)
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
)
ENTITIES = {
    "laughs": f"{LAUGHS}]><worksheet><sheetData><row><c><v>&a9;</v></c></row></sheetData></worksheet>",
    "outside": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><worksheet><v>&a;</v></worksheet>",
    "far": "<!DOCTYPE x SYSTEM 'http://example.invalid/x.dtd'><worksheet/>",
    "parameter": "<!DOCTYPE x [<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;]><worksheet/>",
    "deep": "<a>" * 200_000,
    "attributes": "<worksheet " + " ".join(f"a{n}='x'" for n in range(100_000)) + "/>",
    "text": "<worksheet><sheetData>" + "x" * 20_000_000,
    "no end": "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>x",
}
PLACES = (
    *('r="XFD1048576"', 'r="A1048576"', 'r="XFD1"', 'r="ZZZ9999999"', 'r="A0"', 'r="A99999999999"'),
    *("r='XFD1048576'", 'r = "xfd1048576"', 'r="A4294967295"', 'r="ZZZZZZZ9"', 'r=""', 'r="9"'),
)
HUGE = 600 * 2**20  # what a bomb unpacks to
COUNTS = (1_000, 20_000)  # sheets


def hostile(trial: Trial, *, unlooked: bool = False) -> Tally:
    """Each is read as the window reads it: refused in a sentence or read, in time, nothing left anywhere."""
    new_shop(trial.folder / "shop")
    names = [name for name in _MADE if not unlooked or name.startswith("cell at r=")]
    chosen = names[:: max(len(names) // trial.count, 1)]
    batches = [chosen[first : first + BATCH] for first in range(0, len(chosen), BATCH)]
    return tally(verdict for batch in batches for verdict in _given(trial.folder, batch, unlooked))


def _given(folder: Path, names: list[str], unlooked: bool) -> list[str]:
    """In a process of its own, and each alone where that process ended."""
    try:
        with ProcessPoolExecutor(1, nursery()) as pool:
            return pool.submit(_read_all, folder, names, unlooked).result()
    except BrokenProcessPool:
        if len(names) == 1:
            return [f"broken: the program crashed over {names[0]}"]
    return [verdict for name in names for verdict in _given(folder, [name], unlooked)]


def _read_all(folder: Path, names: list[str], unlooked: bool) -> list[str]:
    files = {name: _MADE[name](folder / f"{[*_MADE].index(name)}.xlsx") for name in names}
    resource.setrlimit(resource.RLIMIT_AS, (_size() + MOST, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what a library says when it crashes
    with patch.object(workbook, "_refuse_bombs") if unlooked else nullcontext():
        return [_read(folder, name, file) for name, file in files.items()]


def _read(folder: Path, name: str, file: Path) -> str:
    before, began = _all_below(folder), time.process_time()
    with closing(Desk.open(folder / "shop" / NAME, FixedClock(NOON))) as desk:
        try:
            read_plan(desk, desk.actor(), file, preset="customers")
        except DeskError:
            pass  # refused in a sentence
        except BaseException as error:  # noqa: BLE001  that is what is looked for
            return f"broken: {type(error).__name__} over {name}"
    taken, new = time.process_time() - began, _all_below(folder) - before
    if taken > LONGEST:
        return f"broken: {taken:.0f} s over {name}"
    return f"broken: {name} left {new.pop()}" if new else "ok"


def _size() -> int:
    """How large this process is now, in bytes (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _all_below(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


# The files ---------------------------------------------------------------------------------------


def _plain(path: Path) -> Path:
    return write_xlsx(path, ROWS)


def _with(parts: Mapping[str, str | bytes], path: Path) -> Path:
    """A workbook with some of its parts replaced or added."""
    _plain(path)
    with ZipFile(path) as archive:
        known = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in {**known, **parts}.items():
            archive.writestr(name, content)
    return path


def _bomb(part: str, path: Path) -> Path:
    """A part of hundreds of megabytes of blanks behind what is a sheet, next to nothing packed."""
    _plain(path)
    block = b" " * 2**20
    with ZipFile(path, "a", ZIP_DEFLATED) as archive, archive.open(part, "w", force_zip64=True) as file:
        for _time in range(HUGE // len(block)):
            file.write(block)
    return path


def _liar(path: Path) -> Path:
    """A part that says it is small."""
    _with({SHEET: b"<worksheet>" + b" " * 500_000_000}, path)
    content = path.read_bytes()
    true, said = (500_000_011).to_bytes(4, "little"), (100).to_bytes(4, "little")
    path.write_bytes(content.replace(true, said))
    return path


def _far(place: str, path: Path) -> Path:
    return write_xlsx(path, ROWS, f'<row r="9"><c {place}><v>1</v></c></row>')


def _many(count: int, path: Path) -> Path:
    """So many sheets that are not there, and as many parts that hold nothing."""
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    empty = {f"xl/worksheets/s{n}.xml": "" for n in range(count // 10)}
    return _with({"xl/workbook.xml": book} | empty, path)


def _cut(share: float, path: Path) -> Path:
    content = _plain(path).read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    return path


def _bytes(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


def _spoiled(seed: int, path: Path) -> Path:
    """Some bytes changed."""
    import random

    chance, content = random.Random(seed), bytearray(_plain(path).read_bytes())
    for _time in range(chance.randint(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    content[:4] = b"PK\x03\x04"
    return _bytes(bytes(content), path)


def _twice(path: Path) -> Path:
    """Two parts of one name: which of them is checked, and which read?"""
    import warnings

    _plain(path)
    with warnings.catch_warnings(), ZipFile(path, "a", ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, b"<worksheet>" + b" " * 450_000_000)
    return path


def _nested(path: Path) -> Path:
    """An archive in an archive, in an archive."""
    content = zlib.compress(b" " * 10_000_000)
    for turn in range(6):
        with ZipFile(path, "w", ZIP_STORED) as archive:
            archive.writestr(f"{turn}.xlsx", content)
        content = path.read_bytes()
    return path


BOMBS = (SHEET.replace("1", "2"), "xl/sharedStrings.xml", "docProps/app.xml", "evil.bin")
BYTES = (b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + b"\xff" * 5000)
SHARES = (0.1, 0.4, 0.7, 0.95, 0.999)
IN_STRINGS = ("laughs", "outside", "far", "deep")
_MADE: Mapping[str, Callable[[Path], Path]] = {
    **{f"bomb in {part}": partial(_bomb, part) for part in BOMBS},
    "liar": _liar,
    "twice": _twice,
    "nested": _nested,
    **{f"name {name[:30]!r}": partial(_with, {name: "evil"}) for name in NAMES},
    **{f"sheet with {name}": partial(_with, {SHEET: content}) for name, content in ENTITIES.items()},
    **{f"text with {name}": partial(_with, {"xl/sharedStrings.xml": ENTITIES[name]}) for name in IN_STRINGS},
    **{f"cell at {place}": partial(_far, place) for place in PLACES},
    **{f"{count} sheets": partial(_many, count) for count in COUNTS},
    **{f"cut at {share}": partial(_cut, share) for share in SHARES},
    **{f"bytes {content[:6]!r} {len(content)}": partial(_bytes, content) for content in BYTES},
    **{f"spoiled {seed}": partial(_spoiled, seed) for seed in range(10)},
}

FAULTS = (
    Fault(
        "F36", "packed files made to do harm, given to the import", 16, len(_MADE),
        hostile, partial(hostile, unlooked=True), "nobody looks what they unpack to", 3,
    ),
)  # fmt: skip
