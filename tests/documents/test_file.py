"""The file itself: the same bytes again, its own fonts, its language and title, and any logo."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest

from deskapp.documents.render import missing_glyphs, render
from deskapp.domain.paper import Document
from deskapp.domain.shop import Paper
from tests.documents import builders, reading

EVERY = [(document, size) for document in Document for size in Paper]
FONT = re.compile(rb"/BaseFont\s*/(\S+)")


@pytest.mark.parametrize(("document", "size"), EVERY)
def test_equal_values_give_equal_bytes(document: Document, size: Paper) -> None:
    assert render(document, builders.sample(), size) == render(document, builders.sample(), size)


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys; from deskapp.documents.render import render; from deskapp.domain.paper import Document;"
        "from tests.documents import builders;"
        "sys.stdout.buffer.write(render(Document.SERVICE_SUMMARY, builders.sample()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert done.stdout == render(Document.SERVICE_SUMMARY, builders.sample())


def test_many_at_once_do_not_mix() -> None:
    tickets = [replace(builders.paper(), number=f"{n:08}", code=f"{n:08}") for n in range(12)]
    alone = [render(Document.SERVICE_SUMMARY, ticket) for ticket in tickets]
    with ThreadPoolExecutor(4) as crowd:
        assert list(crowd.map(lambda ticket: render(Document.SERVICE_SUMMARY, ticket), tickets)) == alone


@pytest.mark.parametrize("case", builders.CASES)
def test_every_font_is_embedded(case: str) -> None:
    for document, size in EVERY:
        data = render(document, builders.CASES[case](), size)
        fonts = set(FONT.findall(data))
        assert fonts
        assert all(re.fullmatch(rb"[A-Z]{6}\+SourceSans3-(Regular|Semibold)", font) for font in fonts), fonts
        assert data.count(b"/FontFile2") == len(fonts)


def test_the_file_says_what_it_is() -> None:
    data = render(Document.SERVICE_SUMMARY, builders.paper())
    with pypdfium2.PdfDocument(data) as document:
        about = document.get_metadata_dict()
    assert about["Title"] == "Service summary 26001230"
    assert about["Author"] == "Northside Repair Ltd"
    assert about["CreationDate"] == "D:20260310155000Z"
    assert b"/Lang (en-GB)" in data
    assert b"/DisplayDocTitle true" in data


def test_a_customer_reads_dates_and_amounts_in_their_language() -> None:
    data = render(Document.SERVICE_SUMMARY, builders.exclusive())
    assert b"/Lang (de)" in data
    words = reading.text(data)
    assert "10. März 2026" in words
    assert "249,11 £" in words


@pytest.mark.parametrize("language", ["ar", "ja", "he", "ve", "Klingon", "x" * 12])
def test_a_language_that_cannot_be_written_gives_way_to_the_shops(language: str) -> None:
    ticket = builders.paper(customer=builders.customer(language=language))
    assert b"/Lang (en-GB)" in render(Document.SERVICE_SUMMARY, ticket)
    assert missing_glyphs(ticket) == ""


def test_a_logo_is_drawn() -> None:
    data = render(Document.SERVICE_SUMMARY, builders.paper(shop=builders.shop(logo=builders.logo_png())))
    assert data.count(b"/Subtype /Image") == 1
    (page,) = reading.pictures(data, 72)
    pixels = page.crop((57, 40, 160, 95)).convert("RGB").tobytes()
    colours = set(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True))
    assert any(red < 40 and blue > 90 for red, _green, blue in colours), "the blue disc"
    assert any(red > 190 and blue < 60 for red, _green, blue in colours), "the orange bar"


def test_a_huge_logo_is_made_small() -> None:
    data = render(
        Document.SERVICE_SUMMARY, builders.paper(shop=builders.shop(logo=builders.logo_png((5000, 2500))))
    )
    assert len(data) < 90_000


@pytest.mark.parametrize(
    "logo", [b"", b"no picture", builders.logo_png()[:300], b"\x89PNG\r\n\x1a\n", b"%PDF-1.4"]
)
def test_a_broken_logo_never_stops_a_paper(logo: bytes) -> None:
    ticket = builders.paper(shop=builders.shop(logo=logo))
    data = render(Document.SERVICE_SUMMARY, ticket)
    assert b"/Subtype /Image" not in data
    assert "Northside Repair Ltd" in reading.text(data)


def test_a_logo_that_would_fill_the_memory_is_left_out() -> None:
    from PIL import Image

    bomb = b"P5 100000 100000 255\n"
    Image.init()
    assert b"/Subtype /Image" not in render(
        Document.SERVICE_SUMMARY, builders.paper(shop=builders.shop(logo=bomb))
    )


def test_what_the_font_lacks_is_a_box_and_is_told() -> None:
    ticket = builders.right_to_left()
    assert set(missing_glyphs(ticket)) >= set("محدعبחבר📱👍")
    assert " " not in missing_glyphs(ticket)
    assert "□□□□ □□□ □□□□" in reading.text(render(Document.SERVICE_SUMMARY, ticket))


@pytest.mark.parametrize(
    "name",
    ["Łukasz Wójcik", "Þórunn Ægisdóttir", "Ștefan Țurcanu", "Nguyễn Thị Hồng", "Ελένη Παπαδοπούλου", "Żółć",
     "Юлія Їжак", "İpek Şahin", "Zoe\u0308 Kra\u0308mer", "Šárka Dvořáková", "Ģirts Ķēniņš", "Œdipe"],
)  # fmt: skip
def test_names_of_europe_are_read_back_as_written(name: str) -> None:
    import unicodedata

    ticket = builders.paper(customer=builders.customer(name=name))
    assert missing_glyphs(ticket) == ""
    expected = unicodedata.normalize("NFC", name)
    words = unicodedata.normalize("NFC", reading.text(render(Document.SERVICE_SUMMARY, ticket)))
    assert expected in words


def test_joiners_and_tones_leave_no_box() -> None:
    ticket = builders.paper(items=(builders.item(fault="co\u00adop \u200bzero a\ufe0f"),))
    assert missing_glyphs(ticket) == ""


def test_a_sample_shop_marks_its_papers() -> None:
    for document, size in EVERY:
        words = reading.text(render(document, builders.sample(), size))
        assert "– SAMPLE" in words
        assert "SAMPLE" not in reading.text(render(document, builders.paper(), size))


def test_nothing_internal_can_be_printed() -> None:
    customer = builders.customer(note="pays late", alert="shouts")
    for document, size in EVERY:
        words = reading.text(render(document, builders.paper(customer=customer), size))
        assert "pays late" not in words
        assert "shouts" not in words


def test_markup_is_shown_as_typed() -> None:
    data = render(Document.SERVICE_SUMMARY, builders.markup())
    words = reading.text(data)
    assert '<b>bold</b> & <img src="file:///etc/passwd"/>' in words
    assert "<font color=red>Bobby</font>" in words
    assert b"/Annot" not in data.replace(b"/Annots", b"")
    assert b"/Subtype /Image" not in data


def test_the_room_opens_without_its_heavy_libraries() -> None:
    code = (
        "import sys, deskapp.documents;"
        "print([name for name in ('reportlab', 'babel', 'segno', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
