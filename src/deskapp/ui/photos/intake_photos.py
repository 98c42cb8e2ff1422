"""The photographs of one item at intake: added from everywhere, kept in the file at once, seen in a strip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from deskapp.domain.photo import LONGEST_CAPTION, KeptPhoto, PhotoDraft, Picture
from deskapp.errors import DeskError
from deskapp.i18n import _, ngettext
from deskapp.ui.photos.choosing import ask_files, ask_folder, copied
from deskapp.ui.photos.folder_watch import watch_of
from deskapp.ui.photos.model import PhotoModel, Tile
from deskapp.ui.photos.reader import PhotoReader
from deskapp.ui.photos.says import Says
from deskapp.ui.photos.sources import FileSource, Source, sources_in
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.plain import caption, set_tip

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.photos.grid import PhotoGrid

_PICTURE = QSize(104, 78)
_MANY = 12  # so many new pictures at once are no customer's: they are offered, not taken


class IntakePhotos(QWidget):
    """`rested` tells that no picture is being read any more. Only the hashes stand in the draft."""

    rested = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._watch = watch_of(context)
        self._removed: list[tuple[int, Tile]] = []
        self._coming: tuple[PhotoDraft, ...] = ()  # of a draft, until they are read from the file
        self.model = PhotoModel(self)
        self.says = Says()
        self.files = button(_("From files…"), self.ask_files, icon="photo")
        self.paste_button = button(_("Paste"), self.paste, icon="paste")
        self.folder = button("", self.ask_folder, icon="folder")
        self.reader = PhotoReader(context.worker, self._keep, self)
        self.setFocusProxy(self.files)
        self.setAcceptDrops(True)
        self._connect()
        self._lay_out()
        self._name_folder()

    @cached_property
    def grid(self) -> PhotoGrid:
        """The strip; made for the first photograph, because most items come without and it takes its time."""
        from deskapp.ui.photos.grid import PhotoGrid

        made = PhotoGrid(self.model, _("Photos of this item"), _PICTURE)
        self._column.insertWidget(1, made)
        QWidget.setTabOrder(self.folder, made)
        made.opened.connect(self._open)
        made.removal_asked.connect(self._remove)
        made.brought.connect(self.take)
        made.paste_asked.connect(self.paste)
        made.undo_asked.connect(self.undo)
        made.move_asked.connect(self._move)
        made.chosen.connect(self._show_caption)
        return made

    @cached_property
    def caption(self) -> FieldRow:
        """What the photograph shows at which the strip is; made with the strip."""
        hint = _("Ctrl+Left and Ctrl+Right move the photo, Del removes it.")
        row = FieldRow(_("Caption"), TextField(_("What it shows"), LONGEST_CAPTION), hint=hint, parent=self)
        self._column.insertWidget(2, row)
        QWidget.setTabOrder(self.grid, row.field)
        assert isinstance(row.field, TextField)
        row.field.textEdited.connect(self._describe)
        return row

    def drafts(self) -> tuple[PhotoDraft, ...]:
        """The photographs for the ticket."""
        shown = (PhotoDraft(tile.kept.sha256, tile.caption) for tile in self.model.tiles())
        return (*shown, *self._coming)

    def is_empty(self) -> bool:
        """Whether there is none, and none is coming."""
        return not (self.drafts() or self.is_reading())

    def is_reading(self) -> bool:
        """Whether a picture is still being read."""
        return self.reader.open_count() > 0

    def content(self) -> list[dict[str, Any]]:
        """The photographs by their hashes, for a draft."""
        return [{"sha256": draft.sha256, "caption": draft.caption} for draft in self.drafts()]

    def restore(self, content: Sequence[Mapping[str, Any]]) -> None:
        """Show the photographs of a draft."""
        self._coming = tuple(PhotoDraft(one["sha256"], one.get("caption", "")) for one in content)
        if self._coming:
            hashes = [draft.sha256 for draft in self._coming]
            self._context.read(self._context.desk.photos.kept, hashes, then=self._show)

    def stops(self) -> tuple[QWidget, ...]:
        """What stands in the order of Tab."""
        strip = (self.grid, self.caption.field) if "grid" in self.__dict__ else ()
        return (self.files, self.paste_button, self.folder, *strip)

    # Adding -----------------------------------------------------------------------------------

    def ask_files(self) -> None:
        """Ask for picture files."""
        ask_files(self, self.take)

    def paste(self) -> None:
        """Take what was copied: files, or a picture itself."""
        sources = copied()
        if sources:
            self.take(sources)
        else:
            self.says.say(_("No picture is copied; copy one, or choose a file."), "warning")

    def take(self, sources: Sequence[Source]) -> None:
        """Take pictures from anywhere."""
        self.says.hush()
        self.reader.take(sources)
        if count := self.reader.open_count():
            words = ngettext("Reading {count} photo…", "Reading {count} photos…", count)
            self.says.say(words.format(count=count))

    def take_watched(self, files: Sequence[Path]) -> None:
        """Take what came into the watched folder; a great many are offered."""
        sources = [FileSource(path) for path in files]
        if len(sources) <= _MANY:
            self.take(sources)
            return
        words = ngettext(
            "{count} new picture in the folder", "{count} new pictures in the folder", len(files)
        )
        self.says.say(words.format(count=len(files)), "", _("Add them"), partial(self.take, sources))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sources_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(sources_in(event.mimeData()))
        event.acceptProposedAction()

    def _keep(self, picture: Picture) -> KeptPhoto:
        """On the worker."""
        return self._context.desk.photos.keep(self._context.actor, picture)

    def _come(self, kept: KeptPhoto) -> None:
        if any(tile.kept.sha256 == kept.sha256 for tile in self.model.tiles()):
            self.says.say(_("That photo is here already."))
            return
        self._append(Tile(kept))

    def _append(self, tile: Tile) -> None:
        self.model.insert(self.model.rowCount(), tile)
        self.grid.fit()
        self.caption.show()
        if not self.caption.field.hasFocus():  # what is being typed belongs to the one that is there
            self.grid.go_to(self.model.rowCount() - 1)

    def _refuse(self, source: Source, error: DeskError) -> None:
        if isinstance(source, FileSource):
            self._watch.refuse(source.path)
        self.says.say(str(error), "danger")

    def _rest(self) -> None:
        if self.says.words.property("tone") == "muted":
            self.says.hush()
        self.rested.emit()

    def _show(self, found: Sequence[KeptPhoto]) -> None:
        captions = {draft.sha256: draft.caption for draft in self._coming}
        self._coming = ()
        for kept in found:
            self._append(Tile(kept, captions[kept.sha256]))

    # Looking and removing ---------------------------------------------------------------------

    def _open(self, place: int) -> None:
        from deskapp.ui.photos.viewer import PhotoViewer

        PhotoViewer(self._context, self.model.tiles(), place, self.window()).show()

    def _move(self, place: int, to: int) -> None:
        if self.model.move(place, to):
            self.grid.go_to(to)

    def _show_caption(self, place: int) -> None:
        field = self.caption.field
        assert isinstance(field, TextField)
        field.setText(self.model.tiles()[place].caption if place >= 0 else "")

    def _describe(self, typed: str) -> None:
        if self.grid.place() >= 0:
            self.model.describe(self.grid.place(), typed.strip())

    def _remove(self, place: int) -> None:
        self._removed.append((place, self.model.remove(place)))
        self.says.say(_("Photo removed"), "", _("Undo"), self.undo)
        if self.model.rowCount():
            self.grid.go_to(place)
        else:
            self.caption.hide()
            self.files.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> None:
        """Bring the photograph back that was removed last."""
        if self._removed:
            place, tile = self._removed.pop()
            self.model.insert(min(place, self.model.rowCount()), tile)
            self.caption.show()
            self.grid.go_to(place)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.says.hush()

    # The watched folder -----------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Ask for the folder of the camera, or for another one or none."""
        now = self._watch.folder()
        if not now:
            ask_folder(self, "", self._watch.choose)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Another folder…"), partial(ask_folder, self, now, self._watch.choose))
        menu.addAction(_("No folder any more"), partial(self._watch.choose, ""))
        menu.popup(self.folder.mapToGlobal(self.folder.rect().bottomLeft()))

    def _name_folder(self) -> None:
        now = self._watch.folder()
        name = Path(now).name or now
        shown = self.folder.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 140)
        self.folder.setText(shown.replace("&", "&&") if now else _("Camera folder…"))
        tip = _("New pictures in “{folder}” come to the item you are at.").format(folder=now)
        set_tip(self.folder, tip if now else _("Take the new pictures of a folder by themselves"))
        self.folder.setAccessibleName(_("Camera folder: {folder}").format(folder=name) if now else "")
        self._say_missing(self._watch.is_missing)

    def _say_missing(self, gone: bool) -> None:
        words = _("The folder “{folder}” is not there just now; its pictures come once it is.")
        said = words.format(folder=self._watch.folder())
        if gone:
            self.says.say(said)
        elif self.says.text() == said:
            self.says.hush()

    def _connect(self) -> None:
        self.reader.came.connect(self._come)
        self.reader.refused.connect(self._refuse)
        self.reader.rested.connect(self._rest)
        self._watch.changed.connect(self._name_folder)
        self._watch.missing.connect(self._say_missing)

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(style.S)
        for way in (self.files, self.paste_button, self.folder):
            way.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # keys of the window do it: Tab passes by
            ways.addWidget(way)
        ways.addWidget(caption(_("Ctrl+Shift+F, or drag them here"), wrap=True), 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.S)
        self._column.addLayout(ways)
        self._column.addWidget(self.says)
