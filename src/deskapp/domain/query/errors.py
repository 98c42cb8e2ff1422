"""What is said about a query that cannot be asked, and where in it the trouble lies."""

from __future__ import annotations

from deskapp.errors import Invalid


class QueryError(Invalid):
    """A query with something in it that is not understood: `word`, at `start` to `end` of what was typed."""

    def __init__(self, message: str, word: str = "", start: int = 0, *, field: str = "query") -> None:
        super().__init__(message, field)
        self.word = word
        self.start = start
        self.end = start + len(word)
