"""Bringing a paper to a printer: as it is where the system prints PDF, else page by page as pictures."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.papers.drawing import POINTS_PER_INCH, draw_page
from deskapp.ui.papers.making import Made

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 300
"""Sharp for text and codes; 600 would cost eight times the memory."""

_LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What was chosen in the print dialog; pages count from one, zero means all."""

    printer: str
    copies: int = 1
    first: int = 0
    last: int = 0

    @classmethod
    def of(cls, printer: QPrinter) -> PrintOrder:
        """The choices that a printer object carries."""
        return cls(printer.printerName(), max(1, printer.copyCount()), printer.fromPage(), printer.toPage())

    def pages(self, count: int) -> range:
        """The places of the chosen pages, from zero."""
        return range(max(0, self.first - 1), min(count, self.last or count))


def can_hand_over() -> bool:
    """Whether the system takes a PDF as it is (CUPS on Linux and macOS)."""
    return sys.platform != "win32" and shutil.which("lp") is not None


def hand_over(made: Made, order: PrintOrder, title: str) -> None:
    """Give the PDF to CUPS unchanged; raises `DeskError` when it is refused."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(made.pdf)
        file.flush()
        _run(_command(made, order, title, Path(file.name)))


def pictures(made: Made, order: PrintOrder) -> list[QImage]:
    """The chosen pages at the printer's resolution."""
    scale = DOTS_PER_INCH / POINTS_PER_INCH
    return [draw_page(made.pdf, place, scale, for_print=True) for place in order.pages(len(made.sizes))]


def paint(printer: QPrinter, images: Sequence[QImage]) -> None:
    """Put the pictures on the printer's pages, edge to edge."""
    from PySide6.QtGui import QPainter

    painter = QPainter()
    if not painter.begin(printer):
        raise DeskError(_("The printer does not answer; look whether it is on, or save the paper as a PDF."))
    for place, image in enumerate(images):
        if place:
            printer.newPage()
        painter.drawImage(painter.viewport(), image)
    painter.end()


def _command(made: Made, order: PrintOrder, title: str, path: Path) -> list[str]:
    chosen = ["-d", order.printer] if order.printer else []
    pages = order.pages(len(made.sizes))
    some = ["-P", f"{pages.start + 1}-{pages.stop}"] if order.first else []
    fixed = ["-n", str(order.copies), "-t", title, "-o", f"media={made.media}"]
    return ["lp", *chosen, *fixed, *some, "--", str(path)]


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST_WAIT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DeskError(_("The printing system does not answer; save the paper as a PDF instead.")) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[0] if said else _("no reason given")
        words = _("The printer refused the paper ({reason}); choose another printer.")
        raise DeskError(words.format(reason=reason))
