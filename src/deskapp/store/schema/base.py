"""What all tables share: how their parts are named, and columns that come again and again."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Text

from deskapp.store.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column() -> Column[int]:
    """The key of a row."""
    return Column("id", Integer, primary_key=True)


def text_column(name: str) -> Column[str]:
    """Text that may be empty but is never missing."""
    return Column(name, Text, nullable=False, server_default="")


def versioned() -> tuple[Column[int], Column[object]]:
    """What every record has that people change."""
    return (
        Column("row_version", Integer, nullable=False, server_default="1"),
        Column("binned_at", Moment),
    )
