"""What gives a person away in a text, and the text without it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from deskapp.domain import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SHORTEST_WORD = 3
_SHORTEST_CODE = 5
_SHORTEST_NUMBER = 6  # fewer digits are a price or a date to everybody
_GAP = r"[ .\-/()·‐–]{0,3}"
_LEAD = " .-/·‐–"
_PAIRS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_TWO_LETTERS = str.maketrans(_PAIRS | {one.upper(): pair for one, pair in _PAIRS.items()})
_WHOLE = re.compile(r"\w+")

Words = tuple[str, ...]
Number = tuple[str, str]
Span = tuple[int, int]


@dataclass(frozen=True)
class Traces:
    """`phrases` are folded words that stand side by side, `emails` are folded too.

    `numbers` are the digits of a country, as far as it is known, and those that are dialled behind it.
    """

    phrases: frozenset[Words] = frozenset()
    emails: frozenset[str] = frozenset()
    numbers: frozenset[Number] = frozenset()

    @classmethod
    def of(cls, several: Iterable[Traces]) -> Traces:
        """Those of several people."""
        each = list(several)
        return cls(
            frozenset(phrase for one in each for phrase in one.phrases),
            frozenset(email for one in each for email in one.emails),
            frozenset(number for one in each for number in one.numbers),
        )

    def __bool__(self) -> bool:
        return bool(self.phrases or self.emails or self.numbers)

    def are_in(self, said: str) -> bool:
        """Whether a text gives the person away."""
        return bool(self._likely and self._likely.search(_fold(said)) and next(self._spans(said), None))

    def redacted(self, said: str, marker: str) -> str:
        """The text with a marker in place of each trace; all else stays as it is, sign by sign."""
        if not (self._likely and self._likely.search(_fold(said))):
            return said
        pieces, end = list[str](), 0
        for first, last in _joined(sorted(self._spans(said))):
            pieces += [said[end:first], marker]
            end = last
        return "".join((*pieces, said[end:]))

    @cached_property
    def _likely(self) -> re.Pattern[str] | None:
        """A quick look that finds whatever `_spans` finds, and sometimes more."""
        longest = (max(phrase, key=len) for phrase in self.phrases)
        found = [
            *map(re.escape, longest),
            *map(re.escape, self.emails),
            *(_digits(one) for _country, one in self.numbers),
        ]
        return re.compile("|".join(sorted(found, key=len, reverse=True))) if found else None

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        mails = (rf"(?<![\w.+-]){re.escape(one)}(?![\w-]|\.\w)" for one in self.emails)
        calls = (_call(*number) for number in self.numbers)
        return [re.compile(one) for one in (*mails, *calls)]

    @cached_property
    def _by_first(self) -> dict[str, list[Words]]:
        found: dict[str, list[Words]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase[0], []).append(phrase)
        return found

    def _spans(self, said: str) -> Iterator[Span]:
        folded = _Folded(said)
        for pattern in self._patterns:
            for match in pattern.finditer(folded.text):
                yield folded.span(*_own(match))
        cut = list(folded.words())
        names = [word for word, _span in cut]
        for place, name in enumerate(names):
            for phrase in self._by_first.get(name, ()):
                end = place + len(phrase)
                if tuple(names[place:end]) == phrase:
                    yield cut[place][1][0], cut[end - 1][1][1]


def traces_of(
    *,
    names: Iterable[str] = (),
    emails: Iterable[str] = (),
    numbers: Iterable[tuple[str, str]] = (),
    said: Iterable[str] = (),
    closely: bool = False,
) -> Traces:
    """What gives somebody away: whole names, e-mail addresses, and phones as typed and in normal form.

    In their own records (`closely`) each word of a name does too, and so does what is `said` of them
    alone: a street, a serial number. A name of one word is none elsewhere, because "Max" is a telephone.
    The surname may stand before the other names, and letters with marks may be two without.
    """
    folded = [tuple(text.words(way)) for name in names for way in (name, _without_marks(name))]
    phrases = {(*name[cut:], *name[:cut]) for name in folded if len(name) > 1 for cut in range(len(name))}
    if closely:
        phrases |= {(word,) for name in folded for word in name if len(word) >= _SHORTEST_WORD}
        phrases |= {one for one in folded if one}
    phrases |= {(*one[:-1], f"{one[-1]}s") for one in phrases}  # whose it is
    if closely:
        codes = (tuple(text.words(code)) for code in said)
        phrases |= {code for code in codes if len("".join(code)) >= _SHORTEST_CODE}
    digits = {_national(*number) for number in numbers}
    return Traces(
        frozenset(phrases),
        frozenset(filter(None, map(text.fold, emails))),
        frozenset(one for one in digits if len(one[1]) >= _SHORTEST_NUMBER),
    )


def _without_marks(name: str) -> str:
    """As it is written where a keyboard has no such letters."""
    return unicodedata.normalize("NFC", name).translate(_TWO_LETTERS)


def _national(typed: str, normal: str) -> Number:
    """The digits of the country, as far as it is known, and those that are dialled wherever one calls."""
    whole = text.digits(normal)
    if not whole:
        return "", text.digits(typed).lstrip("0")
    country = _country(whole)
    return whole[:country], whole[country:]


def _country(whole: str) -> int:
    """How many digits of a number in normal form name the country."""
    import phonenumbers

    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    return next((length for length in (1, 2, 3) if int(whole[:length]) in known), 0)


def _digits(number: str) -> str:
    return _GAP.join(number)


def _call(country: str, number: str) -> str:
    """The ways to write a number: with any country that is marked as one, or its own."""
    abroad = rf"(?:(?:\+|00){_GAP}\d{{1,3}}|{country})?"
    return rf"(?<!\d){abroad}{_GAP}0{{0,2}}{_GAP}{_digits(number)}(?!\d)"


def _own(match: re.Match[str]) -> Span:
    """A number without what only stands before it."""
    before = _LEAD if ")" in match[0] else f"{_LEAD}("
    return match.start() + len(match[0]) - len(match[0].lstrip(before)), match.end()


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that overlap are one."""
    held: Span | None = None
    for first, last in spans:
        if held and first < held[1]:
            held = held[0], max(held[1], last)
            continue
        if held:
            yield held
        held = first, last
    if held:
        yield held


