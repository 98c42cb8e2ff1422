"""Above the page of an intake: the enquiry that is closed when the ticket is saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deskapp.i18n import _
from deskapp.ui.shared.banner import Banner

if TYPE_CHECKING:
    from deskapp.domain.enquiry import Enquiry
    from deskapp.ui.shared.formats import Formats


class EnquiryBar(Banner):
    """Hidden where the ticket comes from no enquiry."""

    def __init__(self) -> None:
        super().__init__(closable=False)  # away is only what is no longer so
        self._id: int | None = None

    def enquiry_id(self) -> int | None:
        """The enquiry that becomes this ticket."""
        return self._id

    def begin(self, enquiry: Enquiry, formats: Formats) -> None:
        """The ticket is made of an enquiry."""
        words = _("From enquiry {number} of {day}; it is closed when this ticket is saved.")
        self._link(enquiry.id, words.format(number=enquiry.number, day=formats.day(enquiry.at)))

    def unlink(self) -> None:
        """The ticket has nothing to do with the enquiry, which stays open."""
        self._id = None
        self.hush()

    def content(self) -> dict[str, Any]:
        """The link, for a draft."""
        return {} if self._id is None else {"id": self._id, "words": self.text()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show the link that a draft holds."""
        if content:
            self._link(content["id"], content["words"])

    def _link(self, enquiry_id: int, words: str) -> None:
        self._id = enquiry_id
        self.say("info", words, _("Leave the enquiry open"), self.unlink)
