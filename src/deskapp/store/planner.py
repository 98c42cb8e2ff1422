"""What SQLite knows of the tables' sizes when it chooses an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


# Without samples of single values: with them SQLite plans a statement again for each value it is run
# with, which takes longer than most statements themselves.
STATEMENTS = ("ANALYZE", "DROP TABLE IF EXISTS sqlite_stat4")


def measure(tx: Connection) -> None:
    """Count the tables and their indexes anew; worth it after very many rows were written."""
    for statement in STATEMENTS:
        tx.exec_driver_sql(statement)
