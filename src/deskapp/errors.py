"""The errors that are meant for the person at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class DeskError(Exception):
    """Something the person at the desk can mend; its text is one sentence that says how.

    Anything else that is raised is a bug of the program.
    """


class NotFound(DeskError):
    """A number, name or key that the shop file does not hold."""


class NoShop(DeskError):
    """A shop file that was named and is not there; it may be made."""


class StaleWrite(DeskError):
    """The record was changed elsewhere since it was read.

    `theirs` holds the fields as they stand now, by name, to be shown beside what was typed.
    """

    def __init__(self, message: str, theirs: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.theirs = theirs or {}


class Damaged(DeskError):
    """A shop file whose content cannot be trusted; what can be read of it may be saved."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Encrypted(DeskError):
    """A file that opens with its passphrase, which nobody has given yet; it may also be none of a shop."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


class Busy(DeskError):
    """Another program holds the shop file just now."""


class Moved(DeskError):
    """The shop file that is open lies elsewhere by now, or nowhere; nothing was saved."""


class Overwritten(Moved):
    """Another file was copied over the open one, which is lost but for its backups."""


class Invalid(DeskError):
    """A field with a value that cannot be kept; `field` names it so that a form can point there."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Stopped(DeskError):
    """A reading that nobody waits for any more was ended; there is nothing to tell about it."""


class NotAllowed(DeskError):
    """The person's role does not include this; the sentence says whose does."""


class PinNeeded(NotAllowed):
    """The person may do this, once they have shown again who they are."""
