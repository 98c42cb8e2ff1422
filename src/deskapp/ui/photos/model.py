"""The photographs that a strip or a grid shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from deskapp.domain.photo import KeptPhoto
from deskapp.i18n import _
from deskapp.ui.shared.plain import plain_tip

_ANY = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Tile:
    """One photograph; `id` tells those of a ticket apart, `about` says who took it in and when."""

    kept: KeptPhoto
    caption: str = ""
    about: str = ""
    id: int = 0


class PhotoModel(QAbstractListModel):
    """Holds tiles; who shows them gets each small picture decoded once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[Tile] = []
        self._pixmaps: dict[str, QPixmap] = {}

    def tiles(self) -> tuple[Tile, ...]:
        """All photographs in their order."""
        return tuple(self._tiles)

    def show(self, tiles: Sequence[Tile]) -> None:
        """Show other photographs; those that stay the same stay where they are."""
        if [tile.id for tile in tiles] == [tile.id for tile in self._tiles]:
            self._replace(tiles)
            return
        self.beginResetModel()
        self._tiles = list(tiles)
        self.endResetModel()

    def insert(self, place: int, tile: Tile) -> None:
        """Put a photograph in front of the one at that place, or at the end."""
        self.beginInsertRows(QModelIndex(), place, place)
        self._tiles.insert(place, tile)
        self.endInsertRows()

    def remove(self, place: int) -> Tile:
        """Take a photograph out."""
        self.beginRemoveRows(QModelIndex(), place, place)
        tile = self._tiles.pop(place)
        self.endRemoveRows()
        return tile

    def move(self, place: int, to: int) -> bool:
        """Put a photograph at another place; False where there is none."""
        if not (0 <= place < len(self._tiles) and 0 <= to < len(self._tiles)) or place == to:
            return False
        root = QModelIndex()
        self.beginMoveRows(root, place, place, root, to + 1 if to > place else to)
        self._tiles.insert(to, self._tiles.pop(place))
        self.endMoveRows()
        return True

    def describe(self, place: int, caption: str) -> None:
        """Say what a photograph shows."""
        self._tiles[place] = replace(self._tiles[place], caption=caption)
        self.dataChanged.emit(self.index(place), self.index(place))

    def pixmap(self, place: int) -> QPixmap:
        """The small picture."""
        kept = self._tiles[place].kept
        if kept.sha256 not in self._pixmaps:
            made = QPixmap()
            made.loadFromData(kept.thumbnail)
            self._pixmaps[kept.sha256] = made
        return self._pixmaps[kept.sha256]

    def rowCount(self, parent: _ANY | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._tiles)

    def data(self, index: _ANY, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.caption
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(filter(None, (tile.caption, tile.about)))) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(index.row(), tile)
        return None

    def _spoken(self, place: int, tile: Tile) -> str:
        words = _("Photo {place} of {count}").format(place=place + 1, count=len(self._tiles))
        return "  ·  ".join(filter(None, (words, tile.caption, tile.about)))

    def _replace(self, tiles: Sequence[Tile]) -> None:
        for place, tile in enumerate(tiles):
            if tile != self._tiles[place]:
                self._tiles[place] = tile
                self.dataChanged.emit(self.index(place), self.index(place))
