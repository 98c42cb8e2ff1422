"""An enquiry as JSON for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskapp.domain.enquiry import Enquiry


def enquiry_json(enquiry: Enquiry) -> dict[str, Any]:
    """Moments are ISO 8601 in UTC; `customer` is the name in the directory, `ticket` what became of it."""
    draft = enquiry.draft
    return {
        "number": enquiry.number,
        "text": draft.text,
        "name": draft.name,
        "phone": draft.phone,
        "email": draft.email,
        "customer_id": draft.customer_id,
        "customer": enquiry.customer or None,
        "at": enquiry.at.isoformat(),
        "person": enquiry.person or None,
        "ticket": enquiry.ticket or None,
        "closed_at": enquiry.closed_at.isoformat() if enquiry.closed_at else None,
    }
