"""All that a shop holds of one person as JSON; moments are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deskapp.exchange.record_json import customer_card_json, ticket_json

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.domain.loan import Loan
    from deskapp.domain.privacy import Change, PersonPhoto, PersonRecord


def person_json(record: PersonRecord) -> dict[str, Any]:
    """Everything, under the names that the other files of the program use."""
    return {
        "shop": record.shop,
        "customer": customer_card_json(record.customer),
        "merged_into_them": [customer_card_json(one) for one in record.former],
        "merges": [{"at": _moment(at), "kept": kept, "gone": gone} for at, kept, gone in record.merges],
        "tickets": [ticket_json(one) for one in record.tickets],
        "devices": [{"id": one.id, **asdict(one.draft)} for one in record.devices],
        "became_theirs": [
            {"device": device, "at": _moment(at), "reason": reason} for device, at, reason in record.owned
        ],
        "loans": [_loan(one) for one in record.loans],
        "enquiries": [_plain(one) for one in record.enquiries],
        "papers": [
            {"ticket": one.number, "at": _moment(one.at), "document": one.text, "person": one.person}
            for one in record.papers
        ],
        "photos": [_photo(one) for one in record.photos],
        "drafts": [{"at": _moment(at), "content": content} for at, content in record.drafts],
        "named_elsewhere": [{"kind": one.kind, "text": one.text} for one in record.mentions],
        "history": [_change(one) for one in record.changes],
    }


def _loan(loan: Loan) -> dict[str, Any]:
    named = {"device": loan.device, "ticket": loan.number, "note": loan.note}
    return named | {name: _moment(getattr(loan, name)) for name in ("out_at", "due_at", "back_at")}


def _photo(photo: PersonPhoto) -> dict[str, Any]:
    where = {"file": f"photos/{photo.file_name}", "ticket": photo.number, "item": photo.item}
    return where | {"caption": photo.caption, "at": _moment(photo.at)}


def _change(change: Change) -> dict[str, Any]:
    values = [{"field": field, "before": before, "after": after} for field, before, after in change.values]
    what = {"person": change.person, "action": change.action, "kind": change.kind, "record": change.record}
    return {"at": _moment(change.at), **what, "values": values}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _moment(one) if hasattr(one, "isoformat") else one for name, one in values.items()}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
