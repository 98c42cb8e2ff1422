"""The shop's logo, decoded and encoded once, whatever was put in."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader

from deskapp.documents.sheet import MM

HIGHEST = 18 * MM
_DOTS_PER_POINT = 300 / 72
_WIDEST = 60 * MM
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo ready to be drawn, with its natural size in points at most `HIGHEST` high."""

    image: ImageReader
    width: float
    height: float


@lru_cache(maxsize=4)
def logo(data: bytes) -> Logo | None:
    """The logo in these bytes, or nothing when they are no picture that can be printed."""
    try:
        return _prepared(data)
    except Exception:  # noqa: BLE001  picture decoders raise anything at all, and a paper must come out
        logging.getLogger(__name__).warning("The shop's logo is not a picture that can be printed.")
        return None


def _prepared(data: bytes) -> Logo:
    with Image.open(io.BytesIO(data)) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        flat = _on_white(ImageOps.exif_transpose(picture))
    scale = min(HIGHEST / flat.height, _WIDEST / flat.width)
    width, height = flat.width * scale, flat.height * scale
    flat.thumbnail((round(width * _DOTS_PER_POINT), round(height * _DOTS_PER_POINT)))
    encoded = io.BytesIO()
    flat.save(encoded, "JPEG", quality=92, subsampling=0)
    return Logo(ImageReader(encoded), width, height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, because a printed page is white behind it."""
    layer = picture.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")
