"""Where unfinished pages lie while no intake window shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.form import IntakeForm

NAME = "unfinished"


class Drawer(QObject):
    """One for each open shop; it ends with the shop."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self.setObjectName(NAME)
        self._pages: list[IntakeForm] = []

    def put(self, page: IntakeForm) -> None:
        """Keep a page as it is."""
        page.hide()
        page.setParent(None)
        self._pages.append(page)

    def take(self) -> IntakeForm | None:
        """The page that was put in last."""
        return self._pages.pop() if self._pages else None

    def clear(self) -> None:
        """Throw away what lies here."""
        while page := self.take():
            page.deleteLater()

    def __len__(self) -> int:
        return len(self._pages)


def drawer_of(context: DeskContext) -> Drawer:
    """The drawer of the open shop."""
    found = context.findChild(Drawer)
    return found if isinstance(found, Drawer) else Drawer(context)
