"""A statement compiled once and read straight from the driver, for lists that must be instant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import dialect

if TYPE_CHECKING:
    from sqlalchemy import PoolProxiedConnection, Select


class Prepared:
    """A statement whose SQL is made once; its rows are plain tuples as the file holds them.

    Between SQLAlchemy's rows and the driver's lies more time than a page of the queue takes to
    read. The caller converts what is not text or number: moments come as ISO 8601 text.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        compiled = statement.compile(dialect=dialect(), compile_kwargs={"render_postcompile": True})
        self._sql = str(compiled)
        self._names: list[str] = list(compiled.positiontup or ())
        self._fixed = dict(compiled.params)

    def rows(self, connection: PoolProxiedConnection, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows for these parameters."""
        values = self._fixed | parameters
        cursor = connection.cursor()
        try:
            cursor.execute(self._sql, [values[name] for name in self._names])
            return list(cursor.fetchall())
        finally:
            cursor.close()
