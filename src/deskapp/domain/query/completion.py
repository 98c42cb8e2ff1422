"""What can come next while a query is typed: the operators, and after a colon their values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.query.operators import NONE, OPERATORS, Kind, Operator, named
from deskapp.domain.query.tokens import Piece, Token, tokens
from deskapp.domain.text import fold
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text` is what is written, `label` says what it means."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Completions:
    """What can stand in place of the text from `start` to `end`."""

    start: int
    end: int
    choices: tuple[Completion, ...] = ()

    def accepted(self, typed: str, choice: Completion) -> tuple[str, int]:
        """The text with a choice written into it, and where the cursor is then; a whole term gets a space."""
        space = "" if choice.text.endswith(":") or typed[self.end : self.end + 1] == " " else " "
        written = f"{choice.text}{space}"
        return f"{typed[: self.start]}{written}{typed[self.end :]}", self.start + len(written)


def completions(typed: str, cursor: int, values: Mapping[str, Sequence[str]]) -> Completions:
    """How the term at the cursor can go on; `values` are those of the shop by the operator's English name."""
    token = next((one for one in tokens(typed) if one.bare_start < cursor <= one.end), None)
    if token is None or (token.quoted and token.text and cursor == token.end and typed[cursor - 1] == '"'):
        return Completions(cursor, cursor)
    if token.piece is Piece.WORD:
        return Completions(token.bare_start, token.end, tuple(_operators(token.text))[:MOST_CHOICES])
    operator = named(token.operator) if token.piece is Piece.FILTER else None
    if operator is None or cursor <= token.bare_start + len(token.operator):
        return Completions(cursor, cursor)
    start = token.bare_start + len(token.operator) + 1
    return Completions(start, token.end, tuple(_values(operator, token, values))[:MOST_CHOICES])


def _operators(typed: str) -> Iterator[Completion]:
    wanted = fold(typed)
    for operator in OPERATORS:
        names = (operator.local_name, operator.name, *operator.also)
        name = next((name for name in names if fold(name).startswith(wanted)), None)
        if name:
            yield Completion(f"{name}:", _(operator.label))


def _values(operator: Operator, token: Token, values: Mapping[str, Sequence[str]]) -> Iterator[Completion]:
    turned = "-" if operator.kind is Kind.SORT and token.text.startswith("-") else ""
    wanted = fold(token.text.removeprefix("-") if turned else token.text)
    for text, label in (*_fixed(operator), *((_quoted(one), one) for one in values.get(operator.name, ()))):
        if any(f" {wanted}" in f" {fold(said)}" for said in (text.strip('"'), label)):
            yield Completion(turned + text, label)


def _fixed(operator: Operator) -> Iterator[tuple[str, str]]:
    for choice in operator.choices:
        yield choice.local_name, _(choice.label)
    yield from ((example, example) for example in _EXAMPLES.get(operator.kind, ()))
    if operator.may_lack:
        yield NONE.local_name, _(NONE.label)


_EXAMPLES: dict[Kind, tuple[str, ...]] = {
    Kind.DATE: ("<+3d", "+7d"),
    Kind.AGE: (">7", ">14", ">30"),
    Kind.LAST: ("7", "30"),
    Kind.AMOUNT: (">100", ">200"),
}


def _quoted(value: str) -> str:
    clean = value.replace('"', "")
    is_word = clean and not any(char.isspace() or char in "()" for char in clean)
    return clean if is_word else f'"{clean}"'
