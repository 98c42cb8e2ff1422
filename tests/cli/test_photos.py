"""`deskapp ticket photo …`: put photos on a ticket, list them, and write them to files again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Answers, Ok, Run, check_refused
from tests.pictures import a_jpeg, photo_file


def test_photos_go_in_and_come_out(
    ok: Ok, answers: Answers, shop_path: Path, number: str, tmp_path: Path
) -> None:
    front, back = (photo_file(tmp_path, f"{name}.jpg", name) for name in ("green", "navy"))
    told = ("--item", 1, "--caption", "Scratch")
    added = ok("ticket", "photo", "add", shop_path, number, front, back, *told).split()
    assert len(added) == 2
    listed = answers("ticket", "photo", "list", shop_path, number)
    assert [str(photo["id"]) for photo in listed] == added
    assert {(photo["item"], photo["caption"], photo["width"]) for photo in listed} == {(1, "Scratch", 400)}
    assert listed[0]["at"] == "2026-03-10T09:06:00+00:00"
    assert "Scratch" in ok("ticket", "photo", "list", shop_path, number)
    out = tmp_path / "out.jpg"
    assert ok("ticket", "photo", "save", shop_path, number, added[1], "-o", out) == str(out)
    with Image.open(out) as image:
        assert (image.format, image.size) == ("JPEG", (400, 300))
        assert image.getpixel((300, 200)) != Image.open(front).getpixel((300, 200))
    assert answers("ticket", "list", shop_path, "has:photo")[0]["number"] == number


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("letter.jpg", b"Dear customer", "is not a picture"),
        ("half.jpg", a_jpeg()[:900], "is damaged or not whole"),
        ("empty.jpg", b"", "is empty"),
    ],
)
def test_one_bad_file_and_none_is_taken(
    run: Run, shop_path: Path, number: str, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    words = ("ticket", "photo", "add", shop_path, number, photo_file(tmp_path), tmp_path / name)
    check_refused(run, shop_path, f"“{name}” {sentence}", *words)


def test_what_is_not_there_is_refused(run: Run, shop_path: Path, number: str, tmp_path: Path) -> None:
    file, out, photo = photo_file(tmp_path), tmp_path / "out.jpg", ("ticket", "photo")
    for sentence, words in (
        ("no item 7", ("add", shop_path, number, file, "--item", 7)),
        ("has no photo 9; “ticket photo list”", ("save", shop_path, number, 9, "-o", out)),
        ("“gone.jpg” is no longer there", ("add", shop_path, number, tmp_path / "gone.jpg")),
    ):
        check_refused(run, shop_path, sentence, *photo, *words)
    assert not out.exists()
