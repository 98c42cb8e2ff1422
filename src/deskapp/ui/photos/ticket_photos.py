"""The photographs of a ticket: added, described, looked at, saved and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.photo import LONGEST_CAPTION, Photo, Picture
from deskapp.errors import DeskError, StaleWrite
from deskapp.i18n import _, ngettext
from deskapp.ui.photos.choosing import ask_files, ask_place, copied
from deskapp.ui.photos.grid import PhotoGrid
from deskapp.ui.photos.model import PhotoModel, Tile
from deskapp.ui.photos.reader import PhotoReader
from deskapp.ui.photos.says import Says
from deskapp.ui.photos.sources import Source, sources_in
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.plain import caption, muted, strong

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

_PICTURE = QSize(148, 111)


class TicketPhotos(Card):
    """A grid with what can be done to the photograph where the keys are under it."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._ticket: Ticket | None = None
        self._photos: dict[int, Photo] = {}
        self._version = 0  # of the photo whose caption stands in the field
        self.model = PhotoModel(self)
        self.grid = PhotoGrid(self.model, _("Photos of the ticket"), _PICTURE, captions=True)
        self.nothing = muted(_("No photos yet; choose, paste or drag them here."), wrap=True)
        self.says = Says()
        self.item = ChoiceBox()
        self.files = button(_("Add photos…"), self.ask_files, icon="photo")
        self.paste_button = button(_("Paste"), self.paste, icon="paste")
        self.caption = TextField(_("What it shows"), LONGEST_CAPTION)
        self.caption_row = FieldRow(_("Caption"), self.caption)
        self.about = caption(wrap=True)
        self.open = button(_("Open it"), self._open_current, icon="eye")
        self.save = button(_("Save as…"), self._ask_place, icon="save")
        self.remove = button(_("Remove"), self._remove_current, kind="quiet", icon="trash")
        self.details = QWidget()
        self._may_change = True
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show the photographs of a ticket, or of the same one again."""
        if self._ticket is None or ticket.id != self._ticket.id:
            self.leave()
            self.says.hush()
            self.model.show(())
            self._photos = {}
        self._ticket = ticket
        labels = [(str(item.position), _item_label(item)) for item in ticket.items]
        self.item.set_choices(labels)
        self.item.setVisible(len(labels) > 1)
        self._context.read(
            self._context.desk.photos.of_ticket, ticket.number, then=partial(self._show, ticket.id)
        )

    def leave(self) -> None:
        """Keep the caption that is being typed."""
        photo, typed = self._current(), self.caption.value()
        if photo and typed != photo.caption and not self.caption_row.wrong():
            self._photos[photo.id] = replace(photo, caption=typed)  # so that it is sent once
            self._context.act(
                self._context.desk.photos.describe, photo.id, typed, self._version,
                on_failed=self._refuse_caption,
            )  # fmt: skip

    def let_change(self, *, on: bool) -> None:
        """Let photographs be added and removed, or only looked at."""
        self._may_change = on
        self.setAcceptDrops(on)

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
        """Put pictures on the ticket, in one act when all are read."""
        if self._ticket is None or not self._may_change:
            return
        item = int(self.item.key()) if len(self._ticket.items) > 1 else 1
        read: list[Picture] = []
        reader = PhotoReader(self._context.worker, _as_it_is, self)
        reader.came.connect(read.append)
        reader.refused.connect(self._refuse)
        reader.rested.connect(partial(self._add, self._ticket.number, item, read, reader))
        words = ngettext("Reading {count} photo…", "Reading {count} photos…", len(sources))
        self.says.say(words.format(count=len(sources)))
        reader.take(sources)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sources_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(sources_in(event.mimeData()))
        event.acceptProposedAction()

    def _refuse(self, _source: Source, error: DeskError) -> None:
        self.says.say(str(error), "danger")

    def _add(self, number: str, item: int, read: Sequence[Picture], reader: PhotoReader) -> None:
        """All are read: put them on the ticket for which they were chosen, whichever is shown now."""
        reader.deleteLater()
        if self.says.words.property("tone") == "muted":
            self.says.hush()
        if read:
            self._context.act(self._context.desk.photos.add, number, tuple(read), item)

    # Showing ----------------------------------------------------------------------------------

    def _show(self, ticket_id: int, photos: Sequence[Photo]) -> None:
        if self._ticket is None or self._ticket.id != ticket_id:
            return
        several, place = len(self._ticket.items) > 1, self.grid.place()
        was = self._current()
        self._photos = {photo.id: photo for photo in photos}
        self.model.show([self._tile(photo, several=several) for photo in photos])
        self.nothing.setVisible(not photos)
        self.details.setVisible(bool(photos))
        if photos and (was is None or was.id not in self._photos or self.grid.place() < 0):
            ids = list(self._photos)
            self.grid.go_to(ids.index(was.id) if was and was.id in ids else max(place, 0))
        self._choose(self.grid.place())

    def _tile(self, photo: Photo, *, several: bool) -> Tile:
        formats = self._context.formats
        about = [formats.day(formats.local(photo.at).date()), photo.person]
        if several and photo.item:
            about.insert(0, _("Item {item}").format(item=photo.item))
        return Tile(photo.kept, photo.caption, ", ".join(filter(None, about)), photo.id)

    def _choose(self, place: int) -> None:
        """Show what is known of another photograph; a caption that is being typed stays where it is."""
        tiles = self.model.tiles()
        photo = self._photos.get(tiles[place].id) if 0 <= place < len(tiles) else None
        if photo is None:
            return
        typing = self.caption.hasFocus() and self.caption.property("photo") == photo.id
        if not typing and not (self.caption_row.wrong() and self.caption.property("photo") == photo.id):
            self.caption.setProperty("photo", photo.id)
            self.caption.setText(photo.caption)
            self.caption_row.clear()
            self._version = photo.row_version
        size = f"{photo.kept.width} × {photo.kept.height}"
        moment = self._context.formats.moment(photo.at)
        words = _("Added {when} by {person}").format(when=moment, person=photo.person or "–")
        self.about.setText(f"{words}  ·  {size}")

    def _current(self) -> Photo | None:
        return self._photos.get(self.caption.property("photo") or 0)

    def _moved(self, place: int) -> None:
        self.leave()
        self._choose(place)

    def _refuse_caption(self, error: DeskError) -> None:
        """A caption that was changed elsewhere stays as it was typed, with the other one beside it."""
        theirs = error.theirs.get("caption") if isinstance(error, StaleWrite) else None
        if self._ticket:
            self.show_ticket(self._ticket)
        if theirs is None:
            self.caption_row.say_wrong(str(error))
            return
        words = _("Changed elsewhere to “{caption}”; press Enter to put yours in its place.")
        self.caption_row.say_wrong(words.format(caption=theirs))

    def _describe(self) -> None:
        """Enter in the caption: keep it, over another one that was shown too."""
        photo = self._current()
        if photo:
            self.caption_row.clear()
            self._version = photo.row_version
            self.leave()
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # Doing ------------------------------------------------------------------------------------

    def _open_current(self) -> None:
        self._open(max(self.grid.place(), 0))

    def _open(self, place: int) -> None:
        from deskapp.ui.photos.viewer import PhotoViewer

        self.leave()
        PhotoViewer(self._context, self.model.tiles(), place, self.window()).show()

    def _remove_current(self) -> None:
        self._remove(self.grid.place())

    def _remove(self, place: int) -> None:
        if self._may_change and 0 <= place < self.model.rowCount():
            self._context.act(self._context.desk.photos.bin, self.model.tiles()[place].id)

    def _ask_place(self) -> None:
        photo = self._current()
        if photo and self._ticket:
            name = f"{self._ticket.number}-{self.grid.place() + 1}.jpg"
            ask_place(self, name, partial(self.save_to, photo.id))

    def save_to(self, photo_id: int, place: str) -> None:
        """Write a photograph to a file."""
        context = self._context
        context.worker.submit(
            _save, context.desk.photos.taken_out, context.actor, photo_id, Path(place),
            on_done=self._say_saved, on_failed=context.show_error,
        )  # fmt: skip

    def _say_saved(self, path: Path) -> None:
        self._context.tell(_("Saved in “{folder}”").format(folder=path.parent))

    def _connect(self) -> None:
        self.grid.opened.connect(self._open)
        self.grid.removal_asked.connect(self._remove)
        self.grid.brought.connect(self.take)
        self.grid.paste_asked.connect(self.paste)
        self.grid.chosen.connect(self._moved)
        self.caption.returnPressed.connect(self._describe)
        self.caption.editingFinished.connect(self.leave)

    def _lay_out(self) -> None:
        self.item.setAccessibleName(_("Item that the photos show"))
        head = QHBoxLayout()
        head.setSpacing(style.S)
        head.addWidget(strong(_("Photos")))
        head.addStretch(1)
        for way in (self.item, self.files, self.paste_button):
            head.addWidget(way)
        acts = QHBoxLayout()
        acts.setSpacing(style.S)
        acts.addWidget(self.about, 1)
        for act in (self.open, self.save, self.remove):
            acts.addWidget(act)
        under = QVBoxLayout(self.details)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(style.S)
        under.addWidget(self.caption_row)
        under.addLayout(acts)
        self.add(head)
        for part in (self.nothing, self.grid, self.says, self.details):
            self.add(part)
        self.grid.hide()
        self.details.hide()
        self.item.hide()


def _item_label(item: Any) -> str:
    name = item.device.label or item.fault.split("\n")[0]
    return f"{item.position}  {name[:40]}"


def _as_it_is(picture: Picture) -> Picture:
    return picture


def _save(read: Any, actor: Any, photo_id: int, path: Path) -> Path:
    """On the worker: a photograph into a file, or a sentence why not."""
    from deskapp.whole_file import write_whole

    target = path if path.suffix else path.with_suffix(".jpg")
    try:
        write_whole(target, read(actor, photo_id))
    except OSError as error:
        message = _("The photo could not be saved in “{folder}”; choose another folder.")
        raise DeskError(message.format(folder=target.parent)) from error
    return target
