"""Pictures from files and the clipboard: judged by content and name, turned upright, shrunk and bared.

What is kept holds nothing that the camera wrote beside the picture: no place, no time, no owner.
Of pictures that move, the first one is kept.
"""

from __future__ import annotations

import io
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING

from deskapp.domain.photo import Picture
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif")
"""What files are called that hold what can be read."""
MOST_MEGABYTES = 50
MOST_MEGAPIXELS, MOST_MEGAPIXELS_OF_A_JPEG = 50, 120
"""Phones give 12 to 50 megapixels by default and up to 108, as JPEG, of which only a quarter of each side is
decoded: 108 take 70 MB, 350 MB where it is a progressive one. Any other kind is decoded whole, 50 take up to
400 MB, and no camera writes it: it is a screen or what somebody exported.
"""
LONGEST_SIDE, THUMBNAIL_SIDE = 2000, 320
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_NAMED = {
    **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif"), "JPEG"),
    **dict.fromkeys((".png", ".apng"), "PNG"),
    **dict.fromkeys((".tif", ".tiff"), "TIFF"),
    **dict.fromkeys((".bmp", ".dib"), "BMP"),
    ".webp": "WEBP",
    ".gif": "GIF",
    **dict.fromkeys((".heic", ".heif", ".avif", ".svg", ".pdf", ".html", ".htm", ".txt", ".zip", ".exe"), ""),
}
"""What the end of a name says that a file holds; other ends say nothing about it."""
_RIGHT_ENDS = {"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif", "BMP": ".bmp", "WEBP": ".webp", "GIF": ".gif"}
_QUALITIES, _LARGE = (85, 75, 65), 350_000
_ORIENTATION = 0x0112


def read_photo(path: Path) -> Picture:
    """The picture in a file, as it is kept; raises `Invalid` (`photo`) with what to do instead."""
    return shrunk(_content(path), path.name)


def shrunk(data: bytes, name: str) -> Picture:
    """The picture in these bytes, as it is kept; `name` is what a refusal calls it."""
    image = _small(_opened(data, name), name)
    content = _jpeg(image)
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(content, _encoded(image, _QUALITIES[1]), width, height)


def _content(path: Path) -> bytes:
    """What a file holds, if it is a file and not too large."""
    try:
        stat = path.stat()
        if S_ISDIR(stat.st_mode):
            raise _refusal(_("“{name}” is a folder; choose the pictures in it."), path.name)
        if not S_ISREG(stat.st_mode):
            raise _refusal(_("“{name}” is not a file; choose a picture."), path.name)
        if stat.st_size > MOST_MEGABYTES * 1024 * 1024:
            raise _too_large(path.name)
        with path.open("rb") as file:
            data = file.read(MOST_MEGABYTES * 1024 * 1024 + 1)
    except FileNotFoundError as error:
        message = _("“{name}” is no longer there; choose the picture where it is now.")
        raise _refusal(message, path.name) from error
    except (OSError, ValueError) as error:
        message = _("“{name}” cannot be read; copy it to this computer and choose it there.")
        raise _refusal(message, path.name) from error
    return data


def _opened(data: bytes, name: str) -> Image:
    """The picture with its size known and nothing decoded yet."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_MEGAPIXELS_OF_A_JPEG * 1_000_000
    if not data:
        raise _refusal(_("“{name}” is empty; take the picture again."), name)
    if len(data) > MOST_MEGABYTES * 1024 * 1024:
        raise _too_large(name)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        message = _("“{name}” is a HEIC picture; set the camera to JPEG (“Most Compatible”) or export it so.")
        raise _refusal(message, name)
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name, "JPEG") from error
    except UnidentifiedImageError as error:
        message = _("“{name}” is not a picture; choose a JPEG, PNG, WebP, TIFF, BMP or GIF file.")
        raise _refusal(message, name) from error
    except Exception as error:  # a reader of pictures fails in any way on a broken one
        raise _damaged(name) from error
    kind = _kind_of(image)
    if image.width * image.height > _most_megapixels(kind) * 1_000_000:
        raise _too_many_pixels(name, kind)
    _refuse_a_lie(name, kind)
    return image


def _kind_of(image: Image) -> str:
    """The kind of file; a JPEG with further pictures behind it, as phones write them, is a JPEG."""
    return "JPEG" if image.format == "MPO" else image.format or ""


def _most_megapixels(kind: str) -> int:
    return MOST_MEGAPIXELS_OF_A_JPEG if kind == "JPEG" else MOST_MEGAPIXELS


def _refuse_a_lie(name: str, kind: str) -> None:
    """A file that is called what it is not came from somewhere odd: somebody should look at it first."""
    end = Path(name).suffix.lower()
    if end in _NAMED and _NAMED[end] != kind:
        words = _(
            "“{name}” ends in {end} but holds a {kind} picture. If it is the right one, let its name end in "
            "{right} and add it again."
        )
        raise Invalid(words.format(name=name, end=end, kind=kind, right=_RIGHT_ENDS[kind]), "photo")


def _small(image: Image, name: str) -> Image:
    """The picture upright on white, not larger than it is kept."""
    from PIL import Image as Images

    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1), ())
        # A gap of one lets a JPEG be decoded at a part of its size, which takes a fraction of the time.
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Images.Resampling.LANCZOS, reducing_gap=1.0)
        image = _on_white(image)
        for step in turn:
            image = image.transpose(Images.Transpose[step])
    except Exception as error:  # a reader of pictures fails in any way on a broken one
        raise _damaged(name) from error
    return image


_TURNS = {
    2: ("FLIP_LEFT_RIGHT",),
    3: ("ROTATE_180",),
    4: ("FLIP_TOP_BOTTOM",),
    5: ("TRANSPOSE",),
    6: ("ROTATE_270",),
    7: ("TRANSVERSE",),
    8: ("ROTATE_90",),
}
"""What brings a picture upright, by what the camera wrote of how it was held."""


def _on_white(image: Image) -> Image:
    """Plain colours; what can be seen through becomes white."""
    from PIL import Image as Images

    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    paper = Images.new("RGB", image.size, "white")
    paper.paste(seen, mask=seen.getchannel("A"))
    return paper


def _jpeg(image: Image) -> bytes:
    """As good as it may be for its size."""
    content = b""
    for quality in _QUALITIES:
        content = _encoded(image, quality)
        if len(content) <= _LARGE:
            break
    return content


def _encoded(image: Image, quality: int) -> bytes:
    """Made anew from what is seen: no metadata goes along."""
    bare = image.copy()
    bare.info = {}
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


def _too_large(name: str) -> Invalid:
    words = _("“{name}” is larger than {count} MB; choose a smaller picture.")
    return Invalid(words.format(name=name, count=MOST_MEGABYTES), "photo")


def _too_many_pixels(name: str, kind: str) -> Invalid:
    words = _("“{name}” has more than {count} megapixels; set the camera to a smaller size.")
    return Invalid(words.format(name=name, count=_most_megapixels(kind)), "photo")


def _damaged(name: str) -> Invalid:
    return _refusal(_("“{name}” is damaged or not whole; copy it again from the camera."), name)


def _refusal(words: str, name: str) -> Invalid:
    return Invalid(words.format(name=name), "photo")
