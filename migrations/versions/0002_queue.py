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


DROPPED = tuple(
    f"DROP INDEX ix_ticket_{name}" for name in ("closed", "open_due", "person", "received", "status")
)

# One index over the open tickets and one over the closed ones for each order of the list.
ORDERS = {
    "received": "received_at",
    "due": "coalesce(promised_at, '~')",
    "number": "number",
    "customer": "customer_sort",
    "device": "lower(device_label)",
    "place": "lower(place)",
    "status": "status",
    "person": "person_id",
    "priority": "priority",
    "total": "total_minor",
    "since": "status_since",
    "updated": "updated_at",
}
OPEN = "WHERE closed_at IS NULL AND binned_at IS NULL"
CLOSED = "WHERE closed_at IS NOT NULL AND binned_at IS NULL"
INDEXES = (
    "CREATE INDEX ix_customer_phone_ending ON customer_phone (substr(normal, -7)) WHERE normal <> ''",
    "CREATE INDEX ix_ticket_bin ON ticket (binned_at) WHERE binned_at IS NOT NULL",
    f"CREATE INDEX ix_ticket_closed ON ticket (closed_at) {CLOSED}",
    "CREATE INDEX ix_ticket_planned ON ticket (planned_at) WHERE planned_at IS NOT NULL",
    f"CREATE INDEX ix_ticket_open_meaning ON ticket (meaning) {OPEN}",
    f"CREATE INDEX ix_ticket_ready ON ticket (status_since) WHERE meaning = 'ready' AND {OPEN[6:]}",
    *(f"CREATE INDEX ix_ticket_open_by_{name} ON ticket ({key}) {OPEN}" for name, key in ORDERS.items()),
    *(f"CREATE INDEX ix_ticket_closed_by_{name} ON ticket ({key}) {CLOSED}" for name, key in ORDERS.items()),
)

# A ticket is found by the words of its customer and its devices too, all in one index, so that two
# words are one look-up wherever they stand; the program fills it in the transaction of the upgrade.
SEARCH = (
    "DROP TABLE ticket_words",
    "DROP TABLE device_words",
    "DROP TABLE device_parts",
    """
    CREATE VIRTUAL TABLE ticket_words
    USING fts5(text, customer, device, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3')
    """,
    """
    CREATE VIRTUAL TABLE ticket_parts
    USING fts5(number, phone, serial, tokenize = "trigram", columnsize = 0)
    """,
)


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in (*COLUMNS, *TABLES, *DROPPED, *INDEXES, *SEARCH):
        op.execute(statement)
