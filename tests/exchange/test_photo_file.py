"""What becomes of a picture before it is kept, and what is refused in which words."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from deskapp.domain.photo import Picture
from deskapp.errors import Invalid
from deskapp.exchange import photo_file
from deskapp.exchange.photo_file import read_photo, shrunk
from tests.pictures import a_jpeg, drawn, encoded, from_a_phone, noisy
from tests.pictures import photo_file as a_file


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def is_red(image: Image.Image, x: float, y: float) -> bool:
    """Whether that part of the picture, in shares of its sides, is the marked corner."""
    colour = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(colour, tuple)
    return colour[0] > 150 and colour[2] < 100


def huge_png(width: int, height: int) -> bytes:
    """Says that it is that large; what would follow is not there."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    checked = b"IHDR" + head
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + checked + struct.pack(">I", zlib.crc32(checked))
    empty = b"IDAT" + zlib.compress(b"")
    return start + struct.pack(">I", len(empty) - 4) + empty + struct.pack(">I", zlib.crc32(empty))


def huge_jpeg(width: int, height: int) -> bytes:
    """The same as a JPEG."""
    small = a_jpeg()
    at = small.index(b"\xff\xc0") + 5  # sides of the frame
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def moving() -> bytes:
    return encoded(drawn(mode="P"), "GIF", save_all=True, append_images=[drawn(colour="white", mode="P")])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (a_jpeg(), "IMG.JPG"),
        (encoded(drawn(), "PNG"), "screen.png"),
        (encoded(drawn(), "PNG"), "called-by-no-end"),
        (encoded(drawn(), "PNG"), "Front of the phone, 10.3"),
        (encoded(drawn(), "MPO", save_all=True, append_images=[drawn()]), "two-in-one.jpg"),
        (a_jpeg(), "from-a-browser.jfif"),
        (encoded(drawn(mode="RGBA"), "WEBP"), "p.webp"),
        (encoded(drawn(), "TIFF"), "scan.tif"),
        (encoded(drawn(), "BMP"), "old.bmp"),
        (encoded(drawn(mode="P"), "GIF"), "p.gif"),
        (moving(), "moving.gif"),
        (encoded(drawn(mode="CMYK")), "print.jpg"),
        (encoded(drawn(mode="L")), "grey.jpg"),
        (encoded(drawn(mode="1"), "PNG"), "fax.png"),
        (encoded(drawn(mode="LA"), "PNG"), "grey-alpha.png"),
        (encoded(drawn(mode="L").convert("I;16"), "PNG"), "sixteen.png"),
        (a_jpeg(), ""),
    ],
)
def test_what_can_be_seen_is_kept_as_a_jpeg(data: bytes, name: str) -> None:
    picture = shrunk(data, name)
    image = opened(picture)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (400, 300))
    assert (picture.width, picture.height, picture.media_type) == (400, 300, "image/jpeg")
    small = Image.open(io.BytesIO(picture.thumbnail))
    assert max(small.size) == photo_file.THUMBNAIL_SIDE


def test_of_a_moving_picture_the_first_is_kept() -> None:
    assert is_red(opened(shrunk(moving(), "moving.gif")), 0.1, 0.1)


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert opened(shrunk(encoded(clear, "PNG"), "logo.png")).getpixel((20, 20)) == (255, 255, 255)


def test_a_photograph_of_a_phone_becomes_small() -> None:
    data = encoded(noisy(), quality=80)
    assert 3_000_000 < len(data) < 5_000_000
    picture = shrunk(data, "IMG.jpg")
    assert (picture.width, picture.height) == (2000, 1500)
    assert len(picture.content) < 600_000  # of nothing but noise; what people photograph has half of it
    assert len(picture.thumbnail) < 40_000


def test_the_largest_picture_that_phones_take_is_kept_without_its_weight() -> None:
    data = encoded(Image.new("L", (12_000, 9_000)))
    picture = shrunk(data, "108.jpg")
    assert (picture.width, picture.height) == (2000, 1500)


