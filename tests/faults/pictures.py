"""Broken pictures, and names made to do harm: never a crash, never outside of the folder."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from deskapp.errors import DeskError
from tests import pictures as made
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery

KINDS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
BATCH = 250


def pictures(trial: Trial, *, raw: bool = False) -> Tally:
    """Pictures with bytes changed, taken away or put in: taken, or refused in a sentence."""
    verdicts: list[str] = []
    for first in range(0, trial.count, BATCH):
        turns = range(first, min(first + BATCH, trial.count))
        with ProcessPoolExecutor(1, nursery()) as pool:
            try:
                verdicts += pool.submit(_some, trial, turns, raw).result()
            except BrokenProcessPool:
                verdicts.append("broken: the program crashed")
    return tally(verdicts)


def _some(trial: Trial, turns: range, raw: bool) -> list[str]:
    from deskapp.exchange.photo_file import shrunk

    whole = [made.encoded(made.drawn(), kind) for kind in KINDS]
    read: Callable[[bytes, str], object] = _plain if raw else shrunk
    return [_read(read, _spoiled(whole[turn % len(whole)], trial.chance(str(turn)))) for turn in turns]


def _spoiled(whole: bytes, chance: random.Random) -> bytes:
    content = bytearray(whole)
    for _change in range(chance.randint(1, 12)):
        at = chance.randrange(len(content) or 1)
        match chance.randrange(4):
            case 0:
                content[at : at + 1] = chance.randbytes(1)
            case 1:
                del content[at : at + chance.randint(1, 400)]
            case 2:
                content[at:at] = chance.randbytes(chance.randint(1, 40))
            case _:
                content[at % 40 : at % 40 + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00"))
    return bytes(content)


def _read(read: Callable[[bytes, str], object], content: bytes) -> str:
    try:
        read(content, "picture")  # whose name says nothing, so that its content is read
    except DeskError:
        return "ok"
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"broken: {type(error).__name__}"
    return "ok"


def _plain(content: bytes, _name: str) -> object:
    """The control: read without the program's guards."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB")


# Names of files ----------------------------------------------------------------------------------

PARTS: Sequence[str] = (
    *(
        "..",
        "/",
        "\\",
        "C:",
        "CON",
        "NUL",
        "\x00",
        "\n",
        "\u202e",
        "*",
        "?",
        '"',
        "<",
        ">",
        "|",
        ":",
        " ",
        ".",
    ),
    *("~", "$HOME", "%TEMP%", "a", "Ł", "\U0001f600", "x" * 90, ".exe", ".pdf", "-rf", "&", ";"),
)


def names(trial: Trial, *, raw: bool = False) -> Tally:
    """What a paper is called, whatever its ticket is called: one file in the folder that was chosen."""
    from deskapp.ui.papers.saving import suggested_name

    trial.folder.mkdir(parents=True)
    chance = trial.chance()
    typed = (
        "".join(chance.choice(PARTS) for _part in range(chance.randint(1, 5))) for _ in range(trial.count)
    )
    return tally(_saved(trial.folder, name if raw else suggested_name("Receipt", name)) for name in typed)


def _saved(folder: Path, name: str) -> str:
    try:
        path = folder / name
        if path.resolve().parent != folder.resolve():
            return "broken: outside of the folder"
        path.write_bytes(b"x")
    except (OSError, ValueError) as error:
        return f"broken: {type(error).__name__}"
    path.unlink()
    return "ok"


FAULTS = (
    Fault(
        "F43", "broken pictures", 120, 5_000,
        pictures, partial(pictures, raw=True), "read without guards",
    ),
    Fault(
        "F43-names", "names of tickets made to do harm, as names of files", 500, 20_000,
        names, partial(names, raw=True), "used as they are",
    ),
)  # fmt: skip
