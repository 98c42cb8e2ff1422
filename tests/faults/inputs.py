"""What people type and paste: kept as it is or refused in a sentence, elsewhere only ever text."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.documents.render import render
from deskapp.domain.paper import Document
from deskapp.errors import DeskError
from deskapp.exchange import csv_file
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_device, a_line, an_item
from tests.documents import reading
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

TYPED = r"""
<b> | </para> | & | &amp; | <img src='/etc/passwd'/> | ]]> | <a href='file:///etc/passwd'>x</a>
" | ' | '' | ;-- | % | _ | * | ( | ) | NEAR( | AND | OR | NOT | : | ^ | { | } | \ | %s | {0}
=1+1 | +44 | -1 | @SUM(A1) | é | ß | Łódź | ﬁ | 修理 | 😀 | 26000018 | ../../x | CON | NUL.txt
is:open | status: | due:< | -tag: | customer:" | # | word
"""
UNSEEN = ("\t", "\r\n", "\n", "\x00", "\x1b[31m", "\u202e", "\u2066", "\ufeff", "\u200b", "\u2028", "e\u0301")
STRANGE = ("\ud800", "\udfff", "\uffff", "\U0010ffff", "\u05d0\u05d1", "\u0645\u0631", "\u0130", "x" * 300)
PIECES = (
    *(piece for line in TYPED.split("\n") for piece in line.split(" | ") if piece),
    *UNSEEN,
    *STRANGE,
    " ",
)


def _strings(chance: random.Random) -> Iterator[str]:
    while True:
        yield "".join(chance.choice(PIECES) for _piece in range(chance.randint(1, 8)))


# Any string, everywhere ------------------------------------------------------------------------


def fuzzed(trial: Trial, *, raw: bool = False) -> Tally:
    """Each string is saved, read back, searched for, printed and listed."""
    path, strings = new_shop(trial.folder / "shop"), _strings(trial.chance())
    way = _raw if raw else _through
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return tally(_told(way, desk, next(strings), trial.folder) for _turn in range(trial.count))


def _told(way: Callable[[Desk, str, Path], str], desk: Desk, typed: str, folder: Path) -> str:
    try:
        return way(desk, typed, folder)
    except DeskError:
        return "ok"  # refused in a sentence
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"broken: {type(error).__name__} in {_last_line(error)}"


def _last_line(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}" if trace else ""


def _through(desk: Desk, typed: str, folder: Path) -> str:
    owner = desk.actor()
    _search(desk, typed)
    customer = a_customer(typed[:100] or "x", "07700 900142", note=typed)
    item = an_item(typed, device=a_device(typed[:60]), condition=typed)
    ticket = desk.tickets.take_in(owner, _intake(item, customer)).value
    desk.tickets.note(owner, ticket.number, typed)
    desk.tickets.add_line(owner, ticket.number, a_line(typed[:100]))
    again = desk.tickets.get(owner, ticket.number)
    if again.items[0].fault != ticket.items[0].fault:
        return "broken: read back otherwise"
    render(Document.CLAIM_TICKET, desk.papers.ticket(owner, ticket.number))
    saved = csv_file.save_csv(
        [(1, again.items[0].fault, typed.encode(errors="replace").decode())], folder / "a.csv"
    )
    return "ok" if _live_cells(saved) == 0 else "broken: a formula in a list"


def _sound(typed: str) -> str:
    """As it is after it went through the file."""
    return typed.encode(errors="replace").decode()


def _intake(item: Any, customer: Any) -> Any:
    from deskapp.domain.ticket import Intake

    return Intake((item,), customer=customer)


def _search(desk: Desk, typed: str) -> None:
    for search in (desk.tickets.rows, desk.customers.rows):
        try:
            search(desk.actor(), typed)
        except DeskError:
            continue
    desk.customers.match(desk.actor(), typed)


def _raw(desk: Desk, typed: str, _folder: Path) -> str:
    """The control: the same without the program's guards."""
    from deskapp.store.driver import sqlite

    with closing(sqlite.connect(desk.path)) as connection:
        connection.execute("SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?", (typed,)).fetchall()
    return "ok"


# Lists for spreadsheets ------------------------------------------------------------------------

FORMULAS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "%0A=1"),
    *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"),
)


def formulas(trial: Trial, *, plain: bool = False) -> Tally:
    """No cell of a list begins as a formula does, whatever stood in it."""
    trial.folder.mkdir(parents=True)
    chance = trial.chance()
    with patch.object(csv_file, "guarded", _as_it_is) if plain else nullcontext():
        return tally(_listed(trial.folder / "list.csv", turn, chance) for turn in range(trial.count))


def _listed(path: Path, turn: int, chance: random.Random) -> str:
    formula = FORMULAS[turn % len(FORMULAS)]
    csv_file.save_csv([(_sound(formula + chance.choice(PIECES)),)], path)
    return f"broken: {formula!r} is live" if _live_cells(path) else "ok"


