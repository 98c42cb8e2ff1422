"""The counter: whom a shop knows, what they bring and leave, drafts, photos, loans and own fields."""

from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = (
    "ALTER TABLE shop ADD COLUMN trade TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE shop ADD COLUMN words TEXT DEFAULT '{}' NOT NULL",
    "ALTER TABLE shop ADD COLUMN retention TEXT DEFAULT '{}' NOT NULL",
    "ALTER TABLE shop ADD COLUMN lock_minutes INTEGER DEFAULT '5' NOT NULL",
    "ALTER TABLE shop ADD COLUMN recovery_hash TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE shop ADD COLUMN uid TEXT DEFAULT '' NOT NULL",
    # Each copy of an older file gets the same: the hash of its first act, which never changes.
    (
        "UPDATE shop SET uid = coalesce("
        "(SELECT substr(chain, 1, 32) FROM audit ORDER BY id LIMIT 1), lower(hex(randomblob(16))))"
    ),
    "ALTER TABLE customer ADD COLUMN kind TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE customer ADD COLUMN channel TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE customer ADD COLUMN do_not_contact BOOLEAN DEFAULT 0 NOT NULL",
    "ALTER TABLE customer ADD COLUMN price_group TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE customer ADD COLUMN tags TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE customer ADD COLUMN iban TEXT DEFAULT '' NOT NULL",
    (
        "ALTER TABLE customer ADD COLUMN payer_id INTEGER"
        " CONSTRAINT fk_customer_payer_id_customer REFERENCES customer (id)"
    ),
    (
        "ALTER TABLE customer ADD COLUMN merged_into INTEGER"
        " CONSTRAINT fk_customer_merged_into_customer REFERENCES customer (id)"
    ),
    "ALTER TABLE customer ADD COLUMN fields TEXT DEFAULT '{}' NOT NULL",
    "ALTER TABLE customer ADD COLUMN erased_at TEXT",
    "ALTER TABLE device ADD COLUMN imei TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE device ADD COLUMN frame_number TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE device ADD COLUMN note TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE device ADD COLUMN is_loaner BOOLEAN DEFAULT 0 NOT NULL",
    "ALTER TABLE ticket ADD COLUMN kind TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE ticket ADD COLUMN deposit_minor INTEGER",
    "ALTER TABLE ticket ADD COLUMN terms TEXT DEFAULT '' NOT NULL",
    (
        "ALTER TABLE ticket ADD COLUMN comeback_of INTEGER"
        " CONSTRAINT fk_ticket_comeback_of_ticket REFERENCES ticket (id)"
    ),
    "ALTER TABLE ticket ADD COLUMN fields TEXT DEFAULT '{}' NOT NULL",
    (
        "ALTER TABLE import_row ADD COLUMN customer_id INTEGER"
        " CONSTRAINT fk_import_row_customer_id_customer REFERENCES customer (id)"
    ),
    "ALTER TABLE item ADD COLUMN item_type TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE item ADD COLUMN checklist TEXT DEFAULT '[]' NOT NULL",
    "ALTER TABLE item ADD COLUMN fields TEXT DEFAULT '{}' NOT NULL",
)

