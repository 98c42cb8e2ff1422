"""What is known of a ticket before anybody writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskapp.domain.device import DeviceDraft

if TYPE_CHECKING:
    from deskapp.domain.comeback import Comeback
    from deskapp.domain.enquiry import Enquiry


@dataclass(frozen=True, slots=True)
class Start:
    """A customer of the directory, or a number or name that was `typed`; and a device.

    With `draft_id` it is a page that was begun before. `device_id` is one of that customer's; without it
    `device` is written into the first item.
    """

    customer_id: int | None = None
    typed: str = ""
    device_id: int | None = None
    device: DeviceDraft = field(default_factory=DeviceDraft)
    draft_id: int | None = None
    enquiry: Enquiry | None = None  # what is asked in it stands in the first item
    came_from: Comeback | None = None  # the closed ticket that it comes back from

    @classmethod
    def of(cls, asked: Start | int | None) -> Start:
        """The start that was asked for, in its short form too."""
        return asked if isinstance(asked, Start) else cls(customer_id=asked)

    def is_blank(self) -> bool:
        """Whether nothing is known."""
        return self == Start()
