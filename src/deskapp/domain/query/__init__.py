"""The query language of the queue, the same in the window, in saved views and on the command line.

    query  = [ both { "or" both } ]            one of them must hold; "or" binds weakest
    both   = term { term }                     all must hold
    term   = [ "-" ] ( group | word | phrase | filter )
    group  = "(" query ")"
    word   = characters without space          found at the beginning of a word, accents ignored
    phrase = '"' characters '"'                found as they stand, side by side
    filter = operator ":" value                value may be a phrase; `operators` lists them

    value of a date   = [ compare ] day | [ day ] ".." [ day ] | "none"
    value of an age   = [ compare ] days | [ days ] ".." [ days ]      or a date
    value of an amount = [ compare ] amount | [ amount ] ".." [ amount ]
    compare = "<" | "<=" | ">" | ">=" | "="
    day     = "today" | "tomorrow" | "yesterday" | "week" | "month" | "year"
            | ( "+" | "-" ) number [ unit ]    from today on
            | "2026" | "2026-02" | "2026-02-14" | "14.2.2026"
    days    = number [ unit ];  unit = "d" | "w" | "m" | "y"

`sort:KEY` orders what is found, `sort:-KEY` the other way round; it is no term. Names of operators
and of fixed values may be English or in the language of the window, as may `or`. A word with a
colon whose left side is not a plain word (`12:30`, `http://…`) is a word. What is still open at the
end (a quote, a bracket, an `or`) is closed there, because people read while they type.
"""

from __future__ import annotations

from deskapp.domain.query.chips import Chip, chips
from deskapp.domain.query.completion import Completion, Completions, completions
from deskapp.domain.query.editing import negated_term, with_term, without
from deskapp.domain.query.english import in_english
from deskapp.domain.query.errors import QueryError
from deskapp.domain.query.parser import LONGEST_QUERY, MOST_TERMS, parse, plain_words
from deskapp.domain.query.tree import (
    And,
    Between,
    Compared,
    Filter,
    Not,
    Or,
    Query,
    Term,
    Value,
    Words,
    leaves,
    with_leaves,
)

__all__ = [
    "LONGEST_QUERY",
    "MOST_TERMS",
    "And",
    "Between",
    "Chip",
    "Compared",
    "Completion",
    "Completions",
    "Filter",
    "Not",
    "Or",
    "Query",
    "QueryError",
    "Term",
    "Value",
    "Words",
    "chips",
    "completions",
    "in_english",
    "leaves",
    "negated_term",
    "parse",
    "plain_words",
    "with_leaves",
    "with_term",
    "without",
]
