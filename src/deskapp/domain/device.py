"""A lasting thing that customers bring: it keeps its history across tickets."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_BRAND = 60
LONGEST_MODEL = 120


@dataclass(frozen=True, slots=True)
class DeviceDraft:
    """What the desk writes down about a device."""

    category: str = ""
    brand: str = ""
    model: str = ""
    serial: str = ""
    colour: str = ""
    year: int | None = None

    @property
    def label(self) -> str:
        """What people call it, for example `Apple iPhone 14`, or `Dyson Vacuum` where no model is known."""
        return " ".join(part for part in (self.brand, self.model or self.category) if part)


@dataclass(frozen=True, slots=True)
class Device:
    """A device in the register, and whose it is."""

    id: int
    draft: DeviceDraft
    customer_id: int | None = None
    row_version: int = 1

    @property
    def label(self) -> str:
        """What people call it."""
        return self.draft.label
