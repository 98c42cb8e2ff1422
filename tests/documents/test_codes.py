"""The codes on every paper are read back by a scanner."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp

from deskapp.documents.render import render
from deskapp.domain.paper import Document
from deskapp.domain.shop import Paper
from tests.documents import builders, reading


def scanned(data: bytes, dots_per_inch: int = 200) -> list[tuple[str, str]]:
    """Every code on the pages: its kind and what it says."""
    found = [code for page in reading.pictures(data, dots_per_inch) for code in zxingcpp.read_barcodes(page)]
    return sorted((str(code.format).replace(" ", ""), code.text) for code in found)


@pytest.mark.parametrize("size", Paper)
@pytest.mark.parametrize("document", builders.SHEETS)
def test_both_codes_say_the_number(document: Document, size: Paper) -> None:
    copies = 2 if document is Document.CLAIM_TICKET and size is not Paper.A5 else 1
    codes = scanned(render(document, builders.typical_intake(), size))
    assert codes == [("Code128", "26001230")] * copies + [("QRCode", "26001230")] * copies


def test_each_label_carries_the_number_for_the_scanner() -> None:
    pdf = render(Document.LABEL, builders.several_items())
    assert scanned(pdf, 203) == [("QRCode", "26001230")] * 3, "as coarse as label printers are"
    assert reading.sizes(pdf) == [(62, 29)] * 3


@pytest.mark.parametrize("code", ["7", "42", "123", "2600123", "260012309", "1234567890123456", "0" * 24])
def test_numbers_of_any_length(code: str) -> None:
    ticket = replace(builders.paper(), number=f"N-{code}", code=code)
    assert scanned(render(Document.SERVICE_SUMMARY, ticket, Paper.A5), 300) == [
        ("Code128", code),
        ("QRCode", code),
    ]


def test_a_number_too_long_for_bars_keeps_its_square() -> None:
    code = "1234567890" * 6
    ticket = replace(builders.paper(), number=code, code=code)
    assert scanned(render(Document.SERVICE_SUMMARY, ticket, Paper.A4), 300) == [("QRCode", code)]


def test_the_codes_are_read_on_a_sample_too() -> None:
    assert len(scanned(render(Document.SERVICE_SUMMARY, builders.sample(), Paper.A4))) == 2


@pytest.mark.parametrize("code", ["", "N-12"])
def test_a_code_that_is_no_number_is_left_out(code: str) -> None:
    ticket = replace(builders.paper(), number="N-12", code=code)
    data = render(Document.SERVICE_SUMMARY, ticket, Paper.A4)
    assert scanned(data) == []
    assert "N-12" in reading.text(data)
