"""The unfinished pages of an open shop: those on the screen keep themselves, the others lie in the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from deskapp.ui.intake.draft_keeper import DraftKeeper

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class Drawer(QObject):
    """One for each open shop; it ends with the shop."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._keepers: list[DraftKeeper] = []

    def keeper(self, draft_id: int | None = None) -> DraftKeeper:
        """What keeps a page, which may have a draft already."""
        made = DraftKeeper(self._context, self, draft_id)
        self._keepers.append(made)
        return made

    def put_away(self, keeper: DraftKeeper) -> None:
        """The page of a keeper is gone; its draft, if there is one, is unfinished from now on."""
        keeper.let_go()
        if keeper in self._keepers:
            self._keepers.remove(keeper)
        end = keeper.deleteLater  # once it has written the last of it
        self._context.worker.submit(self._tidy, on_failed=self._context.show_error, on_finished=end)

    def unfinished(self, then: Callable[[Sequence[int]], object]) -> None:
        """Give `then` the drafts that no page on the screen is keeping, oldest first."""
        self._context.worker.submit(self._lying, on_done=then, on_failed=self._context.show_error)

    def _tidy(self) -> None:
        if not self._keepers:  # now each photo is on a ticket, in a draft, or nobody's
            self._context.desk.photos.tidy(self._context.actor)

    def _lying(self) -> list[int]:
        shown = {keeper.draft_id for keeper in self._keepers}
        return [one for one in self._context.desk.drafts.ids(self._context.actor) if one not in shown]


def drawer_of(context: DeskContext) -> Drawer:
    """The drawer of the open shop."""
    found = context.findChild(Drawer)
    return found if isinstance(found, Drawer) else Drawer(context)
