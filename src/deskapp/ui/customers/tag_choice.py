"""The tags of the directory to choose from; the choice is written into the filter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from deskapp.i18n import _
from deskapp.ui.shared.fields import ChoiceBox

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_TAG = re.compile(r"(?:^|(?<=\s))tag:\S+\s?", re.IGNORECASE)


class TagChoice(ChoiceBox):
    """Hidden as long as nobody has a tag."""

    def __init__(self, context: DeskContext, filter_field: QLineEdit) -> None:
        super().__init__()
        self._context, self._filter = context, filter_field
        self.setAccessibleName(_("Only customers with the tag"))
        self.hide()
        self.chosen.connect(self.ask_for)
        filter_field.textChanged.connect(self._follow)

    def renew(self) -> None:
        """Read which tags there are."""
        self._context.read(self._context.desk.customers.tags, then=self._show)

    def ask_for(self, tag: str) -> None:
        """List the customers with a tag, or with any; other words of the filter stay."""
        words = _TAG.sub("", self._filter.text()).strip()
        self._filter.setText(" ".join(filter(None, (f"tag:{tag}" if tag else "", words))))
        self._filter.textEdited.emit(self._filter.text())

    def _show(self, tags: Sequence[str]) -> None:
        self.set_choices([("", _("All tags")), *((tag, tag) for tag in tags)])
        self.setVisible(bool(tags))
        self._follow(self._filter.text())

    def _follow(self, text: str) -> None:
        found = _TAG.search(text)
        place = self.findData(found[0].strip()[len("tag:") :].lower()) if found else 0
        self.setCurrentIndex(max(0, place))
