"""The shop's logo: read, refused where it is no picture or too large, and shrunk before it is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from deskapp.errors import Invalid
from deskapp.i18n import _

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
LONGEST_EDGE = 1200
_LARGE_PNG = 400 * 1024
_KINDS = {b"png", b"jpeg", b"jpg", b"gif", b"bmp", b"webp"}
FILTER = "*.png *.jpg *.jpeg *.gif *.bmp *.webp"


def read_logo(path: Path) -> bytes:
    """The picture in a file as PNG or JPEG, `LONGEST_EDGE` pixels at most; raises `Invalid` (`logo`)."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise _refusal(_("“{name}” cannot be read; choose another picture."), path) from error
    if size > LARGEST_FILE:
        raise _refusal(_("“{name}” is larger than 5 MB; choose a smaller picture."), path)
    return shrunk(data, path)


def shrunk(data: bytes, path: Path) -> bytes:
    """The picture in these bytes, not larger than papers need it; `path` is named in a refusal."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()).lower() not in _KINDS:
        raise _refusal(_("“{name}” is not a picture; choose a PNG or JPEG file."), path)
    if _pixels(reader.size()) > MOST_PIXELS:
        raise _refusal(_("“{name}” has more than 20 megapixels; choose a smaller picture."), path)
    image = reader.read()
    if image.isNull():
        raise _refusal(_("“{name}” is damaged; choose another picture."), path)
    return _encoded(_scaled(image))


def _pixels(size: QSize) -> int:
    return size.width() * size.height()


def _scaled(image: QImage) -> QImage:
    if max(image.width(), image.height()) <= LONGEST_EDGE:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(LONGEST_EDGE, LONGEST_EDGE, keep, smooth)


def _encoded(image: QImage) -> bytes:
    """PNG for drawings; a photograph without transparency becomes a JPEG."""
    png = _written(image, b"PNG")
    return png if len(png) <= _LARGE_PNG or image.hasAlphaChannel() else _written(image, b"JPEG")


def _written(image: QImage, kind: bytes) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(90 if kind == b"JPEG" else -1)
    writer.write(image)
    return bytes(buffer.data().data())


def _refusal(words: str, path: Path) -> Invalid:
    return Invalid(words.format(name=path.name), "logo")