TABLES = (
    """
    CREATE TABLE customer_email (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        label TEXT DEFAULT '' NOT NULL,
        address TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_customer_email PRIMARY KEY (id),
        CONSTRAINT fk_customer_email_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE customer_address (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        label TEXT DEFAULT '' NOT NULL,
        street TEXT DEFAULT '' NOT NULL,
        postcode TEXT DEFAULT '' NOT NULL,
        city TEXT DEFAULT '' NOT NULL,
        country TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_customer_address PRIMARY KEY (id),
        CONSTRAINT fk_customer_address_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE customer_contact (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        role TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        normal TEXT DEFAULT '' NOT NULL,
        email TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_customer_contact PRIMARY KEY (id),
        CONSTRAINT fk_customer_contact_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE customer_merge (
        id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        kept_id INTEGER NOT NULL,
        gone_id INTEGER NOT NULL,
        detail TEXT NOT NULL,
        undone_at TEXT,
        CONSTRAINT pk_customer_merge PRIMARY KEY (id),
        CONSTRAINT fk_customer_merge_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_customer_merge_kept_id_customer FOREIGN KEY(kept_id) REFERENCES customer (id),
        CONSTRAINT fk_customer_merge_gone_id_customer FOREIGN KEY(gone_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE not_duplicate (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_not_duplicate PRIMARY KEY (id),
        CONSTRAINT fk_not_duplicate_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
        CONSTRAINT fk_not_duplicate_other_id_customer FOREIGN KEY(other_id) REFERENCES customer (id),
        CONSTRAINT fk_not_duplicate_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE device_owner (
        id INTEGER NOT NULL,
        device_id INTEGER NOT NULL,
        customer_id INTEGER,
        at TEXT NOT NULL,
        person_id INTEGER,
        reason TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_device_owner PRIMARY KEY (id),
        CONSTRAINT fk_device_owner_device_id_device FOREIGN KEY(device_id) REFERENCES device (id),
        CONSTRAINT fk_device_owner_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
        CONSTRAINT fk_device_owner_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE item_type (
        id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        label TEXT NOT NULL,
        icon TEXT DEFAULT '' NOT NULL,
        checklist TEXT NOT NULL,
        accessories TEXT NOT NULL,
        position INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_item_type PRIMARY KEY (id),
        CONSTRAINT uq_item_type_key UNIQUE ("key")
    )
    """,
    """
    CREATE TABLE field (
        id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        label TEXT NOT NULL,
        kind TEXT NOT NULL,
        unit TEXT DEFAULT '' NOT NULL,
        choices TEXT DEFAULT '[]' NOT NULL,
        "of" TEXT NOT NULL,
        item_type TEXT DEFAULT '' NOT NULL,
        position INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_field PRIMARY KEY (id),
        CONSTRAINT uq_field_key UNIQUE ("key")
    )
    """,
    """
    CREATE TABLE item_secret (
        id INTEGER NOT NULL,
        item_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        CONSTRAINT pk_item_secret PRIMARY KEY (id),
        CONSTRAINT uq_item_secret_item_id UNIQUE (item_id),
        CONSTRAINT fk_item_secret_item_id_item FOREIGN KEY(item_id) REFERENCES item (id),
        CONSTRAINT fk_item_secret_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE loan (
        id INTEGER NOT NULL,
        device_id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        out_at TEXT NOT NULL,
        out_by INTEGER,
        due_at TEXT,
        back_at TEXT,
        back_by INTEGER,
        note TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_loan PRIMARY KEY (id),
        CONSTRAINT fk_loan_device_id_device FOREIGN KEY(device_id) REFERENCES device (id),
        CONSTRAINT fk_loan_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_loan_out_by_person FOREIGN KEY(out_by) REFERENCES person (id),
        CONSTRAINT fk_loan_back_by_person FOREIGN KEY(back_by) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE draft (
        id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        content TEXT NOT NULL,
        CONSTRAINT pk_draft PRIMARY KEY (id),
        CONSTRAINT fk_draft_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE photo (
        id INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        media_type TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        thumbnail BLOB NOT NULL,
        content BLOB NOT NULL,
        CONSTRAINT pk_photo PRIMARY KEY (id),
        CONSTRAINT uq_photo_sha256 UNIQUE (sha256)
    )
    """,
    """
    CREATE TABLE ticket_photo (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        item_id INTEGER,
        photo_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        caption TEXT DEFAULT '' NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_ticket_photo PRIMARY KEY (id),
        CONSTRAINT fk_ticket_photo_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_ticket_photo_item_id_item FOREIGN KEY(item_id) REFERENCES item (id),
        CONSTRAINT fk_ticket_photo_photo_id_photo FOREIGN KEY(photo_id) REFERENCES photo (id),
        CONSTRAINT fk_ticket_photo_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE enquiry (
        id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        customer_id INTEGER,
        name TEXT DEFAULT '' NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        email TEXT DEFAULT '' NOT NULL,
        text TEXT NOT NULL,
        ticket_id INTEGER,
        closed_at TEXT,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_enquiry PRIMARY KEY (id),
        CONSTRAINT fk_enquiry_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_enquiry_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
        CONSTRAINT fk_enquiry_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
    )
    """,
    """
    CREATE TABLE import_mapping (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        headers TEXT NOT NULL,
        mapping TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_import_mapping PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE pin (
        person_id INTEGER NOT NULL,
        hash TEXT NOT NULL,
        tries INTEGER DEFAULT '0' NOT NULL,
        tried_at TEXT,
        next_try_at TEXT,
        CONSTRAINT pk_pin PRIMARY KEY (person_id),
        CONSTRAINT fk_pin_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE erasure (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        detail TEXT DEFAULT '{}' NOT NULL,
        CONSTRAINT pk_erasure PRIMARY KEY (id),
        CONSTRAINT fk_erasure_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
        CONSTRAINT fk_erasure_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE row_hash (
        kind INTEGER NOT NULL,
        record_id INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        CONSTRAINT pk_row_hash PRIMARY KEY (kind, record_id)
    ) WITHOUT ROWID
    """,
)