STORED = {  # how the camera writes what stands upright, by the way in which it was held
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", STORED)
def test_it_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    stored, turn = drawn(), STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = shrunk(encoded(stored.transpose(turn) if turn is not None else stored, exif=exif), "IMG.jpg")
    image = opened(picture)
    assert image.size == (400, 300)
    assert is_red(image, 0.1, 0.1)
    assert not is_red(image, 0.9, 0.9)


def test_nothing_is_kept_of_where_and_with_what_it_was_taken() -> None:
    data = from_a_phone()
    assert b"Cheap Phones" in data
    picture = shrunk(data, "IMG.jpg")
    for kept in (picture.content, picture.thumbnail):
        image = Image.open(io.BytesIO(kept))
        assert not dict(image.getexif())
        assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & image.info.keys()
        assert b"Cheap Phones" not in kept
        assert b"do not tell" not in kept


def test_text_in_a_png_is_not_kept() -> None:
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Anna Meyer")
    assert b"Anna" not in shrunk(encoded(drawn(), "PNG", pnginfo=told), "p.png").content


def test_the_same_picture_is_the_same_content() -> None:
    assert shrunk(a_jpeg(), "a.jpg").sha256 == shrunk(a_jpeg(), "b.jpg").sha256
    assert shrunk(a_jpeg("green"), "a.jpg").sha256 != shrunk(a_jpeg(), "a.jpg").sha256


NO_PICTURE = "is not a picture; choose a JPEG"
REFUSED = {
    "empty.jpg": (b"", "is empty; take the picture again"),
    "text.jpg": (b"Dear customer,\n" * 40, NO_PICTURE),
    "page.jpg": (b"<!doctype html><html><img src=x onerror=alert(1)></html>", NO_PICTURE),
    "drawing.jpg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NO_PICTURE),
    "program.jpg": (b"MZ\x90\x00" + b"\x00" * 500, NO_PICTURE),
    "paper.png": (b"%PDF-1.7\n" + b"0" * 200, NO_PICTURE),
    "postscript.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NO_PICTURE),
    "half.jpg": (a_jpeg()[:1500], "is damaged or not whole; copy it again"),
    "half.png": (encoded(drawn(), "PNG")[:-200], "is damaged or not whole"),
    "head.png": (encoded(drawn(), "PNG")[:20], "is damaged or not whole|is not a picture"),
    "phone.heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 99, "is a HEIC picture"),
    "really-heic.jpg": (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic" + b"\x00" * 99, "is a HEIC"),
    "copied.jpg": (encoded(drawn(), "PNG"), r"ends in .jpg but holds a PNG picture.+end in .png and add it"),
    "Saved.JPEG": (encoded(drawn(), "WEBP"), "ends in .jpeg but holds a WEBP picture"),
    "scan.png": (a_jpeg(), "ends in .png but holds a JPEG picture"),
    "offer.pdf": (a_jpeg(), "ends in .pdf but holds a JPEG picture"),
    "shared.heic": (a_jpeg(), "ends in .heic but holds a JPEG picture"),
    "200-megapixels.png": (huge_png(20_000, 10_000), "has more than (50|120) megapixels; set the camera"),
    "200-megapixels.jpg": (huge_jpeg(16_384, 12_288), "has more than 120 megapixels; set the camera"),
    "100-megapixels.png": (huge_png(10_000, 10_000), "has more than 50 megapixels"),
    "bomb.png": (huge_png(2**31 - 1, 2**31 - 1), "has more than 120 megapixels"),
    "wide.png": (huge_png(60_000, 1), "is damaged or not whole"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    data, sentence = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Invalid, match=sentence) as refused:
        read_photo(path)
    said = str(refused.value)
    assert said.startswith(f"“{name}” ")
    assert refused.value.field == "photo"


def a_folder(place: Path) -> Path:
    (place / "DCIM").mkdir()
    return place / "DCIM"


def a_broken_link(place: Path) -> Path:
    (place / "link.jpg").symlink_to(place / "gone.jpg")
    return place / "link.jpg"


def a_pipe(place: Path) -> Path:
    os.mkfifo(place / "pipe.jpg")
    return place / "pipe.jpg"


def too_large(place: Path) -> Path:
    with (place / "large.jpg").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    return place / "large.jpg"


def a_loop(place: Path) -> Path:
    (place / "loop.jpg").symlink_to(place / "loop.jpg")
    return place / "loop.jpg"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (a_folder, "“DCIM” is a folder; choose the pictures in it"),
        (a_broken_link, "“link.jpg” is no longer there"),
        (a_loop, "“loop.jpg” cannot be read"),
        (a_pipe, "“pipe.jpg” is not a file"),
        (too_large, "“large.jpg” is larger than 50 MB; choose a smaller picture"),
        (lambda place: place / "gone.jpg", "“gone.jpg” is no longer there"),
        (lambda place: place / "n\0.jpg", "cannot be read"),
    ],
)
def test_what_is_no_file_is_refused_in_a_sentence(
    tmp_path: Path, make: Callable[[Path], Path], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_photo(make(tmp_path))


def test_a_file_is_read(tmp_path: Path) -> None:
    assert read_photo(a_file(tmp_path)).width == 400
