"""A statement compiled once and read straight from the driver, for lists that must be instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.store.dialect import DIALECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select


class Prepared:
    """A statement whose SQL is made once; its rows are plain tuples as the file holds them.

    Between SQLAlchemy's rows and the driver's lies more time than a page of the queue takes to
    read. The caller converts what is not text or number: moments come as ISO 8601 text.
    `hints` are pieces of the SQL and what stands in their place, for what SQLAlchemy has no words for:
    `INDEXED BY`, and `CROSS JOIN`, by which SQLite keeps the order of the tables.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], hints: Mapping[str, str] | None = None) -> None:
        compiled = statement.compile(dialect=DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        for piece, hint in (hints or {}).items():
            self.sql = self.sql.replace(piece, hint)
        self._names: list[str] = list(compiled.positiontup or ())
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    def rows(self, driver: Any, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows for these parameters."""
        found: list[tuple[Any, ...]] = driver.execute(self.sql, self.arguments(parameters)).fetchall()
        return found

    def arguments(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order in which the SQL asks for them."""
        values = {**self._fixed, **parameters} if self._fixed else parameters
        return [values[name] for name in self._names]
