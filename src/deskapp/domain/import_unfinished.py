"""An import that was cut off: the program was killed, or the computer went off, while it wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class UnfinishedImport:
    """How far a batch came: all up to `line` is in the shop, `lines` is roughly how many there are.

    Tickets come by time of intake, so that in their files these are no lines but numbers of records.

    `way` says how the file was read, `last_id` who was the newest customer before it began.
    """

    batch: int
    file_name: str
    sha256: str
    line: int
    lines: int
    last_id: int
    way: Mapping[str, Any] = field(default_factory=dict)
    of_customers: bool = True

    def sentence(self, line: str = "", lines: str = "") -> str:
        """What happened; the numbers may come as the shop writes them."""
        told = {"name": self.file_name, "line": line or self.line, "lines": lines or self.lines}
        if self.of_customers:
            return _("An import of {lines} lines from “{name}” stopped after line {line}.").format(**told)
        return _("An import of {lines} records from “{name}” stopped after {line} of them.").format(**told)
