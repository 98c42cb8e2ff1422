"""Where pictures come from: files, and what was copied or dragged; they are read on the worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from deskapp.domain.photo import Picture
from deskapp.i18n import _

_HARDLY_PACKED = 80  # what Qt calls the quality of a PNG is how little time it takes


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file, whatever it is."""

    path: Path

    def read(self) -> Picture:
        """The picture as it is kept; raises `Invalid`."""
        from deskapp.exchange.photo_file import read_photo

        return read_photo(self.path)


@dataclass(frozen=True, slots=True)
class ImageSource:
    """A picture that another program copied."""

    image: QImage

    def read(self) -> Picture:
        """The picture as it is kept; raises `Invalid`."""
        from deskapp.exchange.photo_file import shrunk

        made = QBuffer()
        made.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image.save(made, "PNG", _HARDLY_PACKED)  # type: ignore[call-overload]  # the stubs know bytes only
        return shrunk(bytes(made.data().data()), _("The copied picture"))


Source = FileSource | ImageSource


def sources_in(mime: QMimeData) -> list[Source]:
    """The files that were copied or dragged, else the picture; nothing where it is something else."""
    files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if files:
        return [FileSource(Path(file)) for file in files]
    image = mime.imageData() if mime.hasImage() else None
    return [ImageSource(image)] if isinstance(image, QImage) and not image.isNull() else []
