"""The views of the queue that every shop has; apart from those of people, as the window begins with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILT_IN: Mapping[str, str] = {
    "today": "is:open due:<=today",
    "open": "is:open",
    "mine": "is:open is:mine",
    "unassigned": "is:open is:unassigned",
    "waiting": "is:waiting",
    "ready": "is:ready",
    "overdue": "is:overdue",
    "stale": "is:stale",
    "uncollected": "is:uncollected",
    "closed": "is:closed",
    "closed_week": "closed:week",
    "all": "",
    "bin": "is:deleted",
}
"""What the views that every shop has ask for, by key."""

ORDERS: Mapping[str, str] = {
    **dict.fromkeys(("today", "open", "mine", "unassigned", "waiting", "ready", "overdue"), "due"),
    "stale": "updated",
    "uncollected": "since",
    "closed": "-closed",
    "closed_week": "-closed",
    "all": "-received",
    "bin": "-received",
}
"""In which order each of them lists its tickets."""
