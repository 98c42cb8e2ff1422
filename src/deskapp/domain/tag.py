"""Tags: single words by which a shop sorts its tickets and customers."""

from __future__ import annotations

from deskapp.domain import text


def checked_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Tags without doubles, spaces turned into hyphens so that each stays one word."""
    cleaned = (text.line(tag, "tags", 30).replace(" ", "-").lower() for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))