INDEXES = (
    "CREATE INDEX ix_customer_email_folded ON customer (lower(email)) WHERE email <> ''",
    "CREATE INDEX ix_customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX ix_customer_payer ON customer (payer_id) WHERE payer_id IS NOT NULL",
    "CREATE INDEX ix_customer_email_address ON customer_email (lower(address))",
    "CREATE INDEX ix_not_duplicate_customer_id ON not_duplicate (customer_id)",
    "CREATE INDEX ix_customer_email_customer_id ON customer_email (customer_id)",
    "CREATE INDEX ix_customer_address_customer_id ON customer_address (customer_id)",
    "CREATE INDEX ix_customer_contact_customer_id ON customer_contact (customer_id)",
    "CREATE INDEX ix_customer_merge_gone_id ON customer_merge (gone_id)",
    "CREATE INDEX ix_customer_merge_kept_id ON customer_merge (kept_id)",
    "CREATE INDEX ix_device_owner_device_id ON device_owner (device_id)",
    "CREATE INDEX ix_loan_device_id ON loan (device_id)",
    "CREATE INDEX ix_loan_ticket_id ON loan (ticket_id)",
    "CREATE INDEX ix_ticket_photo_photo_id ON ticket_photo (photo_id)",
    "CREATE INDEX ix_ticket_photo_ticket_id ON ticket_photo (ticket_id)",
    "CREATE INDEX ix_enquiry_ticket ON enquiry (ticket_id) WHERE ticket_id IS NOT NULL",
    "CREATE INDEX ix_enquiry_open ON enquiry (at) WHERE closed_at IS NULL AND binned_at IS NULL",
    "DROP INDEX ix_customer_sort_name",
    "CREATE INDEX ix_customer_by_name ON customer (sort_name) WHERE binned_at IS NULL",
    "CREATE INDEX ix_ticket_quick ON ticket (received_at) WHERE kind = 'quick'",
    "CREATE INDEX ix_ticket_comeback ON ticket (comeback_of) WHERE comeback_of IS NOT NULL",
)

# A row's hash goes when one of these columns is written. A new column of such a table gets new triggers and
# an empty `row_hash`.
HASHED = {
    "ticket": (
        1,
        (
            "number, code, customer_id, received_at, received_by, promised_at, planned_at, closed_at, "
            "priority, person_id, tags, place, cost_limit_minor, kind, deposit_minor, terms, "
            "comeback_of, fields, prices_include_tax, group_name, external_id, binned_at"
        ),
    ),
    "item": (
        2,
        (
            "ticket_id, position, device_id, fault, condition, accessories, findings, work_done, "
            "recommendation, closed_at, outcome, barrier, item_type, checklist, fields, binned_at"
        ),
    ),
    "line": (
        3,
        (
            "ticket_id, item_id, service_id, kind, description, quantity, unit_price_minor, "
            "tax_class, tax_rates, warranty_number, warranty_unit, result, binned_at"
        ),
    ),
    "status_step": (4, "ticket_id, item_id, from_status, to_status, person_id, at, reason, undoes_id"),
    "note": (5, "ticket_id, text, person_id, at, binned_at"),
    "message": (6, "ticket_id, text, person_id, at, binned_at"),
    "customer": (
        7,
        (
            "name, company, email, street, postcode, city, country, language, tax_id, note, alert, "
            "kind, channel, do_not_contact, price_group, tags, iban, payer_id, merged_into, fields, "
            "sort_name, created_at, erased_at, binned_at"
        ),
    ),
    "customer_phone": (8, "customer_id, position, label, typed, normal, binned_at"),
    "device": (
        9,
        (
            "customer_id, category, brand, model, serial, colour, year, imei, frame_number, note, "
            "is_loaner, binned_at"
        ),
    ),
}

HASHES = tuple(
    f"CREATE TRIGGER {table}_hash_is_{name} AFTER {verb} ON {table}"  # noqa: S608  own names
    f" BEGIN DELETE FROM row_hash WHERE kind = {kind} AND record_id = OLD.id; END"
    for table, (kind, columns) in HASHED.items()
    for name, verb in (("old", f"UPDATE OF {columns}"), ("gone", "DELETE"))
)


def upgrade() -> None:
    """Add the columns and tables."""
    for statement in (*COLUMNS, *TABLES, *INDEXES, *HASHES):
        op.execute(statement)
