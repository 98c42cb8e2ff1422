"""Applying an import plan in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.store.engine import ShopFile


class Imports:
    """Batches of records that came from another system."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
