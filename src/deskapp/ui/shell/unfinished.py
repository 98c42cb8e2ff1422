"""A bar at the top of the window when tickets were begun before and never saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from deskapp.i18n import _, ngettext

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.draft_menu import DraftMenu
    from deskapp.ui.shared.banner import Banner

_AFTER_MS = 600  # when the first list is there: nobody waits for this


class Unfinished(QObject):
    """Looks once after a shop was opened; an intake window says the same while it is open."""

    def __init__(self, context: DeskContext, banner: Callable[[], Banner]) -> None:
        super().__init__(context)
        self._context, self._banner = context, banner
        self._drafts: Sequence[int] = ()
        self.list: DraftMenu | None = None
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
        several = len(drafts) > 1
        discard = (_("Discard all") if several else _("Discard"), self._discard)
        opens = _("Choose…") if several else _("Open it")
        banner.say("info", words.format(count=len(drafts)), opens, self._ask, other=discard)

    def _ask(self) -> None:
        """Choose one where there are several."""
        from deskapp.ui.intake.draft_menu import DraftMenu

        if self.list is None:
            self.list = DraftMenu(self._context, self)
            self.list.chosen.connect(self._open)
        self.list.ask(self._drafts, self._banner())

    def _open(self, draft_id: int) -> None:
        from deskapp.ui.intake.start import Start

        self._banner().hush()
        self._context.open_intake(start=Start(draft_id=draft_id))

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
