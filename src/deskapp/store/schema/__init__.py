"""Every table of the shop file, by noun.

Money is integers of the shop currency's smallest unit (`…_minor`); moments are UTC; `row_version`
grows with every change; `binned_at` marks what is in the bin, because nothing is deleted.
"""

from __future__ import annotations

from deskapp.store.schema.audit import audit, audit_value
from deskapp.store.schema.base import metadata
from deskapp.store.schema.catalog import field, item_type, service
from deskapp.store.schema.customer import (
    customer,
    customer_address,
    customer_contact,
    customer_email,
    customer_merge,
    customer_phone,
    erasure,
    not_duplicate,
)
from deskapp.store.schema.device import device, device_owner, loan
from deskapp.store.schema.enquiry import enquiry
from deskapp.store.schema.imports import external_ref, import_batch, import_mapping, import_row
from deskapp.store.schema.photo import photo, ticket_photo
from deskapp.store.schema.row_hash import row_hash
from deskapp.store.schema.shop import number_series, person, pin, shop, status, tax_class, tax_rate
from deskapp.store.schema.ticket import (
    draft,
    item,
    item_secret,
    line,
    message,
    note,
    printing,
    status_step,
    ticket,
    ticket_run,
)
from deskapp.store.schema.view import saved_view, work_limit

__all__ = [
    "audit",
    "audit_value",
    "customer",
    "customer_address",
    "customer_contact",
    "customer_email",
    "customer_merge",
    "customer_phone",
    "device",
    "device_owner",
    "draft",
    "enquiry",
    "erasure",
    "external_ref",
    "field",
    "import_batch",
    "import_mapping",
    "import_row",
    "item",
    "item_secret",
    "item_type",
    "line",
    "loan",
    "message",
    "metadata",
    "not_duplicate",
    "note",
    "number_series",
    "person",
    "photo",
    "pin",
    "printing",
    "row_hash",
    "saved_view",
    "service",
    "shop",
    "status",
    "status_step",
    "tax_class",
    "tax_rate",
    "ticket",
    "ticket_photo",
    "ticket_run",
    "work_limit",
]
