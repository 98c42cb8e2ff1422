"""The ticket's code as QR and as Code 128, ready to be drawn as one path each."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import segno

from deskapp.documents.strip import Rectangle

QR_QUIET = 4
BAR_QUIET = 10
_START_C, _TO_B, _STOP = 105, 100, 106
# ISO/IEC 15417: bar and space widths of the symbols 0 to 105 in turn. Own table, because the
# library's encoder loads its whole page layout, half of a first paper's time.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_STOP_WIDTHS = "2331112"


@lru_cache(maxsize=8)
def qr(code: str) -> tuple[int, tuple[Rectangle, ...]]:
    """How many modules a side has, without the quiet zone, and the dark runs in modules."""
    matrix = segno.make(code, error="q", micro=False).matrix
    runs = [
        (left, row, right - left, 1)
        for row, modules in enumerate(matrix)
        for left, right in _dark_runs(bytes(modules))
    ]
    return len(matrix), tuple(runs)


@lru_cache(maxsize=8)
def code128(code: str) -> tuple[int, tuple[tuple[int, int], ...]]:
    """How many modules wide the code is, without the quiet zone, and its bars (left, width)."""
    values = _values(code)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in [*values, check]) + _STOP_WIDTHS
    bars, at = [], 0
    for place, width in enumerate(map(int, widths)):
        if place % 2 == 0:
            bars.append((at, width))
        at += width
    return at, tuple(bars)


def _values(code: str) -> list[int]:
    """Symbols for the digits: pairs in set C, a last single digit in set B."""
    values = [_START_C, *(int(code[at : at + 2]) for at in range(0, len(code) - 1, 2))]
    return [*values, _TO_B, int(code[-1]) + 16] if len(code) % 2 else values


def _dark_runs(modules: bytes) -> list[tuple[int, int]]:
    edges = [at for at, (before, now) in enumerate(pairwise(b"\0" + modules + b"\0")) if before != now]
    return list(zip(edges[::2], edges[1::2], strict=True))
