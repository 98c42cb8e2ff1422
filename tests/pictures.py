"""Pictures for tests, made with Pillow as cameras, phones and careless people make them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

ORIENTATION, GPS = 0x0112, 0x8825


def drawn(width: int = 400, height: int = 300, colour: str = "steelblue", mode: str = "RGB") -> Image.Image:
    """A plain picture whose upper left corner is red, so that one sees how it is turned."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    return image.convert(mode)


def noisy(width: int = 4032, height: int = 3024, seed: float = 40) -> Image.Image:
    """As much in it as in a photograph of a phone: a JPEG of about 4 MB at 12 megapixels."""
    grain = Image.effect_noise((width // 3, height // 3), seed).resize((width, height))
    fine = Image.effect_noise((width, height), 14)
    return Image.merge("RGB", (grain, fine, grain.filter(ImageFilter.BLUR)))


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    made = io.BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def a_jpeg(colour: str = "steelblue") -> bytes:
    """A small photograph; other colours are other contents."""
    return encoded(drawn(colour=colour))


def from_a_phone(orientation: int = 6) -> bytes:
    """A photograph that says where it was taken and how the phone was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Cheap Phones Ltd"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (53.0, 47.0, 59.0)
    return encoded(drawn(), exif=exif, comment=b"do not tell")


def photo_file(folder: Path, name: str = "IMG_0001.jpg", colour: str = "steelblue") -> Path:
    """A photograph in a folder."""
    path = folder / name
    path.write_bytes(a_jpeg(colour))
    return path