def _fold(said: str) -> str:
    """As `text.fold`, but every space stays, and without any delay where there is nothing to fold."""
    return said.lower() if said.isascii() else "".join(map(_sign, said))


@lru_cache(maxsize=4096)
def _sign(char: str) -> str:
    return " " if char.isspace() else text.fold(f"x{char}x")[1:-1]


@lru_cache(maxsize=4096)
def _stands_alone(sign: str) -> bool:
    """Whether a sign is a word by itself, as those of scripts that put no space between words."""
    return len(text.words(f"a{sign}")) > 1


class _Folded:
    """A text as a search sees it, and where each of its signs stood."""

    def __init__(self, said: str) -> None:
        self._length = len(said)
        signs = [(place, sign) for place, char in enumerate(said) for sign in _sign(char)]
        self.text = "".join(sign for _place, sign in signs)
        self._places = [place for place, _sign in signs]

    def span(self, first: int, last: int) -> Span:
        """Where signs of the folded text stand in the text itself; a mark goes with its letter."""
        return self._places[first], self._places[last] if last < len(self._places) else self._length

    def words(self) -> Iterator[tuple[str, Span]]:
        """The words that `text.words` answers, with their places."""
        for match in _WHOLE.finditer(self.text):
            yield from self._cut(match.start(), match.end())

    def _cut(self, first: int, last: int) -> Iterator[tuple[str, Span]]:
        start = first
        for place in range(first, last + 1):
            sign = self.text[place] if place < last else ""
            alone = sign.isalnum() and _stands_alone(sign)
            if sign.isalnum() and not alone:
                continue
            if place > start:
                yield self.text[start:place], self.span(start, place)
            if alone:
                yield sign, self.span(place, place + 1)
            start = place + 1
