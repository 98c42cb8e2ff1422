"""The bar of an intake window that offers what was begun before and never saved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskapp.i18n import _, ngettext
from deskapp.ui.intake.draft_menu import DraftMenu, words_of

if TYPE_CHECKING:
    from deskapp.domain.draft import Draft
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.aftermath import Aftermath
    from deskapp.ui.intake.drawer import Drawer
    from deskapp.ui.shared.banner import Banner


class Unfinished(QObject):
    """`chosen` carries the draft that is to be opened."""

    chosen = Signal(int)

    def __init__(
        self, context: DeskContext, drawer: Drawer, banner: Banner, aftermath: Aftermath, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._drawer = context, drawer
        self._banner, self._aftermath = banner, aftermath
        self._drafts: Sequence[int] = ()
        self.list = DraftMenu(context, self)
        self.list.chosen.connect(self._choose)

    def look(self) -> None:
        """Look for drafts that no page on the screen is keeping."""
        self._drawer.unfinished(self._find_words)

    def open(self) -> None:
        """Open what is unfinished; where there are several drafts, choose one."""
        window = self._banner.window()
        self.list.ask(self._drafts, self._banner if self._banner.text() else window)

    def _choose(self, draft_id: int) -> None:
        self._banner.hush()
        self.chosen.emit(draft_id)

    def discard(self) -> None:
        """Throw away the newest draft; it can be brought back as long as the line below says so."""
        if not self._drafts:
            return
        drafts, actor, draft_id = self._context.desk.drafts, self._context.actor, self._drafts[-1]

        def drop() -> Draft:
            draft = drafts.get(actor, draft_id)
            drafts.drop(actor, draft_id)
            return draft

        self._context.worker.submit(drop, on_done=self._dropped, on_failed=self._context.show_error)

    def _find_words(self, drafts: Sequence[int]) -> None:
        self._drafts = drafts
        if drafts:
            self._context.worker.submit(
                self._words_of, drafts[-1], on_done=self._offer, on_failed=lambda _error: self._offer("")
            )
        else:
            self._banner.hush()

    def _words_of(self, draft_id: int) -> str:
        """Whose and what it is, on the worker."""
        return words_of(self._context, self._context.desk.drafts.get(self._context.actor, draft_id))

    def _offer(self, words: str) -> None:
        if not self._drafts:
            return
        count = len(self._drafts)
        said = ngettext("{count} unfinished ticket", "{count} unfinished tickets", count).format(count=count)
        if words and count == 1:
            said = f"{said}: {words}"
        if count == 1:
            self._banner.say("info", said, _("Open it"), self.open, other=(_("Discard"), self.discard))
        else:
            self._banner.say("info", said, _("Choose…"), self.open)

    def _dropped(self, draft: Draft) -> None:
        self._aftermath.say(_("Discarded"), (_("Undo"), partial(self._keep_again, draft)))
        self.look()

    def _keep_again(self, draft: Draft) -> None:
        drafts, actor, worker = self._context.desk.drafts, self._context.actor, self._context.worker
        worker.submit(drafts.keep, actor, draft.content, on_failed=self._context.show_error)
        self._aftermath.hush()
        self.look()
