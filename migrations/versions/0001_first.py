"""The first schema: shop, directory, catalog, tickets, audit, imports and the search index."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    """
    CREATE TABLE customer (
        id INTEGER NOT NULL,
        name TEXT DEFAULT '' NOT NULL,
        company TEXT DEFAULT '' NOT NULL,
        email TEXT DEFAULT '' NOT NULL,
        street TEXT DEFAULT '' NOT NULL,
        postcode TEXT DEFAULT '' NOT NULL,
        city TEXT DEFAULT '' NOT NULL,
        country TEXT DEFAULT '' NOT NULL,
        language TEXT DEFAULT '' NOT NULL,
        tax_id TEXT DEFAULT '' NOT NULL,
        note TEXT DEFAULT '' NOT NULL,
        alert TEXT DEFAULT '' NOT NULL,
        sort_name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_customer PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE external_ref (
        id INTEGER NOT NULL,
        system TEXT NOT NULL,
        kind TEXT NOT NULL,
        external_id TEXT NOT NULL,
        record_id INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        CONSTRAINT pk_external_ref PRIMARY KEY (id),
        CONSTRAINT uq_external_ref_system_kind_external_id UNIQUE (system, kind, external_id)
    )
    """,
    """
    CREATE TABLE number_series (
        id INTEGER NOT NULL,
        series TEXT NOT NULL,
        period TEXT NOT NULL,
        last INTEGER NOT NULL,
        CONSTRAINT pk_number_series PRIMARY KEY (id),
        CONSTRAINT uq_number_series_series_period UNIQUE (series, period)
    )
    """,
    """
    CREATE TABLE person (
        id INTEGER NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        active BOOLEAN DEFAULT 1 NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_person PRIMARY KEY (id),
        CONSTRAINT uq_person_name UNIQUE (name)
    )
    """,
    """
    CREATE TABLE service (
        id INTEGER NOT NULL,
        code TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        category TEXT DEFAULT '' NOT NULL,
        price_minor INTEGER NOT NULL,
        cost_minor INTEGER,
        tax_class TEXT NOT NULL,
        minutes INTEGER,
        warranty_number INTEGER,
        warranty_unit TEXT,
        description TEXT DEFAULT '' NOT NULL,
        retired BOOLEAN DEFAULT 0 NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_service PRIMARY KEY (id),
        CONSTRAINT uq_service_code UNIQUE (code)
    )
    """,
    """
    CREATE TABLE shop (
        id INTEGER NOT NULL CONSTRAINT ck_shop_only_one CHECK (id = 1),
        name TEXT NOT NULL,
        street TEXT DEFAULT '' NOT NULL,
        postcode TEXT DEFAULT '' NOT NULL,
        city TEXT DEFAULT '' NOT NULL,
        country TEXT NOT NULL,
        phone TEXT DEFAULT '' NOT NULL,
        email TEXT DEFAULT '' NOT NULL,
        website TEXT DEFAULT '' NOT NULL,
        tax_id TEXT DEFAULT '' NOT NULL,
        language TEXT NOT NULL,
        currency TEXT NOT NULL,
        currency_digits INTEGER NOT NULL,
        time_zone TEXT NOT NULL,
        paper TEXT NOT NULL,
        prices_include_tax BOOLEAN NOT NULL,
        opening_hours TEXT NOT NULL,
        terms TEXT DEFAULT '' NOT NULL,
        logo BLOB,
        ticket_template TEXT NOT NULL,
        is_sample BOOLEAN DEFAULT 0 NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        CONSTRAINT pk_shop PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE status (
        id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        label TEXT NOT NULL,
        meaning TEXT NOT NULL,
        colour TEXT DEFAULT '' NOT NULL,
        icon TEXT NOT NULL,
        position INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_status PRIMARY KEY (id),
        CONSTRAINT uq_status_key UNIQUE ("key")
    )
    """,
    """
    CREATE TABLE tax_class (
        id INTEGER NOT NULL,
        "key" TEXT NOT NULL,
        label TEXT NOT NULL,
        position INTEGER NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_tax_class PRIMARY KEY (id),
        CONSTRAINT uq_tax_class_key UNIQUE ("key")
    )
    """,
    """
    CREATE TABLE audit (
        id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        role TEXT NOT NULL,
        source TEXT NOT NULL,
        action TEXT NOT NULL,
        kind TEXT NOT NULL,
        record_id INTEGER,
        fields TEXT NOT NULL,
        chain TEXT NOT NULL,
        CONSTRAINT pk_audit PRIMARY KEY (id),
        CONSTRAINT fk_audit_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE customer_phone (
        id INTEGER NOT NULL,
        customer_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        label TEXT DEFAULT '' NOT NULL,
        typed TEXT NOT NULL,
        normal TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_customer_phone PRIMARY KEY (id),
        CONSTRAINT fk_customer_phone_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE device (
        id INTEGER NOT NULL,
        customer_id INTEGER,
        category TEXT DEFAULT '' NOT NULL,
        brand TEXT DEFAULT '' NOT NULL,
        model TEXT DEFAULT '' NOT NULL,
        serial TEXT DEFAULT '' NOT NULL,
        colour TEXT DEFAULT '' NOT NULL,
        year INTEGER,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_device PRIMARY KEY (id),
        CONSTRAINT fk_device_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id)
    )
    """,
    """
    CREATE TABLE import_batch (
        id INTEGER NOT NULL,
        at TEXT NOT NULL,
        person_id INTEGER,
        preset TEXT NOT NULL,
        file_name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        read INTEGER NOT NULL,
        new INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        unchanged INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        undone_at TEXT,
        CONSTRAINT pk_import_batch PRIMARY KEY (id),
        CONSTRAINT fk_import_batch_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE tax_rate (
        id INTEGER NOT NULL,
        tax_class_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        percent TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_tax_rate PRIMARY KEY (id),
        CONSTRAINT fk_tax_rate_tax_class_id_tax_class FOREIGN KEY(tax_class_id) REFERENCES tax_class (id)
    )
    """,
    """
    CREATE TABLE ticket (
        id INTEGER NOT NULL,
        number TEXT NOT NULL,
        code TEXT NOT NULL,
        customer_id INTEGER,
        status TEXT NOT NULL,
        meaning TEXT NOT NULL,
        received_at TEXT NOT NULL,
        received_by INTEGER,
        promised_at TEXT,
        planned_at TEXT,
        closed_at TEXT,
        closed_month TEXT,
        turnaround_min INTEGER,
        priority TEXT NOT NULL,
        person_id INTEGER,
        tags TEXT DEFAULT '' NOT NULL,
        device_label TEXT DEFAULT '' NOT NULL,
        fault_line TEXT DEFAULT '' NOT NULL,
        item_count INTEGER DEFAULT '1' NOT NULL,
        place TEXT DEFAULT '' NOT NULL,
        cost_limit_minor INTEGER,
        prices_include_tax BOOLEAN,
        group_name TEXT DEFAULT '' NOT NULL,
        external_id TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_ticket PRIMARY KEY (id),
        CONSTRAINT uq_ticket_number UNIQUE (number),
        CONSTRAINT fk_ticket_customer_id_customer FOREIGN KEY(customer_id) REFERENCES customer (id),
        CONSTRAINT fk_ticket_received_by_person FOREIGN KEY(received_by) REFERENCES person (id),
        CONSTRAINT fk_ticket_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE audit_value (
        id INTEGER NOT NULL,
        audit_id INTEGER NOT NULL,
        field TEXT NOT NULL,
        salt TEXT NOT NULL,
        "before" TEXT,
        "after" TEXT,
        CONSTRAINT pk_audit_value PRIMARY KEY (id),
        CONSTRAINT fk_audit_value_audit_id_audit FOREIGN KEY(audit_id) REFERENCES audit (id)
    )
    """,
    """
    CREATE TABLE import_row (
        id INTEGER NOT NULL,
        batch_id INTEGER NOT NULL,
        "row" INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        ticket_id INTEGER,
        problem TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_import_row PRIMARY KEY (id),
        CONSTRAINT fk_import_row_batch_id_import_batch FOREIGN KEY(batch_id) REFERENCES import_batch (id),
        CONSTRAINT fk_import_row_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id)
    )
    """,
    """
    CREATE TABLE item (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        device_id INTEGER,
        fault TEXT DEFAULT '' NOT NULL,
        condition TEXT DEFAULT '' NOT NULL,
        accessories TEXT DEFAULT '' NOT NULL,
        findings TEXT DEFAULT '' NOT NULL,
        work_done TEXT DEFAULT '' NOT NULL,
        recommendation TEXT DEFAULT '' NOT NULL,
        status TEXT NOT NULL,
        meaning TEXT NOT NULL,
        closed_at TEXT,
        outcome TEXT,
        barrier TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_item PRIMARY KEY (id),
        CONSTRAINT fk_item_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_item_device_id_device FOREIGN KEY(device_id) REFERENCES device (id)
    )
    """,
    """
    CREATE TABLE message (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        person_id INTEGER,
        at TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_message PRIMARY KEY (id),
        CONSTRAINT fk_message_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_message_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE note (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        person_id INTEGER,
        at TEXT NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_note PRIMARY KEY (id),
        CONSTRAINT fk_note_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_note_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE printing (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        document TEXT NOT NULL,
        person_id INTEGER,
        at TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        CONSTRAINT pk_printing PRIMARY KEY (id),
        CONSTRAINT fk_printing_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_printing_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
    )
    """,
    """
    CREATE TABLE line (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        item_id INTEGER NOT NULL,
        service_id INTEGER,
        kind TEXT NOT NULL,
        description TEXT NOT NULL,
        quantity TEXT NOT NULL,
        unit_price_minor INTEGER NOT NULL,
        tax_class TEXT NOT NULL,
        tax_rates TEXT NOT NULL,
        warranty_number INTEGER,
        warranty_unit TEXT,
        result TEXT DEFAULT '' NOT NULL,
        row_version INTEGER DEFAULT '1' NOT NULL,
        binned_at TEXT,
        CONSTRAINT pk_line PRIMARY KEY (id),
        CONSTRAINT fk_line_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_line_item_id_item FOREIGN KEY(item_id) REFERENCES item (id),
        CONSTRAINT fk_line_service_id_service FOREIGN KEY(service_id) REFERENCES service (id)
    )
    """,
    """
    CREATE TABLE status_step (
        id INTEGER NOT NULL,
        ticket_id INTEGER NOT NULL,
        item_id INTEGER NOT NULL,
        from_status TEXT,
        to_status TEXT NOT NULL,
        person_id INTEGER,
        at TEXT NOT NULL,
        reason TEXT DEFAULT '' NOT NULL,
        undoes_id INTEGER,
        CONSTRAINT pk_status_step PRIMARY KEY (id),
        CONSTRAINT fk_status_step_ticket_id_ticket FOREIGN KEY(ticket_id) REFERENCES ticket (id),
        CONSTRAINT fk_status_step_item_id_item FOREIGN KEY(item_id) REFERENCES item (id),
        CONSTRAINT fk_status_step_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_status_step_undoes_id_status_step FOREIGN KEY(undoes_id) REFERENCES status_step (id)
    )
    """,
)

INDEXES = (
    "CREATE INDEX ix_customer_sort_name ON customer (sort_name)",
    "CREATE INDEX ix_audit_record ON audit (kind, record_id)",
    "CREATE INDEX ix_customer_phone_customer ON customer_phone (customer_id, position)",
    "CREATE INDEX ix_customer_phone_normal ON customer_phone (normal)",
    "CREATE INDEX ix_device_customer_id ON device (customer_id)",
    "CREATE INDEX ix_device_serial ON device (serial) WHERE serial <> ''",
    "CREATE INDEX ix_tax_rate_tax_class_id ON tax_rate (tax_class_id)",
    "CREATE INDEX ix_ticket_closed ON ticket (closed_at, id) WHERE closed_at IS NOT NULL",
    "CREATE INDEX ix_ticket_code ON ticket (code)",
    "CREATE INDEX ix_ticket_customer ON ticket (customer_id, received_at)",
    """
    CREATE INDEX ix_ticket_open_due ON ticket (coalesce(promised_at, '~'), id)
    WHERE closed_at IS NULL AND binned_at IS NULL
    """,
    "CREATE INDEX ix_ticket_person ON ticket (person_id) WHERE closed_at IS NULL",
    "CREATE INDEX ix_ticket_received ON ticket (received_at, id)",
    "CREATE INDEX ix_ticket_status ON ticket (status, received_at)",
    "CREATE INDEX ix_audit_value_audit_id ON audit_value (audit_id)",
    "CREATE INDEX ix_import_row_batch_id ON import_row (batch_id)",
    "CREATE INDEX ix_item_device_id ON item (device_id)",
    "CREATE UNIQUE INDEX ix_item_ticket ON item (ticket_id, position)",
    "CREATE INDEX ix_message_ticket_id ON message (ticket_id)",
    "CREATE INDEX ix_note_ticket_id ON note (ticket_id)",
    "CREATE INDEX ix_printing_ticket_id ON printing (ticket_id)",
    "CREATE INDEX ix_line_ticket_id ON line (ticket_id)",
    "CREATE INDEX ix_status_step_ticket_id ON status_step (ticket_id)",
)

WORDS = """fts5(text, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3')"""
PARTS = """fts5(text, tokenize = "trigram")"""
SEARCH = (
    f"CREATE VIRTUAL TABLE ticket_words USING {WORDS}",
    f"CREATE VIRTUAL TABLE customer_words USING {WORDS}",
    f"CREATE VIRTUAL TABLE device_words USING {WORDS}",
    f"CREATE VIRTUAL TABLE customer_parts USING {PARTS}",
    f"CREATE VIRTUAL TABLE device_parts USING {PARTS}",
)

# What happened is never rewritten: the history of statuses and the audit only grow.
GUARDS = tuple(
    f"""
    CREATE TRIGGER {table}_is_never_{verb.lower()}d BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
    """
    for table in ("audit", "status_step")
    for verb in ("UPDATE", "DELETE")
)


def upgrade() -> None:
    for statement in TABLES + INDEXES + SEARCH + GUARDS:
        op.execute(statement)
