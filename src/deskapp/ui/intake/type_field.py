"""The field for the type of an item: offers the shop's types by any name that they go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView

from deskapp.domain.item_type import ItemType
from deskapp.domain.text import fold
from deskapp.ui.shared.fields import TextField

_NAMES = Qt.ItemDataRole.UserRole
_START = "\n"  # stands before each name, so that what is typed is looked for where names begin


class TypeField(TextField):
    """A line for a type. Whoever says Phone in a shop of Handys means a Handy; Down on nothing shows all."""

    def __init__(self) -> None:
        super().__init__(longest=60)
        self._types: tuple[ItemType, ...] = ()
        self.editingFinished.connect(self._say_as_the_shop)

    def set_types(self, types: Sequence[ItemType]) -> None:
        """Offer these."""
        self._types = tuple(types)
        self.setCompleter(_Names(self._types, self))

    def called(self, said: str) -> ItemType | None:
        """The type that goes by this name: first as the shop calls it, then by any other word for it."""
        wanted = fold(said.strip())
        named = (one for one in self._types if fold(one.label) == wanted)
        return next(named, None) or next((one for one in self._types if wanted in _others(one)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = self.completer()
        if event.key() == Qt.Key.Key_Down and isinstance(names, _Names) and not names.list.isVisible():
            names.setCompletionPrefix("" if self.called(self.text()) else self.value())
            names.complete()
        else:
            super().keyPressEvent(event)

    def _say_as_the_shop(self) -> None:
        found = self.called(self.text())
        if found and fold(found.label) != fold(self.value()):
            self.setText(found.label)


class _Names(QCompleter):
    """Finds a type by the beginning of any of its names and writes it as the shop does."""

    def __init__(self, types: Sequence[ItemType], field: TextField) -> None:
        super().__init__(field)
        model = QStandardItemModel(self)
        for one in types:
            item = QStandardItem(one.label)
            item.setData("".join(_START + name for name in (fold(one.label), *sorted(_others(one)))), _NAMES)
            model.appendRow(item)
        self.setModel(model)
        self.setCompletionRole(_NAMES)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QListView()
        self.list.setProperty("kind", "popup")
        self.setPopup(self.list)

    def splitPath(self, path: str) -> list[str]:
        return [_START + fold(path.strip())]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data())


def _others(item_type: ItemType) -> frozenset[str]:
    from deskapp.services.trade import type_names

    names: Mapping[str, frozenset[str]] = type_names()
    key = item_type.key
    return frozenset(fold(name) for name in (*names.get(key, ()), key.replace("_", " ")) if name)
