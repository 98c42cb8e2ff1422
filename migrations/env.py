"""Alembic's environment: uses the program's connection, or a scratch file at the command line."""

from alembic import context
from sqlalchemy import Connection, create_engine


def run(connection: Connection) -> None:
    context.configure(connection=connection, transaction_per_migration=False, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


connection = context.config.attributes.get("connection")
if connection is not None:
    run(connection)
else:
    with create_engine("sqlite:///scratch.desk").begin() as scratch:
        run(scratch)
