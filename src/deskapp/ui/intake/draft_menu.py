"""The list of what was begun and never saved, newest first, of which one is chosen to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from deskapp.errors import DeskError
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.draft import Draft
    from deskapp.ui.context import DeskContext

_MOST = 20


class DraftMenu(QObject):
    """`chosen` carries the draft; where there is only one, it is chosen at once."""

    chosen = Signal(int)

    def __init__(self, context: DeskContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.menu: QMenu | None = None

    def ask(self, drafts: Sequence[int], under: QWidget) -> None:
        """Let one of them be chosen from a list under a piece of the window."""
        if len(drafts) == 1:
            self.chosen.emit(drafts[0])
        elif drafts:
            self._context.read(self._read, drafts[-_MOST:], then=partial(self._show, under))

    def _read(self, actor: Actor, drafts: Sequence[int]) -> list[tuple[int, str]]:
        found = (self._context.desk.drafts.get(actor, one) for one in reversed(drafts))
        return [(draft.id, self._line(draft)) for draft in found]

    def _line(self, draft: Draft) -> str:
        try:
            words = words_of(self._context, draft)
        except DeskError:  # its customer is no longer there
            words = ""
        moment = self._context.formats.moment(draft.at)
        return "  ·  ".join(filter(None, (words or _("New ticket"), moment, draft.person)))

    def _show(self, under: QWidget, found: Sequence[tuple[int, str]]) -> None:
        self.menu = menu = QMenu(under.window())
        for draft_id, line in found:
            menu.addAction(line.replace("&", "&&")).setData(draft_id)
        menu.triggered.connect(lambda action: self.chosen.emit(action.data()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setActiveAction(menu.actions()[0])
        corner = under.mapToGlobal(under.rect().bottomRight())
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))


def words_of(context: DeskContext, draft: Draft) -> str:
    """Whose and what a draft is, in one line; on the worker."""
    customer = draft.content.get("customer", {})
    if "id" in customer:
        who = context.desk.customers.get(context.actor, customer["id"]).name
    else:
        who = _first(customer.get("new", {}), "name", "company", "phones") or customer.get("search", "")
    item: Mapping[str, Any] = next(iter(draft.content.get("items", ())), {})
    return ", ".join(filter(None, (who, _first(item, "model", "brand", "category", "fault"))))


def _first(texts: Mapping[str, Any], *names: str) -> str:
    """The first of these that holds something, in one short line."""
    found = next((str(texts[name]) for name in names if texts.get(name)), "")
    return " ".join(found.split())[:60]
