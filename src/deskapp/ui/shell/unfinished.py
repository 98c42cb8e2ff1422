"""A bar at the top of the window when tickets were begun before and never saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.banner import Banner

_AFTER_MS = 600  # when the first list is there: nobody waits for this


class Unfinished(QObject):
    """Looks once after a shop was opened; an intake window says the same while it is open."""

    def __init__(self, context: DeskContext, banner: Callable[[], Banner]) -> None:
        super().__init__(context)
        self._context, self._banner = context, banner
        self._drafts: Sequence[int] = ()
        QTimer.singleShot(_AFTER_MS, self, self.look)

    def look(self) -> None:
        """Ask the shop file for drafts."""
        context = self._context
        context.worker.submit(lambda: context.desk.drafts.ids(context.actor), on_done=self._offer)

    def _offer(self, drafts: Sequence[int]) -> None:
        self._drafts = drafts
        banner = self._banner()
        if not drafts or banner.text():
            return
        words = ngettext("{count} unfinished ticket", "{count} unfinished tickets", len(drafts))
        discard = (_("Discard"), self._discard)
        banner.say("info", words.format(count=len(drafts)), _("Open it"), self._open, other=discard)

    def _open(self) -> None:
        from deskapp.ui.intake.start import Start

        self._banner().hush()
        self._context.open_intake(start=Start(draft_id=self._drafts[-1]))

    def _discard(self) -> None:
        """Throw them all away; until the message goes they can be brought back."""
        context, ids = self._context, self._drafts

        def drop() -> list[dict[str, object]]:
            drafts = [context.desk.drafts.get(context.actor, one) for one in ids]
            for one in ids:
                context.desk.drafts.drop(context.actor, one)
            return [dict(draft.content) for draft in drafts]

        self._banner().hush()
        context.worker.submit(drop, on_done=self._tell)

    def _tell(self, contents: list[dict[str, object]]) -> None:
        self._context.tell(_("Discarded"), _("Undo"), lambda: self._keep_again(contents))

    def _keep_again(self, contents: list[dict[str, object]]) -> None:
        context = self._context
        for content in contents:
            context.worker.submit(context.desk.drafts.keep, context.actor, content)
        self.look()
