"""The sheets of paper: sizes, margins and where a window envelope shows the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskapp.domain.shop import Paper

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Window:
    """Where the window of an envelope shows the address, in points from the top of the sheet."""

    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The geometry of a page or of half a page, in points; the origin is the upper left corner.

    `bottom` is the zone of the footer. `folds` are the marks at the left edge, from the top.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    window: Window | None = None
    folds: tuple[float, ...] = ()
    compact: bool = False

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the upper margin and the footer."""
        return self.height - self.top - self.bottom


# A4 after DIN 5008 form B, Letter for a #10 window envelope.
LETTERS = {
    Paper.A4: Sheet(
        210 * MM,
        297 * MM,
        20 * MM,
        20 * MM,
        14 * MM,
        22 * MM,
        Window(45 * MM, 40 * MM),
        (105 * MM, 148.5 * MM, 210 * MM),
    ),
    Paper.LETTER: Sheet(612, 792, 0.9 * 72, 20 * MM, 14 * MM, 19 * MM, Window(2 * 72, 32 * MM)),
    Paper.A5: Sheet(148 * MM, 210 * MM, 12 * MM, 12 * MM, 9 * MM, 13 * MM, compact=True),
}

TICKETS = {
    Paper.A4: Sheet(210 * MM, 297 * MM, 15 * MM, 15 * MM, 12 * MM, 16 * MM, compact=True),
    Paper.LETTER: Sheet(612, 792, 15 * MM, 15 * MM, 12 * MM, 16 * MM, compact=True),
    Paper.A5: Sheet(210 * MM, 148 * MM, 12 * MM, 12 * MM, 8 * MM, 10 * MM, compact=True),
}

# Nobody posts a receipt, so there is no window; a small one is a page to be folded once.
RECEIPTS = {**TICKETS, Paper.A5: LETTERS[Paper.A5]}


def half(sheet: Sheet) -> Sheet:
    """The upper or lower half of a sheet, to be cut apart."""
    return replace(sheet, height=sheet.height / 2, top=8 * MM, bottom=10 * MM)
