"""Photographs of what was brought in: what is kept of a picture, and where a ticket shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from deskapp.domain import text

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_CAPTION = 200
MOST_PHOTOS = 100
"""On one ticket."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: shrunk, with nothing in it but what is seen. Sides are in pixels."""

    content: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    media_type: str = "image/jpeg"

    @property
    def sha256(self) -> str:
        """What the content is known by."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A picture that lies in the shop file, without its content."""

    sha256: str
    width: int
    height: int
    thumbnail: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """A picture that lies in the shop file already, for an item that is being written down."""

    sha256: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph on a ticket; `item` is the position of the item that it shows."""

    id: int
    item: int | None
    caption: str
    at: datetime
    person: str
    kept: KeptPhoto
    row_version: int = 1


def checked_caption(typed: str) -> str:
    """A caption as it can be kept; raises `Invalid` (field `caption`)."""
    return text.line(typed, "caption", LONGEST_CAPTION)
