"""The queue: what lists show and sort by is kept with the ticket; saved views and limits of work."""

from alembic import op

revision = "0002"
down_revision = "0001"

# Derived columns; the program computes them anew in the transaction of the upgrade.
COLUMNS = (
    "ALTER TABLE ticket ADD COLUMN customer_label TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN phone_label TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN customer_sort TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN total_minor INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN status_since TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN updated_at TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE shop ADD COLUMN stale_days INTEGER DEFAULT '7' NOT NULL",
    "ALTER TABLE shop ADD COLUMN uncollected_days INTEGER DEFAULT '14' NOT NULL",
)

TABLES = (
    """
    CREATE TABLE saved_view (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        "query" TEXT DEFAULT '' NOT NULL,
        sort TEXT DEFAULT '' NOT NULL,
        columns TEXT NOT NULL,
        "grouping" TEXT DEFAULT '' NOT NULL,
        density TEXT DEFAULT '' NOT NULL,
        person_id INTEGER,
        position INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_saved_view PRIMARY KEY (id),
        CONSTRAINT fk_saved_view_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE work_limit (
        id INTEGER NOT NULL,
        meaning TEXT DEFAULT '' NOT NULL,
        person_id INTEGER,
        most INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_work_limit PRIMARY KEY (id),
        CONSTRAINT fk_work_limit_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE ticket_run (
        first_id INTEGER NOT NULL,
        CONSTRAINT pk_ticket_run PRIMARY KEY (first_id)
    )
    """,
)


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in (*COLUMNS, *TABLES):
        op.execute(statement)
