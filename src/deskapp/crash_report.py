"""The local report of a failure that is a bug: a file in the log folder, sent nowhere, with nobody's data.

The lines are the program's own. An error's words may quote what a customer said or where a file lies, with
quotes or without, so of them only what can be nobody's is kept: words of a list, which Python, SQLite and Qt
use in their errors, and the names that these give to things. Who knows that somebody's passcode may be one
of these words knows nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_REPORTS, _LONGEST = 20, 600
MASK = "[…]"
_HIDDEN = re.compile(
    r"""
    \[parameters:.*\]            # what a statement was given
    | ([“"'`‘]).*?(?:[”"'`’]|$)  # whatever is quoted
    | \S*@\S+                    # an address
    | \S*[/\\]\S+                # a path
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[^\s,;:()\[\]{}=<>…]+")
_SMALL = re.compile(r"-?[a-z_]+(?:[-.'][a-z_]+)*[.!?]?")
_NOBODYS = re.compile(
    r"""
    Q[A-Z][A-Za-z]+                           # Qt's kinds
    | [A-Z][A-Za-z]*(?:Error|Exception)
    | [0-9]{1,2}
    | [!-/:-@^_|~\\]+
    """,
    re.VERBOSE,
)
_USUAL = frozenset(
    re.findall(
        "[a-z_]+",
        """
    a abort access address after again all already amount an and any argument arguments as at attempt
    attribute audit aware backup bad barcode base be been before begin being between both brand broken but
    by bytes call called can cannot cascade case cast catalog change character characters check closed
    code codec column columns comma conflict connect connection constraint convert converted could created
    cross customer customer_id d data database datatype date day dead default deleted denied depth
    destroyed device dict did different digit dimension directory disk divide division do does draft
    driver duplicate during each element email empty encode encrypted end ended enough enquiry error
    escape event exceeded exception existing exists expected expression fail failed failing failure fault
    field file first float for foreign format found from full function generator get given got greater
    group half has have header height history id ignored image implemented import import_batch in index
    infinite input instance instead integer internal interrupted into invalid is it item item_id
    item_secret iterable iteration join key keyword keywords kind label large least length less line list
    literal load loaded loan loaner locked locking long loop lost main malformed many mapping match
    maximum memory message method mismatch missing mode model module more must name named needs negative
    new no non none not note null number object odd of off offset on only open opened operand operation
    operator or order ordinal other out output outside overflow page pages pair parameter parent parse
    path permission person phone photo pin pipe pixmap point positional positive possible price process
    progress protocol qt quantity query query_id quote range read reading readonly received recursion
    reference referenced release remove removed request required requires reserved resource result return
    returned row rows running s same schema second sequence serial service set setting shape shop short
    should signal size slot small socket source space started state statement status status_step step
    still stopped street string subscriptable such support supported syntax system table tag takes target
    tax_class text than that the there this thread ticket ticket_id timed timeout to too transaction
    trigger truncated try tuple twice two type types unable unbound undefined unexpected unhashable unique
    unit unknown unpack unsupported unterminated until update upgrade usage used user valid value values
    version view was when where which while widget width will with within without wrapped write writing
    wrong yet zero zone
        """,
    )
)
_KNOWN = re.compile(
    "None|True|False|No|Not|Cannot|Object|Invalid|Unknown|Internal|Signal|Errno|Qt|Python|SQLite|C[+][+]"
    "|NOT|NULL|UNIQUE|FOREIGN|KEY|CHECK|CONSTRAINT|SELECT|INSERT|UPDATE|DELETE|INTO|FROM|WHERE|VALUES"
)


def write_report(failure: BaseException) -> Path | None:
    """Write what happened to a file in the log folder; None where that is impossible."""
    from datetime import UTC, datetime

    name = f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder = paths.log_folder()
        file = folder / name
        file.write_text(_account(failure), encoding="utf-8", errors="backslashreplace")
        for old in sorted(folder.glob("crash-*.txt"))[:-_MOST_REPORTS]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return file


def masked(text: str) -> str:
    """The text without names, numbers, addresses, paths and whatever is quoted in it."""
    rest = _HIDDEN.sub(MASK, text[: 10 * _LONGEST])
    words = _WORD.sub(lambda found: found[0] if _is_nobodys(found[0]) else MASK, rest)
    return re.sub(rf"(?:{re.escape(MASK)}\s*)+", f"{MASK} ", words).strip()[:_LONGEST]


def _is_nobodys(word: str) -> bool:
    return bool(_KNOWN.fullmatch(word) or _NOBODYS.fullmatch(word) or _is_usual(word))


def _is_usual(word: str) -> bool:
    """A small word that stands in the list, or one of Python's own; of a compound every part."""
    import builtins
    import keyword

    parts = re.split(r"[-.']", word.strip("-.!?"))
    known = _USUAL | set(dir(builtins)) | set(keyword.kwlist)
    return bool(_SMALL.fullmatch(word)) and known.issuperset(parts)


def _account(failure: BaseException) -> str:
    import platform

    from deskapp import __version__

    parts = (f"Deskapp {__version__}", f"Python {platform.python_version()}", platform.system())
    return ", ".join(parts) + "\n\n" + "\n".join(_told(failure, set()))


def _told(failure: BaseException, seen: set[int]) -> Iterator[str]:
    """The failure behind what led to it: where in the program, of which kind, and its masked words."""
    seen.add(id(failure))
    for before in (failure.__cause__, None if failure.__suppress_context__ else failure.__context__):
        if before is not None and id(before) not in seen:
            yield from _told(before, seen)
            yield "Then:"
    yield from _places(failure)
    yield f"{type(failure).__module__}.{type(failure).__qualname__}: {masked(_words(failure))}".removeprefix(
        "builtins."
    )
    for inner in getattr(failure, "exceptions", ()):
        yield from _told(inner, seen)


def _places(failure: BaseException) -> Iterator[str]:
    import traceback

    for frame in traceback.extract_tb(failure.__traceback__):
        yield f"  {_in_program(frame.filename)}, line {frame.lineno}, in {frame.name}"


def _in_program(path: str) -> str:
    """A file of the program without the folder it is installed in, which is named after a person."""
    parts = Path(path).parts
    start = next((place for place, part in enumerate(parts) if part in {"deskapp", "site-packages"}), -1)
    return "/".join(parts[start:])


def _words(failure: BaseException) -> str:
    try:
        return str(failure)
    except Exception:  # noqa: BLE001  what cannot say what it is has said nothing
        return ""