def _as_it_is(cell: str) -> str:
    return cell


def _live_cells(path: Path) -> int:
    """How many cells a spreadsheet may take for a formula; numbers are none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    return sum(cell.lstrip().startswith(LIVE) or cell.startswith(("\t", "\r", "%")) for cell in cells)


LIVE = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# Paper -----------------------------------------------------------------------------------------

PAYLOADS = (
    r"""
<b>bold</b> | <i>i | </para> | <para> | <br/> | <font color='red'>PAID</font> | &lt; | &#65; | &nbsp;
<img src='/etc/hostname'/> | <img src='http://example.invalid/x.png'/> | <a href='javascript:x'>j</a>
<a href='file:///etc/passwd'>f</a> | <link href='http://example.invalid'>l</link> | <unichar code='65'/>
Smith & Sons <mail@x.com> | <![CDATA[x]]> | <!-- x --> | <?xml x?> | <onDraw name='x'/> | <seq/>
<font color="[[[getattr(pow,'__x')]]]">c</font> | a < b > c | <greek>a</greek> | <super>2</super>
<index item='x'/> | <evalString>1</evalString> | {{7*7}} | ${7*7} | %(x)s | <u><b></u></b>
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


def payloads(trial: Trial, *, raw: bool = False) -> Tally:
    """Markup is printed as it was typed; nothing is fetched, linked or drawn."""
    path = new_shop(trial.folder / "shop")
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return tally(_told(partial(_as_raw if raw else _as_typed), desk, text, path) for text in PAYLOADS)


def _as_typed(desk: Desk, typed: str, _path: Path) -> str:
    owner = desk.actor()
    number = desk.tickets.take_in(owner, _intake(an_item(typed), a_customer())).value.number
    pdf = render(Document.CLAIM_TICKET, desk.papers.ticket(owner, number))
    return _printed(pdf, typed)


def _printed(pdf: bytes, typed: str) -> str:
    if b"/URI" in pdf or b"/Launch" in pdf or b"/JavaScript" in pdf:
        return "broken: a link"
    found = "".join(reading.text(pdf).split())
    return "ok" if "".join(typed.split()) in found else f"broken: not as typed, {typed[:30]}"


def _as_raw(_desk: Desk, typed: str, path: Path) -> str:
    """The control: given to ReportLab as it is."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    target = path.with_name("raw.pdf")
    SimpleDocTemplate(str(target)).build([Paragraph(typed, getSampleStyleSheet()["Normal"])])
    return _printed(target.read_bytes(), typed)


SIZES = (1, 50, 500, 2_000, 5_000, 10_000, 19_000, 20_000, 20_001, 50_000)
LONGEST = 5.0  # seconds that a paper may take


def sizes(trial: Trial, *, unsplit: bool = False) -> Tally:
    """Long words and long texts: a paper in time, or a sentence."""
    path = new_shop(trial.folder / "shop")
    texts = [one for size in SIZES for one in ("x" * size, ("word " * size)[:size])]
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return tally(_told(_unsplit if unsplit else _in_time, desk, text, path) for text in texts)


def _in_time(desk: Desk, typed: str, _path: Path) -> str:
    owner = desk.actor()
    number = desk.tickets.take_in(owner, _intake(an_item(typed), a_customer())).value.number
    began = time.monotonic()
    render(Document.SERVICE_SUMMARY, desk.papers.ticket(owner, number))
    taken = time.monotonic() - began
    return "ok" if taken < LONGEST else f"broken: {taken:.0f} seconds for {len(typed)} characters"


def _unsplit(_desk: Desk, typed: str, path: Path) -> str:
    """The control: one cell of a table."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    cell = Paragraph(typed, getSampleStyleSheet()["Normal"])
    SimpleDocTemplate(str(path.with_name("raw.pdf"))).build([Table([[cell]])])
    return "ok"


FAULTS = (
    Fault(
        "F41", "strings of all kinds saved, read, searched for, printed and listed", 80, 100_000,
        fuzzed, partial(fuzzed, raw=True), "given to the search as they are",
    ),
    Fault(
        "F42", "formulas in lists for spreadsheets", 500, 5_000,
        formulas, partial(formulas, plain=True), "written as they are",
    ),
    Fault(
        "F56", "markup and code in what is printed", len(PAYLOADS), len(PAYLOADS),
        payloads, partial(payloads, raw=True), "given to ReportLab as they are",
    ),
    Fault(
        "F57", "texts of 1 to 50,000 characters on paper", 2 * len(SIZES), 2 * len(SIZES),
        sizes, partial(sizes, unsplit=True), "in one cell of a table",
    ),
)  # fmt: skip
