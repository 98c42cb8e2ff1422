"""The SQL that statements are compiled to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

if TYPE_CHECKING:
    from sqlalchemy import FromClause, Select


class Compiler(SQLiteCompiler):
    """SQLite's dialect, with bounds of windows that do not make SQLite plan the statement anew.

    SQLite looks into a bare `LIMIT ?` while it plans and has to plan again when another value is bound,
    which takes longer than reading a page; behind a sign it leaves the value alone.
    """

    def limit_clause(self, select: Select[*tuple[Any, ...]], **kw: Any) -> str:
        """The window of a select."""
        clause = str(super().limit_clause(select, **kw))  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        return clause.replace("LIMIT ", "LIMIT +").replace("OFFSET ", "OFFSET +")

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:
        """What a statement says of a table with `with_hint`: `INDEXED BY` and the index to take."""
        return text


class Dialect(SQLiteDialect_pysqlite):
    """SQLite as the program speaks it."""

    statement_compiler = Compiler
    supports_statement_cache = True


DIALECT = Dialect()
